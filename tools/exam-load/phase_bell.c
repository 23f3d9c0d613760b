/*
 * The end of everybody's time: each answers in its last seconds, then the
 * server closes the attempt and scores it, and pushes that to whoever listens.
 *
 * Every answer that was due must have been acknowledged, or told that it is
 * late, or refused because the time is over; whatever else happened to one is
 * unexplained.
 */
#include "exam-load/candidate.h"
#include "exam-load/phase.h"

#define LAST_US (SECOND_US / 20) /* nothing is begun so late */
#define EARLY_US (SECOND_US / 5) /* so long before is it measured */
/* Then everybody looks, also who was not told that it is over. */
#define AFTER_US (1000 * GRACE_MS + SECOND_US)
/* The longest grace, and time for a busy server to close everybody. */
#define PATIENCE_US (1000 * GRACE_MAX + 60 * SECOND_US)

static int64_t
deadline_of(const struct candidate *c)
{
	return c->crowd->offset_us + 1000 * c->deadline_ms;
}

static bool
has_deadline(const struct candidate *c)
{
	return c->entered && c->deadline_ms > 0;
}

/* The nth answer falls somewhere into the nth part of the last seconds. */
static int64_t
answer_due(struct candidate *c, const struct order *o)
{
	int64_t part = (1000 * o->ms - LAST_US) / o->answers;

	if (part < 1)
		part = 1;
	return deadline_of(c) - 1000 * o->ms + part * c->answers +
	       seed_next(&c->random) % part;
}

void
bell_start(struct crowd *crowd, const struct order *o)
{
	size_t i;

	crowd->saving = true;
	crowd->bell_us = crowd->last_us = 0;
	crowd->rung_for = 0;
	for (i = 0; i < crowd->n; i++) {
		struct candidate *c = &crowd->candidates[i];
		int64_t end = deadline_of(c);

		if (!has_deadline(c))
			continue;
		crowd->rung_for++;
		c->answers = 0;
		candidate_save_at(c, answer_due(c, o));
		c->answers++;
		if (crowd->bell_us == 0 || end - 1000 * o->ms < crowd->bell_us)
			crowd->bell_us = end - 1000 * o->ms;
		if (end > crowd->last_us)
			crowd->last_us = end;
	}
	if (crowd->bell_us < crowd->phase_us + EARLY_US)
		crowd->bell_us = 0;
}

int64_t
bell_next(struct candidate *c, int64_t now_us)
{
	const struct order *o = &crowd_stretch(c->crowd)->order;
	int64_t due;

	(void)now_us;
	if (c->answers >= o->answers)
		return PHASE_NEVER;
	due = answer_due(c, o);
	c->answers++;
	return due;
}

/* The waiting before is not part of what is measured. */
static void
ring(struct crowd *crowd, const struct order *o)
{
	crowd_measure(crowd, o);
	crowd->bell_us = 0;
}

/* From now on everybody looks whether the attempt is over. */
static void
look_for_ends(struct crowd *crowd, const struct order *o)
{
	struct stretch *s = crowd_stretch(crowd);

	crowd->saving = false;
	s->unexplained = (uint64_t)crowd->rung_for * o->answers -
			 (s->operations + s->late + s->refused);
	crowd_pursue(crowd, GOAL_ENDED, &(struct order){ .at_once = 256 });
}

bool
bell_over(struct crowd *crowd, const struct order *o, int64_t now_us)
{
	if (crowd->bell_us > 0 && now_us >= crowd->bell_us - EARLY_US)
		ring(crowd, o);
	if (now_us < crowd->last_us + AFTER_US &&
	    (now_us < crowd->last_us || crowd->told_ends < crowd->rung_for))
		return false;
	if (crowd->goal == GOAL_NOTHING) {
		look_for_ends(crowd, o);
		return false;
	}
	crowd_stretch(crowd)->unended = crowd->busy + crowd->n - crowd->begun;
	return crowd_stretch(crowd)->unended == 0 ||
	       now_us > crowd->last_us + PATIENCE_US;
}
