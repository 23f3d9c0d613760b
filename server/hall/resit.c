/* resit: may this person sit again, and from when? */
#include "hall/marking.h"
#include "hall/resit.h"
#include "hall/seat.h"
#include "load/zone.h"

/* What counts: other sittings of programmes with this name, but practice. */
static bool
counts(const struct seat *s, const struct roster *roster)
{
	return s->roster != roster && !s->roster->sitting->practice &&
	    s->roster->programme != NULL &&
	    strcmp(s->roster->programme->programme->ident,
		roster->programme->programme->ident) == 0;
}

static bool
has_passed(const struct seat *s)
{
	return s->roster->results >= RESULTS_CONFIRMED && result_is_there(s) &&
	    s->score->passed;
}

/* ---- the days between two sittings ---- */

/* One of a person's sittings, as it is or as it will be. */
struct turn {
	const struct seat *seat; /* NULL: registers for it now */
	const struct roster *roster;
	const struct sitting *sitting;
};

/* Two of them, in their order. */
struct gap {
	struct turn first, second;
};

static struct gap
gap_of(struct turn a, struct turn b)
{
	return a.sitting->opens.ms <= b.sitting->opens.ms
		   ? (struct gap){ a, b }
		   : (struct gap){ b, a };
}

static struct turn
turn_now(const struct seat *s)
{
	return (struct turn){ s, s->roster, s->roster->sitting };
}

static struct turn
turn_coming(const struct seat *s)
{
	const struct sitting *coming = s->roster->coming;

	return (struct turn){ s, s->roster,
		coming != NULL ? coming : s->roster->sitting };
}

static bool
was_absent(const struct seat *s)
{
	return s != NULL && s->attempt.state == ATTEMPT_ABSENT;
}

static uint16_t
wait_days(const struct seat *s, const struct resit_policy *policy)
{
	return was_absent(s) ? policy->wait_days_after_absence
			     : policy->wait_days;
}

/* As the programme of the second has it. */
static uint16_t
days_between(const struct gap *g)
{
	return wait_days(
	    g->first.seat, &g->second.roster->programme->programme->resit);
}

static struct wall
earliest_of(const struct gap *g)
{
	return wall_add(g->first.sitting->closes, DAYS(days_between(g)));
}

static bool
is_too_soon(const struct gap *g)
{
	return days_between(g) > 0 && !g->first.sitting->practice &&
	       !g->second.sitting->practice &&
	       g->second.sitting->opens.ms < earliest_of(g).ms;
}

static void
refuse_wait(struct diag *diag, const char *number, const struct gap *g)
{
	const struct sitting *a = g->first.sitting, *b = g->second.sitting;
	char earliest[ZONE_TEXT_MAX], opens[ZONE_TEXT_MAX];
	bool absent = was_absent(g->first.seat);

	diag_add(diag, 0, number,
	    "may sit again from %s: %u days after sitting %s%s; sitting %s "
	    "opens %s (resit.%s)",
	    zone_format(earliest, earliest_of(g), b->zone), days_between(g),
	    a->ident, absent ? ", to which the candidate did not come" : "",
	    b->ident, zone_format(opens, b->opens, b->zone),
	    absent ? "wait_days_after_absence" : "wait_days");
}

void
resit_check_move(struct hall *h, struct diag *diag, const struct seat *seat)
{
	const struct person *person = person_find(h, slice_of(seat->number));
	const struct seat *s = person != NULL ? person->seats : NULL;
	struct gap now, then;

	for (; s != NULL; s = s->namesake) {
		if (!counts(s, seat->roster))
			continue;
		now = gap_of(turn_now(s), turn_now(seat));
		then = gap_of(turn_coming(s), turn_coming(seat));
		/* of two that move, the later tells */
		if (is_too_soon(&then) && !is_too_soon(&now) &&
		    (then.second.seat == seat || s->roster->coming == NULL))
			refuse_wait(diag, seat->number, &then);
	}
}

/* ---- may they be registered? ---- */

static bool
refuse_passed(struct diag *diag, const struct person *p,
    const struct roster *roster)
{
	const struct seat *s;

	for (s = p->seats; s != NULL; s = s->namesake)
		if (counts(s, roster) && has_passed(s)) {
			diag_add(diag, 0, p->number,
			    "has passed in sitting %s and sits no more (resit)",
			    s->roster->sitting->ident);
			return true;
		}
	return false;
}

static void
check_attempts(struct diag *diag, const struct person *p,
    const struct roster *roster, const struct resit_policy *policy)
{
	const struct seat *s;
	struct turn this = { NULL, roster, roster->sitting };
	struct gap gap;
	unsigned n = 0;

	for (s = p->seats; s != NULL; s = s->namesake) {
		if (!counts(s, roster))
			continue;
		gap = gap_of(turn_now(s), this);
		if (is_too_soon(&gap)) {
			refuse_wait(diag, p->number, &gap);
			return;
		}
		n++;
	}
	if (policy->attempts > 0 && n >= policy->attempts)
		diag_add(diag, 0, p->number,
		    "is registered for %u sittings already; %u attempts are "
		    "allowed in all (resit.attempts)",
		    n, policy->attempts);
}

void
resit_check(struct hall *h, struct diag *diag, const struct roster *roster,
    const char *number)
{
	const struct person *p = person_find(h, slice_of(number));

	if (p == NULL || roster->sitting->practice ||
	    refuse_passed(diag, p, roster))
		return;
	check_attempts(diag, p, roster,
	    &roster->programme->programme->resit);
}

/* ---- what a report says of it ---- */

static unsigned
count_sittings(struct hall *h, const struct seat *s)
{
	const struct person *p = person_find(h, slice_of(s->number));
	const struct seat *other = p != NULL ? p->seats : NULL;
	unsigned n = 1;

	for (; other != NULL; other = other->namesake)
		n += counts(other, s->roster) ? 1 : 0;
	return n;
}

void
resit_write(struct hall *h, struct buf *b, const struct seat *s)
{
	const struct resit_policy *policy =
	    &s->roster->programme->programme->resit;
	unsigned n = count_sittings(h, s);

	if (s->roster->sitting->practice || s->score->passed) {
		out_null(b, "resit");
		return;
	}
	out_open(b, "resit");
	out_time(b, "from",
	    wall_add(s->roster->sitting->closes, DAYS(wait_days(s, policy))));
	if (policy->attempts > 0)
		out_int(b, "attempts_left",
		    n < policy->attempts ? policy->attempts - n : 0);
	else
		out_null(b, "attempts_left");
	out_close(b);
}
