/*
 * backoff: how long to wait before the next try: half of a doubling step for
 * certain and the other half by chance, so that a room that lost its server
 * does not come back in one moment.  { 0 } has not failed yet.
 */
#ifndef WIRE_BACKOFF_H
#define WIRE_BACKOFF_H

#include "exam/limits.h"

struct backoff {
	int64_t step; /* ms; 0: the last try succeeded */
};

/* One more failure; random is any number. */
static inline int64_t
backoff_next(struct backoff *b, uint32_t random)
{
	b->step = b->step == 0 ? 2 * WIRE_AGAIN_MIN_MS : 2 * b->step;
	if (b->step > WIRE_AGAIN_MAX_MS)
		b->step = WIRE_AGAIN_MAX_MS;
	return b->step / 2 + (int64_t)(random % (uint64_t)(b->step / 2 + 1));
}

static inline void
backoff_reset(struct backoff *b)
{
	b->step = 0;
}

#endif
