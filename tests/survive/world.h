/*
 * world: a hall, three candidates and a proctor who do what chance says, and a
 * record, outside the hall, of all that was told to them.
 *
 * What a reply shows must be durable, whether the request changed anything or
 * not.  So beside each act the attempt's timeline is asked for in the same
 * turn, and the last position in it counts as told.
 */
#ifndef SURVIVE_WORLD_H
#define SURVIVE_WORLD_H

#include "core/rng.h"
#include "prepared.h"

#define WORLD_SAVES_MAX 1024

/* A save as it was asked, and what was acknowledged. */
struct world_save {
	int who;
	char item[12], body[128];
	int64_t event; /* 0: not acknowledged yet */
	char verdict[16];
	size_t moment;
};

struct world {
	struct scene scene;
	struct cast cast; /* borrows the candidates of the one prepared */
	struct rng *rng;
	const size_t *clock; /* the disk's steps; NULL: nobody asks when */
	struct world_save saves[WORLD_SAVES_MAX];
	size_t n_saves;
	struct world_save asked; /* on its way; body[0] == 0: none */
	uint32_t seqs[PREPARED_PEOPLE][PREPARED_ITEMS];
	uint64_t told;	    /* position, the last that somebody saw */
	size_t told_moment; /* by the clock, when they did */
};

/* A hall on a fresh copy of what was prepared, with a short WAL. */
void world_begin(struct world *, struct rng *);
void world_end(struct world *);
/* A second life: the same people at a scene that a test made. */
void world_go_on(
    struct world *, const struct world *before, const struct scene *);

/* Somebody does something.  ERR_IO: the disk failed and the hall is down; what
 * was under way was not answered. */
MUST_CHECK enum err world_act(struct world *);
/* The same without a quiet moment after it: as few turns as it takes. */
MUST_CHECK enum err world_act_in_turn(struct world *);
/* The save that was not answered, or the last that was, is sent again.  What
 * was acknowledged before must be acknowledged in the same words. */
MUST_CHECK enum err world_resend(struct world *);

/* Everything told up to a moment is there, once and unaltered; fails the case
 * otherwise.  For a hall that runs on a disk that does not fail. */
void world_check(struct world *, size_t moment);

#endif
