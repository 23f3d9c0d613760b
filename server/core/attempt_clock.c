/*
 * The clocks of an attempt: nobody loses time and nobody gains any.
 *
 * While the attempt is PAUSED or closed its clocks stand.  Their ends stay as
 * they were and are read at `since`; going on gives back the time they stood.
 *
 * Once something has run out nothing can be given back to it, and the time
 * until somebody acts (the server after the grace, a proctor with more time)
 * is nobody's: forgive() moves every end by it, so that a window that had
 * room for the next section still has.
 *
 * A request may have arrived before an act that was decided earlier.  It
 * counts from that act: a clock never goes back behind `since`.
 */
#include "core/attempt_act.h"

#include "exam/alloc.h"

static struct mono
earlier(struct mono a, struct mono b)
{
	return a.ms < b.ms ? a : b;
}

static struct mono
later(struct mono a, struct mono b)
{
	return a.ms > b.ms ? a : b;
}

static bool
has_clock(const struct attempt *a)
{
	return a->deadline.ms != MONO_NEVER.ms;
}

static bool
is_stopped(const struct attempt *a)
{
	return a->state == ATTEMPT_PAUSED || attempt_is_closed(a);
}

/* What the clocks show at an instant. */
static struct mono
shown(const struct attempt *a, struct mono at)
{
	return is_stopped(a) ? a->since : later(at, a->since);
}

/* The end of what the candidate is in, be it a break. */
static struct mono
end_of(const struct attempt *a)
{
	return earlier(a->break_end, attempt_deadline(a));
}

static bool
break_ends_first(const struct attempt *a)
{
	return a->break_end.ms < attempt_deadline(a).ms;
}

static void
move_ends(struct attempt *a, int64_t ms)
{
	a->window_end = mono_add(a->window_end, ms);
	if (has_clock(a))
		a->deadline = mono_add(a->deadline, ms);
	if (a->break_end.ms != MONO_NEVER.ms)
		a->break_end = mono_add(a->break_end, ms);
}

static void
forgive(struct attempt *a, struct mono at)
{
	struct mono end = end_of(a);

	if (mono_reached(at, end))
		move_ends(a, at.ms - end.ms);
}

/* False: it had run out before, or there is nothing to give. */
static bool
give_back(struct attempt *a, struct mono from, struct mono to)
{
	if (mono_reached(from, end_of(a)) || mono_reached(from, to))
		return false;
	move_ends(a, to.ms - from.ms);
	return true;
}

/* ---- opening, sections, breaks ---- */

enum err
act_open(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (attempt_plan_decode(&a->plan, e->data) != ERR_OK)
		return ERR_INVALID;
	if (a->plan->items != NULL) {
		free(a->plan);
		a->plan = NULL;
		return ERR_INVALID;
	}
	answers_make_room(a);
	a->seen = alloc_zero(a->plan->n_items, sizeof(*a->seen));
	a->whole_ms = e->ms;
	a->window_closes = e->wall;
	/* The wall clock is asked this once; from now on it may jump. */
	a->window_end = mono_add(e->at.mono,
	    e->wall.ms - e->at.wall.ms + a->pending_ms);
	a->since = e->at.mono;
	a->state = ATTEMPT_OPENED;
	return ERR_OK;
}

enum err
act_draw(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	struct attempt_drawn drawn;

	(void)verdict;
	if (a->plan->items != NULL)
		return ERR_STATE;
	if (attempt_drawn_decode(&drawn, a->plan->n_items, e->data) != ERR_OK)
		return ERR_INVALID;
	plan_draw(a->plan, drawn.items);
	memcpy(a->seed, e->seed, sizeof(a->seed));
	return ERR_OK;
}

/* Of the next clock: the next section's, or the whole exam's. */
static int64_t
allowance(const struct attempt *a)
{
	if (a->whole_ms == 0)
		return a->plan->sections[a->section].time_ms;
	return a->stands ? a->left_ms : a->whole_ms;
}

static void
start_clock(struct attempt *a, struct mono at)
{
	a->deadline = mono_add(at, allowance(a) + a->pending_ms);
	a->pending_ms = 0;
	a->stands = false;
}

enum err
act_enter(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	struct mono at = later(e->at.mono, a->since);

	(void)verdict;
	if (e->section != a->section || a->section >= a->plan->n_sections)
		return ERR_STATE;
	if (!break_ends_first(a) && mono_reached(at, attempt_deadline(a)))
		return ERR_TOO_LATE;
	forgive(a, at);
	a->break_end = MONO_NEVER;
	if (!has_clock(a))
		start_clock(a, at);
	a->since = at;
	a->item = a->plan->sections[a->section].first;
	a->section++;
	a->section_open = true;
	answers_make_room(a);
	a->state = ATTEMPT_IN_SECTION;
	return ERR_OK;
}

static void
begin_break(struct attempt *a, struct mono at, int64_t ms)
{
	if (has_clock(a)) {
		a->left_ms = a->deadline.ms - at.ms;
		a->stands = true;
		a->deadline = MONO_NEVER;
	}
	a->break_end = mono_add(at, ms);
	a->state = ATTEMPT_ON_BREAK;
}

enum err
act_close_section(struct attempt *a, const struct event *e,
    enum verdict *verdict)
{
	struct mono at = later(e->at.mono, a->since);
	bool per_section = a->whole_ms == 0;
	bool more = a->section < a->plan->n_sections;
	int64_t break_ms;

	(void)verdict;
	if (e->section + 1 != a->section)
		return ERR_STATE;
	break_ms = a->plan->sections[e->section].break_ms;
	a->section_open = false;
	a->state = ATTEMPT_OPENED;
	if (per_section) {
		forgive(a, at);
		a->deadline = MONO_NEVER;
	}
	/* When the whole time is over there is nothing to have a break from. */
	if (more && break_ms > 0 && !mono_reached(at, attempt_deadline(a)))
		begin_break(a, at, break_ms);
	a->since = at;
	return ERR_OK;
}

/* ---- standing still, going on ---- */

enum err
act_pause(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	a->since = later(e->at.mono, a->since);
	a->before = a->state;
	a->state = ATTEMPT_PAUSED;
	return ERR_OK;
}

static void
go_on(struct attempt *a, struct mono at)
{
	if (a->plan != NULL)
		give_back(a, a->since, at);
	a->since = at;
	a->state = a->before;
}

enum err
act_resume(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	struct mono at = later(e->at.mono, a->since);

	(void)verdict;
	a->paused_ms += at.ms - a->since.ms;
	go_on(a, at);
	return ERR_OK;
}

/* ---- more time ---- */

static void
add_time(struct attempt *a, struct mono at, int64_t ms)
{
	a->extended_ms += ms;
	if (a->plan != NULL) {
		forgive(a, at);
		a->window_end = mono_add(a->window_end, ms);
	}
	if (has_clock(a))
		a->deadline = mono_add(a->deadline, ms);
	else if (a->stands)
		a->left_ms += ms;
	else
		a->pending_ms += ms;
}

enum err
act_extend(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	if (e->ms == 0)
		return ERR_INVALID;
	add_time(a, shown(a, e->at.mono), e->ms);
	return ERR_OK;
}

enum err
act_compensate(struct attempt *a, const struct event *e,
    enum verdict *verdict)
{
	struct mono at = e->at.mono;
	struct mono from = later(mono_add(at, -e->ms), a->since);

	(void)verdict;
	if (give_back(a, from, at)) {
		a->compensation_ms += at.ms - from.ms;
		a->since = at;
	}
	return ERR_OK;
}

/* ---- the end, and back ---- */

static void
close_attempt(struct attempt *a, const struct event *e, enum attempt_state to)
{
	struct mono at = later(e->at.mono, a->since);

	if (a->state == ATTEMPT_PAUSED) {
		a->paused_ms += at.ms - a->since.ms;
	} else {
		a->since = at;
		a->before = a->state;
	}
	a->help_open = false;
	a->closing = a->n_events + 1;
	a->state = to;
}

enum err
act_submit(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	close_attempt(a, e, ATTEMPT_SUBMITTED);
	return ERR_OK;
}

enum err
act_expire(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	close_attempt(a, e, ATTEMPT_EXPIRED);
	return ERR_OK;
}

enum err
act_terminate(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	(void)verdict;
	close_attempt(a, e, ATTEMPT_TERMINATED);
	return ERR_OK;
}

enum err
act_reopen(struct attempt *a, const struct event *e, enum verdict *verdict)
{
	struct mono at = later(e->at.mono, a->since);

	(void)verdict;
	if (a->plan != NULL && a->answers == NULL)
		return ERR_STATE; /* forgotten: replay it first */
	go_on(a, at);
	if (e->ms > 0)
		add_time(a, at, e->ms);
	a->scored = a->released = false;
	marking_fini(&a->marking); /* of texts that may change now */
	return ERR_OK;
}

/* ---- what the clocks say ---- */

bool
attempt_runs(const struct attempt *a)
{
	return has_clock(a) && !is_stopped(a);
}

struct mono
attempt_deadline(const struct attempt *a)
{
	return earlier(a->deadline, a->window_end);
}

int64_t
attempt_remaining(const struct attempt *a, struct mono now)
{
	struct mono at = earlier(shown(a, now), a->break_end);
	struct mono end = attempt_deadline(a);

	if (a->stands)
		end = earlier(mono_add(at, a->left_ms), a->window_end);
	else if (!has_clock(a))
		return -1;
	return mono_reached(at, end) ? 0 : end.ms - at.ms;
}

struct mono
attempt_due(const struct attempt *a)
{
	int64_t wait;

	if (!attempt_is_open(a) || a->state == ATTEMPT_PAUSED)
		return MONO_NEVER;
	wait = a->plan->grace_ms > a->plan->late_ms ? a->plan->grace_ms :
						      a->plan->late_ms;
	return earlier(a->break_end, mono_add(attempt_deadline(a), wait));
}

enum event_kind
attempt_due_event(const struct attempt *a)
{
	if (break_ends_first(a))
		return EVENT_SECTION_ENTERED;
	if (a->whole_ms == 0 && a->deadline.ms < a->window_end.ms &&
	    a->section < a->plan->n_sections)
		return EVENT_SECTION_CLOSED;
	return EVENT_EXPIRED;
}
