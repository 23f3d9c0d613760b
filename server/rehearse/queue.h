/* queue: actors by when they act next; lends them. */
#ifndef REHEARSE_QUEUE_H
#define REHEARSE_QUEUE_H

#include "rehearse/actor.h"

struct queue {
	struct actor **heap;
	size_t n, room;
};

void queue_fini(struct queue *);
/* Put it in, or to its new place. */
void queue_put(struct queue *, struct actor *);
/* The next one; NULL: nobody acts any more. */
struct actor *queue_first(const struct queue *);
void queue_take_first(struct queue *);

#endif
