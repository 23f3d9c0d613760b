#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
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

#define ZONES "/usr/share/zoneinfo"

/* What every role does: memory, time, its own end, bytes on descriptors. */
static const int everybody[] = {
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(write),
	SCMP_SYS(writev), SCMP_SYS(pwrite64), SCMP_SYS(lseek), SCMP_SYS(fstat),
	SCMP_SYS(close), SCMP_SYS(ftruncate), SCMP_SYS(brk), SCMP_SYS(munmap),
	SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday),
	SCMP_SYS(time), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),
	SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid),
	SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(sysinfo), SCMP_SYS(uname),
	SCMP_SYS(getrusage), SCMP_SYS(sched_yield), SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
	SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
	SCMP_SYS(poll), SCMP_SYS(ppoll), /* before a line of the log */
};

/* A net takes connections and descriptors; it makes no socket itself. */
static const int net_only[] = {
	SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(shutdown),
	SCMP_SYS(listen), SCMP_SYS(recvfrom), SCMP_SYS(recvmsg),
	SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(getsockname),
	SCMP_SYS(getpeername), SCMP_SYS(getsockopt), SCMP_SYS(setsockopt),
	SCMP_SYS(fcntl), SCMP_SYS(dup), SCMP_SYS(dup3), SCMP_SYS(epoll_ctl),
	SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait), SCMP_SYS(epoll_pwait2),
};

/* Libraries try files; they are told no, and go on. */
static const int files[] = {
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(access),
	SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(stat),
	SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(readlink),
	SCMP_SYS(readlinkat),
};

#define EACH(list) list, sizeof(list) / sizeof((list)[0])

static bool
add_all(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (seccomp_rule_add(filter, action, calls[i], 0) != 0)
			return false;
	return true;
}

/* Allow a call where argument arg, masked, is value. */
static bool
add_masked(scmp_filter_ctx filter, uint32_t action, int call, unsigned arg,
    uint64_t mask, uint64_t value)
{
	const struct scmp_arg_cmp only = { arg, SCMP_CMP_MASKED_EQ, mask,
		value };

	return seccomp_rule_add_array(filter, action, call, 1, &only) == 0;
}

/* Memory that is never executed; an abort() that reaches nobody else; fstat(3),
 * which glibc says as newfstatat(2). */
static bool
add_bounded(scmp_filter_ctx filter)
{
	return add_masked(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, PROT_EXEC,
		   0) &&
	    add_masked(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 2, PROT_EXEC,
		0) &&
	    add_masked(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 0, UINT32_MAX,
		(uint64_t)getpid()) &&
	    add_masked(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 3,
		AT_EMPTY_PATH, AT_EMPTY_PATH);
}

static bool
add_net(scmp_filter_ctx filter)
{
	return add_all(filter, SCMP_ACT_ALLOW, EACH(net_only)) &&
	    add_masked(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, UINT32_MAX,
		FIONREAD) &&
	    add_masked(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, UINT32_MAX,
		FIONBIO);
}

static bool
add_no_files(scmp_filter_ctx filter)
{
	return add_all(filter, SCMP_ACT_ERRNO(EACCES), EACH(files)) &&
	    add_masked(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(newfstatat), 3,
		AT_EMPTY_PATH, 0);
}

/* Reading only; Landlock, where it is, says what. */
static bool
add_zones(scmp_filter_ctx filter)
{
	return add_masked(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 2,
		   O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY) &&
	    add_masked(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 3,
		AT_EMPTY_PATH, 0) &&
	    seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(access), 0) == 0;
}

static bool
limit_calls(enum sandbox_role role)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool done;

	if (filter == NULL)
		return false;
	done = add_all(filter, SCMP_ACT_ALLOW, EACH(everybody)) &&
	    add_bounded(filter) &&
	    (role != SANDBOX_NET || add_net(filter)) &&
	    (role == SANDBOX_ZONES ? add_zones(filter) : add_no_files(filter)) &&
	    seccomp_load(filter) == 0;
	seccomp_release(filter);
	return done;
}

/* Every right over files that this kernel's Landlock can take away. */
static uint64_t
file_rights(long version)
{
	uint64_t rights = (UINT64_C(1) << 13) - 1;

	if (version >= 2)
		rights |= UINT64_C(1) << 13; /* REFER */
	if (version >= 3)
		rights |= UINT64_C(1) << 14; /* TRUNCATE */
	if (version >= 5)
		rights |= UINT64_C(1) << 15; /* IOCTL_DEV */
	return rights;
}

static bool
allow_zones(int rules)
{
	struct landlock_path_beneath_attr zones = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE |
		    LANDLOCK_ACCESS_FS_READ_DIR,
		.parent_fd = open(ZONES, O_PATH | O_CLOEXEC),
	};
	bool done;

	if (zones.parent_fd < 0)
		return errno == ENOENT;
	done = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
		   &zones, 0) == 0;
	close(zones.parent_fd);
	return done;
}

/* Kernels without Landlock, and containers that hide it, are left to seccomp. */
static bool
take_files_away(enum sandbox_role role)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	struct landlock_ruleset_attr all = { .handled_access_fs = 0 };
	bool done;
	int rules;

	if (version < 1) {
		log_line(LOG_DEBUG, "no Landlock here; seccomp alone");
		return true;
	}
	all.handled_access_fs = file_rights(version);
	rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0);
	if (rules < 0)
		return false;
	done = (role != SANDBOX_ZONES || allow_zones(rules)) &&
	    syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return done;
}

/* A service manager's own filter may forbid to set limits; the limits on what
 * a helper reads then bound its memory alone. */
static bool
limit_memory(enum sandbox_role role)
{
	const struct rlimit most = { HELPER_MEMORY_MAX, HELPER_MEMORY_MAX };

	return role == SANDBOX_NET || setrlimit(RLIMIT_AS, &most) == 0 ||
	    errno == EPERM;
}

enum err
sandbox_enter(enum sandbox_role role)
{
	tzset(); /* gmtime_r() would open the local zone at its first use */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return ERR_SYS;
	if (SANITIZED) {
		log_line(LOG_DEBUG, "built with sanitizers: no sandbox");
		return ERR_OK;
	}
	return limit_memory(role) && take_files_away(role) &&
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
