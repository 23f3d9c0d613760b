#include "owed.h"

#include "exam/limits.h"
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

/* The same with what the journal records beyond what was lost. */
static int64_t
last_end(const struct owed *o)
{
	return least(o->has_clock ? o->left + o->over : NEVER,
	    o->window + o->window_over);
}

static int64_t
used(const struct owed *o, int64_t served)
{
	return goes_on(o) ? served - o->mark : 0;
}

int64_t
owed_left(const struct owed *o, int64_t served)
{
	int64_t left = first_end(o) - used(o, served);

	return o->stands ? least(o->left, left) : left;
}

int64_t
owed_most(const struct owed *o, int64_t served)
{
	int64_t left = last_end(o) - used(o, served);

	return o->stands ? least(o->left + o->over, left) : left;
}

/* Clocks go on up to here; what arrived before they last changed counts from
 * then. */
static void
go_to(struct owed *o, int64_t served)
{
	int64_t ms = used(o, served);

	if (served <= o->mark)
		return;
	if (goes_on(o)) {
		o->window -= ms;
		if (o->has_clock)
			o->left -= ms;
		if (o->state == ATTEMPT_ON_BREAK)
			o->break_left -= ms;
	}
	o->mark = served;
}

static int64_t
longer(int64_t left, int64_t ms)
{
	return left + ms > 0 ? left + ms : 0;
}

static void
forgive_clock(int64_t *left, int64_t *over, int64_t end, int64_t sure)
{
	if (*left != end) /* of the one that ended it is known */
		*over += -end - sure;
	*left = longer(*left, sure);
}

/* What is beyond the end of something is nobody's: as much as is sure is put
 * on every clock, and that there may be more is noted. */
static void
forgive(struct owed *o)
{
	bool on_break = o->state == ATTEMPT_ON_BREAK;
	int64_t end = least(first_end(o), on_break ? o->break_left : NEVER);
	int64_t last = least(
	    last_end(o), on_break ? o->break_left + o->window_over : NEVER);
	int64_t sure = last < 0 ? -last : 0;

	if (end >= 0)
		return;
	forgive_clock(&o->window, &o->window_over, end, sure);
	if (o->has_clock)
		forgive_clock(&o->left, &o->over, end, sure);
	if (on_break)
		o->break_left = longer(o->break_left, sure);
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
by_time(const struct owed *o, const struct event *e, int64_t served)
{
	int64_t past = served - o->mark;

	if (first_end(o) - past > OWED_SHORT_MS)
		return in_time(o, e);
	if (last_end(o) - past < -ROUNDING_MS)
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
	return by_time(o, e, served);
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
start_clock(struct owed *o)
{
	if (!o->stands) {
		o->left = o->terms.allowance[o->terms.whole ? 0 : o->section];
		o->over = 0;
	}
	o->left += o->pending;
	o->pending = 0;
	o->has_clock = true;
	o->stands = false;
}

static void
see_entered(struct owed *o, const struct event *e, const struct owed_moment *m)
{
	go_to(o, m->served);
	if (e->section != o->section)
		story_fails(o->attempt, "section %u is entered after %u",
		    e->section + 1u, o->section);
	if (e->code != 0)
		not_early(o, "its break ended", o->break_left);
	forgive(o);
	if (!o->has_clock)
		start_clock(o);
	o->item = o->terms.first[o->section];
	o->section++;
	o->section_open = true;
	o->state = ATTEMPT_IN_SECTION;
}

/* While there is time left; at the edge what happened is as good. */
static bool
has_break(const struct owed *o, const struct owed_moment *m)
{
	return first_end(o) > OWED_SHORT_MS ||
	       (last_end(o) >= -ROUNDING_MS && m->on_break);
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

/* What was lost is not owed.  What is recorded must be that, and a second at
 * most for the last sign of life; a wall clock that bridges a reboot drifts. */
static void
see_compensated(
    struct owed *o, const struct event *e, const struct owed_moment *m)
{
	if (e->ms < m->loss - ROUNDING_MS - m->loss / 1000)
		story_fails(o->attempt, "%lld ms were lost and %lld given back",
		    (long long)m->loss, (long long)e->ms);
	if (e->ms > m->loss + HEARTBEAT_MS + ROUNDING_MS + m->loss / 1000)
		story_fails(o->attempt, "%lld ms were lost, %lld are given",
		    (long long)m->loss, (long long)e->ms);
	if (e->ms > m->loss) {
		o->window_over += e->ms - m->loss;
		o->over += o->has_clock ? e->ms - m->loss : 0;
	}
	go_to(o, m->served);
	note_spent(o);
}

static void
see_extended(struct owed *o, const struct event *e, const struct owed_moment *m)
{
	go_to(o, m->served);
	give(o, e->ms);
}

/* ---- standing still, the end, and back ---- */

static void
see_checked_in(
    struct owed *o, const struct event *e, const struct owed_moment *m)
{
	(void)e, (void)m;
	o->state = ATTEMPT_CHECKED_IN;
}

static void
see_admitted(struct owed *o, const struct event *e, const struct owed_moment *m)
{
	(void)e, (void)m;
	o->state = ATTEMPT_ADMITTED;
}

static void
see_item_left(
    struct owed *o, const struct event *e, const struct owed_moment *m)
{
	(void)e, (void)m;
	o->item++;
}

static void
see_paused(struct owed *o, const struct event *e, const struct owed_moment *m)
{
	(void)e;
	go_to(o, m->served);
	o->before = o->state;
	o->state = ATTEMPT_PAUSED;
}

static void
see_resumed(struct owed *o, const struct event *e, const struct owed_moment *m)
{
	(void)e;
	if (m->served > o->mark)
		o->mark = m->served;
	note_spent(o);
	o->state = o->before;
}

static void
see_reopened(struct owed *o, const struct event *e, const struct owed_moment *m)
{
	see_resumed(o, e, m);
	if (e->ms > 0)
		give(o, e->ms);
}

static void
close_as(struct owed *o, enum attempt_state to, const struct owed_moment *m)
{
	go_to(o, m->served);
	if (o->state != ATTEMPT_PAUSED)
		o->before = o->state;
	o->state = to;
}

static void
see_submitted(
    struct owed *o, const struct event *e, const struct owed_moment *m)
{
	(void)e;
	close_as(o, ATTEMPT_SUBMITTED, m);
}

static void
see_terminated(
    struct owed *o, const struct event *e, const struct owed_moment *m)
{
	(void)e;
	close_as(o, ATTEMPT_TERMINATED, m);
}

static void
see_expired(struct owed *o, const struct event *e, const struct owed_moment *m)
{
	(void)e;
	if (o->state == ATTEMPT_ON_BREAK)
		o->spent = true; /* in a break nothing is on its way */
	close_as(o, ATTEMPT_EXPIRED, m);
	not_closed_early(o);
}

static void
see_absent(struct owed *o, const struct event *e, const struct owed_moment *m)
{
	(void)m;
	if (e->at.wall.ms < o->terms.closes.ms)
		story_fails(o->attempt, "is absent before the window closes");
	o->state = ATTEMPT_ABSENT;
}

/* Other events move nothing. */
static void (*const see[EVENT_KINDS])(
    struct owed *, const struct event *, const struct owed_moment *) = {
	[EVENT_CHECKED_IN] = see_checked_in,
	[EVENT_ADMITTED] = see_admitted,
	[EVENT_OPENED] = see_opened,
	[EVENT_SECTION_ENTERED] = see_entered,
	[EVENT_ITEM_LEFT] = see_item_left,
	[EVENT_SECTION_CLOSED] = see_section_closed,
	[EVENT_PAUSED] = see_paused,
	[EVENT_RESUMED] = see_resumed,
	[EVENT_EXTENDED] = see_extended,
	[EVENT_COMPENSATED] = see_compensated,
	[EVENT_SUBMITTED] = see_submitted,
	[EVENT_EXPIRED] = see_expired,
	[EVENT_TERMINATED] = see_terminated,
	[EVENT_REOPENED] = see_reopened,
	[EVENT_ABSENT] = see_absent,
};

void
owed_see(struct owed *o, const struct event *e, const struct owed_moment *m)
{
	if (see[e->kind] != NULL)
		see[e->kind](o, e, m);
}
