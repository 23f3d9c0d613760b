#include "base/sandbox.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/sandbox_files.h"
#include "exam/limits.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "which calls this machine has is not known here"
#endif
#define OTHER_CALLS 0x40000000 /* of x32, which are others by these numbers */

/* What every role does: memory, time, its own end, bytes on descriptors. */
static const int everybody[] = {
	SYS_read, SYS_readv, SYS_pread64, SYS_write, SYS_writev, SYS_pwrite64,
	SYS_lseek, SYS_fstat, SYS_close, SYS_ftruncate, SYS_brk, SYS_munmap,
	SYS_mremap, SYS_madvise, SYS_futex, SYS_clock_gettime, SYS_clock_getres,
	SYS_gettimeofday, SYS_clock_nanosleep, SYS_nanosleep, SYS_getrandom,
	SYS_getpid, SYS_gettid, SYS_getuid, SYS_geteuid, SYS_sysinfo, SYS_uname,
	SYS_getrusage, SYS_sched_yield, SYS_rt_sigaction, SYS_rt_sigprocmask,
	SYS_rt_sigreturn, SYS_sigaltstack, SYS_restart_syscall, SYS_exit,
	SYS_exit_group,
	SYS_ppoll, /* before a line of the log */
#ifdef __x86_64__
	SYS_poll, SYS_time,
#endif
};

/* A net takes connections and descriptors; it makes no socket itself. */
static const int net_only[] = {
	SYS_accept, SYS_accept4, SYS_shutdown, SYS_listen, SYS_recvfrom,
	SYS_recvmsg, SYS_sendto, SYS_sendmsg, SYS_getsockname, SYS_getpeername,
	SYS_getsockopt, SYS_setsockopt, SYS_fcntl, SYS_dup, SYS_dup3,
	SYS_epoll_ctl, SYS_epoll_pwait, SYS_epoll_pwait2,
#ifdef __x86_64__
	SYS_epoll_wait,
#endif
};

/* Libraries try files; they are told no, and go on. */
static const int files[] = {
	SYS_openat, SYS_faccessat, SYS_faccessat2, SYS_statx, SYS_readlinkat,
#ifdef __x86_64__
	SYS_open, SYS_access, SYS_stat, SYS_lstat, SYS_readlink,
#endif
};

/* Is the file of a zone there? */
static const int looking[] = {
	SYS_faccessat,
#ifdef __x86_64__
	SYS_access,
#endif
};

/* What the hall, which reads and writes its own files, never does: start a
 * program, take a connection, look into others, or become somebody else. */
static const int never[] = {
	SYS_execve, SYS_execveat, SYS_clone, SYS_clone3, SYS_ptrace,
	SYS_process_vm_readv, SYS_process_vm_writev, SYS_kill, SYS_tkill,
	SYS_pidfd_open, SYS_pidfd_getfd, SYS_pidfd_send_signal, SYS_bind,
	SYS_listen, SYS_accept, SYS_accept4, SYS_bpf, SYS_userfaultfd,
	SYS_perf_event_open, SYS_io_uring_setup, SYS_io_uring_enter,
	SYS_io_uring_register, SYS_keyctl, SYS_add_key, SYS_request_key,
	SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare,
	SYS_setns, SYS_open_tree, SYS_move_mount, SYS_fsopen, SYS_fsconfig,
	SYS_fsmount, SYS_mount_setattr, SYS_open_by_handle_at, SYS_setuid,
	SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid, SYS_setresgid,
	SYS_setgroups, SYS_capset, SYS_personality, SYS_init_module,
	SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot,
	SYS_swapon, SYS_acct, SYS_quotactl, SYS_clock_settime,
	SYS_settimeofday, SYS_mknodat,
#ifdef __x86_64__
	SYS_fork, SYS_vfork, SYS_mknod, SYS_modify_ldt, SYS_iopl, SYS_ioperm,
#endif
};

/* ---- the filter, as the kernel wants it ---- */

#define CODE_MAX 256

struct filter {
	struct sock_filter code[CODE_MAX];
	unsigned short n;
};

static void
emit(struct filter *f, uint16_t code, uint32_t k, uint8_t yes, uint8_t no)
{
	assert(f->n < CODE_MAX);
	f->code[f->n++] = (struct sock_filter){ code, yes, no, k };
}

static void
load_number(struct filter *f)
{
	emit(f, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0,
	    0);
}

static void
decide(struct filter *f, uint32_t action)
{
	emit(f, BPF_RET | BPF_K, action, 0, 0);
}

/* Calls of another kind than this program's are not looked at further. */
static void
begin_filter(struct filter *f)
{
	emit(f, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch),
	    0, 0);
	emit(f, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
	decide(f, SECCOMP_RET_KILL_PROCESS);
	load_number(f);
	emit(f, BPF_JMP | BPF_JGE | BPF_K, OTHER_CALLS, 0, 1);
	decide(f, SECCOMP_RET_KILL_PROCESS);
}

static void
add(struct filter *f, uint32_t action, int call)
{
	emit(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 1);
	decide(f, action);
}

static void
add_all(struct filter *f, uint32_t action, const int *calls, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		add(f, action, calls[i]);
}

#define EACH(list) list, sizeof(list) / sizeof((list)[0])

/* A call where argument arg, or its lower half, masked, is value. */
static void
add_masked(struct filter *f, uint32_t action, int call, unsigned arg,
    uint32_t mask, uint32_t value)
{
	uint32_t at = offsetof(struct seccomp_data, args) +
		      arg * (uint32_t)sizeof(uint64_t);

	emit(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 5);
	emit(f, BPF_LD | BPF_W | BPF_ABS, at, 0, 0);
	emit(f, BPF_ALU | BPF_AND | BPF_K, mask, 0, 0);
	emit(f, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
	decide(f, action);
	load_number(f);
}

/* Memory that is never executed; an abort() that reaches nobody else; fstat(3),
 * which glibc says as newfstatat(2). */
static void
add_bounded(struct filter *f)
{
	add_masked(f, SECCOMP_RET_ALLOW, SYS_mmap, 2, PROT_EXEC, 0);
	add_masked(f, SECCOMP_RET_ALLOW, SYS_mprotect, 2, PROT_EXEC, 0);
	add_masked(f, SECCOMP_RET_ALLOW, SYS_tgkill, 0, UINT32_MAX,
	    (uint32_t)getpid());
	add_masked(f, SECCOMP_RET_ALLOW, SYS_newfstatat, 3, AT_EMPTY_PATH,
	    AT_EMPTY_PATH);
}

static void
add_net(struct filter *f)
{
	add_all(f, SECCOMP_RET_ALLOW, EACH(net_only));
	add_masked(f, SECCOMP_RET_ALLOW, SYS_ioctl, 1, UINT32_MAX, FIONREAD);
	add_masked(f, SECCOMP_RET_ALLOW, SYS_ioctl, 1, UINT32_MAX, FIONBIO);
}

static void
add_no_files(struct filter *f)
{
	add_all(f, SECCOMP_RET_ERRNO | EACCES, EACH(files));
	add_masked(
	    f, SECCOMP_RET_ERRNO | EACCES, SYS_newfstatat, 3, AT_EMPTY_PATH, 0);
}

/* Reading only; Landlock, where it is, says what. */
static void
add_zones(struct filter *f)
{
	add_masked(f, SECCOMP_RET_ALLOW, SYS_openat, 2,
	    O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY);
	add_masked(f, SECCOMP_RET_ALLOW, SYS_newfstatat, 3, AT_EMPTY_PATH, 0);
	add_all(f, SECCOMP_RET_ALLOW, EACH(looking));
}

/* The machine's users are asked for at sockets, of this machine alone. */
static void
add_never(struct filter *f)
{
	add_all(f, SECCOMP_RET_KILL_PROCESS, EACH(never));
	add_masked(f, SECCOMP_RET_KILL_PROCESS, SYS_mmap, 2,
	    PROT_WRITE | PROT_EXEC, PROT_WRITE | PROT_EXEC);
	add_masked(
	    f, SECCOMP_RET_KILL_PROCESS, SYS_mprotect, 2, PROT_EXEC, PROT_EXEC);
	add_masked(f, SECCOMP_RET_ALLOW, SYS_tgkill, 0, UINT32_MAX,
	    (uint32_t)getpid());
	add(f, SECCOMP_RET_KILL_PROCESS, SYS_tgkill);
	add_masked(f, SECCOMP_RET_ALLOW, SYS_socket, 0, UINT32_MAX, AF_UNIX);
	add(f, SECCOMP_RET_ERRNO | EACCES, SYS_socket);
}

static void
add_work(struct filter *f, enum sandbox_role role)
{
	add_all(f, SECCOMP_RET_ALLOW, EACH(everybody));
	add_bounded(f);
	if (role == SANDBOX_NET)
		add_net(f);
	if (role == SANDBOX_ZONES)
		add_zones(f);
	else
		add_no_files(f);
}

/* By hand, because libseccomp, when memory is scarce, leaves out rules, frees
 * twice, or does not end. */
static bool
limit_calls(enum sandbox_role role)
{
	struct filter f = { .n = 0 };
	struct sock_fprog program;

	begin_filter(&f);
	if (role == SANDBOX_HALL)
		add_never(&f);
	else
		add_work(&f, role);
	decide(&f, role == SANDBOX_HALL ? SECCOMP_RET_ALLOW :
					  SECCOMP_RET_KILL_PROCESS);
	program = (struct sock_fprog){ f.n, f.code };
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* Of root, too, whose files stay root's. */
static bool
give_up_capabilities(void)
{
	struct __user_cap_header_struct mine = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {
		{ 0 }
	};

	return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0 &&
	    syscall(SYS_capset, &mine, none) == 0;
}

/* A service manager's own filter may forbid to set limits; the limits on what
 * a helper reads then bound its memory alone. */
static bool
limit_memory(enum sandbox_role role)
{
	const struct rlimit most = { HELPER_MEMORY_MAX, HELPER_MEMORY_MAX };

	return role == SANDBOX_NET || role == SANDBOX_HALL ||
	    setrlimit(RLIMIT_AS, &most) == 0 || errno == EPERM;
}

enum err
sandbox_enter(enum sandbox_role role)
{
	tzset(); /* gmtime_r() would open the local zone at its first use */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    !give_up_capabilities())
		return ERR_SYS;
	if (SANITIZED) {
		log_line(LOG_DEBUG, "built with sanitizers: no sandbox");
		return ERR_OK;
	}
	return limit_memory(role) && sandbox_take_files(role) &&
	    limit_calls(role) ? ERR_OK : ERR_SYS;
}

void
sandbox_hide_memory(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	if (!SANITIZED)
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
