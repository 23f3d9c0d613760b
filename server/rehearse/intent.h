/*
 * intent: how a simulated candidate means to sit the exam, drawn from the
 * rehearsal's seed and the candidate's place in the roll.
 */
#ifndef REHEARSE_INTENT_H
#define REHEARSE_INTENT_H

#include <stdbool.h>

#include "core/rng.h"
#include "exam/time.h"
#include "rehearse/roll.h"

struct intent {
	bool absent;
	bool stays;	     /* until the bell */
	bool disconnects;    /* once, and comes back on another device */
	uint16_t right;	     /* answers by the key, in a hundred */
	uint16_t pace;	     /* hundredths of the time that answering takes */
	struct wall arrives; /* wants to open then */
};

/*
 * Most come in the first ten minutes, some at the last moment to begin, a few
 * not at all.  Who has more time than others always comes, stays to the end,
 * and every other one of them comes last.
 */
void intent_draw(struct intent *, struct rng *, const struct roll_candidate *,
    struct wall opens, struct wall last_entry);

/* The numbers of one candidate. */
void intent_numbers(struct rng *, uint64_t seed, uint32_t candidate);

#endif
