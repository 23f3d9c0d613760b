/* resit: may this person sit again, and from when? */
#include "hall/state.h"
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
	return s->roster->results >= RESULTS_CONFIRMED && s->score != NULL &&
	    s->attempt.scored && s->score->passed;
}

/* The days to wait after this sitting, as the programme of the next has it. */
static uint16_t
wait_days(const struct seat *s, const struct resit_policy *policy)
{
	return s->attempt.state == ATTEMPT_ABSENT
	    ? policy->wait_days_after_absence
	    : policy->wait_days;
}

static bool
refuse_wait(struct diag *diag, const struct seat *before,
    const struct roster *roster, const struct resit_policy *policy)
{
	const struct sitting *s = before->roster->sitting;
	uint16_t days = wait_days(before, policy);
	struct wall earliest = wall_add(s->closes, DAYS(days));
	char text[ZONE_TEXT_MAX];

	if (days == 0 || s->opens.ms > roster->sitting->opens.ms ||
	    roster->sitting->opens.ms >= earliest.ms)
		return false;
	diag_add(diag, 0, before->number,
	    "may sit again from %s: %u days after sitting %s%s (resit%s)",
	    zone_format(text, earliest, roster->sitting->zone), days, s->ident,
	    before->attempt.state == ATTEMPT_ABSENT
		? ", to which the candidate did not come"
		: "",
	    before->attempt.state == ATTEMPT_ABSENT
		? ".wait_days_after_absence"
		: ".wait_days");
	return true;
}

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
	unsigned n = 0;

	for (s = p->seats; s != NULL; s = s->namesake) {
		if (!counts(s, roster))
			continue;
		if (refuse_wait(diag, s, roster, policy))
			return;
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
