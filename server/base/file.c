#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 16384

enum err
file_read_fd(struct buf *b, int fd, size_t most)
{
	size_t had = b->len;
	ssize_t n;

	do {
		n = pread(fd, buf_reserve(b, PIECE), PIECE,
		    (off_t)(b->len - had));
		if (n < 0 && errno != EINTR)
			return ERR_SYS;
		if (n > 0)
			b->len += (size_t)n;
		if (b->len - had > most)
			return ERR_TOO_BIG;
	} while (n != 0);
	return ERR_OK;
}

enum err
file_read(struct buf *b, const char *path, size_t most)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	enum err e;
	int why;

	if (fd < 0)
		return ERR_SYS;
	e = file_read_fd(b, fd, most);
	why = errno;
	close(fd);
	errno = why;
	return e;
}

enum err
file_write_fd(int fd, struct slice s)
{
	ssize_t n;

	while (s.len > 0) {
		n = write(fd, s.at, s.len);
		if (n < 0 && errno != EINTR)
			return ERR_SYS;
		if (n > 0)
			s = (struct slice){ s.at + n, s.len - (size_t)n };
	}
	return ERR_OK;
}

enum err
file_replace(const char *path, struct slice text, mode_t mode)
{
	struct buf fresh = { 0 };
	enum err e = ERR_SYS;
	int fd;

	buf_printf(&fresh, "%s.new", path);
	buf_put_u8(&fresh, '\0');
	fd = open(fresh.at, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	if (fd >= 0) {
		e = file_write_fd(fd, text);
		if (close(fd) != 0 || (e == ERR_OK && rename(fresh.at, path) != 0))
			e = ERR_SYS;
	}
	buf_fini(&fresh);
	return e;
}

/* A name is in its folder, which is another file. */
static enum err
sync_folder_of(const char *path)
{
	const char *end = strrchr(path, '/');
	char *folder =
	    end == NULL ? strdup(".") : strndup(path, (size_t)(end - path + 1));
	int fd = folder == NULL ? -1 : open(folder, O_RDONLY | O_CLOEXEC);
	enum err e = fd >= 0 && fsync(fd) == 0 ? ERR_OK : ERR_SYS;

	if (fd >= 0)
		close(fd);
	free(folder);
	return e;
}

static enum err
write_safely(const char *path, struct slice s, int flags, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode);
	enum err e;

	if (fd < 0)
		return ERR_SYS;
	e = file_write_fd(fd, s);
	if (e == ERR_OK && fsync(fd) != 0)
		e = ERR_SYS;
	if (close(fd) != 0)
		e = ERR_SYS;
	return e;
}

enum err
file_rename_safely(const char *from, const char *to)
{
	return rename(from, to) == 0 ? sync_folder_of(to) : ERR_SYS;
}

enum err
file_replace_safely(const char *path, struct slice s, mode_t mode)
{
	struct buf fresh = { 0 };
	enum err e;

	buf_printf(&fresh, "%s.new", path);
	buf_put_u8(&fresh, '\0');
	e = write_safely(fresh.at, s, O_TRUNC, mode);
	if (e == ERR_OK)
		e = file_rename_safely(fresh.at, path);
	buf_fini(&fresh);
	return e;
}

enum err
file_append_safely(const char *path, struct slice s, mode_t mode)
{
	bool is_new = access(path, F_OK) != 0;
	enum err e = write_safely(path, s, O_APPEND, mode);

	return e == ERR_OK && is_new ? sync_folder_of(path) : e;
}

enum err
file_create(const char *path, struct slice s, mode_t mode)
{
	return write_safely(path, s, O_EXCL, mode);
}

static bool
is_empty_directory(const char *path)
{
	DIR *d = opendir(path);
	const struct dirent *entry;
	bool empty = d != NULL;

	while (empty && (entry = readdir(d)) != NULL)
		empty = strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0;
	if (d != NULL)
		closedir(d);
	return empty;
}

enum err
file_make_directory(const char *path)
{
	if (mkdir(path, 0700) == 0 ||
	    (errno == EEXIST && is_empty_directory(path)))
		return ERR_OK;
	return ERR_SYS;
}
