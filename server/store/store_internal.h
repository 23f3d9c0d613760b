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
	    "REPLACE INTO snapshot(attempt, head, state, sum)"                 \
	    " VALUES(?1, ?2, ?3, ?4)")                                         \
	X(SNAPSHOT_SUM, "SELECT sum FROM snapshot WHERE attempt = ?1")         \
	X(NODE, "INSERT INTO tree(id, hash) VALUES(?1, ?2)")                   \
	X(NODES,                                                               \
	    "SELECT hash FROM tree WHERE id BETWEEN ?1 AND ?2 ORDER BY id")    \
	X(HASHES,                                                              \
	    "SELECT hash FROM journal WHERE position BETWEEN ?1 AND ?2"        \
	    " ORDER BY position")                                              \
	X(CLOCK,                                                               \
	    "REPLACE INTO clock(id, wall, mono, boottime, boot_id, last, sum)" \
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")                             \
	X(MARK, "REPLACE INTO meta(key, value, sum) VALUES(?1, ?2, ?3)")       \
	X(TABLE_SUM, "REPLACE INTO sums(name, sum) VALUES(?1, ?2)")

enum statement {
#define X(name, sql) STATEMENT_##name,
	STORE_STATEMENTS(X)
#undef X
	/* Then one of each for every kind of object. */
	STATEMENT_PUT_OBJECT,
	STATEMENT_DELETE_OBJECT = STATEMENT_PUT_OBJECT + (int)N_STORE_KINDS,
	STATEMENT_OBJECT_SUM = STATEMENT_DELETE_OBJECT + (int)N_STORE_KINDS,
	N_STATEMENTS = STATEMENT_OBJECT_SUM + (int)N_STORE_KINDS
};

/* Tables whose rows are summed up: those of the kinds, and one more. */
#define SNAPSHOTS ((unsigned)N_STORE_KINDS)
#define N_SUMMED (N_STORE_KINDS + 1)

#define SUM_LEN 16
struct sum {
	uint8_t bytes[SUM_LEN];
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
	struct sum sums[N_SUMMED]; /* with what is put and not committed */
	bool summed_anew[N_SUMMED]; /* not yet put */
	int64_t wal_pages, page_bytes;
	int64_t retry_bytes; /* WAL size before which no checkpoint is tried
				again after one found the disk full */
	uint64_t commits, checkpoints;
	int64_t sync_us, sync_us_max;
	int64_t sync_us_usual; /* smoothed over about eight commits */
	int64_t checkpoint_us;
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
/* Prepared for one walk. */
MUST_CHECK enum err read_prepare(sqlite3_stmt **, struct store *,
    const char *sql);
/* ERR_OK with *row false: there are no more. */
MUST_CHECK enum err read_next(bool *row, struct store *, sqlite3_stmt *);
/* Say in the log which row and why.  Return ERR_STATE. */
enum err read_wrong(const char *table, const char *key, const char *why);
enum err read_wrong_number(const char *table, int64_t key, const char *why);
struct slice read_blob(sqlite3_stmt *, int column); /* borrowed */
MUST_CHECK bool read_number(uint64_t *, uint64_t min, uint64_t max,
    sqlite3_stmt *, int column);

/* store_tables.c */

/* What opening must know of the rows: where the journal ends, the mark, and
 * what the tables say of themselves.  ERR_STATE: they contradict each other. */
MUST_CHECK enum err store_read_facts(struct store *);
/* The table of a sum. */
const char *store_table(unsigned which);

/* store_change.c: a change is a statement and the values bound to it. */

#define VALUES_MAX 10 /* of the widest statement, STATEMENT_EVENT */

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
/* The sum of the row that a table has under this key; *row false: there is
 * none. */
MUST_CHECK int change_old_sum(struct sum *, bool *row, struct store *,
    enum statement, const struct value *key);
/* Step a statement that binds nothing. */
MUST_CHECK int change_run(struct store *, enum statement);
/* Give up the ballast and make all remembered changes again.  SQLITE_FULL:
 * there was none to give up. */
MUST_CHECK int change_again(struct store *);
void change_forget(struct store *);

/* store_sum.c */

void sum_row(struct sum *, const char *table, const struct value *, size_t n);
void sum_mix(struct sum *to, const struct sum *row);
bool sum_is(const struct sum *, const struct sum *);
struct slice sum_slice(const struct sum *); /* borrowed */
/* false: that is no sum. */
MUST_CHECK bool sum_take(struct sum *, struct slice);
/* A row whose last column is its sum: *out, and is it that? */
MUST_CHECK bool sum_fits(struct sum *out, const char *table, sqlite3_stmt *);
/* row_sum() and table_sum() for the steps of a schema. */
MUST_CHECK int sum_install(sqlite3 *);

/* store_wal.c: SQLITE_CORRUPT if it holds commits that SQLite would not find.
 * Once the database is locked, before anything is written. */
MUST_CHECK int wal_check(struct store *);

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
