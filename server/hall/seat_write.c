/* seat_write: how a candidate and their attempt are told to others. */
#include "hall/journal.h"
#include "hall/seat.h"
#include "proto/answer.h"

/* ---- the attempt object ---- */

static uint16_t
count_answered(const struct attempt *a)
{
	uint16_t n = 0, i;

	for (i = 0; a->plan != NULL && i < a->plan->n_sections; i++)
		n = (uint16_t)(n + a->answered[i]);
	return n;
}

static void
write_exam(struct buf *b, const struct seat *s)
{
	const struct sitting *sitting = s->roster->sitting;

	out_open(b, "exam");
	out_word(b, "sitting", sitting->ident);
	out_word(b, "title", sitting->title);
	out_word(b, "credential", s->roster->programme->programme->credential);
	out_word(b, "route", route_name_text(s->attempt.route));
	out_bool(b, "practice", sitting->practice);
	out_word(b, "zone", sitting->zone);
	out_word(b, "timing",
	    seat_timing(s)->whole_ms != 0 ? "whole" : "sections");
	out_word(b, "rules", sitting->rules);
	out_close(b);
}

static void
write_window(struct buf *b, const struct seat *s)
{
	const struct sitting *sitting = s->roster->sitting;

	out_open(b, "window");
	out_time(b, "opens", sitting->opens);
	out_time(b, "closes", seat_window_closes(s));
	out_time(b, "last_entry", seat_last_entry(s));
	out_close(b);
}

int64_t
seat_total_ms(const struct seat *s)
{
	const struct attempt *a = &s->attempt;

	return entitlement_total_ms(a->entitlement, seat_timing(s)) +
	       a->extended_ms + a->compensation_ms;
}

static void
write_entitlement(struct buf *b, const struct seat *s)
{
	const struct attempt *a = &s->attempt;

	out_open(b, "entitlement");
	out_thousandths(b, "factor", a->entitlement.factor);
	out_int(b, "extra_ms", a->entitlement.extra_ms);
	out_int(b, "extended_ms", a->extended_ms);
	out_int(b, "compensation_ms", a->compensation_ms);
	out_int(b, "total_ms", seat_total_ms(s));
	out_close(b);
}

static void
write_clock(struct buf *b, const struct attempt *a, struct instant now)
{
	struct mono deadline = attempt_deadline(a);
	int64_t left = attempt_is_closed(a) ? -1 : attempt_remaining(a, now.mono);
	bool runs = attempt_runs(a);

	out_open(b, "clock");
	out_bool(b, "running", runs);
	if (left < 0)
		out_null(b, "remaining_ms");
	else
		out_int(b, "remaining_ms", left);
	if (runs)
		out_time(b, "deadline",
		    wall_add(now.wall, deadline.ms - now.mono.ms));
	else
		out_null(b, "deadline");
	out_close(b);
}

static void
write_break(struct buf *b, const struct attempt *a, struct instant now)
{
	int64_t left = a->break_end.ms - now.mono.ms;

	if (a->state != ATTEMPT_ON_BREAK) {
		out_null(b, "break");
		return;
	}
	out_open(b, "break");
	out_int(b, "remaining_ms", left > 0 ? left : 0);
	out_close(b);
}

static const char *
section_state(const struct attempt *a, uint16_t i)
{
	if (a->plan == NULL)
		return "ahead";
	if (i + 1 < a->section || (i + 1 == a->section && !a->section_open) ||
	    attempt_is_closed(a))
		return "closed";
	if (i + 1 == a->section)
		return "current";
	return i == a->section && !a->section_open ? "next" : "ahead";
}

/* How many items a section has, before and after the paper is drawn. */
static uint32_t
section_items(const struct seat *s, uint16_t i)
{
	if (s->attempt.plan != NULL)
		return s->attempt.plan->sections[i].count;
	return blueprint_items(&seat_route(s)->blueprint.sections[i]);
}

static void
write_sections(struct buf *b, const struct seat *s)
{
	const struct programme_route *route = seat_route(s);
	const struct sitting_route *timing = seat_timing(s);
	const struct attempt *a = &s->attempt;
	uint32_t first = 1;
	uint16_t i;

	out_open_array(b, "sections");
	for (i = 0; i < timing->n_sections; i++) {
		out_open(b, NULL);
		out_int(b, "section", i + 1);
		out_word(b, "title", route->sections[i].title);
		out_int(b, "items", section_items(s, i));
		out_int(b, "first_item", first);
		out_word(b, "navigation",
		    timing->sections[i].navigation == NAVIGATION_LINEAR ?
			"linear" :
			"free");
		if (timing->whole_ms != 0)
			out_null(b, "time_ms");
		else
			out_int(b, "time_ms",
			    entitlement_section_ms(a->entitlement, timing, i));
		out_int(b, "break_ms", timing->sections[i].break_ms);
		out_word(b, "state", section_state(a, i));
		out_int(b, "answered", a->answered[i]);
		out_int(b, "flagged", a->flagged[i]);
		out_close(b);
		first += section_items(s, i);
	}
	out_close_array(b);
}

/* Journal order is last first, so each goes before what is there. */
static bool
see_message(void *ctx, const struct store_event *row)
{
	struct seat *s = ctx;
	struct buf later = s->messages;
	struct event e;

	if (row->kind != EVENT_MESSAGED ||
	    event_decode(&e, row->kind, row->payload) != ERR_OK)
		return true;
	s->messages = (struct buf){ 0 };
	seat_add_message(s, row->position, row->at.wall, e.text);
	if (later.len > 0)
		out_raw(&s->messages, NULL, buf_slice(&later));
	buf_fini(&later);
	return true;
}

void
seat_add_message(struct seat *s, uint64_t position, struct wall at,
    struct slice text)
{
	out_open(&s->messages, NULL);
	out_int(&s->messages, "message", (int64_t)position);
	out_time(&s->messages, "at", at);
	out_text(&s->messages, "text", text);
	out_close(&s->messages);
}

enum err
seat_read_messages(struct hall *h, struct seat *s)
{
	enum err e = ERR_OK;

	if (!s->messages_known && s->attempt.n_messages > 0)
		e = journal_walk(h, &s->chain, s->chain.head, see_message, s);
	s->messages_known = e == ERR_OK;
	if (e != ERR_OK)
		buf_fini(&s->messages);
	return e;
}

static void
write_messages(struct buf *b, const struct seat *s)
{
	out_open_array(b, "messages");
	if (s->messages.len > 0)
		out_raw(b, NULL, buf_slice(&s->messages));
	out_close_array(b);
}

static const char *
may_open_detail(const char *rule, enum err e)
{
	if (strcmp(rule, "sitting.check-in") == 0)
		return "Your identity has to be checked first; the proctor does "
		       "that.";
	if (strcmp(rule, "sitting.admission") == 0)
		return "The proctor has to admit you.";
	if (strcmp(rule, "sitting.late-entry") == 0)
		return "The last moment to begin has passed.";
	return e == ERR_TOO_EARLY ? "The exam has not begun yet." :
				    "The window of the exam has closed.";
}

static void
write_may_open(struct hall *h, struct buf *b, const struct seat *s)
{
	struct problem p = { 0 };

	if (s->attempt.plan == NULL && !attempt_is_closed(&s->attempt))
		p.err = seat_may_open(s, h->now.wall, &p.rule, &p.earliest);
	if (p.err == ERR_OK) {
		out_null(b, "may_open");
		return;
	}
	p.detail = may_open_detail(p.rule, p.err);
	out_open(b, "may_open");
	problem_write_members(b, &p);
	out_close(b);
}

void
seat_write_position(struct buf *b, const char *name, uint64_t position)
{
	if (position == 0)
		out_null(b, name);
	else
		out_int(b, name, (int64_t)position);
}

void
seat_write(struct hall *h, struct buf *b, struct seat *s,
    const struct session *session)
{
	const struct attempt *a = &s->attempt;

	out_int(b, "attempt", (int64_t)s->chain.attempt);
	out_open(b, "candidate");
	out_word(b, "number", s->number);
	out_word(b, "name", s->name);
	out_close(b);
	out_word(b, "device", s->waiting == session ? "waiting" : "current");
	write_exam(b, s);
	out_word(b, "state", attempt_state_word(a->state));
	write_window(b, s);
	write_entitlement(b, s);
	write_clock(b, a, h->now);
	write_break(b, a, h->now);
	if (a->section_open && !attempt_is_closed(a))
		out_int(b, "section", a->section);
	else
		out_null(b, "section");
	if (a->state == ATTEMPT_IN_SECTION &&
	    a->plan->sections[a->section - 1].linear)
		out_int(b, "item", a->item + 1);
	else
		out_null(b, "item");
	write_sections(b, s);
	write_messages(b, s);
	seat_write_position(b, "told", a->told);
	seat_write_position(b, "seen", a->shown);
	out_bool(b, "help_open", a->help_open);
	write_may_open(h, b, s);
	seat_write_receipt(b, "receipt", s);
	out_bool(b, "result_released", a->released);
}

void
seat_write_row(struct hall *h, struct buf *b, const struct seat *s)
{
	const struct attempt *a = &s->attempt;

	out_int(b, "attempt", (int64_t)s->chain.attempt);
	out_word(b, "candidate", s->number);
	out_word(b, "name", s->name);
	out_word(b, "route", route_name_text(a->route));
	out_word(b, "state", attempt_state_word(a->state));
	out_bool(b, "connected", s->streams > 0);
	out_bool(b, "waiting_device", s->waiting != NULL);
	if (a->section_open && !attempt_is_closed(a))
		out_int(b, "section", a->section);
	else
		out_null(b, "section");
	out_int(b, "answered", count_answered(a));
	out_int(b, "items", a->plan != NULL ? a->plan->n_items : 0);
	write_clock(b, a, h->now);
	out_int(b, "extended_ms", a->extended_ms);
	out_int(b, "compensation_ms", a->compensation_ms);
	out_word(b, "help", a->help_open ? s->help : NULL);
	out_int(b, "reports", a->n_reports);
	if (a->last_saved.ms != 0)
		out_time(b, "last_saved", a->last_saved);
	else
		out_null(b, "last_saved");
	out_int(b, "incidents", a->n_incidents);
	seat_write_position(b, "told", a->told);
	seat_write_position(b, "seen", a->shown);
	if (a->shown != 0)
		out_time(b, "seen_at", a->shown_at);
	else
		out_null(b, "seen_at");
	out_word(b, "room", s->room != NULL ? s->room->ident : NULL);
	out_word(b, "seat", s->place);
}

/* ---- an element of "items" ---- */

void
seat_write_item(struct buf *b, struct seat *s, const struct paper *paper,
    uint16_t i)
{
	const struct item *item = bank_item(seat_bank(s), paper_item(paper, i));

	if (b->at[b->len - 1] == '}')
		buf_put(b, ",", 1);
	paper_view(b, paper, seat_bank(s), i);
	answer_write_state(b, item, attempt_answer(&s->attempt, i));
}
