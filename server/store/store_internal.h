/*
 * What the parts of the SQLite store share.  Nobody outside this folder may
 * include it.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include <sqlite3.h>

#include "exam/buf.h"
#include "store/store.h"
#include "store/store_disk.h"

#define STORE_FILE "examd.db"
#define STORE_WAL STORE_FILE "-wal"

/* X(NAME, SQL): prepared at open, used for the store's whole life. */
#define STORE_STATEMENTS(X)                                                    \
	X(BEGIN, "BEGIN IMMEDIATE")                                            \
	X(COMMIT, "COMMIT")                                                    \
	X(ROLLBACK, "ROLLBACK")                                                \
	X(EVENT,                                                               \
	    "INSERT INTO journal(position, attempt, previous, number, kind,"   \
	    " wall, mono, hash, salt, payload)"                                \
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")                \
	X(SNAPSHOT,                                                            \
	    "REPLACE INTO snapshot(attempt, head, state) VALUES(?1, ?2, ?3)")  \
	X(CLOCK,                                                               \
	    "REPLACE INTO clock(id, wall, mono, boottime, boot_id)"            \
	    " VALUES(1, ?1, ?2, ?3, ?4)")                                      \
	X(MARK, "REPLACE INTO meta(key, value) VALUES('mark', ?1)")

enum statement {
#define X(name, sql) STATEMENT_##name,
	STORE_STATEMENTS(X)
#undef X
	/* Then one of each for every kind of object. */
	STATEMENT_PUT_OBJECT,
	STATEMENT_DELETE_OBJECT = STATEMENT_PUT_OBJECT + (int)N_STORE_KINDS,
	N_STATEMENTS = STATEMENT_DELETE_OBJECT + (int)N_STORE_KINDS
};

/* Owned by whoever called store_open(). */
struct store {
	sqlite3 *db;
	sqlite3_stmt *statements[N_STATEMENTS];
	struct disk disk;
	struct store_options options; /* directory: not kept */

	bool broken;	     /* a change or a commit failed: refuse all */
	struct buf changes;  /* of the open transaction, see store_change.c */
	struct buf tags;     /* to report after the commit, in order */
	struct buf reported; /* those being reported just now */

	uint64_t last, mark;
	int64_t wal_pages, page_bytes;
	int64_t retry_bytes; /* WAL size before which no checkpoint is tried
				again after one found the disk full */
	uint64_t commits, checkpoints;
	int64_t sync_us, sync_us_max;
	int64_t sync_us_usual; /* smoothed over about eight commits */
};

/* store_error.c: from what SQLite says to what we say. */

/* ERR_CONFLICT, ERR_STATE or ERR_IO, explained in the diag. */
enum err store_explain(sqlite3 *, int rc, const char *doing, struct diag *);
/* The same for what is called without a diag: explained in the log. */
enum err store_complain(sqlite3 *, int rc, const char *doing);
/* From now on nothing is acknowledged; the log says why.  Returns ERR_IO. */
enum err store_break(struct store *, int rc, const char *doing);

/* store_read.c: one number; *out stays as it is if there is no row. */
MUST_CHECK int store_ask(int64_t *out, sqlite3 *, const char *sql);

/* store_change.c: a change is a statement and the values bound to it. */

enum value_type { VALUE_NUMBER, VALUE_TEXT, VALUE_BLOB };
struct value {
	enum value_type type;
	int64_t number;
	struct slice bytes; /* borrowed; text without NUL */
};

/* Prepare every statement. */
MUST_CHECK int change_prepare(struct store *);
void change_finish(struct store *);
/* Make it in the open transaction (opening one) and remember it. */
void change_make(struct store *, enum statement, const struct value *,
    size_t n);
/* Step a statement that binds nothing. */
MUST_CHECK int change_run(struct store *, enum statement);
/* Give up the ballast and make all remembered changes again.  SQLITE_FULL:
 * there was none to give up. */
MUST_CHECK int change_again(struct store *);
void change_forget(struct store *);

/* store_checkpoint.c */

/* Count the WAL's pages from now on. */
void checkpoint_watch(struct store *);
/* Before the first checkpoint: what can be read of the WAL is on the disk. */
MUST_CHECK int checkpoint_renew_wal(struct store *);
/* Move the WAL into the database; truncate empties the file too.
 * SQLITE_OK means all of it is there and synced. */
MUST_CHECK int checkpoint_run(struct store *, bool truncate);

/* store_backup.c: the database as it is, into a file that may exist. */
MUST_CHECK enum err backup_copy(sqlite3 *, const char *path, struct diag *);

#endif
