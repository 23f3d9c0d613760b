#include "examctl/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "exam/limits.h"

#define COPY_STEP (256 << 10)

static enum err
refused(struct diag *d, const char *path, const char *what)
{
	diag_add(d, 0, strcmp(path, d->path) != 0 ? path : "", "%s: %s", what,
	    strerror(errno));
	return ERR_SYS;
}

enum err
files_read(struct buf *b, const char *path, struct diag *d)
{
	enum err e = file_read(b, path, FILE_MAX_LEN);

	if (e == ERR_TOO_BIG)
		diag_add(d, 0, strcmp(path, d->path) != 0 ? path : "",
		    "is larger than %d MiB", FILE_MAX_LEN >> 20);
	else if (e != ERR_OK)
		(void)refused(d, path, "cannot be read");
	return e;
}

static int
create(const char *path, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0 && fchmod(fd, mode) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

enum err
files_write_new(const char *path, mode_t mode, struct slice s, struct diag *d)
{
	int fd = create(path, mode);
	enum err e = ERR_OK;

	if (fd < 0)
		return refused(d, path, "cannot be created");
	if (file_write_fd(fd, s) != ERR_OK || fsync(fd) != 0)
		e = refused(d, path, "cannot be written");
	if (close(fd) != 0 && e == ERR_OK)
		e = refused(d, path, "cannot be written");
	return e;
}

enum err
files_replace_private(const char *path, struct slice s, struct diag *d)
{
	struct buf beside = { 0 };
	enum err e;

	buf_printf(&beside, "%s.new", path);
	buf_put_u8(&beside, '\0');
	(void)unlink(beside.at);
	e = files_write_new(beside.at, 0600, s, d);
	if (e == ERR_OK && rename(beside.at, path) != 0)
		e = refused(d, path, "cannot be replaced");
	buf_fini(&beside);
	return e;
}

/* Reads until `most` bytes are there or the input ends. */
static enum err
read_step(size_t *len, int fd, char *room, size_t most)
{
	size_t got = 0;

	while (got < most) {
		ssize_t n = read(fd, room + got, most - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return ERR_SYS;
		if (n == 0)
			break;
		got += (size_t)n;
	}
	*len = got;
	return ERR_OK;
}

static enum err
copy_bytes(int to, int from)
{
	char *room = alloc_zero(1, COPY_STEP);
	size_t len = COPY_STEP;
	enum err e = ERR_OK;

	while (e == ERR_OK && len > 0) {
		e = read_step(&len, from, room, COPY_STEP);
		if (e == ERR_OK)
			e = file_write_fd(to,
			    (struct slice){ room, len });
	}
	free(room);
	return e;
}

/* ERR_IO: they differ. */
static enum err
compare_bytes(int one, int other)
{
	char *room = alloc_zero(2, COPY_STEP);
	size_t len = COPY_STEP, other_len = 0;
	enum err e = ERR_OK;

	while (e == ERR_OK && len > 0) {
		e = read_step(&len, one, room, COPY_STEP);
		if (e == ERR_OK)
			e = read_step(&other_len, other, room + COPY_STEP,
			    COPY_STEP);
		if (e == ERR_OK && (len != other_len ||
			memcmp(room, room + COPY_STEP, len) != 0))
			e = ERR_IO;
	}
	free(room);
	return e;
}

static enum err
copy_and_compare(int to, const char *to_path, int from, struct diag *d)
{
	int back;
	enum err e;

	if (copy_bytes(to, from) != ERR_OK || fsync(to) != 0)
		return refused(d, to_path, "cannot be written");
	back = open(to_path, O_RDONLY | O_CLOEXEC);
	if (back < 0 || lseek(from, 0, SEEK_SET) != 0)
		e = refused(d, to_path, "cannot be read back");
	else if ((e = compare_bytes(from, back)) == ERR_IO)
		diag_add(d, 0, to_path, "is not what was copied");
	else if (e != ERR_OK)
		(void)refused(d, to_path, "cannot be read back");
	if (back >= 0)
		close(back);
	return e;
}

enum err
files_copy_new(const char *to, const char *from, mode_t mode, struct diag *d)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out;
	enum err e;

	if (in < 0)
		return refused(d, from, "cannot be opened");
	out = create(to, mode);
	if (out < 0)
		e = refused(d, to, "cannot be created");
	else
		e = copy_and_compare(out, to, in, d);
	if (out >= 0)
		close(out);
	close(in);
	return e;
}

static bool
is_empty(DIR *directory)
{
	const struct dirent *entry;

	while ((entry = readdir(directory)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			return false;
	return true;
}

enum err
files_make_directory(const char *path, struct diag *d)
{
	DIR *directory;
	bool empty;

	if (mkdir(path, 0700) == 0)
		return ERR_OK;
	if (errno != EEXIST)
		return refused(d, path, "cannot be created");
	directory = opendir(path);
	if (directory == NULL)
		return refused(d, path, "cannot be opened");
	empty = is_empty(directory);
	closedir(directory);
	if (!empty) {
		diag_add(d, 0, path, "is not empty; nothing was touched");
		return ERR_CONFLICT;
	}
	if (chmod(path, 0700) != 0)
		return refused(d, path, "cannot be made private");
	return ERR_OK;
}

enum err
files_sync_directory(const char *path, struct diag *d)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = fd >= 0 && fsync(fd) == 0;

	if (!synced)
		(void)refused(d, path, "cannot be synced");
	if (fd >= 0)
		close(fd);
	return synced ? ERR_OK : ERR_SYS;
}
