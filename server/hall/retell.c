/* retell: the line of those who wait, and what all of them begin with. */
#include "hall/errand.h"
#include "hall/journal.h"
#include "hall/reply.h"
#include "hall/retell.h"

#include <stdarg.h>
#include <utlist.h>

#include "proof/chain.h"

#define ROWS_A_SLICE 200 /* of some 8 us each, or fewer of essays */
#define ROW_BYTES_A_SLICE (512 << 10)

/* ---- the line ---- */

struct retelling *
retell_begin(struct hall *h, struct request *r, struct seat *s,
    retell_step *const *steps)
{
	struct retelling *t;
	size_t n;

	LL_COUNT(h->retellings, t, n);
	if (n >= RETELLINGS_MAX) {
		reply_refuse(h, r, ERR_BUSY,
		    "Others want evidence of attempts just now; ask again in "
		    "a moment.");
		return NULL;
	}
	t = alloc_zero(1, sizeof(*t));
	t->steps = steps;
	t->errand = errand_new(h, r, N_JOBS);
	t->seat = s;
	LL_APPEND(h->retellings, t);
	return t;
}

static void
forget_shadow(struct retelling *t)
{
	attempt_fini(&t->shadow.attempt);
	paper_free(t->shadow.paper);
	free(t->shadow.score);
	profile_fini(&t->shadow.profile);
	free(t->shadow.scripts);
	t->shadow = (struct seat){ 0 };
}

static void
retelling_free(struct hall *h, struct retelling *t)
{
	LL_DELETE(h->retellings, t);
	if (t->errand != NULL)
		errand_free(h, t->errand);
	forget_shadow(t);
	bundling_free(t->bundling);
	replay_free(t->replay);
	free(t->events);
	buf_fini(&t->payloads);
	buf_fini(&t->checkpoint);
	buf_fini(&t->published);
	buf_fini(&t->text);
	free(t);
}

static bool
is_wanted(const struct hall *h, const struct retelling *t)
{
	const struct net *net = &h->nets[t->errand->slot];

	return net->up && net->generation == t->errand->generation;
}

void
retell_again(struct retelling *t)
{
	forget_shadow(t);
	t->step = t->at = 0;
}

void
retell_go_on(struct hall *h)
{
	struct retelling *t = h->retellings;
	size_t step;

	if (t == NULL)
		return;
	step = t->step;
	if (is_wanted(h, t) && t->steps[step](h, t) == RETELL_DONE &&
	    t->errand != NULL) {
		t->step = step + 1;
		t->at = 0;
	}
	if (t->errand == NULL || !is_wanted(h, t))
		retelling_free(h, t);
}

bool
retell_waits(const struct hall *h)
{
	return h->retellings != NULL;
}

void
retell_free_all(struct hall *h)
{
	while (h->retellings != NULL)
		retelling_free(h, h->retellings);
}

/* ---- answers ---- */

void
retell_resume(struct hall *h, struct request *r, struct frame_request *frame,
    struct retelling *t)
{
	reply_resume(h, r, frame, t->errand);
	errand_free(h, t->errand);
	t->errand = NULL;
}

enum retell_goes
retell_fail(
    struct hall *h, struct retelling *t, enum err e, const char *fmt, ...)
{
	struct frame_request frame;
	struct request r;
	char detail[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(detail, sizeof(detail), fmt, ap);
	va_end(ap);
	retell_resume(h, &r, &frame, t);
	reply_refuse(h, &r, e, "%s", detail);
	return RETELL_DONE;
}

enum retell_goes
retell_send(struct hall *h, struct retelling *t, enum body_type type,
    struct slice bytes)
{
	struct frame_reply reply = {
		.status = 200, .type = type, .body = bytes
	};
	struct frame_request frame;
	struct request r;

	if (bytes.len > EVIDENCE_SENT_MAX)
		return retell_fail(h, t, ERR_TOO_BIG,
		    "It has %zu MiB; a reply may have %d.", bytes.len >> 20,
		    EVIDENCE_SENT_MAX >> 20);
	retell_resume(h, &r, &frame, t);
	reply_send(h, &r, &reply);
	return RETELL_DONE;
}

/* ---- reading ---- */

/* From the seat as it is now. */
static void
start_reading(struct retelling *t)
{
	const struct chain *c = &t->seat->chain;

	t->chain = (struct chain){
		.attempt = c->attempt, .head = c->head, .number = c->number
	};
	memcpy(t->chain.hash, c->hash, HASH_LEN);
	t->before = c->head;
	t->n_events = 0;
	buf_clear(&t->payloads);
	forget_shadow(t);
	attempt_init(&t->shadow.attempt);
	t->shadow.chain.attempt = c->attempt;
	t->shadow.roster = t->seat->roster;
}

struct reading {
	struct retelling *retelling;
	size_t rows, bytes;
};

static bool
see_row(void *ctx, const struct store_event *row)
{
	struct reading *r = ctx;
	struct retelling *t = r->retelling;
	struct retold *to;

	if (t->n_events == t->room) {
		t->room = t->room > 0 ? 2 * t->room : 128;
		t->events = alloc_resize(t->events, t->room, sizeof(*to));
	}
	to = &t->events[t->n_events++];
	*to = (struct retold){ .position = row->position,
		.number = row->number,
		.kind = row->kind,
		.at = row->at,
		.from = t->payloads.len,
		.len = row->payload.len };
	memcpy(to->salt, row->salt, SALT_LEN);
	memcpy(to->hash, row->hash, SHA256_LEN);
	chain_content(to->content,
	    (struct slice){ (const char *)row->salt, SALT_LEN }, row->payload);
	buf_put_slice(&t->payloads, row->payload);
	t->before = row->previous;
	r->bytes += row->payload.len;
	return ++r->rows < ROWS_A_SLICE && r->bytes < ROW_BYTES_A_SLICE;
}

/* They came last first. */
static void
put_in_order(struct retelling *t)
{
	size_t i, n = t->n_events;

	for (i = 0; i < n / 2; i++) {
		struct retold other = t->events[i];

		t->events[i] = t->events[n - 1 - i];
		t->events[n - 1 - i] = other;
	}
}

enum retell_goes
retell_read(struct hall *h, struct retelling *t)
{
	struct reading r = { .retelling = t };
	enum err e;

	if (t->at++ == 0)
		start_reading(t);
	e = journal_walk(h, &t->chain, t->before, see_row, &r);
	if (e == ERR_IO)
		h->broken = true;
	t->damaged = e != ERR_OK;
	if (!t->damaged && t->before != 0)
		return RETELL_ON;
	put_in_order(t);
	return RETELL_DONE;
}

struct slice
retell_payload(const struct retelling *t, const struct retold *e)
{
	return e->len > 0 ? (struct slice){ t->payloads.at + e->from, e->len }
			  : SLICE("");
}

enum err
retell_event(struct event *out, const struct retelling *t)
{
	const struct retold *row = &t->events[t->at];
	struct event e;

	if (event_decode(&e, row->kind, retell_payload(t, row)) != ERR_OK)
		return ERR_STATE;
	e.at = row->at;
	e.position = row->position;
	*out = e;
	return ERR_OK;
}

enum err
retell_fold(struct retelling *t, const struct event *e)
{
	enum verdict unused;

	if (attempt_apply(&t->shadow.attempt, e, &unused) != ERR_OK)
		return ERR_STATE;
	t->at++;
	return ERR_OK;
}

bool
retell_last(
    struct event *e, const struct retelling *t, enum event_kind kind)
{
	size_t i = t->n_events;

	while (i > 0 && t->events[i - 1].kind != kind)
		i--;
	return i > 0 &&
	       event_decode(e, kind, retell_payload(t, &t->events[i - 1])) ==
		   ERR_OK;
}

struct slice
retell_versions(const struct retelling *t)
{
	struct event e;

	return retell_last(&e, t, EVENT_OPENED) ? e.text : SLICE("");
}
