/* proposal: what one proposes and another confirms; the acts themselves are in
 * proposal_act.c. */
#include "hall/commands.h"
#include "hall/journal.h"
#include "hall/objects.h"
#include "hall/proposal_act.h"
#include "hall/reply.h"
#include "hall/room.h"

static const char *const states[] = { "open", "confirmed", "withdrawn" };

static void
write_proposal(struct buf *b, const struct proposal *p)
{
	out_int(b, "proposal", p->number);
	out_word(b, "act", proposal_act_word(p->act));
	out_word(b, "object", p->object);
	out_int(b, "minutes", p->minutes);
	out_word(b, "by", p->by);
	out_time(b, "at", p->at);
	out_word(b, "reason", p->reason);
	out_word(b, "words", p->words);
	out_word(b, "state", states[p->state]);
	out_word(b, "second", p->second);
	out_word(b, "digest", p->digest[0] != '\0' ? p->digest : NULL);
}

static void
proposal_store(struct hall *h, const struct proposal *p)
{
	struct buf b = { 0 };
	char key[16];

	snprintf(key, sizeof(key), "%u", p->number);
	out_open(&b, NULL);
	write_proposal(&b, p);
	out_close(&b);
	object_put(h, STORE_PROPOSAL, key, &b);
	buf_fini(&b);
}

static void
proposal_add(struct hall *h, struct proposal *p)
{
	if (p->number > h->last_proposal)
		h->last_proposal = p->number;
	HASH_ADD(hh, h->proposals, number, sizeof(p->number), p);
}

static enum proposal_state
state_of(struct slice word)
{
	return slice_is(word, states[PROPOSAL_OPEN]) ? PROPOSAL_OPEN :
	    slice_is(word, states[PROPOSAL_CONFIRMED]) ?
						       PROPOSAL_CONFIRMED :
						       PROPOSAL_WITHDRAWN;
}

enum err
proposal_restore(struct hall *h, const char *key, struct slice bytes)
{
	static const char *const names[] = { "proposal", "act", "object",
		"minutes", "by", "at", "reason", "words", "state", "second",
		"digest", NULL };
	struct proposal *p = alloc_zero(1, sizeof(*p));
	struct slice second, digest;
	struct body b;

	(void)key;
	body_open(&b, bytes, names);
	p->number = (uint32_t)body_int(&b, "proposal", 1, UINT32_MAX);
	p->act = proposal_act_of(body_text(&b, "act", 1, IDENT_MAX));
	p->object = text_of(body_text(&b, "object", 1, 2 * IDENT_MAX + 1));
	p->minutes = body_int(&b, "minutes", 0, INT32_MAX);
	p->by = text_of(body_text(&b, "by", 1, IDENT_MAX));
	p->at = body_time_if(&b, "at");
	p->reason = text_of(body_text(&b, "reason", 1, IDENT_MAX));
	p->words = text_of(body_text(&b, "words", 1, WORDS_MAX));
	p->state = state_of(body_text(&b, "state", 1, IDENT_MAX));
	second = body_text_if(&b, "second", 1, IDENT_MAX);
	p->second = second.len > 0 ? text_of(second) : NULL;
	digest = body_text_if(&b, "digest", 1, sizeof(p->digest) - 1);
	snprintf(p->digest, sizeof(p->digest), "%.*s", SLICE_FMT(digest));
	proposal_add(h, p);
	return body_close(&b) == ERR_OK && p->act >= 0 ? ERR_OK : ERR_STATE;
}

struct proposal *
proposal_open_on(struct hall *h, int act, const char *object)
{
	struct proposal *p, *next;

	HASH_ITER(hh, h->proposals, p, next)
		if (p->state == PROPOSAL_OPEN && p->act == act &&
		    strcmp(p->object, object) == 0)
			return p;
	return NULL;
}

/* ---- the commands ---- */

static int
compare_proposals(const struct proposal *a, const struct proposal *b)
{
	return (a->number > b->number) - (a->number < b->number);
}

/* Why somebody shall be let in again is for those who may read what happened
 * to them. */
static bool
may_see(struct hall *h, const struct request *r, const struct proposal *p)
{
	const struct seat *s = proposal_act_seat(h, p->act, p->object);
	unsigned who = route_facts[ROUTE_TIMELINE].who;

	return s == NULL ||
	       ((r->staff->roles & who) != 0 && room_may(h, r, s, who));
}

void
proposal_list(struct hall *h, struct request *r)
{
	struct proposal *p, *next;

	HASH_SORT(h->proposals, compare_proposals);
	out_open_array(reply_begin(h), "proposals");
	HASH_ITER(hh, h->proposals, p, next) {
		if (!may_see(h, r, p))
			continue;
		out_open(&h->body, NULL);
		write_proposal(&h->body, p);
		out_close(&h->body);
	}
	out_close_array(&h->body);
	reply_end(h, r, 200);
}

static void
reply_proposal(struct hall *h, struct request *r, const struct proposal *p,
    int status)
{
	write_proposal(reply_begin(h), p);
	reply_end(h, r, status);
}

static void
make(struct hall *h, struct request *r, int act, struct slice object,
    int64_t minutes, const struct act *why)
{
	struct proposal *p = alloc_zero(1, sizeof(*p));

	p->number = h->last_proposal + 1;
	p->act = act;
	p->object = text_of(object);
	p->minutes = minutes;
	p->by = alloc_text(r->staff->name);
	p->at = h->now.wall;
	p->reason = text_of(why->reason);
	p->words = text_of(why->words);
	proposal_act_digest(p->digest, h, act, object);
	proposal_add(h, p);
	proposal_store(h, p);
	proposal_act_set_results(h, p, RESULTS_PROPOSED);
	journal_admin(h, slice_of(p->by), why->reason, object,
	    "proposed %s: %s", proposal_act_word(act), p->words);
	reply_proposal(h, r, p, 201);
}

void
proposal_make(struct hall *h, struct request *r)
{
	static const char *const names[] = { "act", "object", "minutes",
		"reason", "words", NULL };
	const char *refusal;
	struct slice object;
	struct body b;
	struct act why;
	int64_t minutes;
	char *text;
	int act;

	body_open(&b, r->frame->body, names);
	act = proposal_act_of(body_text(&b, "act", 1, IDENT_MAX));
	object = body_text(&b, "object", 1, 2 * IDENT_MAX + 1);
	minutes = body_int_if(&b, "minutes", 0, 720, 0);
	act_read(&b, &why);
	if (b.err == ERR_OK && act < 0)
		body_fail(&b, ERR_INVALID, "\"act\" is one of approve-bank, "
		    "confirm-results, reopen.");
	if (b.err == ERR_OK && minutes != 0 && act != ACT_REOPEN)
		body_fail(&b, ERR_INVALID, "Only \"reopen\" has minutes.");
	text = text_of(object);
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else if (proposal_act_let(h, r, act, text)) {
		refusal = proposal_act_refusal(h, act, text);
		if (refusal == NULL && proposal_open_on(h, act, text) != NULL)
			refusal = "It is proposed already; confirm or withdraw "
				  "that.";
		if (refusal != NULL)
			reply_refuse(h, r, ERR_STATE, "%s", refusal);
		else
			make(h, r, act, object, minutes, &why);
	}
	free(text);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

/* The open proposal of the path; NULL: answered. */
static struct proposal *
open_of_path(struct hall *h, struct request *r)
{
	struct slice text = r->frame->params[0];
	struct proposal *p = NULL;
	uint64_t number;
	uint32_t n;

	if (number_read(&number, text) && number <= UINT32_MAX) {
		n = (uint32_t)number;
		HASH_FIND(hh, h->proposals, &n, sizeof(n), p);
	}
	if (p == NULL)
		reply_refuse(h, r, ERR_UNKNOWN, "There is no proposal %.*s.",
		    SLICE_FMT(text));
	else if (p->state != PROPOSAL_OPEN)
		reply_refuse(h, r, ERR_STATE, "Proposal %u is %s already.",
		    p->number, states[p->state]);
	return p != NULL && p->state == PROPOSAL_OPEN ? p : NULL;
}

static void
journal_decision(struct hall *h, const struct request *r,
    const struct proposal *p, struct slice words)
{
	journal_admin(h, slice_of(r->staff->name), slice_of(p->reason),
	    slice_of(p->object), "%s %s of %s%s%.*s", states[p->state],
	    proposal_act_word(p->act), p->by, words.len > 0 ? ": " : "",
	    SLICE_FMT(words));
}

static void
confirm(struct hall *h, struct request *r, struct proposal *p,
    struct slice words)
{
	const char *refusal = proposal_act_refusal_now(h, p);
	enum err e;

	if (refusal != NULL) {
		reply_refuse(h, r, ERR_STATE, "%s", refusal);
		return;
	}
	free(p->second);
	p->second = alloc_text(r->staff->name);
	e = proposal_act_do(h, p);
	if (e != ERR_OK) {
		free(p->second);
		p->second = NULL;
		reply_refuse(h, r, e, "It cannot be done now.");
		return;
	}
	p->state = PROPOSAL_CONFIRMED;
	proposal_store(h, p);
	journal_decision(h, r, p, words);
	reply_proposal(h, r, p, 200);
}

static void
confirm_as_second(struct hall *h, struct request *r, struct proposal *p,
    struct slice words)
{
	if (strcmp(p->by, r->staff->name) == 0)
		reply_problem(h, r, &(struct problem){ .err = ERR_SECOND_PERSON,
			.rule = "proposal.second-person",
			.detail = "You proposed it; somebody else has to confirm." });
	else
		confirm(h, r, p, words);
}

static void
withdraw(struct hall *h, struct request *r, struct proposal *p,
    struct slice words)
{
	p->state = PROPOSAL_WITHDRAWN;
	proposal_store(h, p);
	proposal_act_set_results(h, p, RESULTS_OPEN);
	journal_decision(h, r, p, words);
	reply_proposal(h, r, p, 200);
}

typedef void decision(struct hall *, struct request *, struct proposal *,
    struct slice words);

static void
decide(struct hall *h, struct request *r, decision *then)
{
	static const char *const names[] = { "words", NULL };
	struct proposal *p = open_of_path(h, r);
	struct slice words;
	struct body b;

	if (p == NULL || !proposal_act_let(h, r, p->act, p->object))
		return;
	body_open(&b, r->frame->body, names);
	words = body_text_if(&b, "words", 1, WORDS_MAX);
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else
		then(h, r, p, words);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

void
proposal_confirm(struct hall *h, struct request *r)
{
	decide(h, r, confirm_as_second);
}

void
proposal_withdraw(struct hall *h, struct request *r)
{
	decide(h, r, withdraw);
}
