#include "terminal/session/state_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum err
state_file_directory(struct buf *b)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");

	if (state != NULL && *state == '/')
		buf_printf(b, "%s/exam", state);
	else if (home != NULL && *home == '/')
		buf_printf(b, "%s/.local/state/exam", home);
	else
		return ERR_INVALID;
	buf_put_u8(b, '\0');
	return ERR_OK;
}

enum err
state_file_prepare(const char *directory)
{
	char *path = alloc_text(directory), *p;
	bool made = true;

	for (p = strchr(path + 1, '/'); p != NULL && made;
	     p = strchr(p + 1, '/')) {
		*p = '\0';
		made = mkdir(path, 0700) == 0 || errno == EEXIST;
		*p = '/';
	}
	made = made && (mkdir(path, 0700) == 0 || errno == EEXIST);
	free(path);
	return made ? ERR_OK : ERR_SYS;
}

/* What is not a letter, digit, '.' or '-' becomes %XX, so that no number can
 * name another's file or leave the folder. */
static void
put_escaped(struct buf *b, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= '0' && c <= '9') ||
		    ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '.' ||
		    c == '-')
			buf_put_u8(b, c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

void
state_file_path(struct buf *b, const char *directory, const char *server,
    const char *candidate, const char *ending)
{
	buf_printf(b, "%s/", directory);
	put_escaped(b, server);
	buf_put_u8(b, '_');
	put_escaped(b, candidate);
	buf_put_text(b, ending);
	buf_put_u8(b, '\0');
}

static enum err
write_all(int fd, const char *at, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno != EINTR)
			return ERR_SYS;
		at += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return fsync(fd) == 0 ? ERR_OK : ERR_SYS;
}

static enum err
write_new(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	enum err e;

	if (fd < 0)
		return ERR_SYS;
	e = write_all(fd, text, strlen(text));
	if (close(fd) != 0)
		e = ERR_SYS;
	return e;
}

static enum err
sync_directory(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *directory = alloc_text(slash == NULL ? "." : path);
	enum err e = ERR_SYS;
	int fd;

	if (slash != NULL)
		directory[slash - path + 1] = '\0';
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		e = fsync(fd) == 0 ? ERR_OK : ERR_SYS;
		close(fd);
	}
	free(directory);
	return e;
}

enum err
state_file_replace(const char *path, const char *text)
{
	struct buf beside = { 0 };
	enum err e;

	buf_printf(&beside, "%s.new", path);
	buf_put_u8(&beside, '\0');
	e = write_new(beside.at, text);
	if (e == ERR_OK && rename(beside.at, path) != 0)
		e = ERR_SYS;
	if (e == ERR_OK)
		e = sync_directory(path);
	buf_fini(&beside);
	return e;
}

enum err
state_file_remove(const char *path)
{
	return unlink(path) == 0 || errno == ENOENT ? ERR_OK : ERR_SYS;
}
