/*
 * save: a candidate's answer, on its way to the disk.  The hot path.
 *
 * Read the body, judge by the attempt, put the event; the reply waits in the
 * out buffer until hall_turn() has committed.  A save that does not count is
 * stored all the same, once: a resend gets the first acknowledgement.
 */
#include "base/log.h"
#include "hall/commands.h"
#include "hall/journal.h"
#include "hall/reply.h"
#include "hall/seat.h"
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
	char hex[2 * HASH_LEN + 1];

	hash_hex(hex, a->hash, HASH_LEN);
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
	bool found;
	struct acknowledgement ack;
};

static bool
see_answer(void *ctx, const struct store_event *row)
{
	struct sought *s = ctx;
	struct event e;

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
 * Reading an attempt's journal back costs by its length, so a candidate who
 * resends old saves again and again is asked to wait: thirty at once, then two
 * a second.
 */
#define WALKS_MS (30 * WALK_MS)
#define WALK_MS 500

bool
seat_may_walk(struct hall *h, struct seat *s)
{
	int64_t since = h->now.mono.ms - s->walks_at.ms;

	s->walks_ms = since >= WALKS_MS - s->walks_ms ? WALKS_MS :
							s->walks_ms + since;
	s->walks_at = h->now.mono;
	if (s->walks_ms < WALK_MS)
		return false;
	s->walks_ms -= WALK_MS;
	return true;
}

/* The event at one position and those before it, until see has enough.  A
 * journal that is damaged may hold what we would now contradict: the save is
 * refused.  One that cannot be read at all is the disk's end. */
static enum err
walk(struct hall *h, const struct seat *s, uint64_t from, struct sought *sought)
{
	enum err e = journal_walk(h, &s->chain, from, see_answer, sought);

	if (e == ERR_IO)
		h->broken = true;
	return e;
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

/* A resend of the save that counts: its event is known, two rows are read. */
static enum err
find_latest(struct hall *h, const struct seat *s, struct sought *sought,
    const struct answer *latest)
{
	if (latest->position == 0 || latest->seq != sought->seq ||
	    !slice_equal(answer_response(latest), sought->response))
		return ERR_OK;
	sought->ack.verdict = (enum verdict)latest->verdict;
	return walk(h, s, latest->position, sought);
}

static enum err
find_older(struct hall *h, const struct seat *s, struct sought *sought)
{
	enum err e = walk(h, s, s->chain.head, sought);

	if (e == ERR_OK && sought->found)
		e = journal_verdict(h, s, sought->ack.position,
		    &sought->ack.verdict);
	if (e == ERR_IO)
		h->broken = true;
	return e;
}

/*
 * Stored already?  Then it is answered as it was then.  A seq larger than any
 * that is stored for the item is new, whatever becomes of it.
 */
static bool
answered_before(struct hall *h, struct request *r, uint16_t item,
    const struct answer_request *a)
{
	const struct attempt *attempt = &r->seat->attempt;
	struct sought sought = { .item = item, .seq = a->seq,
		.response = buf_slice(&a->response) };
	enum err e;

	if (a->seq > attempt->seen[item])
		return false;
	e = find_latest(h, r->seat, &sought, attempt_answer(attempt, item));
	if (e == ERR_OK && !sought.found &&
	    !seat_may_walk(h, r->seat)) {
		reply_refuse(h, r, ERR_FULL, "Too many old answers were sent "
		    "again; wait a second.");
		return true;
	}
	if (e == ERR_OK && !sought.found)
		e = find_older(h, r->seat, &sought);
	if (e != ERR_OK)
		journal_refuse(h, r, r->seat);
	else if (sought.found)
		acknowledge(h, r, item, a->seq, &sought.ack);
	return e != ERR_OK || sought.found;
}

void
candidate_save(struct hall *h, struct request *r)
{
	struct seat *s = r->seat;
	const struct paper *paper = seat_paper(s);
	uint64_t n = 0;
	struct answer_request a = { .response = h->response };
	const struct item *item;
	char detail[256];
	enum err e;

	if (paper == NULL || !number_read(&n, r->frame->params[0]) || n < 1 ||
	    n > s->attempt.plan->n_items) {
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
