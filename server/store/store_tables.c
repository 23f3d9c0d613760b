/*
 * Walks of the tables that have sums: objects, snapshots, and the single rows
 * of the clock and the mark.  A row whose sum is another, a table whose rows'
 * sums are others, and rows out of order are never shown to anybody.
 */
#include "store/store_internal.h"

#define OBJECT_COLUMNS "SELECT key, body, sum FROM "

static const struct {
	const char *name, *rows, *row; /* the row of a key; NULL: not needed */
} tables[N_SUMMED] = {
#define X(name, table)                                                         \
	[STORE_##name] = { table, OBJECT_COLUMNS table " ORDER BY key",        \
		OBJECT_COLUMNS table " WHERE key = ?1" },
	STORE_OBJECTS(X)
#undef X
	    [SNAPSHOTS] = { "snapshot",
		"SELECT attempt, head, state, sum FROM "
		"snapshot ORDER BY attempt",
		NULL },
};

const char *
store_table(unsigned which)
{
	return tables[which].name;
}

/* ---- a table ---- */

/* One walk over all rows of a table. */
struct walk {
	struct store *store;
	unsigned table;
	sqlite3_stmt *q;
	struct sum expected, seen;
	struct buf before; /* the key of the last row, if that is a text */
	int64_t number;	   /* the same if it is a number */
	bool first;
};

static enum err
walk_begin(struct walk *w, struct store *s, unsigned table)
{
	*w = (struct walk){ .store = s,
		.table = table,
		.first = true,
		.expected = s->sums[table] };
	return read_prepare(&w->q, s, tables[table].rows);
}

static void
walk_end(struct walk *w)
{
	sqlite3_finalize(w->q);
	buf_fini(&w->before);
}

static enum err
wrong_row(const struct walk *w, const char *why)
{
	const char *key = (const char *)sqlite3_column_text(w->q, 0);

	return read_wrong(tables[w->table].name, key != NULL ? key : "?", why);
}

static bool
is_behind(const struct buf *before, struct slice key)
{
	size_t shorter = before->len < key.len ? before->len : key.len;
	int order = shorter > 0 ? memcmp(before->at, key.at, shorter) : 0;

	return order != 0 ? order < 0 : before->len < key.len;
}

/* Pages that changed places show the same rows in another order. */
static bool
is_in_order(struct walk *w)
{
	const bool is_number = w->table == SNAPSHOTS;
	const struct slice key = is_number ? SLICE_NONE : read_blob(w->q, 0);
	const int64_t number = is_number ? sqlite3_column_int64(w->q, 0) : 0;
	const bool first = w->first;
	bool right =
	    is_number ? w->number < number : is_behind(&w->before, key);

	w->first = false;
	w->number = number;
	buf_clear(&w->before);
	buf_put_slice(&w->before, key);
	return first || right;
}

static enum err
check_table(const struct walk *w)
{
	/* What somebody put in the meantime, the walk saw or did not. */
	if (!sum_is(&w->expected, &w->store->sums[w->table]) ||
	    sum_is(&w->expected, &w->seen))
		return ERR_OK;
	return read_wrong(tables[w->table].name, "?",
	    "one is missing, or should not be there");
}

/* *row false: there are no more, and those were all. */
static enum err
walk_next(struct walk *w, bool *row)
{
	enum err e = read_next(row, w->store, w->q);
	struct sum sum;

	if (e != ERR_OK)
		return e;
	if (!*row)
		return check_table(w);
	if (!sum_fits(&sum, tables[w->table].name, w->q))
		return wrong_row(w, "its sum is another");
	if (!is_in_order(w))
		return wrong_row(w, "it is not in its place");
	sum_mix(&w->seen, &sum);
	return ERR_OK;
}

static enum err
take_snapshot(struct store_snapshot *out, const struct walk *w)
{
	/* attempt 0 is the administration's own chain */
	if (!read_number(&out->attempt, 0, INT64_MAX, w->q, 0) ||
	    !read_number(&out->head, 0, w->store->last, w->q, 1))
		return wrong_row(w, "it cannot be right");
	out->state = read_blob(w->q, 2);
	return ERR_OK;
}

enum err
store_each_snapshot(struct store *s, store_see_snapshot *see, void *ctx)
{
	struct store_snapshot one;
	struct walk w;
	bool more = true;
	enum err e = walk_begin(&w, s, SNAPSHOTS);

	while (e == ERR_OK && more) {
		e = walk_next(&w, &more);
		if (e == ERR_OK && more)
			e = take_snapshot(&one, &w);
		if (e == ERR_OK && more)
			more = see(ctx, &one);
	}
	walk_end(&w);
	return e;
}

enum err
store_each_object(
    struct store *s, enum store_kind kind, store_see_object *see, void *ctx)
{
	struct walk w;
	bool more = true;
	enum err e = walk_begin(&w, s, kind);

	while (e == ERR_OK && more) {
		e = walk_next(&w, &more);
		if (e == ERR_OK && more)
			more =
			    see(ctx, (const char *)sqlite3_column_text(w.q, 0),
				read_blob(w.q, 1));
	}
	walk_end(&w);
	return e;
}

enum err
store_read_object(struct store *s, enum store_kind kind, const char *key,
    store_see_object *see, void *ctx)
{
	sqlite3_stmt *q = NULL;
	struct sum sum;
	bool row = false;
	enum err e = read_prepare(&q, s, tables[kind].row);

	if (e == ERR_OK)
		sqlite3_bind_text(q, 1, key, -1, SQLITE_STATIC);
	if (e == ERR_OK)
		e = read_next(&row, s, q);
	if (e == ERR_OK && !row)
		e = ERR_UNKNOWN;
	if (e == ERR_OK && !sum_fits(&sum, tables[kind].name, q))
		e = read_wrong(tables[kind].name, key, "its sum is another");
	if (e == ERR_OK)
		(void)see(ctx, key, read_blob(q, 1));
	sqlite3_finalize(q);
	return e;
}

/* ---- what opening must know ---- */

typedef bool take_row(void *out, struct store *, sqlite3_stmt *);

/* The single row that there must be. */
static enum err
read_one(void *out, struct store *s, const char *table, const char *sql,
    take_row *take)
{
	sqlite3_stmt *q = NULL;
	struct sum sum;
	bool row = false;
	enum err e = read_prepare(&q, s, sql);

	if (e == ERR_OK)
		e = read_next(&row, s, q);
	if (e == ERR_OK && !row)
		e = read_wrong(table, "1", "it is not there");
	if (e == ERR_OK && !sum_fits(&sum, table, q))
		e = read_wrong(table, "1", "its sum is another");
	if (e == ERR_OK && !take(out, s, q))
		e = read_wrong(table, "1", "it cannot be right");
	sqlite3_finalize(q);
	return e;
}

static bool
take_mark(void *out, struct store *s, sqlite3_stmt *q)
{
	return read_number(out, 0, s->last, q, 1);
}

static bool
take_clock(void *ctx, struct store *s, sqlite3_stmt *q)
{
	struct store_clock *out = ctx;
	struct slice id = read_blob(q, 4);
	uint64_t last;

	/* What had been put when it was is in the journal. */
	if (id.len >= sizeof(out->boot_id) ||
	    !read_number(&last, 0, s->last, q, 5))
		return false;
	*out = (struct store_clock){
		.at = { { sqlite3_column_int64(q, 1) },
		    { sqlite3_column_int64(q, 2) } },
		.boottime = sqlite3_column_int64(q, 3),
	};
	memcpy(out->boot_id, id.at, id.len);
	return true;
}

enum err
store_last_clock(struct store *s, struct store_clock *out)
{
	return read_one(out, s, "clock",
	    "SELECT id, wall, mono, boottime, boot_id, last, sum FROM clock",
	    take_clock);
}

static enum err
read_sum(struct sum *out, struct store *s, sqlite3_stmt *q, const char *table)
{
	bool row = false;
	enum err e;

	sqlite3_reset(q);
	sqlite3_bind_text(q, 1, table, -1, SQLITE_STATIC);
	e = read_next(&row, s, q);
	if (e == ERR_OK && (!row || !sum_take(out, read_blob(q, 0))))
		e = read_wrong("sums", table, "it is not there");
	return e;
}

static enum err
read_sums(struct store *s)
{
	sqlite3_stmt *q = NULL;
	enum err e =
	    read_prepare(&q, s, "SELECT sum FROM sums WHERE name = ?1");
	unsigned i;

	for (i = 0; i < N_SUMMED && e == ERR_OK; i++)
		e = read_sum(&s->sums[i], s, q, tables[i].name);
	sqlite3_finalize(q);
	return e;
}

enum err
store_read_facts(struct store *s)
{
	struct store_clock clock;
	int64_t last = 0;
	int rc = store_ask(&last, s->db, "SELECT max(position) FROM journal");
	enum err e;

	if (rc != SQLITE_OK)
		return store_complain(s->db, rc, "cannot read");
	if (last < 0)
		return read_wrong_number("journal", last, "it cannot be right");
	s->last = (uint64_t)last;
	e = read_one(&s->mark, s, "meta",
	    "SELECT key, value, sum FROM meta WHERE key = 'mark'", take_mark);
	if (e == ERR_OK)
		e = store_last_clock(s, &clock);
	return e == ERR_OK ? read_sums(s) : e;
}
