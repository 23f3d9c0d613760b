#include "rehearse/queue.h"

static void
place(struct queue *q, size_t i, struct actor *a)
{
	q->heap[i] = a;
	a->heap_index = i;
}

static void
rise(struct queue *q, size_t i)
{
	struct actor *a = q->heap[i];

	for (; i > 0 && a->at.ms < q->heap[(i - 1) / 2]->at.ms; i = (i - 1) / 2)
		place(q, i, q->heap[(i - 1) / 2]);
	place(q, i, a);
}

static void
sink(struct queue *q, size_t i)
{
	struct actor *a = q->heap[i];
	size_t child;

	while ((child = 2 * i + 1) < q->n) {
		if (child + 1 < q->n &&
		    q->heap[child + 1]->at.ms < q->heap[child]->at.ms)
			child++;
		if (q->heap[child]->at.ms >= a->at.ms)
			break;
		place(q, i, q->heap[child]);
		i = child;
	}
	place(q, i, a);
}

void
queue_fini(struct queue *q)
{
	free(q->heap);
	*q = (struct queue){ 0 };
}

void
queue_put(struct queue *q, struct actor *a)
{
	if (a->heap_index == SIZE_MAX) {
		if (q->n == q->room) {
			q->room = q->room > 0 ? 2 * q->room : 256;
			q->heap = alloc_resize(
			    q->heap, q->room, sizeof(struct actor *));
		}
		place(q, q->n++, a);
	}
	rise(q, a->heap_index);
	sink(q, a->heap_index);
}

struct actor *
queue_first(const struct queue *q)
{
	return q->n > 0 ? q->heap[0] : NULL;
}

void
queue_take_first(struct queue *q)
{
	struct actor *last = q->heap[--q->n];

	q->heap[0]->heap_index = SIZE_MAX;
	if (q->n == 0)
		return;
	place(q, 0, last);
	sink(q, 0);
}
