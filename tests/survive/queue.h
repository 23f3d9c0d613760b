/* queue: what will happen, soonest first; of what happens together, in the
 * order of putting. */
#ifndef SURVIVE_QUEUE_H
#define SURVIVE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct coming {
	int64_t at;
	uint64_t order;
	uint32_t kind, which; /* the caller's */
};

struct queue {
	struct coming *heap;
	size_t n, room;
	uint64_t order;
};

void queue_put(struct queue *, int64_t at, uint32_t kind, uint32_t which);
/* The soonest, if it comes no later than that. */
bool queue_take(struct coming *, struct queue *, int64_t until);
void queue_fini(struct queue *);

#endif
