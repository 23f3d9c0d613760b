/*
 * deadline: what the server must do by itself, and when.
 *
 * A heap of seats by their due instant.  Open attempts are due when their
 * deadline and the grace have passed; those that have not begun when their
 * window closes by the wall clock.
 */
#include "base/log.h"
#include "hall/deadline.h"
#include "hall/journal.h"
#include "hall/objects.h"
#include "hall/push.h"
#include "hall/roster.h"
#include "hall/seat.h"

#define CLOSINGS_A_TURN 100 /* of some 20 us each: 2 ms */

/* ---- the heap ---- */

static void
heap_put(struct hall *h, size_t i, struct seat *s)
{
	h->heap[i] = s;
	s->heap_index = i;
}

static void
heap_up(struct hall *h, size_t i)
{
	struct seat *s = h->heap[i];

	for (; i > 0 && s->due.ms < h->heap[(i - 1) / 2]->due.ms; i = (i - 1) / 2)
		heap_put(h, i, h->heap[(i - 1) / 2]);
	heap_put(h, i, s);
}

static void
heap_down(struct hall *h, size_t i)
{
	struct seat *s = h->heap[i];
	size_t child;

	while ((child = 2 * i + 1) < h->n_heap) {
		if (child + 1 < h->n_heap &&
		    h->heap[child + 1]->due.ms < h->heap[child]->due.ms)
			child++;
		if (h->heap[child]->due.ms >= s->due.ms)
			break;
		heap_put(h, i, h->heap[child]);
		i = child;
	}
	heap_put(h, i, s);
}

void
deadline_remove(struct hall *h, struct seat *s)
{
	size_t i = s->heap_index;
	struct seat *last;

	if (i == SIZE_MAX)
		return;
	s->heap_index = SIZE_MAX;
	last = h->heap[--h->n_heap];
	if (last == s)
		return;
	heap_put(h, i, last);
	heap_up(h, i);
	heap_down(h, last->heap_index);
}

static void
heap_insert(struct hall *h, struct seat *s)
{
	if (h->n_heap == h->heap_room) {
		h->heap_room = h->heap_room > 0 ? 2 * h->heap_room : 256;
		h->heap = alloc_resize(h->heap, h->heap_room,
		    sizeof(struct seat *));
	}
	heap_put(h, h->n_heap++, s);
	heap_up(h, s->heap_index);
}

/* ---- when ---- */

static struct mono
seat_due(const struct hall *h, const struct seat *s)
{
	const struct attempt *a = &s->attempt;
	int64_t wait;

	if (a->plan != NULL || attempt_is_closed(a))
		return attempt_due(a);
	/* Wall time: looked at again at least every hour, as it may jump. */
	wait = seat_window_closes(s).ms - h->now.wall.ms;
	if (wait < 0)
		wait = 0;
	return mono_add(h->now.mono, wait < HOURS(1) ? wait : HOURS(1));
}

void
deadline_update(struct hall *h, struct seat *s)
{
	struct mono due = seat_due(h, s);

	if (s->heap_index != SIZE_MAX && due.ms == s->due.ms)
		return;
	deadline_remove(h, s);
	s->due = due;
	if (due.ms != MONO_NEVER.ms)
		heap_insert(h, s);
}

struct mono
deadline_next(const struct hall *h)
{
	return h->n_heap > 0 ? h->heap[0]->due : MONO_NEVER;
}

/* ---- what ---- */

void
attempt_was_closed(struct hall *h, struct seat *s)
{
	result_score(h, s);
	if (s->roster->sitting->release == RELEASE_AT_ONCE)
		result_release(h, s, SLICE("server"));
	attempt_forget_answers(&s->attempt);
	push_state(h, s);
}

static void
expire_unopened(struct hall *h, struct seat *s)
{
	struct event e = { .kind = EVENT_ABSENT };

	if (h->now.wall.ms < seat_window_closes(s).ms) {
		deadline_update(h, s);
		return;
	}
	journal_note(h, s, &e);
	push_state(h, s);
}

static void
expire_open(struct hall *h, struct seat *s)
{
	struct event e = { .kind = attempt_due_event(&s->attempt) };

	if (e.kind == EVENT_SECTION_ENTERED) {
		e.section = s->attempt.section;
		e.code = 1;
	} else if (e.kind == EVENT_SECTION_CLOSED) {
		e.section = (uint16_t)(s->attempt.section - 1);
		e.code = CLOSED_BY_TIME;
	}
	journal_note(h, s, &e);
	if (attempt_is_closed(&s->attempt))
		attempt_was_closed(h, s);
	else
		push_state(h, s);
}

/* A slice: at the bell thousands are due, and others still want to save. */
void
deadline_expire(struct hall *h)
{
	int n;

	for (n = 0; n < CLOSINGS_A_TURN && h->n_heap > 0 &&
	     mono_reached(h->now.mono, h->heap[0]->due); n++) {
		struct seat *s = h->heap[0];

		if (attempt_is_open(&s->attempt))
			expire_open(h, s);
		else
			expire_unopened(h, s);
		/* Whatever happened, it must not be due again at once. */
		if (h->n_heap > 0 && h->heap[0] == s &&
		    mono_reached(h->now.mono, s->due)) {
			log_line(LOG_ERROR, "attempt %llu: stays due",
			    (unsigned long long)s->chain.attempt);
			deadline_remove(h, s);
		}
	}
}

/* ---- lost time ---- */

/* Who has not begun has no clock to give back to; they may begin later, and
 * their window ends later, by what was lost of it. */
static bool
give_to_rooms(struct hall *h, int64_t ms)
{
	bool given = false;
	int64_t to = h->now.wall.ms, from = to - ms;
	struct roster *r, *next;

	HASH_ITER(hh, h->rosters, r, next)
	{
		int64_t opens = r->sitting->opens.ms;
		int64_t closes = r->sitting->closes.ms + r->given_ms;
		int64_t lost = (to < closes ? to : closes) -
		    (from > opens ? from : opens);

		if (lost <= 0)
			continue;
		r->given_ms += lost;
		roster_store(h, r);
		given = true;
	}
	return given;
}

void
deadline_compensate(struct hall *h, int64_t ms, const char *why)
{
	struct seat *s, *next;
	uint32_t n = 0;
	bool given;

	if (ms <= 0)
		return;
	given = give_to_rooms(h, ms);
	HASH_ITER(hh, h->seats, s, next) {
		struct event e = { .kind = EVENT_COMPENSATED, .ms = ms,
			.text = slice_of(why) };

		if (!attempt_is_open(&s->attempt)) {
			deadline_update(h, s);
			continue;
		}
		if (s->attempt.state == ATTEMPT_PAUSED)
			continue;
		journal_note(h, s, &e);
		push_state(h, s);
		n++;
	}
	if (n == 0 && !given)
		return; /* nobody counted on us */
	log_line(LOG_WARNING, "%s: %lld ms given back to %u attempt%s", why,
	    (long long)ms, n, n == 1 ? "" : "s");
	journal_admin(h, SLICE("server"), SLICE("technical"), SLICE_NONE,
	    "%s: %lld ms given back to %u attempt%s", why, (long long)ms, n,
	    n == 1 ? "" : "s");
}

/* The wall clock and the exam clock should have gone on equally. */
void
deadline_check_clock(struct hall *h, struct instant before)
{
	int64_t step = (h->now.wall.ms - before.wall.ms) -
	    (h->now.mono.ms - before.mono.ms);
	struct seat *s, *next;
	char text[128];

	if (step < CLOCK_STEP_MS && step > -CLOCK_STEP_MS)
		return;
	h->clock_steps++;
	snprintf(text, sizeof(text),
	    "the wall clock was set by %+.3f s; no deadline has moved",
	    (double)step / 1000);
	log_line(LOG_WARNING, "%s", text);
	journal_admin(h, SLICE("server"), SLICE("technical"), SLICE_NONE, "%s",
	    text);
	HASH_ITER(hh, h->seats, s, next) {
		struct event e = { .kind = EVENT_INCIDENT, .by = SLICE("server"),
			.reason = SLICE("technical"), .text = slice_of(text) };

		if (attempt_is_open(&s->attempt))
			journal_note(h, s, &e);
		else
			deadline_update(h, s);
	}
}
