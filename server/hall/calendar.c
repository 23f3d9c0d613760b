/* calendar: the sittings, and postponing one. */
#include "hall/calendar.h"
#include "hall/certificate.h"
#include "hall/commands.h"
#include "hall/deadline.h"
#include "hall/journal.h"
#include "hall/marking.h"
#include "hall/place.h"
#include "hall/push.h"
#include "hall/reply.h"
#include "hall/resit.h"
#include "hall/roster.h"
#include "load/sitting.h"
#include "load/zone.h"

/* By opening, then by name. */
static int
compare_rosters(const struct roster *a, const struct roster *b)
{
	const struct sitting *x = a->sitting, *y = b->sitting;

	return x->opens.ms != y->opens.ms ? (x->opens.ms > y->opens.ms) * 2 - 1 :
					    strcmp(x->ident, y->ident);
}

void
sitting_list(struct hall *h, struct request *r)
{
	struct roster *roster, *next;

	HASH_SORT(h->rosters, compare_rosters);
	out_open_array(reply_begin(h), "sittings");
	HASH_ITER(hh, h->rosters, roster, next)
	{
		out_open(&h->body, NULL);
		roster_write(&h->body, roster);
		out_close(&h->body);
	}
	out_close_array(&h->body);
	reply_end(h, r, 200);
}

/* ---- another sitting ---- */

static void
replace(struct hall *h, struct roster *roster, struct sitting *s)
{
	HASH_DEL(h->rosters, roster);
	/* a new window has lost nothing yet */
	if (s->opens.ms != roster->sitting->opens.ms)
		roster->given_ms = 0;
	if (!place_rooms_stay(roster->sitting, s))
		push_end_views(h, roster);
	roster_keep_proctors(roster, s);
	place_carry_over(roster, s);
	sitting_free(roster->sitting);
	roster->sitting = s;
	roster_replaced(h, roster);
	push_review(h, roster);
}

void
sitting_put(struct hall *h, struct sitting *s, const char *by)
{
	struct roster *roster = roster_find(h, slice_of(s->ident));
	size_t i;

	if (roster != NULL)
		replace(h, roster, s);
	else
		roster = roster_new(h, s);
	if (roster == NULL) { /* checked before: cannot be */
		sitting_free(s);
		return;
	}
	for (i = 0; i < roster->n_seats; i++) {
		deadline_update(h, roster->seats[i]);
		push_state(h, roster->seats[i]);
		push_row(h, roster->seats[i]);
	}
	roster_store(h, roster);
	journal_admin(h, slice_of(by), SLICE_NONE, slice_of(s->ident),
	    "sitting set: %s to %s %s", s->opens_civil, s->closes_civil,
	    s->zone);
}

/* ---- postponing ---- */

/* The same sitting at a later civil time; the window keeps its length. */
static struct sitting *
postponed(const struct sitting *s, struct slice civil_text, struct body *b)
{
	char text[CIVIL_TEXT_MAX], offset[CIVIL_TEXT_MAX];
	struct wall instants[2];
	struct sitting *to;
	struct civil civil;
	int64_t length = s->closes.ms - s->opens.ms;
	int n;

	snprintf(text, sizeof(text), "%.*s", SLICE_FMT(civil_text));
	if (!civil_parse(&civil, text)) {
		body_fail(b, ERR_INVALID,
		    "\"opens\" must be a date and time like 2026-12-01T09:00.");
		return NULL;
	}
	n = zone_resolve(instants, &civil, s->zone);
	if (n != 1) {
		body_fail(b, ERR_INVALID, "In %s this time comes %s that day; "
		    "choose another.", s->zone, n == 0 ? "never" : "twice");
		return NULL;
	}
	to = sitting_copy(s);
	if (to == NULL)
		return NULL;
	to->opens = instants[0];
	to->closes = wall_add(instants[0], length);
	free(to->opens_civil);
	free(to->closes_civil);
	to->opens_civil = alloc_text(text);
	to->closes_civil =
	    alloc_text(zone_format_offset(offset, to->closes, s->zone));
	return to;
}

static bool
has_absent(const struct roster *roster)
{
	size_t i;

	for (i = 0; i < roster->n_seats; i++)
		if (roster->seats[i]->attempt.state == ATTEMPT_ABSENT)
			return true;
	return false;
}

/* Why it cannot be moved there, whatever is in the way of people. */
static void
check_move(struct hall *h, struct body *b, const struct roster *roster,
    const struct sitting *to)
{
	if (to->opens.ms <= roster->sitting->opens.ms)
		body_fail(b, ERR_INVALID,
		    "It opens at %s; postponing moves it later.",
		    roster->sitting->opens_civil);
	else if (roster_has_begun(roster))
		body_fail(b, ERR_STATE,
		    "Somebody has begun; a sitting that has begun cannot be "
		    "postponed.");
	else if (import_is_into(h, roster))
		body_fail(
		    b, ERR_STATE, "Candidates are being imported; try again.");
	else if (has_absent(roster))
		body_fail(b, ERR_STATE,
		    "Its time is over and candidates are marked absent; make "
		    "another sitting for them.");
}

/* Would somebody sit again too soon?  false: answered. */
static bool
leaves_days_between(struct hall *h, struct request *r, struct roster *roster,
    const struct sitting *to)
{
	struct diag diag = { .path = roster->sitting->ident };
	size_t i;

	roster->coming = to;
	for (i = 0; i < roster->n_seats; i++)
		resit_check_move(h, &diag, roster->seats[i]);
	roster->coming = NULL;
	if (diag.count > 0)
		reply_problem(h, r,
		    &(struct problem){ .err = ERR_INVALID,
			.rule = "resit.wait-days",
			.detail = "Some of its candidates sit again too soon "
				  "before or after; move that sitting first.",
			.errors = buf_slice(&diag.text) });
	diag_fini(&diag);
	return diag.count == 0;
}

static void
postpone(struct hall *h, struct request *r, struct roster *roster,
    struct sitting *to, const struct act *act)
{
	journal_admin(h, slice_of(r->staff->name), act->reason,
	    slice_of(roster->sitting->ident), "postponed: %.*s",
	    SLICE_FMT(act->words));
	sitting_put(h, to, r->staff->name);
	certificate_warn(h);
	roster_write(reply_begin(h), roster);
	reply_end(h, r, 200);
}

void
sitting_postpone(struct hall *h, struct request *r)
{
	static const char *const names[] = { "opens", "reason", "words", NULL };
	struct roster *roster = roster_of_path(h, r);
	struct sitting *to = NULL;
	struct slice opens;
	struct body b;
	struct act act;

	if (roster == NULL)
		return;
	body_open(&b, r->frame->body, names);
	opens = body_text(&b, "opens", 1, CIVIL_TEXT_MAX - 1);
	act_read(&b, &act);
	if (b.err == ERR_OK)
		to = postponed(roster_filed(roster), opens, &b);
	if (b.err == ERR_OK && to != NULL)
		check_move(h, &b, roster, to);
	if (b.err != ERR_OK || to == NULL) {
		reply_refuse(h, r, b.err != ERR_OK ? b.err : ERR_STATE, "%s",
		    b.err != ERR_OK ? b.detail : "The sitting cannot be moved.");
	} else if (leaves_days_between(h, r, roster, to)) {
		postpone(h, r, roster, to, &act);
		to = NULL; /* the roster's now */
	}
	sitting_free(to);
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
