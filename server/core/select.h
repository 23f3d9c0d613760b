/*
 * select: which items a paper has; paper.h says how they are drawn.
 */
#ifndef CORE_SELECT_H
#define CORE_SELECT_H

#include "core/pool.h"
#include "core/rng.h"
#include "exam/err.h"

/* By section, and in each in the order of the bank. */
struct selection {
	uint16_t n_items;
	uint16_t items[PAPER_ITEMS_MAX];
	uint16_t sections[PAPER_ITEMS_MAX];
	uint64_t steps; /* looks at one item that it took */
};

/* What was drawn before in the same sitting, or for other forms. */
struct select_use {
	const uint32_t *used; /* of each item of the bank: papers it is in */
	uint32_t papers; /* so many there will be: the exposure is of them */
	bool spread; /* the least used first, also without an exposure limit */
};

/* ERR_FULL: none can be drawn.  use may be NULL.  form: 0 for an own draw. */
MUST_CHECK enum err select_items(struct selection *, struct pool *,
    const struct select_use *, const uint8_t seed[SEED_LEN], uint32_t form);

/*
 * A selection that no seed has a part in, found when it is first asked for;
 * NULL: there is none (*proven), or none was found.
 */
const struct selection *select_witness(struct pool *, bool *proven);

/* All items in a random order, the least used first where use counts: those
 * on trial always, the others if there is an exposure limit. */
void select_order(uint16_t *order, const struct pool *,
    const struct select_use *, const uint8_t seed[SEED_LEN], uint32_t try,
    uint32_t form);

#endif
