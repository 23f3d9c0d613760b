/* candidate: what a signed-in candidate may ask for; opening.c opens attempts,
 * and saves are in save.c. */
#include "hall/commands.h"
#include "hall/deadline.h"
#include "hall/journal.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/seat.h"

void
candidate_attempt(struct hall *h, struct request *r)
{
	if (seat_read_messages(h, r->seat) != ERR_OK) {
		journal_refuse(h, r, r->seat);
		return;
	}
	seat_write(h, reply_begin(h), r->seat, r->session);
	reply_end(h, r, 200);
}

void
candidate_events(struct hall *h, struct request *r)
{
	if (seat_read_messages(h, r->seat) != ERR_OK)
		journal_refuse(h, r, r->seat);
	else
		push_listen(h, r, r->seat);
}

/* The number in a path, from 1 to max; 0: answered. */
static uint32_t
path_number(struct hall *h, struct request *r, uint32_t max, const char *what)
{
	uint64_t n;

	if (number_read(&n, r->frame->params[0]) && n >= 1 && n <= max)
		return (uint32_t)n;
	reply_refuse(h, r, ERR_UNKNOWN, "There is no %s %.*s here.", what,
	    SLICE_FMT(r->frame->params[0]));
	return 0;
}

/* ---- sections ---- */

static void
say_next(char *text, size_t len, const struct attempt *a)
{
	if (a->section < a->plan->n_sections)
		snprintf(text, len, "No section is open; section %u is the next "
		    "to enter.", a->section + 1u);
	else
		snprintf(text, len, "All %u sections are closed; the attempt can "
		    "be submitted.", a->section);
}

/* Where the attempt stands, for somebody who asked for what is not now. */
static const char *
say_where(char *text, size_t len, const struct attempt *a)
{
	if (a->state == ATTEMPT_IN_SECTION &&
	    a->plan->sections[a->section - 1].linear)
		snprintf(text, len, "Section %u is open and item %u is on the "
		    "screen; there is no way back or ahead in it.", a->section,
		    a->item + 1u);
	else if (a->state == ATTEMPT_IN_SECTION)
		snprintf(text, len, "Section %u is open; close it first, or ask "
		    "for one of its items.", a->section);
	else if (a->state == ATTEMPT_OPENED || a->state == ATTEMPT_ON_BREAK)
		say_next(text, len, a);
	else
		snprintf(text, len, "This is not possible while the attempt is "
		    "%s.", attempt_state_word(a->state));
	return text;
}

void
candidate_refuse(struct hall *h, struct request *r, enum err e)
{
	const struct attempt *a = &r->seat->attempt;
	char text[160];

	if (e == ERR_TOO_LATE)
		reply_problem(h, r, &(struct problem){ .err = e,
			.rule = "attempt.deadline",
			.detail = "The time for this is over." });
	else
		reply_problem(h, r, &(struct problem){ .err = e,
			.rule = a->state == ATTEMPT_IN_SECTION ?
			    "section.open" :
			    "attempt.state",
			.detail = say_where(text, sizeof(text), a) });
}

void
candidate_enter(struct hall *h, struct request *r)
{
	const struct attempt *a = &r->seat->attempt;
	uint32_t n = path_number(h, r, seat_timing(r->seat)->n_sections,
	    "section");
	struct event e = { .kind = EVENT_SECTION_ENTERED };
	enum err err;

	if (n == 0)
		return;
	if (a->state == ATTEMPT_IN_SECTION && a->section == n) {
		candidate_attempt(h, r); /* a resend */
		return;
	}
	/* The clock starts now, not when the request arrived: nobody pays for
	 * a busy start. */
	e.section = (uint16_t)(n - 1);
	err = journal_event(h, r->seat, &e, NULL);
	if (err == ERR_OK)
		candidate_attempt(h, r);
	else
		candidate_refuse(h, r, err);
}

static enum err
close_current(struct hall *h, struct request *r, enum closed_by by)
{
	struct event e = { .kind = EVENT_SECTION_CLOSED, .at = r->at,
		.section = (uint16_t)(r->seat->attempt.section - 1),
		.code = (uint8_t)by };

	return journal_event(h, r->seat, &e, NULL);
}

void
candidate_close(struct hall *h, struct request *r)
{
	const struct attempt *a = &r->seat->attempt;
	uint32_t n = path_number(h, r, seat_timing(r->seat)->n_sections,
	    "section");
	enum err err;

	if (n == 0)
		return;
	if (a->section > n || (a->section == n && !a->section_open)) {
		candidate_attempt(h, r); /* a resend */
		return;
	}
	err = a->section == n ? close_current(h, r, CLOSED_BY_CANDIDATE) :
				ERR_STATE;
	if (err == ERR_OK)
		candidate_attempt(h, r);
	else
		candidate_refuse(h, r, err);
}

void
candidate_next(struct hall *h, struct request *r)
{
	static const char *const names[] = { "from", NULL };
	const struct attempt *a = &r->seat->attempt;
	const struct plan_section *p;
	struct event e = { .kind = EVENT_ITEM_LEFT, .at = r->at };
	struct body b;
	enum err err;
	int64_t from;

	body_open(&b, r->frame->body, names);
	from = body_int(&b, "from", 1, PAPER_ITEMS_MAX);
	if (body_close(&b) != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
		return;
	}
	if (a->plan != NULL && a->section > 0 &&
	    (from - 1 < a->item ||
		(from - 1 == a->item && !a->section_open))) {
		candidate_attempt(h, r); /* a resend */
		return;
	}
	e.item = (uint16_t)(from - 1);
	p = a->state == ATTEMPT_IN_SECTION ? &a->plan->sections[a->section - 1] :
					     NULL;
	if (p != NULL && p->linear && e.item == a->item &&
	    e.item + 1 == p->first + p->count)
		err = close_current(h, r, CLOSED_BY_LAST_ITEM);
	else
		err = journal_event(h, r->seat, &e, NULL);
	if (err == ERR_OK)
		candidate_attempt(h, r);
	else
		candidate_refuse(h, r, err);
}

/* ---- the paper ---- */

void
candidate_paper(struct hall *h, struct request *r)
{
	struct seat *s = r->seat;
	const struct attempt *a = &s->attempt;
	const struct paper *paper = seat_paper(s);
	const struct plan_section *p;
	struct buf *b;
	uint16_t i;

	if (a->state != ATTEMPT_IN_SECTION || paper == NULL ||
	    mono_reached(r->at.mono, attempt_deadline(a))) {
		candidate_refuse(h, r,
		    a->state == ATTEMPT_IN_SECTION ? ERR_TOO_LATE : ERR_STATE);
		return;
	}
	p = &a->plan->sections[a->section - 1];
	b = reply_begin(h);
	out_int(b, "section", a->section);
	out_word(b, "navigation", p->linear ? "linear" : "free");
	out_open_array(b, "items");
	for (i = p->first; i < p->first + p->count; i++)
		if (attempt_shows(a, i))
			seat_write_item(b, s, paper, i);
	out_close_array(b);
	reply_end(h, r, 200);
}

/* ---- flags and words ---- */

void
candidate_flag(struct hall *h, struct request *r)
{
	static const char *const names[] = { "flagged", NULL };
	const struct attempt *a = &r->seat->attempt;
	struct event e = { .kind = EVENT_FLAGGED, .at = r->at };
	uint32_t n = path_number(h, r, a->plan != NULL ? a->plan->n_items : 0,
	    "item");
	struct body b;
	enum err err;

	if (n == 0)
		return;
	body_open(&b, r->frame->body, names);
	e.code = body_bool(&b, "flagged");
	e.item = (uint16_t)(n - 1);
	if (body_close(&b) != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
		return;
	}
	err = ERR_OK;
	if (!attempt_shows(a, e.item) ||
	    attempt_answer(a, e.item)->flagged != (e.code != 0))
		err = journal_event(h, r->seat, &e, NULL);
	if (err != ERR_OK) {
		candidate_refuse(h, r, err);
		return;
	}
	out_int(reply_begin(h), "item", n);
	out_bool(&h->body, "flagged", e.code != 0);
	reply_end(h, r, 200);
}

static void
reply_noted(struct hall *h, struct request *r, enum err e)
{
	if (e != ERR_OK) {
		candidate_refuse(h, r, e);
		return;
	}
	reply_begin(h);
	reply_end(h, r, 200);
}

void
candidate_help(struct hall *h, struct request *r)
{
	static const char *const names[] = { "text", NULL };
	struct event e = { .kind = EVENT_HELP_ASKED, .at = r->at };
	struct body b;
	enum err err = ERR_OK;

	body_open(&b, r->frame->body, names);
	e.text = body_text(&b, "text", 1, WORDS_MAX);
	if (b.err != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
	} else {
		err = journal_event(h, r->seat, &e, NULL);
		if (err == ERR_OK) {
			free(r->seat->help);
			r->seat->help = text_of(e.text);
		}
		reply_noted(h, r, err);
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

void
candidate_report(struct hall *h, struct request *r)
{
	static const char *const names[] = { "item", "text", NULL };
	struct event e = { .kind = EVENT_ITEM_REPORTED, .at = r->at };
	struct body b;

	body_open(&b, r->frame->body, names);
	e.item = (uint16_t)(body_int(&b, "item", 1, PAPER_ITEMS_MAX) - 1);
	e.text = body_text(&b, "text", 1, WORDS_MAX);
	if (b.err != ERR_OK)
		reply_refuse(h, r, b.err, "%s", b.detail);
	else
		reply_noted(h, r, journal_event(h, r->seat, &e, NULL));
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}

/* ---- the end ---- */

void
candidate_submit(struct hall *h, struct request *r)
{
	static const char *const names[] = { "confirm", NULL };
	struct event e = { .kind = EVENT_SUBMITTED, .at = r->at };
	struct body b;
	enum err err;
	bool confirmed;

	body_open(&b, r->frame->body, names);
	confirmed = body_bool(&b, "confirm");
	if (b.err == ERR_OK && !confirmed)
		body_fail(&b, ERR_INVALID, "Submitting has to be confirmed.");
	if (body_close(&b) != ERR_OK) {
		reply_refuse(h, r, b.err, "%s", b.detail);
		return;
	}
	if (r->seat->attempt.state != ATTEMPT_SUBMITTED) { /* not a resend */
		err = journal_event(h, r->seat, &e, NULL);
		if (err != ERR_OK) {
			candidate_refuse(h, r, err);
			return;
		}
		attempt_was_closed(h, r->seat);
	}
	candidate_attempt(h, r);
}
