/*
 * helper_life: `examd helper` at each of its works, as its parent starts it.
 * What it makes when it has enough of everything is what it must make, or
 * nothing, when it has not.
 */
#ifndef SURVIVE_HELPER_LIFE_H
#define SURVIVE_HELPER_LIFE_H

#include <stdint.h>

#include "exam/buf.h"

#define HELPER_LIVES 8 /* as many works */

struct work;

struct helper_life {
	const struct work *work;
	struct buf input, output;
	int status; /* and output: when there is enough */
};

/* The kth of its works, and what comes of it when there is enough. */
void helper_life_init(struct helper_life *, uint64_t k);
void helper_life_fini(struct helper_life *);

/* Once more.  0: it made the same; or EXIT_MEMORY, or minus a signal. */
int helper_life_play(const struct helper_life *);

#endif
