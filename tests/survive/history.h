/*
 * history: every state that was committed on a disk, and what recovery makes of
 * a disk that a power cut left.
 */
#ifndef SURVIVE_HISTORY_H
#define SURVIVE_HISTORY_H

#include "base/hash.h"
#include "support/disk_tape.h"
#include "world.h"

/* All that a store says of itself, in short. */
struct recovered {
	uint64_t position; /* the last of the journal */
	uint8_t digest[SHA256_LEN];
};

/* Opens the store and the hall on a directory as a restart would, and closes
 * them; fails the case if either refuses. */
void recover(
    struct recovered *, const char *directory, const struct scene *clocks);

struct committed {
	size_t step; /* of the tape, at which it is complete */
	struct recovered state;
};

/* Somebody was told, after that step, what stands in the journal so far. */
struct told {
	size_t step;
	uint64_t position;
};

struct history {
	struct committed *states;
	size_t n_states, states_room;
	struct told *told;
	size_t n_told, told_room;
};

void history_fini(struct history *);
void history_add_state(struct history *, const struct committed *);
/* Only if it is more than was told before. */
void history_add_told(struct history *, size_t step, uint64_t position);
/* What another one says up to a step. */
void history_copy(struct history *, const struct history *, size_t step);
/*
 * Is that what a cut after this step may leave: one of the states committed so
 * far, or the one that was being committed, whole, and none before what had
 * been told?  Fails the case otherwise.
 */
void history_check(
    const struct history *, size_t step, const struct recovered *);

#endif
