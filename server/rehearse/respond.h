/*
 * respond: what a simulated candidate enters for an item, as the JSON of a
 * save's "response".
 */
#ifndef REHEARSE_RESPOND_H
#define REHEARSE_RESPOND_H

#include "core/paper.h"

/* The key, where the item has one; for the rest something that is allowed. */
void respond_right(struct buf *, const struct bank *, const struct paper *,
    uint16_t item, struct rng *);
/* Something that is allowed, right by chance at most. */
void respond_any(struct buf *, const struct bank *, const struct paper *,
    uint16_t item, struct rng *);

#endif
