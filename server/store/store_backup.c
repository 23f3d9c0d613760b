/*
 * Backups by sqlite3_backup on the store's own connection.  SQLite copies a
 * page that changes after it was copied once more, so what is done at the end
 * is the database of that moment.  Written as path.part and renamed when it is
 * whole and synced.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "store/store_internal.h"

#define COPY_PAGES 1024 /* a step of a copy that nobody waits beside */

/* Owns both connections' job, and the .part file until it is renamed. */
struct store_backup {
	sqlite3 *to;
	sqlite3_backup *job;
	char *path, *part;
	bool done;
};

/* A .part that was left by a process that died is nobody's. */
static bool
create_part(const struct store_backup *b)
{
	int fd;

	if (unlink(b->part) != 0 && errno != ENOENT)
		return false;
	fd = open(b->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	close(fd);
	return true;
}

/* Nobody reads the file before it is synced as a whole. */
static int
connect(struct store_backup *b, sqlite3 *from)
{
	int rc = sqlite3_open_v2(b->part, &b->to, SQLITE_OPEN_READWRITE, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(b->to, "PRAGMA synchronous = OFF;"
		    "PRAGMA journal_mode = OFF;"
		    "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL);
	if (rc == SQLITE_OK) {
		b->job = sqlite3_backup_init(b->to, "main", from, "main");
		rc = b->job != NULL ? SQLITE_OK : sqlite3_errcode(b->to);
	}
	return rc;
}

static enum err
begin(struct store_backup **out, sqlite3 *from, const char *path,
    struct diag *d)
{
	struct store_backup *b = alloc_zero(1, sizeof(*b));
	struct buf part = { 0 };

	buf_printf(&part, "%s.part", path);
	b->path = alloc_text(path);
	b->part = part.at;
	if (!create_part(b)) {
		diag_add(d, 0, "backup", "cannot create %s: %s", b->part,
		    strerror(errno));
		b->done = true; /* whatever is there is not ours to remove */
	} else if (connect(b, from) != SQLITE_OK) {
		diag_add(d, 0, "backup", "cannot write %s: %s", b->part,
		    sqlite3_errmsg(b->to));
	} else {
		*out = b;
		return ERR_OK;
	}
	store_backup_free(b);
	return ERR_SYS;
}

enum err
store_backup_start(struct store_backup **out, struct store *s,
    const char *path, struct diag *d)
{
	struct stat st;

	if (d->path == NULL)
		d->path = path;
	if (lstat(path, &st) == 0) {
		diag_add(d, 0, "backup", "%s exists; choose another name",
		    path);
		return ERR_CONFLICT;
	}
	return begin(out, s->db, path, d);
}

/* The copy is whole: close it, make it durable, give it its name. */
static bool
complete(struct store_backup *b)
{
	int rc = sqlite3_backup_finish(b->job);

	b->job = NULL;
	if (rc == SQLITE_OK)
		rc = sqlite3_close(b->to);
	if (rc != SQLITE_OK)
		return false;
	b->to = NULL;
	if (!disk_sync_file(b->part) || rename(b->part, b->path) != 0)
		return false;
	b->done = true;
	return disk_sync_parent(b->path);
}

static enum err
failed(const struct store_backup *b, int rc)
{
	int why = b->to != NULL ? sqlite3_system_errno(b->to) : errno;

	if (why == 0)
		why = rc == SQLITE_FULL ? ENOSPC : EIO;
	log_line(LOG_ERROR, "store: backup to %s failed: %s (%d: %s)", b->path,
	    sqlite3_errstr(rc), rc, strerror(why));
	errno = why;
	return ERR_SYS;
}

enum err
store_backup_step(struct store_backup *b, int pages, bool *done, int *remaining)
{
	int rc = SQLITE_DONE;

	if (!b->done && b->job == NULL)
		return ERR_SYS; /* it has failed before */
	if (!b->done)
		rc = sqlite3_backup_step(b->job, pages);
	if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_BUSY &&
	    rc != SQLITE_LOCKED)
		return failed(b, rc);
	*remaining = b->done ? 0 : sqlite3_backup_remaining(b->job);
	if (rc == SQLITE_DONE && !b->done && !complete(b))
		return failed(b, SQLITE_IOERR);
	*done = b->done;
	return ERR_OK;
}

void
store_backup_free(struct store_backup *b)
{
	if (b == NULL)
		return;
	if (b->job != NULL)
		(void)sqlite3_backup_finish(b->job);
	sqlite3_close(b->to);
	if (!b->done)
		unlink(b->part);
	free(b->path);
	free(b->part);
	free(b);
}

enum err
backup_copy(sqlite3 *from, const char *path, struct diag *d)
{
	struct store_backup *b = NULL;
	bool done = false;
	int remaining;
	enum err e = begin(&b, from, path, d);

	if (e != ERR_OK)
		return ERR_IO;
	while (e == ERR_OK && !done)
		e = store_backup_step(b, COPY_PAGES, &done, &remaining);
	if (e != ERR_OK) {
		diag_add(d, 0, "backup", "cannot write %s: %s", path,
		    strerror(errno));
		e = ERR_IO;
	}
	store_backup_free(b);
	return e;
}
