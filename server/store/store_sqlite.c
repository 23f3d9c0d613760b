/* The store on SQLite: putting, and the commit that makes it true. */
#include <assert.h>

#include "base/clock.h"
#include "store/store_internal.h"

static struct value
number(uint64_t v)
{
	return (struct value){ VALUE_NUMBER, (int64_t)v, SLICE_NONE };
}

static struct value
signed_number(int64_t v)
{
	return (struct value){ VALUE_NUMBER, v, SLICE_NONE };
}

static struct value
text(const char *s)
{
	return (struct value){ VALUE_TEXT, 0, slice_of(s) };
}

static struct value
blob(struct slice s)
{
	return (struct value){ VALUE_BLOB, 0, s };
}

static struct value
bytes(const uint8_t *p, size_t len)
{
	return blob((struct slice){ (const char *)p, len });
}

#define COUNT(values) (sizeof(values) / sizeof(*(values)))
#define MAKE(s, which, values) change_make(s, which, values, COUNT(values))

/* Make a change whose last value is the sum of the others. */
static void
make_summed(struct store *s, enum statement which, const char *table,
    struct value *v, size_t n, struct sum *sum)
{
	sum_row(sum, table, v, n - 1);
	v[n - 1] = blob(sum_slice(sum));
	change_make(s, which, v, n);
}

/* Before the row of that key is replaced or deleted: the table's sum is of the
 * others. */
static void
leave_sum(
    struct store *s, unsigned table, enum statement which, struct value key)
{
	struct sum old;
	bool row = false;
	int rc;

	if (s->broken)
		return;
	rc = change_old_sum(&old, &row, s, which, &key);
	if (rc != SQLITE_OK)
		store_break(s, rc, "cannot read what is replaced");
	else if (row)
		sum_mix(&s->sums[table], &old);
	s->summed_anew[table] = true;
}

void
store_put_event(struct store *s, struct store_event *e, uint64_t tag)
{
	e->position = ++s->last;
	MAKE(s, STATEMENT_EVENT,
	    ((struct value[]){ number(e->position), number(e->attempt),
		number(e->previous), number(e->number), number(e->kind),
		signed_number(e->at.wall.ms), signed_number(e->at.mono.ms),
		bytes(e->hash, HASH_LEN), bytes(e->salt, SALT_LEN),
		blob(e->payload) }));
	if (tag != 0)
		buf_put(&s->tags, &tag, sizeof(tag));
}

void
store_put_snapshot(struct store *s, const struct store_snapshot *one)
{
	struct value v[] = { number(one->attempt), number(one->head),
		blob(one->state), { 0 } };
	struct sum sum;

	leave_sum(s, SNAPSHOTS, STATEMENT_SNAPSHOT_SUM, v[0]);
	make_summed(s, STATEMENT_SNAPSHOT, "snapshot", v, COUNT(v), &sum);
	sum_mix(&s->sums[SNAPSHOTS], &sum);
}

void
store_put_object(struct store *s, enum store_kind kind, const char *key,
    struct slice body)
{
	struct value v[] = { text(key), blob(body), { 0 } };
	struct sum sum;

	leave_sum(s, kind, STATEMENT_OBJECT_SUM + kind, v[0]);
	if (body.at == NULL) {
		change_make(s, STATEMENT_DELETE_OBJECT + kind, v, 1);
		return;
	}
	make_summed(s, STATEMENT_PUT_OBJECT + kind, store_table(kind), v,
	    COUNT(v), &sum);
	sum_mix(&s->sums[kind], &sum);
}

void
store_put_clock(struct store *s, const struct store_clock *c)
{
	struct value v[] = { number(1), signed_number(c->at.wall.ms),
		signed_number(c->at.mono.ms), signed_number(c->boottime),
		text(c->boot_id), number(s->last), { 0 } };
	struct sum sum;

	make_summed(s, STATEMENT_CLOCK, "clock", v, COUNT(v), &sum);
}

void
store_put_mark(struct store *s, uint64_t position)
{
	struct value v[] = { text("mark"), number(position), { 0 } };
	struct sum sum;

	s->mark = position;
	make_summed(s, STATEMENT_MARK, "meta", v, COUNT(v), &sum);
}

/* What the tables say of themselves goes with what was put into them. */
static void
put_sums(struct store *s)
{
	unsigned i;

	for (i = 0; i < N_SUMMED; i++) {
		if (!s->summed_anew[i])
			continue;
		s->summed_anew[i] = false;
		MAKE(s, STATEMENT_TABLE_SUM,
		    ((struct value[]){
			text(store_table(i)), blob(sum_slice(&s->sums[i])) }));
	}
}

bool
store_pending(const struct store *s)
{
	return s->changes.len > 0;
}

/* What a report puts belongs to the next commit. */
static void
report(struct store *s)
{
	struct buf tags = s->tags;
	uint64_t tag;
	size_t at;

	s->tags = s->reported;
	s->reported = tags;
	for (at = 0; at < tags.len; at += sizeof(tag)) {
		memcpy(&tag, tags.at + at, sizeof(tag));
		s->options.report(s->options.ctx, tag);
	}
	buf_clear(&s->reported);
}

static void
note_duration(struct store *s, int64_t us)
{
	s->sync_us = us;
	if (us > s->sync_us_max)
		s->sync_us_max = us;
	s->sync_us_usual += (us - s->sync_us_usual) / 8;
}

enum err
store_commit(struct store *s)
{
	int64_t began = clock_stopwatch_us();
	int rc;

	assert(s->reported.len == 0);
	if (s->broken)
		return ERR_IO;
	if (!store_pending(s))
		return ERR_OK;
	put_sums(s);
	if (s->broken)
		return ERR_IO;
	rc = change_run(s, STATEMENT_COMMIT);
	/* FULL means it was rolled back whole: nothing of it is on disk that
	 * the second attempt does not write again. */
	if (rc == SQLITE_FULL) {
		rc = change_again(s);
		if (rc == SQLITE_OK)
			rc = change_run(s, STATEMENT_COMMIT);
	}
	if (rc == SQLITE_OK && !disk_is_sound(&s->disk))
		rc = SQLITE_IOERR_FSYNC;
	if (rc != SQLITE_OK)
		return store_break(s, rc, "cannot commit");
	change_forget(s);
	note_duration(s, clock_stopwatch_us() - began);
	s->commits++;
	report(s);
	return ERR_OK;
}
