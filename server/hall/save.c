/*
 * save: a candidate's answer, on its way to the disk.  The hot path.
 *
 * Read the body, judge by the attempt, put the event; the reply waits in the
 * out buffer until hall_turn() has committed.  A save that does not count is
 * stored all the same, once: a resend gets the first acknowledgement.
 */
#include "base/log.h"
#include "hall/state.h"
#include "proto/answer.h"

struct acknowledgement {
	uint64_t position;
	struct wall saved_at;
	enum verdict verdict;
	uint8_t hash[HASH_LEN];
};

static void
acknowledge(struct hall *h, struct request *r, uint16_t item, uint32_t seq,
    const struct acknowledgement *a)
{
	struct frame_reply reply = { .status = 200, .type = BODY_JSON };
	struct buf *b = reply_begin(h);
	char hex[17];

	hash_hex(hex, a->hash, 8);
	out_int(b, "item", item + 1);
	out_int(b, "seq", seq);
	out_word(b, "verdict", verdict_word(a->verdict));
	out_time(b, "saved_at", a->saved_at);
	out_int(b, "event", (int64_t)a->position);
	out_word(b, "hash", hex);
	out_time(b, "server_time", h->now.wall);
	out_close(b);
	reply.body = buf_slice(b);
	reply_send(h, r, &reply);
}

/* ---- has it been stored before? ---- */

struct sought {
	uint16_t item;
	uint32_t seq;
	struct slice response;
	struct mono not_before; /* an older event cannot be it */
	bool found;
	struct acknowledgement ack;
};

static bool
see_answer(void *ctx, const struct store_event *row)
{
	struct sought *s = ctx;
	struct event e;

	if (row->at.mono.ms < s->not_before.ms)
		return false;
	if (row->kind != EVENT_ANSWERED ||
	    event_decode(&e, row->kind, row->payload) != ERR_OK ||
	    e.item != s->item || e.seq != s->seq ||
	    !slice_equal(e.data, s->response))
		return true;
	s->found = true;
	s->ack.position = row->position;
	s->ack.saved_at = row->at.wall;
	memcpy(s->ack.hash, row->hash, HASH_LEN);
	return false;
}

/*
 * Look for the same save in the journal.  Only what cannot count gets here: an
 * old sequence number, or an arrival after the deadline or the closing.
 */
static bool
find_stored(struct hall *h, struct seat *s, struct sought *sought)
{
	if (store_walk_back(h->store, s->chain.head, see_answer, sought) !=
	    ERR_OK)
		log_line(LOG_ERROR, "attempt %llu: the journal cannot be read",
		    (unsigned long long)s->chain.attempt);
	return sought->found;
}

/* ---- saving ---- */

static void
store_answer(struct hall *h, struct request *r, uint16_t item,
    const struct answer_request *a)
{
	struct seat *s = r->seat;
	struct acknowledgement ack = { .saved_at = r->at.wall };
	struct event e = { .kind = EVENT_ANSWERED, .at = r->at, .item = item,
		.seq = a->seq, .wall = a->entered_at,
		.data = buf_slice(&a->response) };
	enum err err = journal_event(h, s, &e, &ack.verdict);

	if (err != ERR_OK) {
		reply_refuse(h, r, err, "Item %u is not on the screen now.",
		    item + 1u);
		return;
	}
	ack.position = e.position;
	memcpy(ack.hash, s->chain.hash, HASH_LEN);
	acknowledge(h, r, item, a->seq, &ack);
}

/* Can a save that did not count be a newer one of its item? */
static bool
may_have_newer(const struct attempt *a)
{
	return a->n_late > 0 || a->paused_ms > 0;
}

/* Stored already?  Then it has been answered again. */
static bool
answered_before(struct hall *h, struct request *r, uint16_t item,
    const struct answer_request *a)
{
	struct attempt *attempt = &r->seat->attempt;
	const struct answer *latest = attempt->answers != NULL ?
	    &attempt->answers[item] :
	    NULL;
	bool newer = latest != NULL && a->seq > latest->seq &&
	    attempt->state == ATTEMPT_IN_SECTION;
	struct sought sought = { .item = item, .seq = a->seq,
		.response = buf_slice(&a->response),
		.not_before = { INT64_MIN } };

	if (newer && !may_have_newer(attempt)) {
		if (!mono_reached(r->at.mono, attempt_deadline(attempt)))
			return false; /* the usual case */
		/* A first copy in time would be the latest.  Rows are in the
		 * order of hearing, not of arriving. */
		sought.not_before = mono_add(attempt_deadline(attempt),
		    -HELD_AT_MOST);
	}
	if (!find_stored(h, r->seat, &sought) ||
	    journal_verdict(h, r->seat, sought.ack.position,
		&sought.ack.verdict) != ERR_OK)
		return false;
	acknowledge(h, r, item, a->seq, &sought.ack);
	return true;
}

static uint32_t
item_number(struct slice s)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < s.len && i < 6; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return 0;
		n = n * 10 + (uint32_t)(s.at[i] - '0');
	}
	return i == s.len ? n : 0;
}

void
candidate_save(struct hall *h, struct request *r)
{
	struct seat *s = r->seat;
	const struct paper *paper = seat_paper(s);
	uint32_t n = item_number(r->frame->params[0]);
	struct answer_request a = { .response = h->response };
	const struct item *item;
	char detail[256];
	enum err e;

	if (paper == NULL || n < 1 || n > s->attempt.plan->n_items) {
		reply_refuse(h, r, paper == NULL ? ERR_STATE : ERR_UNKNOWN,
		    "There is no item %.*s here.",
		    SLICE_FMT(r->frame->params[0]));
		return;
	}
	item = bank_item(seat_bank(s), paper_item(paper, (uint16_t)(n - 1)));
	e = answer_read(&a, r->frame->body, item, detail);
	h->response = a.response; /* the room is kept for the next */
	if (e != ERR_OK)
		reply_refuse(h, r, e, "%s", detail);
	else if (!answered_before(h, r, (uint16_t)(n - 1), &a))
		store_answer(h, r, (uint16_t)(n - 1), &a);
}
