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

#define MAKE(s, which, values)                                                 \
	change_make(s, which, values, sizeof(values) / sizeof(*(values)))

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
	MAKE(s, STATEMENT_SNAPSHOT,
	    ((struct value[]){ number(one->attempt), number(one->head),
		blob(one->state) }));
}

void
store_put_object(struct store *s, enum store_kind kind, const char *key,
    struct slice body)
{
	if (body.at == NULL)
		MAKE(s, STATEMENT_DELETE_OBJECT + kind,
		    ((struct value[]){ text(key) }));
	else
		MAKE(s, STATEMENT_PUT_OBJECT + kind,
		    ((struct value[]){ text(key), blob(body) }));
}

void
store_put_clock(struct store *s, const struct store_clock *c)
{
	MAKE(s, STATEMENT_CLOCK,
	    ((struct value[]){ signed_number(c->at.wall.ms),
		signed_number(c->at.mono.ms), signed_number(c->boottime),
		text(c->boot_id) }));
}

void
store_put_mark(struct store *s, uint64_t position)
{
	s->mark = position;
	MAKE(s, STATEMENT_MARK, ((struct value[]){ number(position) }));
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
	rc = change_run(s, STATEMENT_COMMIT);
	/* FULL means it was rolled back whole: nothing of it is on disk that
	 * the second attempt does not write again. */
	if (rc == SQLITE_FULL) {
		rc = change_again(s);
		if (rc == SQLITE_OK)
			rc = change_run(s, STATEMENT_COMMIT);
	}
	if (rc != SQLITE_OK)
		return store_break(s, rc, "cannot commit");
	change_forget(s);
	note_duration(s, clock_stopwatch_us() - began);
	s->commits++;
	report(s);
	return ERR_OK;
}
