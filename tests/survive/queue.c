#include "queue.h"

#include <stdlib.h>

#include "exam/alloc.h"

static bool
is_before(const struct coming *a, const struct coming *b)
{
	return a->at != b->at ? a->at < b->at : a->order < b->order;
}

void
queue_put(struct queue *q, int64_t at, uint32_t kind, uint32_t which)
{
	struct coming c = { at, q->order++, kind, which };
	size_t i;

	if (q->n == q->room) {
		q->room = q->room * 2 + 64;
		q->heap = alloc_resize(q->heap, q->room, sizeof(*q->heap));
	}
	for (i = q->n++; i > 0 && is_before(&c, &q->heap[(i - 1) / 2]);
	     i = (i - 1) / 2)
		q->heap[i] = q->heap[(i - 1) / 2];
	q->heap[i] = c;
}

bool
queue_take(struct coming *out, struct queue *q, int64_t until)
{
	struct coming last;
	size_t i = 0, child;

	if (q->n == 0 || q->heap[0].at > until)
		return false;
	*out = q->heap[0];
	last = q->heap[--q->n];
	while ((child = 2 * i + 1) < q->n) {
		if (child + 1 < q->n &&
		    is_before(&q->heap[child + 1], &q->heap[child]))
			child++;
		if (!is_before(&q->heap[child], &last))
			break;
		q->heap[i] = q->heap[child];
		i = child;
	}
	q->heap[i] = last;
	return true;
}

void
queue_fini(struct queue *q)
{
	free(q->heap);
	*q = (struct queue){ .n = 0 };
}
