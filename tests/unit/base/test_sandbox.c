#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "exam/time.h"
#include "test.h"

/* What a child in the sandbox tries; true: it could. */
typedef bool attempt(void);

enum { COULD, COULD_NOT, KILLED, NO_SANDBOX };

static int
try(enum sandbox_role role, attempt *act)
{
	pid_t pid = fork();
	int wait;

	if (pid == 0) {
		if (sandbox_enter(role) != ERR_OK)
			_exit(NO_SANDBOX);
		_exit(act() ? COULD : COULD_NOT);
	}
	assert_int_equal(waitpid(pid, &wait, 0), pid);
	if (WIFSIGNALED(wait)) {
		assert_int_equal(WTERMSIG(wait), SIGSYS);
		return KILLED;
	}
	return WEXITSTATUS(wait);
}

static bool
open_file(void)
{
	return open("/etc/hostname", O_RDONLY) >= 0;
}

static bool
open_zone(void)
{
	return open("/usr/share/zoneinfo/UTC", O_RDONLY) >= 0;
}

static bool
create_file(void)
{
	return open("/tmp", O_RDWR | O_TMPFILE, 0600) >= 0;
}

static bool
look_at_file(void)
{
	struct stat s;

	return stat("/etc/hostname", &s) == 0;
}

static bool
make_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool
take_connection(void)
{
	return accept4(STDIN_FILENO, NULL, NULL, 0) >= 0;
}

static bool
fork_child(void)
{
	return fork() >= 0;
}

static bool
execute(void)
{
	char name[] = "true", *argv[] = { name, NULL };

	execv("/bin/true", argv);
	return false;
}

static bool
make_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool
kill_parent(void)
{
	return kill(getppid(), 0) == 0;
}

static bool
trace(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

/* What its work needs: memory, time, dates, bytes. */
static bool
work(void)
{
	char text[WALL_TEXT_MAX], *big = malloc(8 << 20);
	struct timespec t;
	struct stat s;
	int ends[2] = { STDIN_FILENO, STDERR_FILENO };

	big[0] = 'x';
	wall_format(text, (struct wall){ 1 });
	return big[0] == 'x' && text[0] == '1' &&
	    clock_gettime(CLOCK_BOOTTIME, &t) == 0 && fstat(ends[1], &s) == 0 &&
	    write(ends[1], "", 0) == 0;
}

/* ---- what only somebody who took the process over would ask for ---- */

/* By number, with arguments that are harmless where it is allowed. */
#define ASK(name, ...)                                                         \
	static bool ask_##name(void)                                           \
	{                                                                      \
		return syscall(SYS_##name, __VA_ARGS__) >= 0;                  \
	}

ASK(clone3, NULL, 0UL)
ASK(io_uring_setup, 1, NULL)
ASK(bpf, 0, NULL, 0)
ASK(userfaultfd, 0)
ASK(perf_event_open, NULL, 0, -1, -1, 0UL)
ASK(process_vm_readv, getppid(), NULL, 0UL, NULL, 0UL, 0UL)
ASK(pidfd_open, getppid(), 0)
ASK(keyctl, 0, 0, 0, 0, 0)
ASK(unshare, 0)
ASK(setns, -1, 0)
ASK(mount, "none", "/nowhere", "tmpfs", 0UL, NULL)
ASK(pivot_root, "/nowhere", "/nowhere")
ASK(chroot, "/nowhere")
ASK(open_by_handle_at, -1, NULL, 0)
ASK(setuid, getuid())
ASK(capset, NULL, NULL)
ASK(personality, 0xffffffffUL)
ASK(init_module, NULL, 0UL, NULL)
ASK(execveat, -1, "/bin/true", NULL, NULL, 0)
ASK(bind, -1, NULL, 0)
ASK(tkill, getppid(), 0)

static const struct {
	const char *name;
	attempt *act;
} attacks[] = {
	{ "execve", execute },
	{ "execveat", ask_execveat },
	{ "fork", fork_child },
	{ "clone3", ask_clone3 },
	{ "ptrace", trace },
	{ "process_vm_readv", ask_process_vm_readv },
	{ "pidfd_open", ask_pidfd_open },
	{ "kill", kill_parent },
	{ "tkill", ask_tkill },
	{ "mmap of code that is written", make_code },
	{ "bind", ask_bind },
	{ "io_uring_setup", ask_io_uring_setup },
	{ "bpf", ask_bpf },
	{ "userfaultfd", ask_userfaultfd },
	{ "perf_event_open", ask_perf_event_open },
	{ "keyctl", ask_keyctl },
	{ "unshare", ask_unshare },
	{ "setns", ask_setns },
	{ "mount", ask_mount },
	{ "pivot_root", ask_pivot_root },
	{ "chroot", ask_chroot },
	{ "open_by_handle_at", ask_open_by_handle_at },
	{ "setuid", ask_setuid },
	{ "capset", ask_capset },
	{ "personality", ask_personality },
	{ "init_module", ask_init_module },
};

static attempt *const forbidden[] = { open_file, create_file, look_at_file,
	make_socket };

static void
skip_where_there_is_none(void)
{
#if defined(__SANITIZE_ADDRESS__)
	skip();
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
	skip();
#endif
#endif
}

static void
strangers_find_no_file_and_no_socket(void **state)
{
	size_t i;
	int role, end;

	(void)state;
	skip_where_there_is_none();
	for (role = SANDBOX_NET; role <= SANDBOX_HELPER; role++)
		for (i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
			end = try((enum sandbox_role)role, forbidden[i]);
			if (end != COULD_NOT && end != KILLED)
				fail_msg("role %d, attempt %zu: %d", role, i,
				    end);
		}
}

static void
a_forbidden_call_ends_the_process(void **state)
{
	(void)state;
	skip_where_there_is_none();
	assert_int_equal(try(SANDBOX_NET, execute), KILLED);
	assert_int_equal(try(SANDBOX_NET, make_socket), KILLED);
	assert_int_equal(try(SANDBOX_HELPER, fork_child), KILLED);
	assert_int_equal(try(SANDBOX_HELPER, take_connection), KILLED);
}

static void
whoever_takes_a_process_over_ends_it(void **state)
{
	size_t i;
	int role;

	(void)state;
	skip_where_there_is_none();
	for (role = SANDBOX_NET; role <= SANDBOX_HALL; role++)
		for (i = 0; i < sizeof(attacks) / sizeof(attacks[0]); i++)
			if (try((enum sandbox_role)role, attacks[i].act) !=
			    KILLED)
				fail_msg("role %d: %s is not the end of it",
				    role, attacks[i].name);
}

#ifdef __x86_64__
/* getpid(2) as the machine's two other kinds of programs ask for it. */
static bool
ask_as_x32(void)
{
	return syscall(0x40000000L + SYS_getpid) > 0;
}

static bool
ask_as_i386(void)
{
	long pid = 20;

	__asm__ volatile("int $0x80" : "+a"(pid) : : "memory");
	return pid > 0;
}

static void
calls_of_other_kinds_of_programs_are_not_asked(void **state)
{
	int role;

	(void)state;
	skip_where_there_is_none();
	for (role = SANDBOX_NET; role <= SANDBOX_HALL; role++) {
		assert_int_equal(
		    try((enum sandbox_role)role, ask_as_x32), KILLED);
		assert_int_equal(
		    try((enum sandbox_role)role, ask_as_i386), KILLED);
	}
}
#endif

/* ---- the hall ---- */

static bool
make_local_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static bool
make_pipe_file(void)
{
	return mkfifo("test-sandbox.fifo", 0600) == 0;
}

static bool
connect_out(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = 9,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };

	return sendto(socket(AF_INET, SOCK_DGRAM, 0), "", 0, 0,
		   (struct sockaddr *)&to, sizeof(to)) >= 0;
}

/* Made, moved to another folder, and gone again. */
static bool
keep_files(void)
{
	char from[] = "/tmp/test-sandbox.XXXXXX", to[64];
	int fd = mkstemp(from);
	bool moved;

	snprintf(to, sizeof(to), "%s.d", from);
	if (fd < 0 || mkdir(to, 0700) != 0)
		return false;
	snprintf(to, sizeof(to), "%s.d/moved", from);
	moved = write(fd, "x", 1) == 1 && fsync(fd) == 0 &&
		rename(from, to) == 0 && unlink(to) == 0;
	*strrchr(to, '/') = '\0';
	return rmdir(to) == 0 && moved;
}

static void
the_hall_keeps_files_and_reaches_no_network(void **state)
{
	(void)state;
	skip_where_there_is_none();
	assert_int_equal(try(SANDBOX_HALL, keep_files), COULD);
	assert_int_equal(try(SANDBOX_HALL, open_zone), COULD);
	assert_int_equal(try(SANDBOX_HALL, make_local_socket), COULD);
	assert_int_equal(try(SANDBOX_HALL, make_socket), COULD_NOT);
	assert_int_equal(try(SANDBOX_HALL, connect_out), COULD_NOT);
	assert_int_equal(try(SANDBOX_HALL, make_pipe_file), KILLED);
}

/* ---- what /proc says ---- */

static bool
status_is(const char *name, unsigned long long wanted)
{
	char line[256];
	bool found = false;
	FILE *f = fopen("/proc/self/status", "r");

	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, name, strlen(name)) == 0)
			found =
			    strtoull(line + strlen(name), NULL, 16) == wanted;
	if (f != NULL)
		fclose(f);
	return found;
}

/* In the hall's, which may still read it. */
static bool
nothing_is_left(void)
{
	return status_is("CapEff:", 0) && status_is("CapPrm:", 0) &&
	       status_is("CapInh:", 0) && status_is("CapAmb:", 0) &&
	       status_is("NoNewPrivs:", 1) && status_is("Seccomp:", 2);
}

static bool
memory_is_hidden(void)
{
	struct rlimit core;

	sandbox_hide_memory();
	return prctl(PR_GET_DUMPABLE) == 0 &&
	       getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 &&
	       core.rlim_max == 0;
}

static void
no_capability_is_left_and_no_core_file(void **state)
{
	(void)state;
	skip_where_there_is_none();
	assert_int_equal(try(SANDBOX_HALL, nothing_is_left), COULD);
	assert_int_equal(try(SANDBOX_HALL, memory_is_hidden), COULD);
}

static void
a_file_that_a_library_tries_is_refused_quietly(void **state)
{
	(void)state;
	skip_where_there_is_none();
	assert_int_equal(try(SANDBOX_NET, open_file), COULD_NOT);
	assert_int_equal(try(SANDBOX_HELPER, open_zone), COULD_NOT);
}

static void
a_schedule_reader_reads_zones_and_writes_nothing(void **state)
{
	(void)state;
	skip_where_there_is_none();
	assert_int_equal(try(SANDBOX_ZONES, open_zone), COULD);
	assert_int_equal(try(SANDBOX_ZONES, create_file), KILLED);
	assert_int_equal(try(SANDBOX_ZONES, make_socket), KILLED);
}

static void
every_role_can_do_its_work(void **state)
{
	(void)state;
	assert_int_equal(try(SANDBOX_NET, work), COULD);
	assert_int_equal(try(SANDBOX_HELPER, work), COULD);
	assert_int_equal(try(SANDBOX_ZONES, work), COULD);
	assert_int_equal(try(SANDBOX_HALL, work), COULD);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strangers_find_no_file_and_no_socket),
		cmocka_unit_test(a_forbidden_call_ends_the_process),
		cmocka_unit_test(whoever_takes_a_process_over_ends_it),
#ifdef __x86_64__
		cmocka_unit_test(
		    calls_of_other_kinds_of_programs_are_not_asked),
#endif
		cmocka_unit_test(the_hall_keeps_files_and_reaches_no_network),
		cmocka_unit_test(no_capability_is_left_and_no_core_file),
		cmocka_unit_test(
		    a_file_that_a_library_tries_is_refused_quietly),
		cmocka_unit_test(
		    a_schedule_reader_reads_zones_and_writes_nothing),
		cmocka_unit_test(every_role_can_do_its_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
