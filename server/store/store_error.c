#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "store/store_internal.h"

/* What SQLite calls it, what it is to us, and what a person can do. */
static const struct {
	int rc;
	enum err err;
	const char *advice;
} meanings[] = {
	{ SQLITE_BUSY, ERR_CONFLICT,
	    "another process has the database open; stop the other examd, or "
	    "give this one its own data directory" },
	{ SQLITE_NOTADB, ERR_STATE,
	    "this is no database of examd; move the file away, or restore a "
	    "backup" },
	{ SQLITE_CORRUPT, ERR_STATE,
	    "the database is damaged; keep a copy of the data directory and "
	    "restore the last backup" },
	{ SQLITE_ERROR, ERR_STATE,
	    "its tables are not what its version says; restore a backup" },
	{ SQLITE_FULL, ERR_IO,
	    "the disk is full; make room in the data directory" },
	{ SQLITE_CANTOPEN, ERR_IO,
	    "check that the data directory belongs to the user examd runs as" },
	{ SQLITE_READONLY, ERR_IO,
	    "the file or the file system is read-only" },
};

static size_t
meaning_of(int rc)
{
	size_t i;

	for (i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
		if (meanings[i].rc == (rc & 0xff))
			break;
	return i;
}

static bool
is_known(size_t meaning)
{
	return meaning < sizeof(meanings) / sizeof(*meanings);
}

/* "doing: what SQLite says (code: what the system says): advice" */
static void
describe(struct buf *b, sqlite3 *db, int rc, const char *doing)
{
	int system = db != NULL ? sqlite3_system_errno(db) : errno;
	size_t m = meaning_of(rc);

	buf_printf(b, "%s: %s (%d", doing, sqlite3_errstr(rc), rc);
	if (system != 0)
		buf_printf(b, ": %s", strerror(system));
	buf_put_text(b, ")");
	if (is_known(m))
		buf_printf(b, ": %s", meanings[m].advice);
	buf_put_u8(b, '\0');
}

static enum err
err_of(int rc)
{
	size_t m = meaning_of(rc);

	return is_known(m) ? meanings[m].err : ERR_IO;
}

enum err
store_explain(sqlite3 *db, int rc, const char *doing, struct diag *d)
{
	struct buf b = { 0 };

	describe(&b, db, rc, doing);
	diag_add(d, 0, STORE_FILE, "%s", b.at);
	buf_fini(&b);
	return err_of(rc);
}

enum err
store_complain(sqlite3 *db, int rc, const char *doing)
{
	struct buf b = { 0 };

	describe(&b, db, rc, doing);
	log_line(LOG_ERROR, "store: %s", b.at);
	buf_fini(&b);
	return err_of(rc) == ERR_STATE ? ERR_STATE : ERR_IO;
}

enum err
store_break(struct store *s, int rc, const char *doing)
{
	if (s->broken)
		return ERR_IO;
	s->broken = true;
	/* A WAL whose sync failed must not be copied over the database. */
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	(void)store_complain(s->db, rc, doing);
	log_line(LOG_ERROR, "store: nothing more is saved until a restart");
	return ERR_IO;
}
