#include "small_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "campaign.h"
#include "support/program.h"

#define MKFS "/sbin/mkfs.ext4"
#define MOUNT "/bin/mount"
#define UMOUNT "/bin/umount"
#define SOMEBODY_ELSE "somebody-else"

/* ---- a namespace ---- */

static bool
write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool done =
	    fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return done;
}

/* As who we are, if root; else as root of a namespace of our own. */
static bool
enter_namespace(void)
{
	char uids[64], gids[64];

	if (geteuid() == 0)
		return unshare(CLONE_NEWNS) == 0;
	snprintf(uids, sizeof(uids), "0 %u 1", (unsigned)geteuid());
	snprintf(gids, sizeof(gids), "0 %u 1", (unsigned)getegid());
	return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
	       write_text("/proc/self/setgroups", "deny") &&
	       write_text("/proc/self/uid_map", uids) &&
	       write_text("/proc/self/gid_map", gids);
}

/* Once: what is mounted from now on nobody else sees. */
static bool
be_alone(void)
{
	static bool is;

	if (!is)
		is = enter_namespace() &&
		     mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
	return is;
}

static bool
mount_tmpfs(const char *where, unsigned mib)
{
	char options[48];

	snprintf(options, sizeof(options), "mode=0700,size=%uM", mib);
	return mount("none", where, "tmpfs", 0, options) == 0;
}

static bool
runs(const char *const argv[])
{
	struct ran ran;
	bool good;

	if (access(argv[0], X_OK) != 0)
		return false;
	program_run(&ran, argv);
	good = ran.status == 0;
	ran_fini(&ran);
	return good;
}

static bool
mount_image(const char *image, const char *where)
{
	return runs(ARGV(MOUNT, "-o", "loop", image, where));
}

/* No part of it for root alone, who we may be. */
static bool
make_image(const char *image, unsigned mib)
{
	return file_create(image, SLICE(""), 0600) == ERR_OK &&
	       truncate(image, (off_t)mib << 20) == 0 &&
	       runs(ARGV(MKFS, "-q", "-m", "0", image));
}

/* ---- mounting ---- */

static bool
mount_somehow(struct small_disk *d, unsigned mib)
{
	snprintf(d->image, sizeof(d->image), "%s.img", d->where);
	d->is_ext4 = geteuid() == 0 && make_image(d->image, mib) &&
		     mount_image(d->image, d->where);
	if (!d->is_ext4)
		unlink(d->image);
	return d->is_ext4 || mount_tmpfs(d->where, mib);
}

static bool
try_here(bool ext4)
{
	struct small_disk d = { .where = "/tmp/exam-disk-XXXXXX" };
	bool good = mkdtemp(d.where) != NULL && be_alone() &&
		    mount_somehow(&d, 8) && (d.is_ext4 || !ext4);

	if (good)
		small_disk_unmount(&d);
	rmdir(d.where);
	return good;
}

bool
small_disk_possible(bool ext4)
{
	pid_t pid = fork();
	int status = 1;

	if (pid == 0)
		_exit(try_here(ext4) ? 0 : 1);
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

void
small_disk_mount(struct small_disk *d, const char *where, unsigned mib)
{
	char from[176], aside[160];

	*d = (struct small_disk){ .is_ext4 = false };
	snprintf(d->where, sizeof(d->where), "%s", where);
	snprintf(aside, sizeof(aside), "%s.aside", where);
	snprintf(from, sizeof(from), "%s/.", aside);
	if (!be_alone() || rename(where, aside) != 0 ||
	    mkdir(where, 0700) != 0 || !mount_somehow(d, mib) ||
	    !runs(ARGV("/bin/cp", "-a", from, where)) ||
	    !runs(ARGV("/bin/rm", "-r", aside)))
		case_fails("%s: no disk of %u MiB", where, mib);
}

void
small_disk_unmount(struct small_disk *d)
{
	if (!runs(ARGV(UMOUNT, d->where)))
		case_fails("%s: cannot be unmounted", d->where);
	if (d->is_ext4)
		unlink(d->image);
}

/* ---- somebody else ---- */

static void
path_of_somebody(char path[160], const struct small_disk *d)
{
	snprintf(path, 160, "%s/" SOMEBODY_ELSE, d->where);
}

int64_t
small_disk_free(const struct small_disk *d)
{
	struct statvfs f;

	if (statvfs(d->where, &f) != 0)
		case_fails("%s: %s", d->where, strerror(errno));
	return (int64_t)f.f_bavail * (int64_t)f.f_frsize;
}

void
small_disk_fill(const struct small_disk *d, int64_t leave)
{
	int64_t step;
	char path[160];
	struct stat st;
	int fd;

	path_of_somebody(path, d);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return; /* there is no room for so much as a name */
	for (step = 1 << 20; step >= 4096; step /= 4)
		while (fstat(fd, &st) == 0 &&
		       posix_fallocate(fd, st.st_size, step) == 0)
			;
	if (leave > 0)
		small_disk_clear(d, leave);
	close(fd);
}

void
small_disk_clear(const struct small_disk *d, int64_t bytes)
{
	char path[160];
	struct stat st;

	path_of_somebody(path, d);
	if (stat(path, &st) != 0)
		return;
	if (bytes >= st.st_size)
		unlink(path);
	else if (truncate(path, st.st_size - bytes) != 0)
		case_fails("%s: %s", path, strerror(errno));
	sync(); /* freed blocks are free after the journal's commit */
}

void
small_disk_break(struct small_disk *d)
{
	if (!d->is_ext4 || !runs(ARGV(MOUNT, "-o", "remount,abort", d->where)))
		case_fails("%s: cannot be broken", d->where);
}

void
small_disk_mend(struct small_disk *d)
{
	if (!runs(ARGV(UMOUNT, d->where)) || !mount_image(d->image, d->where))
		case_fails("%s: cannot be mounted again", d->where);
}
