#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
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

static attempt *const forbidden[] = { open_file, create_file, look_at_file,
	make_socket, fork_child, execute, make_code, kill_parent, trace };

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
nobody_opens_executes_or_forks(void **state)
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
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_opens_executes_or_forks),
		cmocka_unit_test(a_forbidden_call_ends_the_process),
		cmocka_unit_test(a_file_that_a_library_tries_is_refused_quietly),
		cmocka_unit_test(a_schedule_reader_reads_zones_and_writes_nothing),
		cmocka_unit_test(every_role_can_do_its_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
