/* Everybody comes: to sign in, to open, to enter, to see a result. */
#include <event2/event.h>

#include "exam-load/phase.h"

/* The longest that it may take beyond the time over which they are spread. */
#define PATIENCE_US (300 * SECOND_US)

static enum goal
goal_of(enum phase phase)
{
	static const enum goal goals[N_PHASES] = {
		[PHASE_SIGN_IN] = GOAL_SIGNED_IN,
		[PHASE_OPEN] = GOAL_OPENED,
		[PHASE_ENTER] = GOAL_ENTERED,
		[PHASE_STREAM] = GOAL_STREAMED,
		[PHASE_RESULTS] = GOAL_RESULT,
	};

	return goals[phase];
}

/* Nobody may begin before the window opens; who is signed in knows when. */
static bool
must_wait(const struct crowd *crowd, const struct order *o, int64_t now_us)
{
	return (o->phase == PHASE_OPEN || o->phase == PHASE_ENTER) &&
	       crowd->opens_us > now_us;
}

void
arrive_start(struct crowd *crowd, const struct order *o)
{
	if (!must_wait(crowd, o, crowd->phase_us))
		crowd_pursue(crowd, goal_of(o->phase), o);
}

bool
arrive_over(struct crowd *crowd, const struct order *o, int64_t now_us)
{
	if (must_wait(crowd, o, now_us))
		return false;
	if (crowd->goal == GOAL_NOTHING) {
		crowd_measure(crowd, o);
		crowd->phase_us = now_us;
		crowd_pursue(crowd, goal_of(o->phase), o);
		return false;
	}
	return (crowd->busy == 0 && crowd->begun == crowd->n) ||
	       now_us - crowd->phase_us > PATIENCE_US + 1000 * o->ms;
}
