#include "owed.h"

#include "story.h"

#define NEVER (INT64_MAX / 4)
#define ROUNDING_MS 20 /* of shares, and of a turn's own milliseconds */
#define BIT(v) (1u << VERDICT_##v)

bool
owed_is_closed(const struct owed *o)
{
	return o->state == ATTEMPT_SUBMITTED || o->state == ATTEMPT_EXPIRED ||
	       o->state == ATTEMPT_TERMINATED || o->state == ATTEMPT_ABSENT;
}

bool
owed_is_open(const struct owed *o)
{
	return o->state == ATTEMPT_OPENED || o->state == ATTEMPT_IN_SECTION ||
	       o->state == ATTEMPT_ON_BREAK || o->state == ATTEMPT_PAUSED;
}

static bool
goes_on(const struct owed *o)
{
	return owed_is_open(o) && o->state != ATTEMPT_PAUSED;
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
first_end(const struct owed *o)
{
	return least(o->has_clock ? o->left : NEVER, o->window);
}

int64_t
owed_left(const struct owed *o, int64_t served)
{
	return first_end(o) - (goes_on(o) ? served - o->mark : 0);
}

/* Clocks go on up to here; what arrived before they last changed counts from
 * then. */
static void
go_to(struct owed *o, int64_t served)
{
	int64_t used = served - o->mark;

	if (used <= 0)
		return;
	if (goes_on(o)) {
		o->window -= used;
		if (o->has_clock)
			o->left -= used;
		if (o->state == ATTEMPT_ON_BREAK)
			o->break_left -= used;
	}
	o->mark = served;
}

/* What is beyond the end of something is nobody's. */
static void
forgive(struct owed *o)
{
	int64_t end = least(
	    first_end(o), o->state == ATTEMPT_ON_BREAK ? o->break_left : NEVER);

	if (end >= 0)
		return;
	o->window -= end;
	if (o->has_clock)
		o->left -= end;
	if (o->state == ATTEMPT_ON_BREAK)
		o->break_left -= end;
}

/* Nobody hears of the end before everything that came in time was heard. */
static int64_t
wait(const struct owed *o)
{
	return o->terms.grace > o->terms.late ? o->terms.grace : o->terms.late;
}

static void
not_early(const struct owed *o, const char *what, int64_t left)
{
	if (left > OWED_SHORT_MS)
		story_fails(
		    o->attempt, "%s %lld ms early", what, (long long)left);
}

/* By the server, which waits for what is on its way. */
static void
not_closed_early(const struct owed *o)
{
	not_early(o, "it was closed", first_end(o));
	if (!o->spent)
		not_early(o, "the server waited to", first_end(o) + wait(o));
}

/* What has run out is given nothing back: it may be closed any moment. */
static void
note_spent(struct owed *o)
{
	if (first_end(o) <= OWED_SHORT_MS)
		o->spent = true;
}

/* ---- saves ---- */

static unsigned
in_time(const struct owed *o, const struct event *e)
{
	return e->seq > o->seqs[e->item] ? BIT(COUNTED) : BIT(STALE);
}

static unsigned
late(const struct owed *o, const struct event *e)
{
	return BIT(LATE) |
	       (o->terms.late > 0 && e->seq > o->seqs[e->item]
		       ? BIT(LATE_COUNTED)
		       : 0) |
	       (o->terms.late > 0 ? BIT(STALE) : 0);
}

static unsigned
by_time(const struct owed *o, const struct event *e, int64_t left)
{
	if (left > OWED_SHORT_MS)
		return in_time(o, e);
	if (left < -o->bonus - ROUNDING_MS)
		return late(o, e);
	return in_time(o, e) | late(o, e);
}

unsigned
owed_verdicts(const struct owed *o, const struct event *e, int64_t served)
{
	uint16_t section = (uint16_t)(o->section - 1);

	if (owed_is_closed(o) || !o->section_open ||
	    e->item < o->terms.first[section] ||
	    (o->terms.linear[section] && e->item < o->item))
		return BIT(CLOSED);
	if (o->state == ATTEMPT_PAUSED && served >= o->mark)
		return first_end(o) < 0
			   ? late(o, e) | BIT(PAUSED) | in_time(o, e)
			   : BIT(PAUSED) | in_time(o, e);
	return by_time(o, e, first_end(o) - (served - o->mark));
}

/* ---- sections and breaks ---- */

static void
see_opened(struct owed *o, const struct event *e, const struct owed_moment *m)
{
	int64_t longer = e->wall.ms - o->terms.closes.ms;

	if (longer < -ROUNDING_MS || longer > m->grants + ROUNDING_MS)
		story_fails(o->attempt,
		    "its window was opened %lld ms longer than promised, %lld "
		    "were lost",
		    (long long)longer, (long long)m->grants);
	o->state = ATTEMPT_OPENED;
	o->window = e->wall.ms - e->at.wall.ms + o->pending;
	o->mark = m->served;
}

static void
see_entered(struct owed *o, const struct event *e, int64_t served)
{
	go_to(o, served);
	if (e->section != o->section)
		story_fails(o->attempt, "section %u is entered after %u",
		    e->section + 1u, o->section);
	if (e->code != 0)
		not_early(o, "its break ended", o->break_left);
	forgive(o);
	if (!o->has_clock) {
		if (!o->stands)
			o->left =
			    o->terms.allowance[o->terms.whole ? 0 : o->section];
		o->left += o->pending;
		o->pending = 0;
		o->has_clock = true;
		o->stands = false;
	}
	o->item = o->terms.first[o->section];
	o->section++;
	o->section_open = true;
	o->state = ATTEMPT_IN_SECTION;
}

/* While there is time left; at the edge what happened is as good. */
static bool
has_break(const struct owed *o, const struct owed_moment *m)
{
	int64_t left = first_end(o);

	return left > OWED_SHORT_MS ||
	       (left >= -o->bonus - ROUNDING_MS && m->on_break);
}

static void
see_section_closed(
    struct owed *o, const struct event *e, const struct owed_moment *m)
{
	int64_t pause = o->terms.break_ms[e->section];

	go_to(o, m->served);
	if (e->code == CLOSED_BY_TIME)
		not_closed_early(o);
	o->section_open = false;
	o->state = ATTEMPT_OPENED;
	if (!o->terms.whole) {
		forgive(o);
		o->has_clock = o->spent = false;
	}
	if (o->section == o->terms.n_sections || pause == 0 || !has_break(o, m))
		return;
	o->stands = o->has_clock;
	o->has_clock = false;
	o->break_left = pause;
	o->state = ATTEMPT_ON_BREAK;
}

/* ---- time given ---- */

static void
give(struct owed *o, int64_t ms)
{
	if (o->state == ATTEMPT_OPENED || o->state == ATTEMPT_IN_SECTION ||
	    o->state == ATTEMPT_ON_BREAK || o->state == ATTEMPT_PAUSED)
		forgive(o);
	o->spent = false;
	o->window += ms;
	if (o->has_clock || o->stands)
		o->left += ms;
	else
		o->pending += ms;
}

/* What was lost is not owed.  What is recorded must not be less than that. */
static void
see_compensated(
    struct owed *o, const struct event *e, const struct owed_moment *m)
{
	if (e->ms < m->loss)
		story_fails(o->attempt, "%lld ms were lost and %lld given back",
		    (long long)m->loss, (long long)e->ms);
	o->bonus += e->ms - m->loss;
	go_to(o, m->served);
	note_spent(o);
}

/* ---- the end, and back ---- */

static void
close_as(struct owed *o, enum attempt_state to, int64_t served)
{
	go_to(o, served);
	if (o->state != ATTEMPT_PAUSED)
		o->before = o->state;
	o->state = to;
}

static void
see_absent(struct owed *o, const struct event *e)
{
	if (e->at.wall.ms < o->terms.closes.ms)
		story_fails(o->attempt, "is absent before the window closes");
	o->state = ATTEMPT_ABSENT;
}

static void
go_on(struct owed *o, int64_t served)
{
	if (served > o->mark)
		o->mark = served;
	note_spent(o);
	o->state = o->before;
}

void
owed_see(struct owed *o, const struct event *e, const struct owed_moment *m)
{
	if (e->kind == EVENT_CHECKED_IN) {
		o->state = ATTEMPT_CHECKED_IN;
	} else if (e->kind == EVENT_ADMITTED) {
		o->state = ATTEMPT_ADMITTED;
	} else if (e->kind == EVENT_OPENED) {
		see_opened(o, e, m);
	} else if (e->kind == EVENT_SECTION_ENTERED) {
		see_entered(o, e, m->served);
	} else if (e->kind == EVENT_ITEM_LEFT) {
		o->item++;
	} else if (e->kind == EVENT_SECTION_CLOSED) {
		see_section_closed(o, e, m);
	} else if (e->kind == EVENT_PAUSED) {
		go_to(o, m->served);
		o->before = o->state;
		o->state = ATTEMPT_PAUSED;
	} else if (e->kind == EVENT_RESUMED) {
		go_on(o, m->served);
	} else if (e->kind == EVENT_EXTENDED) {
		go_to(o, m->served);
		give(o, e->ms);
	} else if (e->kind == EVENT_COMPENSATED) {
		see_compensated(o, e, m);
	} else if (e->kind == EVENT_SUBMITTED) {
		close_as(o, ATTEMPT_SUBMITTED, m->served);
	} else if (e->kind == EVENT_EXPIRED) {
		close_as(o, ATTEMPT_EXPIRED, m->served);
		not_closed_early(o);
	} else if (e->kind == EVENT_TERMINATED) {
		close_as(o, ATTEMPT_TERMINATED, m->served);
	} else if (e->kind == EVENT_REOPENED) {
		go_on(o, m->served);
		if (e->ms > 0)
			give(o, e->ms);
	} else if (e->kind == EVENT_ABSENT) {
		see_absent(o, e);
	}
}
