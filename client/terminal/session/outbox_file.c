#include "terminal/session/outbox_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum err
outbox_file_directory(struct buf *b)
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
outbox_file_prepare(const char *directory)
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

		if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' &&
			(c | 32) <= 'z') || c == '.' || c == '-')
			buf_put_u8(b, c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

void
outbox_file_path(struct buf *b, const char *directory, const char *server,
    const char *candidate, int64_t attempt)
{
	buf_printf(b, "%s/", directory);
	put_escaped(b, server);
	buf_put_u8(b, '_');
	put_escaped(b, candidate);
	buf_printf(b, "_%" PRId64 ".json", attempt);
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

static enum err
replace(const char *path, const char *text)
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
outbox_file_save(const struct outbox *o, const char *path)
{
	json_t *json;
	char *text;
	enum err e;

	if (outbox_count(o) == 0)
		return unlink(path) == 0 || errno == ENOENT ? ERR_OK : ERR_SYS;
	json = outbox_json(o);
	text = alloc_checked(json_dumps(json, JSON_COMPACT));
	e = replace(path, text);
	free(text);
	json_decref(json);
	return e;
}

static enum err
set_aside(const char *path)
{
	struct buf aside = { 0 };
	enum err e;

	buf_printf(&aside, "%s.damaged", path);
	buf_put_u8(&aside, '\0');
	e = rename(path, aside.at) == 0 ? ERR_SYNTAX : ERR_SYS;
	buf_fini(&aside);
	return e;
}

enum err
outbox_file_load(struct outbox *o, const char *path)
{
	FILE *f = fopen(path, "re");
	json_t *json;
	enum err e;

	if (f == NULL)
		return errno == ENOENT ? ERR_OK : ERR_SYS;
	json = json_loadf(f, JSON_REJECT_DUPLICATES, NULL);
	fclose(f);
	e = json == NULL ? ERR_SYNTAX : outbox_read(o, json);
	json_decref(json);
	return e == ERR_OK ? ERR_OK : set_aside(path);
}
