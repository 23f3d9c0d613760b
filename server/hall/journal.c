/*
 * journal: every event goes through here: applied, hashed, put, and the
 * chain's snapshot marked as old.
 */
#include <stdarg.h>

#include "base/log.h"
#include "hall/deadline.h"
#include "hall/evidence.h"
#include "hall/journal.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/seat.h"
#include "proof/chain.h"
#include "proof/receipt.h"

static void
salt_take(struct hall *h, uint8_t salt[SALT_LEN])
{
	if (h->random_left < SALT_LEN) {
		hash_random(h->random, sizeof(h->random));
		h->random_left = sizeof(h->random);
	}
	h->random_left -= SALT_LEN;
	memcpy(salt, h->random + h->random_left, SALT_LEN);
}

static void
row_hash(uint8_t out[HASH_LEN], const struct store_event *e,
    const uint8_t before[HASH_LEN])
{
	uint8_t content[SHA256_LEN];

	chain_content(content,
	    (struct slice){ (const char *)e->salt, SALT_LEN }, e->payload);
	chain_hash(out,
	    &(struct chain_link){ e->attempt, e->number, e->kind, e->at }, before,
	    content);
}

static enum err
wrong_event(const struct store_event *e)
{
	log_line(LOG_ERROR, "table journal, row %llu: event %u of attempt %llu "
	    "is not what was written: the database is damaged; keep a copy of "
	    "the data directory and restore the last backup",
	    (unsigned long long)e->position, e->number,
	    (unsigned long long)e->attempt);
	return ERR_STATE;
}

static void
chain_is_dirty(struct hall *h, struct chain *c, uint64_t since)
{
	if (c->dirty)
		return;
	c->dirty = true;
	c->dirty_since = since;
	TAILQ_INSERT_TAIL(&h->dirty, c, dirty_entry);
}

static void
chain_append(struct hall *h, struct chain *c, struct event *e)
{
	struct store_event row = { .attempt = c->attempt, .previous = c->head,
		.number = c->number + 1, .kind = (uint16_t)e->kind,
		.at = e->at };

	buf_clear(&h->payload);
	event_encode(e, &h->payload);
	row.payload = buf_slice(&h->payload);
	salt_take(h, row.salt);
	row_hash(row.hash, &row, c->hash);
	store_put_event(h->store, &row, 0);
	evidence_add(h, row.hash);
	c->head = row.position;
	c->number = row.number;
	memcpy(c->hash, row.hash, HASH_LEN);
	chain_is_dirty(h, c, row.position);
}

/* Is its newest event one that there is a receipt for? */
static void
note_receipt(struct seat *s, unsigned kind)
{
	if (!receipt_is_for(kind))
		return;
	s->receipt.position = s->chain.head;
	s->receipt.number = s->chain.number;
	memcpy(s->receipt.hash, s->chain.hash, HASH_LEN);
}

enum err
journal_event(struct hall *h, struct seat *s, struct event *e,
    enum verdict *verdict)
{
	bool was_open = attempt_is_open(&s->attempt);
	enum verdict unused;
	enum err err;

	if (e->at.mono.ms == 0)
		e->at = h->now;
	e->position = store_last_position(h->store) + 1;
	err = attempt_apply(&s->attempt, e, verdict != NULL ? verdict : &unused);
	if (err != ERR_OK)
		return err;
	chain_append(h, &s->chain, e);
	note_receipt(s, e->kind);
	if (was_open != attempt_is_open(&s->attempt))
		h->n_open = was_open ? h->n_open - 1 : h->n_open + 1;
	deadline_update(h, s);
	push_row(h, s);
	return ERR_OK;
}

void
journal_note(struct hall *h, struct seat *s, struct event *e)
{
	enum err err = journal_event(h, s, e, NULL);

	if (err != ERR_OK)
		log_line(LOG_WARNING, "attempt %llu: %s not possible while %s",
		    (unsigned long long)s->chain.attempt, event_word(e->kind),
		    attempt_state_word(s->attempt.state));
}

void
journal_admin(struct hall *h, struct slice by, struct slice reason,
    struct slice object, const char *fmt, ...)
{
	struct buf text = { 0 };
	struct event e = { .kind = EVENT_ADMINISTERED, .at = h->now, .by = by,
		.reason = reason, .data = object };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	e.text = buf_slice(&text);
	chain_append(h, &h->admin, &e);
	buf_fini(&text);
}

void
journal_init(struct hall *h)
{
	TAILQ_INIT(&h->dirty);
}

static void
receipt_write(struct buf *b, const struct seat *s)
{
	buf_put_u64(b, s->receipt.position);
	buf_put_u32(b, s->receipt.number);
	buf_put(b, s->receipt.hash, HASH_LEN);
}

static void
receipt_restore(struct seat *s, struct cursor *c)
{
	struct slice hash;

	s->receipt.position = cursor_u64(c);
	s->receipt.number = cursor_u32(c);
	hash = cursor_take(c, HASH_LEN);
	if (!c->bad)
		memcpy(s->receipt.hash, hash.at, HASH_LEN);
}

/* How many bytes it has. */
static size_t
snapshot_write(struct hall *h, struct chain *c)
{
	struct buf state = { 0 };
	struct seat *s = seat_find(h, c->attempt);
	size_t len;

	buf_put(&state, c->hash, HASH_LEN);
	buf_put_u32(&state, c->number);
	if (s != NULL) {
		receipt_write(&state, s);
		attempt_pack(&s->attempt, &state);
	}
	store_put_snapshot(h->store, &(struct store_snapshot){ c->attempt,
		c->head, buf_slice(&state) });
	len = state.len;
	buf_fini(&state);
	return len;
}

void
journal_snapshots(struct hall *h, size_t n, size_t bytes)
{
	struct chain *c;
	size_t len = 0;

	if (TAILQ_EMPTY(&h->dirty))
		return;
	for (; n > 0 && len < bytes && (c = TAILQ_FIRST(&h->dirty)) != NULL;
	     n--) {
		len += snapshot_write(h, c);
		TAILQ_REMOVE(&h->dirty, c, dirty_entry);
		c->dirty = false;
	}
	c = TAILQ_FIRST(&h->dirty);
	store_put_mark(h->store,
	    c != NULL ? c->dirty_since - 1 : store_last_position(h->store));
}

enum err
journal_restore(struct hall *h, const struct store_snapshot *snapshot)
{
	struct cursor c = cursor_on(snapshot->state);
	struct slice hash = cursor_take(&c, HASH_LEN);
	struct seat *s = seat_find(h, snapshot->attempt);
	struct chain *chain = s != NULL ? &s->chain : &h->admin;

	if (s == NULL && snapshot->attempt != 0)
		return ERR_STATE;
	/* Its sum was right, so it is what was written. */
	chain->number = cursor_u32(&c);
	if (s != NULL)
		receipt_restore(s, &c);
	if (c.bad)
		return ERR_INVALID;
	memcpy(chain->hash, hash.at, HASH_LEN);
	chain->head = snapshot->head;
	if (s == NULL)
		return ERR_OK;
	attempt_fini(&s->attempt);
	attempt_init(&s->attempt);
	return attempt_unpack(&s->attempt, (struct slice){ c.at, c.left }) ==
		ERR_OK ?
	    ERR_OK :
	    ERR_INVALID;
}

enum err
journal_replay(struct hall *h, const struct store_event *row)
{
	struct seat *s = seat_find(h, row->attempt);
	struct chain *chain = s != NULL ? &s->chain : &h->admin;
	uint8_t hash[HASH_LEN];
	enum verdict verdict;
	struct event e;

	if (s == NULL && row->attempt != 0)
		return ERR_STATE;
	if (row->position <= chain->head)
		return ERR_OK; /* the snapshot has it */
	row_hash(hash, row, chain->hash);
	if (!hash_equal(hash, row->hash, HASH_LEN) ||
	    row->previous != chain->head)
		return wrong_event(row);
	if (event_decode(&e, row->kind, row->payload) != ERR_OK)
		return ERR_INVALID;
	e.at = row->at;
	e.position = row->position;
	/* The snapshot of a closed attempt has no answers. */
	if (e.kind == EVENT_REOPENED && s != NULL &&
	    journal_recall(h, s) != ERR_OK)
		return ERR_STATE;
	if (s != NULL && attempt_apply(&s->attempt, &e, &verdict) != ERR_OK)
		return ERR_INVALID;
	chain->head = row->position;
	chain->number = row->number;
	memcpy(chain->hash, row->hash, HASH_LEN);
	if (s != NULL)
		note_receipt(s, row->kind);
	chain_is_dirty(h, chain, row->position);
	return ERR_OK;
}

/* ---- reading back ---- */

/* An event is verified with the hash of the one before it, which is read
 * after it. */
struct back {
	store_see_event *see;
	void *ctx;
	const struct chain *chain;
	struct store_event row; /* that waits for the one before it */
	struct buf payload;	/* of it; owned */
	bool waits;
	enum err err;
};

/* Show the event that waits; true: go on. */
static bool
back_show(struct back *b, const uint8_t before[HASH_LEN])
{
	uint8_t hash[HASH_LEN];

	b->waits = false;
	row_hash(hash, &b->row, before);
	if (!hash_equal(hash, b->row.hash, HASH_LEN) ||
	    b->row.attempt != b->chain->attempt ||
	    (b->row.position == b->chain->head &&
		!hash_equal(hash, b->chain->hash, HASH_LEN))) {
		b->err = wrong_event(&b->row);
		return false;
	}
	return b->see(b->ctx, &b->row);
}

static bool
back_see(void *ctx, const struct store_event *row)
{
	struct back *b = ctx;

	if (b->waits && !back_show(b, row->hash))
		return false;
	b->row = *row;
	buf_clear(&b->payload);
	buf_put_slice(&b->payload, row->payload);
	b->row.payload = buf_slice(&b->payload);
	b->waits = true;
	return true;
}

enum err
journal_walk(struct hall *h, const struct chain *chain, uint64_t from,
    store_see_event *see, void *ctx)
{
	static const uint8_t none[HASH_LEN];
	struct back b = { .see = see, .ctx = ctx, .chain = chain };
	enum err e = store_walk_back(h->store, from, back_see, &b);

	if (e == ERR_OK && b.waits)
		(void)back_show(&b, none);
	buf_fini(&b.payload);
	return e != ERR_OK ? e : b.err;
}

void
journal_refuse(struct hall *h, struct request *r, const struct seat *s)
{
	reply_refuse(h, r, ERR_SYS,
	    "The journal of attempt %llu is damaged on the disk, so nothing is "
	    "told from it; the operator finds more in the log.",
	    (unsigned long long)s->chain.attempt);
}

/* ---- folding one attempt again ---- */

struct recall {
	struct buf *rows; /* payloads, one buf each, last first */
	struct store_event *events;
	size_t n, room;
};

static bool
recall_see(void *ctx, const struct store_event *row)
{
	struct recall *r = ctx;

	if (r->n == r->room) {
		r->room = r->room > 0 ? 2 * r->room : 128;
		r->rows = alloc_resize(r->rows, r->room, sizeof(*r->rows));
		r->events = alloc_resize(r->events, r->room, sizeof(*r->events));
	}
	r->events[r->n] = *row;
	r->rows[r->n] = (struct buf){ 0 };
	buf_put_slice(&r->rows[r->n], row->payload);
	r->n++;
	return true;
}

/* Fold what was read, up to a position; *verdict is of the event there. */
static enum err
recall_fold(struct attempt *a, const struct recall *r, uint64_t position,
    enum verdict *verdict)
{
	struct event e;
	size_t i;

	for (i = r->n; i-- > 0 && r->events[i].position <= position;) {
		if (event_decode(&e, r->events[i].kind,
			buf_slice(&r->rows[i])) != ERR_OK)
			return ERR_STATE;
		e.at = r->events[i].at;
		e.position = r->events[i].position;
		if (attempt_apply(a, &e, verdict) != ERR_OK)
			return ERR_STATE;
	}
	return ERR_OK;
}

/* The attempt as it was just after the event at a position. */
static enum err
recall(struct hall *h, const struct seat *s, struct attempt *a,
    uint64_t position, enum verdict *verdict)
{
	struct recall r = { 0 };
	enum err e;
	size_t i;

	attempt_init(a);
	e = journal_walk(h, &s->chain, s->chain.head, recall_see, &r);
	if (e == ERR_OK)
		e = recall_fold(a, &r, position, verdict);
	if (e != ERR_OK)
		attempt_fini(a);
	for (i = 0; i < r.n; i++)
		buf_fini(&r.rows[i]);
	free(r.rows);
	free(r.events);
	return e;
}

enum err
journal_recall(struct hall *h, struct seat *s)
{
	enum verdict unused;
	struct attempt a;
	enum err e;

	if (s->attempt.answers != NULL || s->attempt.plan == NULL)
		return ERR_OK;
	e = recall(h, s, &a, s->chain.head, &unused);
	if (e != ERR_OK)
		return e;
	attempt_fini(&s->attempt);
	s->attempt = a;
	return ERR_OK;
}

enum err
journal_verdict(struct hall *h, const struct seat *s, uint64_t position,
    enum verdict *verdict)
{
	struct attempt a;
	enum err e = recall(h, s, &a, position, verdict);

	if (e == ERR_OK)
		attempt_fini(&a);
	return e;
}
