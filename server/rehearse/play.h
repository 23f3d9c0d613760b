/*
 * play: a whole sitting with everybody on its roll, on the stage's clock.
 *
 *	everybody's code is tried → they arrive → they sit → the last bell
 *
 * In the middle the hall is killed and starts again.
 */
#ifndef REHEARSE_PLAY_H
#define REHEARSE_PLAY_H

#include "rehearse/finding.h"
#include "rehearse/roll.h"

struct play_progress {
	struct wall now;
	uint32_t begun, closed, candidates;
};

/* Called at every step; false: stop. */
typedef bool play_watch(void *ctx, const struct play_progress *);

struct play_setup {
	const char *directory; /* the scratch copy */
	const char *version;
	const char *sitting;
	struct wall begins;
	uint64_t seed;
	play_watch *progress; /* or NULL */
	void *ctx;
};

/* What came of it. */
struct play {
	uint32_t candidates; /* who could be played */
	uint32_t begun, closed, absent;
	uint64_t turns, requests, saves;
	int64_t hall_us, slowest_turn_us;
	struct wall slowest_turn_at, ends;
	int64_t away_ms; /* the restart; 0: there was no occasion */
	struct { /* the instant when most attempts were closed by the clock */
		struct wall at;
		uint32_t attempts;
		uint64_t turns;
		int64_t us;
	} bell;
	uint32_t *used;	 /* of each item of the bank: in so many papers */
	uint16_t *forms; /* by place in the roll; 0: none */
	uint32_t passed, not_passed, to_mark, scripts;
};

/* The roll's candidates learn what the hall says of them.  ERR_STATE, ERR_IO:
 * the copy cannot be played, the diag says why. */
MUST_CHECK enum err play_run(struct play *, const struct play_setup *,
    struct roll *, struct findings *, struct diag *);
void play_fini(struct play *);

#endif
