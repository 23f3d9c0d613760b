#include "store/store_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/log.h"

#define BALLAST "ballast"

static bool
is_full(int failure)
{
	return failure == ENOSPC || failure == EDQUOT;
}

/* A file of ours that goes away with us.  -1: there is no room for one, or no
 * such thing here. */
static int
open_pulse(int directory)
{
	return openat(directory, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

enum err
disk_open(struct disk *d, const char *path, struct diag *diag)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0) {
		diag_add(diag, 0, "", "cannot open the data directory: %s",
		    strerror(errno));
		return ERR_IO;
	}
	d->directory = fd;
	d->pulse = open_pulse(fd);
	return ERR_OK;
}

void
disk_close(struct disk *d)
{
	if (d->pulse >= 0)
		close(d->pulse);
	if (d->directory >= 0)
		close(d->directory);
	d->directory = d->pulse = -1;
}

bool
disk_sync(const struct disk *d)
{
	return fsync(d->directory) == 0;
}

/*
 * A change of size begins a transaction of the file system's journal, and is
 * refused once that is aborted; nothing is waited for.  (A change of times is
 * refused only later, when the error was written down.)
 */
bool
disk_is_sound(struct disk *d)
{
	if (d->pulse < 0)
		return true;
	d->beat = !d->beat;
	return ftruncate(d->pulse, d->beat ? 1 : 0) == 0 || is_full(errno);
}

bool
disk_touch(const struct disk *d, const char *name)
{
	int fd = openat(d->directory, name,
	    O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno == EEXIST;
	close(fd);
	return true;
}

int64_t
disk_free_bytes(const struct disk *d)
{
	struct statvfs f;

	if (fstatvfs(d->directory, &f) != 0)
		return 0;
	return (int64_t)f.f_bavail * (int64_t)f.f_frsize;
}

int64_t
disk_file_bytes(const struct disk *d, const char *name)
{
	struct stat st;

	if (fstatat(d->directory, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return 0;
	return st.st_size;
}

/* Its bytes must be allocated, not promised: a hole keeps no room. */
static int
reserve(const struct disk *d, int64_t bytes)
{
	int fd = openat(d->directory, BALLAST,
	    O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	int failure;

	if (fd < 0)
		return errno;
	failure = posix_fallocate(fd, 0, bytes);
	if (failure == 0 && fsync(fd) != 0)
		failure = errno;
	close(fd);
	return failure;
}

void
disk_keep_ballast(const struct disk *d, int64_t bytes)
{
	int64_t had = disk_file_bytes(d, BALLAST);
	int failure = 0;

	if (had == bytes)
		return;
	if (had > 0 && !disk_shed_ballast(d))
		return;
	if (bytes == 0)
		return;
	if (disk_free_bytes(d) / 2 < bytes)
		failure = ENOSPC;
	else
		failure = reserve(d, bytes);
	if (failure == 0)
		return;
	unlinkat(d->directory, BALLAST, 0);
	log_line(LOG_WARNING, "no room is kept back for the exam: %s",
	    strerror(failure));
}

bool
disk_shed_ballast(const struct disk *d)
{
	int64_t bytes = disk_file_bytes(d, BALLAST);

	if (bytes == 0 || unlinkat(d->directory, BALLAST, 0) != 0)
		return false;
	/* Some file systems hand out freed blocks only after this. */
	return disk_sync(d);
}

bool
disk_sync_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return false;
	ok = fsync(fd) == 0;
	close(fd);
	return ok;
}

bool
disk_sync_parent(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *parent = alloc_text(slash == NULL ? "." : path);
	bool ok;

	if (slash == path)
		parent[1] = '\0';
	else if (slash != NULL)
		parent[slash - path] = '\0';
	ok = disk_sync_file(parent);
	free(parent);
	return ok;
}
