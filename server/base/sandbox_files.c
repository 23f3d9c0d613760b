#include "base/sandbox_files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"

/* What Debian 12's header does not know yet, by version of Landlock. */
#define REFER (UINT64_C(1) << 13)	/* 2 */
#define TRUNCATE (UINT64_C(1) << 14)	/* 3 */
#define IOCTL_DEV (UINT64_C(1) << 15)	/* 5 */
#define TCP_BOTH UINT64_C(3)		/* 4: bind, connect */
#define SCOPE_SIGNAL (UINT64_C(1) << 1) /* 6: signals to outsiders */

/* As the kernel has it today; older ones take a shorter one. */
struct rules {
	uint64_t files, network, scope;
};

/* Every right over files that this kernel's Landlock can take away. */
static uint64_t
file_rights(long version)
{
	uint64_t rights = REFER - 1;

	if (version >= 2)
		rights |= REFER;
	if (version >= 3)
		rights |= TRUNCATE;
	if (version >= 5)
		rights |= IOCTL_DEV;
	return rights;
}

/* Files are the hall's work, and a backup goes where staff say: it keeps what
 * its user may, but starts nothing, and makes nothing but files. */
static uint64_t
hall_rights(long version)
{
	const uint64_t taken =
	    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
	    LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
	    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_SYM | REFER |
	    IOCTL_DEV;

	return file_rights(version) & taken;
}

static int
create_rules(enum sandbox_role role, long version)
{
	struct rules r = { .files = role == SANDBOX_HALL
					? hall_rights(version)
					: file_rights(version) };
	size_t size = sizeof(r.files);

	if (version >= 4) {
		r.network = TCP_BOTH;
		size += sizeof(r.network);
	}
	if (version >= 6) {
		r.scope = SCOPE_SIGNAL;
		size += sizeof(r.scope);
	}
	return (int)syscall(SYS_landlock_create_ruleset, &r, size, 0);
}

/* What is not there needs no permission. */
static bool
allow(int rules, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr beneath = {
		.allowed_access = rights,
		.parent_fd = open(path, O_PATH | O_CLOEXEC),
	};
	bool done;

	if (beneath.parent_fd < 0)
		return errno == ENOENT;
	done = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
		   &beneath, 0) == 0;
	close(beneath.parent_fd);
	return done;
}

/* To move a file from folder to folder is taken away unless it is given. */
static bool
give(int rules, enum sandbox_role role, long version)
{
	if (role == SANDBOX_ZONES)
		return allow(rules, "/usr/share/zoneinfo",
		    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
	return role != SANDBOX_HALL || version < 2 || allow(rules, "/", REFER);
}

bool
sandbox_take_files(enum sandbox_role role)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	bool done;
	int rules;

	if (version < 1) {
		log_line(LOG_DEBUG, "no Landlock here; seccomp alone");
		return true;
	}
	rules = create_rules(role, version);
	if (rules < 0)
		return false;
	done = give(rules, role, version) &&
	       syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return done;
}
