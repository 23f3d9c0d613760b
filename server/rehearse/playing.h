/* playing: one play while it goes on, for play.c and play_ends.c only. */
#ifndef REHEARSE_PLAYING_H
#define REHEARSE_PLAYING_H

#include <jansson.h>

#include "rehearse/play.h"
#include "rehearse/queue.h"
#include "rehearse/stage.h"

#define DESK_CONN 1	 /* of the play itself; see hear() for the others */
#define TOGETHER_MAX 500 /* requests of one turn, as a busy net brings them */

struct playing {
	const struct play_setup *setup;
	struct play *play;
	struct roll *roll;
	struct stage *stage;
	struct cast cast;
	struct actor *actors; /* one for each of the roll */
	struct queue queue;
	json_t *told; /* to the play itself, by DESK_CONN; NULL: refused */
	struct actor *asked[TOGETHER_MAX];
	size_t n_asked;
	uint64_t position; /* read so far of the journal */
	struct attempt_plan *opened; /* by what was read last; owned */
	uint32_t closings; /* by the clock, in what was read last */
	struct diag *diag;
};

/* ---- play_ends.c ---- */

/* What the hall says of everybody, before anybody comes. */
MUST_CHECK enum err play_call_roll(struct playing *);
/* What became of everybody. */
MUST_CHECK enum err play_take_results(struct playing *);

#endif
