/*
 * Walks.  Each prepares its statement anew, so that walks may nest.  What a row
 * says is checked before anybody sees it: the file may be damaged.
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

static enum err
prepare(sqlite3_stmt **q, struct store *s, const char *sql)
{
	int rc;

	if (s->broken)
		return ERR_IO;
	rc = sqlite3_prepare_v2(s->db, sql, -1, q, NULL);
	if (rc != SQLITE_OK)
		return store_complain(s->db, rc, "cannot read");
	return ERR_OK;
}

/* ERR_OK with *row false: there are no more. */
static enum err
next_row(bool *row, struct store *s, sqlite3_stmt *q)
{
	int rc = sqlite3_step(q);

	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return store_complain(s->db, rc, "cannot read");
	*row = rc == SQLITE_ROW;
	return ERR_OK;
}

static enum err
wrong_row(const char *what, int64_t which)
{
	log_line(LOG_ERROR, "store: %s %lld cannot be right: the database is "
	    "damaged; restore the last backup", what, (long long)which);
	return ERR_STATE;
}

static struct slice
blob(sqlite3_stmt *q, int column)
{
	const char *at = sqlite3_column_blob(q, column);
	int len = sqlite3_column_bytes(q, column);

	return (struct slice){ len > 0 ? at : "", (size_t)len };
}

static bool
take_bytes(uint8_t *to, size_t len, sqlite3_stmt *q, int column)
{
	struct slice s = blob(q, column);

	if (s.len != len)
		return false;
	memcpy(to, s.at, len);
	return true;
}

static bool
take_number(uint64_t *to, uint64_t min, uint64_t max, sqlite3_stmt *q,
    int column)
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
	bool ok = take_number(&e->position, 1, INT64_MAX, q, 0) &&
	    take_number(&e->attempt, 0, INT64_MAX, q, 1) &&
	    take_number(&e->previous, 0, e->position - 1, q, 2) &&
	    take_number(&number, 0, UINT32_MAX, q, 3) &&
	    take_number(&kind, 0, UINT16_MAX, q, 4) &&
	    take_bytes(e->hash, HASH_LEN, q, 7) &&
	    take_bytes(e->salt, SALT_LEN, q, 8);

	if (!ok)
		return wrong_row("event", sqlite3_column_int64(q, 0));
	e->number = (uint32_t)number;
	e->kind = (uint16_t)kind;
	e->at.wall.ms = sqlite3_column_int64(q, 5);
	e->at.mono.ms = sqlite3_column_int64(q, 6);
	e->payload = blob(q, 9);
	return ERR_OK;
}

enum err
store_each_event(struct store *s, uint64_t after, store_see_event *see,
    void *ctx)
{
	sqlite3_stmt *q = NULL;
	struct store_event e;
	bool more = true;
	enum err err = prepare(&q, s,
	    EVENT_COLUMNS "WHERE position > ?1 ORDER BY position");

	if (err == ERR_OK)
		sqlite3_bind_int64(q, 1, (int64_t)after);
	while (err == ERR_OK && more) {
		err = next_row(&more, s, q);
		if (err == ERR_OK && more)
			err = take_event(&e, q);
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
	err = next_row(&row, s, q);
	if (err == ERR_OK && !row)
		err = wrong_row("missing event", (int64_t)position);
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
	enum err err = prepare(&q, s, EVENT_COLUMNS "WHERE position = ?1");

	while (err == ERR_OK && more) {
		err = find_event(&e, s, q, e.previous);
		if (err == ERR_OK && !first && e.attempt != attempt)
			err = wrong_row("event of another attempt",
			    (int64_t)e.position);
		attempt = e.attempt;
		first = false;
		if (err == ERR_OK)
			more = see(ctx, &e) && e.previous != 0;
	}
	sqlite3_finalize(q);
	return err;
}

static enum err
take_snapshot(struct store_snapshot *out, const struct store *s,
    sqlite3_stmt *q)
{
	/* attempt 0 is the administration's own chain */
	if (!take_number(&out->attempt, 0, INT64_MAX, q, 0) ||
	    !take_number(&out->head, 0, s->last, q, 1))
		return wrong_row("snapshot", sqlite3_column_int64(q, 0));
	out->state = blob(q, 2);
	return ERR_OK;
}

enum err
store_each_snapshot(struct store *s, store_see_snapshot *see, void *ctx)
{
	sqlite3_stmt *q = NULL;
	struct store_snapshot one;
	bool more = true;
	enum err err = prepare(&q, s,
	    "SELECT attempt, head, state FROM snapshot ORDER BY attempt");

	while (err == ERR_OK && more) {
		err = next_row(&more, s, q);
		if (err == ERR_OK && more)
			err = take_snapshot(&one, s, q);
		if (err == ERR_OK && more)
			more = see(ctx, &one);
	}
	sqlite3_finalize(q);
	return err;
}

static const char *const objects_sql[N_STORE_KINDS] = {
#define X(name, table)                                                         \
	[STORE_##name] = "SELECT key, body FROM " table " ORDER BY key",
	STORE_OBJECTS(X)
#undef X
};

enum err
store_each_object(struct store *s, enum store_kind kind, store_see_object *see,
    void *ctx)
{
	sqlite3_stmt *q = NULL;
	const char *key;
	bool more = true;
	enum err err = prepare(&q, s, objects_sql[kind]);

	while (err == ERR_OK && more) {
		err = next_row(&more, s, q);
		if (err != ERR_OK || !more)
			break;
		key = (const char *)sqlite3_column_text(q, 0);
		if (key == NULL)
			err = wrong_row("object of kind", (int64_t)kind);
		else
			more = see(ctx, key, blob(q, 1));
	}
	sqlite3_finalize(q);
	return err;
}

static enum err
take_clock(struct store_clock *out, sqlite3_stmt *q)
{
	struct slice id = blob(q, 3);

	if (id.len >= sizeof(out->boot_id))
		return wrong_row("clock", 1);
	*out = (struct store_clock){
		.at = { { sqlite3_column_int64(q, 0) },
		    { sqlite3_column_int64(q, 1) } },
		.boottime = sqlite3_column_int64(q, 2),
	};
	memcpy(out->boot_id, id.at, id.len);
	return ERR_OK;
}

enum err
store_last_clock(struct store *s, struct store_clock *out)
{
	sqlite3_stmt *q = NULL;
	struct store_clock got = { 0 };
	bool row = false;
	enum err err = prepare(&q, s,
	    "SELECT wall, mono, boottime, boot_id FROM clock");

	if (err == ERR_OK)
		err = next_row(&row, s, q);
	if (err == ERR_OK && row)
		err = take_clock(&got, q);
	sqlite3_finalize(q);
	if (err == ERR_OK)
		*out = got;
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
