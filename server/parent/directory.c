#include "parent/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

char *
directory_path(const char *directory, const char *name)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s/%s", directory, name);
	buf_put_u8(&b, '\0');
	return b.at;
}

enum err
directory_check(const char *directory, struct diag *d)
{
	struct stat s;

	if (stat(directory, &s) != 0)
		diag_add(d, 0, directory, "%s", strerror(errno));
	else if (!S_ISDIR(s.st_mode))
		diag_add(d, 0, directory, "is not a directory");
	else if (access(directory, R_OK | W_OK | X_OK) != 0)
		diag_add(d, 0, directory, "%s", strerror(errno));
	else
		return ERR_OK;
	return ERR_INVALID;
}

int64_t
directory_free_bytes(const char *directory)
{
	struct statvfs f;

	if (statvfs(directory, &f) != 0)
		return 0;
	return (int64_t)f.f_bavail * (int64_t)f.f_frsize;
}

/* Files that are there and only opened would not tell of a quota. */
int
directory_try_room(const char *directory, int64_t bytes)
{
	char *path = directory_path(directory, "room");
	int fd = open(path,
	    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	int failure = fd < 0 ? errno : posix_fallocate(fd, 0, bytes);

	if (fd >= 0) {
		unlink(path);
		close(fd);
	}
	free(path);
	return failure;
}

/* The process that wrote itself into the lock file; 0: unknown. */
static pid_t
owner(int fd)
{
	char text[16] = "";

	if (pread(fd, text, sizeof(text) - 1, 0) < 0)
		return 0;
	return (pid_t)strtol(text, NULL, 10);
}

/*
 * The hall and the nets hold the lock too.  When their parent was killed, so
 * are they, which may take them a moment; that moment is waited for.
 */
static enum err
take_lock(int fd, const char *directory, struct diag *d)
{
	pid_t pid;

	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return ERR_OK;
	if (errno != EWOULDBLOCK)
		return ERR_SYS;
	pid = owner(fd);
	if (pid > 0 && kill(pid, 0) != 0 && errno == ESRCH)
		return flock(fd, LOCK_EX) == 0 ? ERR_OK : ERR_SYS;
	diag_add(d, 0, directory,
	    "is in use by another examd, process %d; stop it first", (int)pid);
	return ERR_CONFLICT;
}

static enum err
write_owner(const char *path)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	bool done = fd >= 0 && dprintf(fd, "%d\n", (int)getpid()) > 0;

	if (fd >= 0)
		close(fd);
	return done ? ERR_OK : ERR_SYS;
}

/* What the others inherit cannot be written through. */
enum err
directory_lock(int *fd, const char *directory, struct diag *d)
{
	char *path = directory_path(directory, "examd.pid");
	int f = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0644);
	enum err e = f >= 0 ? take_lock(f, directory, d) : ERR_SYS;

	if (e == ERR_OK)
		e = write_owner(path);
	if (e == ERR_SYS)
		diag_add(d, 0, path, "%s", strerror(errno));
	if (e == ERR_OK)
		*fd = f;
	else if (f >= 0)
		close(f);
	free(path);
	return e;
}
