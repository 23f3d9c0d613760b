/* opening: may an attempt be opened; its paper, and how it will be sat. */
#include "base/log.h"
#include "hall/commands.h"
#include "hall/draw.h"
#include "hall/journal.h"
#include "hall/reply.h"
#include "hall/seat.h"

static void
refuse_opening(struct hall *h, struct request *r, enum err err,
    const char *rule, struct wall earliest)
{
	struct problem p = { .err = err, .rule = rule, .earliest = earliest };

	if (err == ERR_TOO_EARLY)
		p.detail = "The exam has not begun yet.";
	else if (err == ERR_TOO_LATE)
		p.detail = "The exam can no longer be begun.";
	else if (strcmp(rule, "sitting.check-in") == 0)
		p.detail = "The proctor has to check your identity first.";
	else
		p.detail = "The proctor has to admit you first.";
	reply_problem(h, r, &p);
}

static enum err
journal_opened(struct hall *h, struct request *r)
{
	struct seat *s = r->seat;
	const struct bank_version *bank = s->roster->bank;
	const struct programme_version *programme = s->roster->programme;
	struct attempt_plan plan = seat_plan(s, s->paper);
	struct event e = { .kind = EVENT_OPENED, .at = r->at,
		.wall = seat_window_closes(s) };
	struct buf data = { 0 }, versions = { 0 };
	enum err err;

	if (seat_timing(s)->whole_ms != 0)
		e.ms = entitlement_total_ms(
		    s->attempt.entitlement, seat_timing(s));
	attempt_plan_encode(&plan, &data);
	buf_printf(&versions, "%s#%s %s#%s", bank->key, bank->sha256,
	    programme->key, programme->sha256);
	e.text = buf_slice(&versions);
	e.data = buf_slice(&data);
	err = journal_event(h, s, &e, NULL);
	buf_fini(&versions);
	buf_fini(&data);
	return err;
}

static enum err
journal_drawn(struct hall *h, struct request *r, const uint8_t seed[SEED_LEN])
{
	const struct paper *paper = r->seat->paper;
	struct event e = { .kind = EVENT_DRAWN, .at = r->at };
	struct attempt_drawn drawn;
	struct buf data = { 0 };
	enum err err;

	seat_drawn(&drawn, r->seat, paper);
	attempt_drawn_encode(&drawn, paper_n_items(paper), &data);
	memcpy(e.seed, seed, sizeof(e.seed));
	e.data = buf_slice(&data);
	err = journal_event(h, r->seat, &e, NULL);
	buf_fini(&data);
	return err;
}

/* Draw the paper and journal how it will be sat. */
static void
open_attempt(struct hall *h, struct request *r)
{
	struct seat *s = r->seat;
	uint8_t seed[SEED_LEN];
	enum err err;

	hash_random(seed, sizeof(seed));
	err = draw_paper(h, s, seed);
	if (err == ERR_OK)
		err = journal_opened(h, r);
	if (err == ERR_OK)
		err = journal_drawn(h, r, seed);
	if (err == ERR_OK)
		draw_opened(s);
	if (err != ERR_OK) {
		log_line(LOG_ERROR, "attempt %llu cannot be opened: %s",
		    (unsigned long long)s->chain.attempt, err_text(err));
		reply_refuse(h, r, err,
		    "The paper cannot be drawn; the proctor has been told.");
		return;
	}
	candidate_attempt(h, r);
}

/* Loading and importing refuse what would shorten anyone.  If it happened all
 * the same, only this candidate is held, and the proctor sees why. */
static bool
would_be_short(struct hall *h, struct request *r)
{
	struct seat *s = r->seat;
	int64_t missing = entitlement_shortfall(
	    s->attempt.entitlement, s->roster->sitting, s->attempt.route);
	char text[128];
	struct event e = { .kind = EVENT_INCIDENT, .by = SLICE("server"),
		.reason = SLICE("organisation") };

	if (missing <= 0)
		return false;
	snprintf(text, sizeof(text), "held at opening: the window would leave "
	    "the candidate %lld s short", (long long)((missing + 999) / 1000));
	e.text = slice_of(text);
	journal_note(h, s, &e);
	reply_problem(h, r, &(struct problem){ .err = ERR_STATE,
		.rule = "entitlement.window",
		.detail = "The window would not leave you all of your time. "
			  "The proctor has been told and will put it right." });
	return true;
}

void
candidate_open(struct hall *h, struct request *r)
{
	static const char *const names[] = { "accept_rules", NULL };
	struct wall earliest;
	const char *rule;
	bool accepted;
	struct body b;
	enum err e;

	body_open(&b, r->frame->body, names);
	accepted = body_bool(&b, "accept_rules");
	if (b.err == ERR_OK && !accepted)
		body_fail(&b, ERR_INVALID,
		    "The rules have to be accepted first.");
	if (body_close(&b) != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
		return;
	}
	if (attempt_is_open(&r->seat->attempt)) { /* a resend */
		candidate_attempt(h, r);
		return;
	}
	e = seat_may_open(r->seat, r->at.wall, &rule, &earliest);
	if (e == ERR_STATE && attempt_is_closed(&r->seat->attempt))
		reply_refuse(h, r, ERR_STATE, "The attempt is closed.");
	else if (e != ERR_OK)
		refuse_opening(h, r, e, rule, earliest);
	else if (!would_be_short(h, r))
		open_attempt(h, r);
}
