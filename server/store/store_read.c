/*
 * Walks of the journal.  Each prepares its statement anew, so that walks may
 * nest.  What a row says is checked before anybody sees it: the file may be
 * damaged.  The chain of hashes is its readers' to verify; the other tables
 * have sums, see store_tables.c.
 */
#include "base/log.h"
#include "store/store_internal.h"

#define EVENT_COLUMNS                                                          \
	"SELECT position, attempt, previous, number, kind, wall, mono, hash,"  \
	" salt, payload FROM journal "

int
store_ask(int64_t *out, sqlite3 *db, const char *sql)
{
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &q, NULL);

	if (rc == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW)
		*out = sqlite3_column_int64(q, 0);
	return rc != SQLITE_OK ? rc : sqlite3_finalize(q);
}

enum err
read_prepare(sqlite3_stmt **q, struct store *s, const char *sql)
{
	int rc;

	if (s->broken)
		return ERR_IO;
	rc = sqlite3_prepare_v2(s->db, sql, -1, q, NULL);
	if (rc != SQLITE_OK)
		return store_complain(s->db, rc, "cannot read");
	return ERR_OK;
}

enum err
read_next(bool *row, struct store *s, sqlite3_stmt *q)
{
	int rc = sqlite3_step(q);

	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return store_complain(s->db, rc, "cannot read");
	*row = rc == SQLITE_ROW;
	return ERR_OK;
}

enum err
read_wrong(const char *table, const char *key, const char *why)
{
	log_line(LOG_ERROR,
	    "store: table %s, row %s: %s: the database is "
	    "damaged; keep a copy of the data directory and restore the last "
	    "backup",
	    table, key, why);
	return ERR_STATE;
}

enum err
read_wrong_number(const char *table, int64_t key, const char *why)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)key);
	return read_wrong(table, text, why);
}

struct slice
read_blob(sqlite3_stmt *q, int column)
{
	const char *at = sqlite3_column_blob(q, column);
	int len = sqlite3_column_bytes(q, column);

	return (struct slice){ len > 0 ? at : "", (size_t)len };
}

static bool
take_bytes(uint8_t *to, size_t len, sqlite3_stmt *q, int column)
{
	struct slice s = read_blob(q, column);

	if (s.len != len)
		return false;
	memcpy(to, s.at, len);
	return true;
}

bool
read_number(
    uint64_t *to, uint64_t min, uint64_t max, sqlite3_stmt *q, int column)
{
	int64_t v = sqlite3_column_int64(q, column);

	if (v < 0 || (uint64_t)v < min || (uint64_t)v > max)
		return false;
	*to = (uint64_t)v;
	return true;
}

static enum err
take_event(struct store_event *e, sqlite3_stmt *q)
{
	uint64_t number, kind;
	bool ok = read_number(&e->position, 1, INT64_MAX, q, 0) &&
		  read_number(&e->attempt, 0, INT64_MAX, q, 1) &&
		  read_number(&e->previous, 0, e->position - 1, q, 2) &&
		  read_number(&number, 0, UINT32_MAX, q, 3) &&
		  read_number(&kind, 0, UINT16_MAX, q, 4) &&
		  take_bytes(e->hash, HASH_LEN, q, 7) &&
		  take_bytes(e->salt, SALT_LEN, q, 8);

	if (!ok)
		return read_wrong_number("journal", sqlite3_column_int64(q, 0),
		    "it cannot be right");
	e->number = (uint32_t)number;
	e->kind = (uint16_t)kind;
	e->at.wall.ms = sqlite3_column_int64(q, 5);
	e->at.mono.ms = sqlite3_column_int64(q, 6);
	e->payload = read_blob(q, 9);
	return ERR_OK;
}

/* The one that follows e; *row false: there is none, and none is missing. */
static enum err
next_event(struct store_event *e, bool *row, struct store *s, sqlite3_stmt *q)
{
	const uint64_t before = e->position;
	enum err err = read_next(row, s, q);

	if (err == ERR_OK && *row)
		err = take_event(e, q);
	if (err != ERR_OK)
		return err;
	if (*row ? e->position != before + 1 : before < s->last)
		return read_wrong_number(
		    "journal", (int64_t)before + 1, "it is not there");
	return ERR_OK;
}

enum err
store_each_event(struct store *s, uint64_t after, store_see_event *see,
    void *ctx)
{
	sqlite3_stmt *q = NULL;
	struct store_event e = { .position = after };
	bool more = true;
	enum err err = read_prepare(
	    &q, s, EVENT_COLUMNS "WHERE position > ?1 ORDER BY position");

	if (err == ERR_OK)
		sqlite3_bind_int64(q, 1, (int64_t)after);
	while (err == ERR_OK && more) {
		err = next_event(&e, &more, s, q);
		if (err == ERR_OK && more)
			more = see(ctx, &e);
	}
	sqlite3_finalize(q);
	return err;
}

/* The event at a position that another event or a head names. */
static enum err
find_event(struct store_event *e, struct store *s, sqlite3_stmt *q,
    uint64_t position)
{
	bool row = false;
	enum err err;

	sqlite3_reset(q);
	sqlite3_bind_int64(q, 1, (int64_t)position);
	err = read_next(&row, s, q);
	if (err == ERR_OK && !row)
		err = read_wrong_number(
		    "journal", (int64_t)position, "it is not there");
	if (err == ERR_OK)
		err = take_event(e, q);
	return err;
}

enum err
store_walk_back(struct store *s, uint64_t head, store_see_event *see, void *ctx)
{
	sqlite3_stmt *q = NULL;
	struct store_event e = { .previous = head };
	uint64_t attempt = 0;
	bool more = head != 0, first = true;
	enum err err = read_prepare(&q, s, EVENT_COLUMNS "WHERE position = ?1");

	while (err == ERR_OK && more) {
		err = find_event(&e, s, q, e.previous);
		if (err == ERR_OK && !first && e.attempt != attempt)
			err = read_wrong_number("journal", (int64_t)e.position,
			    "it is another attempt's");
		attempt = e.attempt;
		first = false;
		if (err == ERR_OK)
			more = see(ctx, &e) && e.previous != 0;
	}
	sqlite3_finalize(q);
	return err;
}

uint64_t
store_last_position(const struct store *s)
{
	return s->last;
}

uint64_t
store_mark(const struct store *s)
{
	return s->mark;
}

void
store_facts(const struct store *s, struct store_facts *f)
{
	*f = (struct store_facts){
		.events = s->last,
		.database_bytes = disk_file_bytes(&s->disk, STORE_FILE),
		.wal_bytes = disk_file_bytes(&s->disk, STORE_WAL),
		.disk_free_bytes = disk_free_bytes(&s->disk),
		.commits = s->commits,
		.checkpoints = s->checkpoints,
		.sync_us = s->sync_us,
		.sync_us_max = s->sync_us_max,
	};
}

int64_t
store_commit_us(const struct store *s)
{
	return s->sync_us;
}

int64_t
store_checkpoint_us(const struct store *s)
{
	return s->checkpoint_us;
}
