/* Those who are in save: as fast as they can, or when it is time to. */
#include <event2/event.h>

#include "base/clock.h"
#include "exam-load/candidate.h"
#include "exam-load/dashboards.h"
#include "exam-load/phase.h"

#define DRAIN_US (10 * SECOND_US)

void
closed_start(struct crowd *crowd, const struct order *o)
{
	size_t i;

	(void)o;
	crowd->saving = true;
	for (i = 0; i < crowd->n; i++)
		if (crowd->candidates[i].entered)
			candidate_save_at(
			    &crowd->candidates[i], crowd->phase_us);
}

int64_t
closed_next(struct candidate *c, int64_t now_us)
{
	(void)c;
	return now_us;
}

/* The first save of each falls somewhere into its first pause. */
void
steady_start(struct crowd *crowd, const struct order *o)
{
	size_t i;

	crowd->saving = true;
	crowd->interval_us = o->rate > 0
				 ? (int64_t)crowd->entered * SECOND_US / o->rate
				 : 1000 * o->think_ms;
	for (i = 0; i < crowd->n; i++) {
		struct candidate *c = &crowd->candidates[i];

		if (c->entered)
			candidate_save_at(
			    c, crowd->phase_us +
				   seed_next(&c->random) % crowd->interval_us);
	}
}

/* A pause from half to one and a half of the usual, counted from when the last
 * save was due and not from when it was done: a server that stalls is asked no
 * less. */
int64_t
steady_next(struct candidate *c, int64_t now_us)
{
	int64_t usual = c->crowd->interval_us;

	(void)now_us;
	return c->due_us + usual / 2 +
	       seed_next(&c->random) % (usual > 0 ? usual : 1);
}

static size_t
count_saving(const struct crowd *crowd)
{
	size_t i, n = 0;

	for (i = 0; i < crowd->n; i++)
		n += candidate_is_saving(&crowd->candidates[i]);
	return n;
}

/* What had no reply in all that time counts as that. */
static void
give_up_saving(struct crowd *crowd)
{
	size_t i;

	for (i = 0; i < crowd->n; i++)
		if (candidate_is_saving(&crowd->candidates[i])) {
			crowd_trouble(crowd, TROUBLE_TIMEOUT, SLICE_NONE);
			candidate_stop(&crowd->candidates[i]);
		}
}

bool
save_over(struct crowd *crowd, const struct order *o, int64_t now_us)
{
	int64_t end_us = crowd->phase_us + 1000 * o->ms;

	if (crowd->saving && now_us < end_us)
		return false;
	if (!crowd_stretch(crowd)->measured) {
		crowd->saving = false;
		crowd_measured(crowd);
		crowd->drain_us = now_us;
	}
	if (now_us - crowd->drain_us > DRAIN_US)
		give_up_saving(crowd);
	else if (count_saving(crowd) > 0 ||
		 (crowd->dashboards != NULL &&
		     !dashboards_are_settled(crowd->dashboards)))
		return false;
	if (crowd->dashboards != NULL)
		crowd_stretch(crowd)->behind =
		    dashboards_behind(crowd->dashboards);
	return true;
}
