#include "terminal/session/countdown.h"

#include <stddef.h>

#define N_THRESHOLDS 4

/* The next threshold below left, 0 if none: what will be announced next. */
static int64_t
next_threshold(const struct countdown *c, int64_t left)
{
	const int64_t all[N_THRESHOLDS] = { c->total / 2, MINUTES(15),
		MINUTES(5), MINUTES(1) };
	int64_t best = 0;
	size_t i;

	for (i = 0; i < N_THRESHOLDS; i++)
		if (all[i] < left && all[i] > best)
			best = all[i];
	return best;
}

void
countdown_set(struct countdown *c, int64_t left, int64_t total, bool running,
    struct mono now)
{
	bool fresh = !c->known || total != c->total;

	c->known = left >= 0;
	c->running = c->known && running;
	c->left = left;
	c->total = total;
	c->set = now;
	/* A little more than before is the network's doing, not a proctor's. */
	if (fresh || next_threshold(c, left - SECONDS(5)) > c->next)
		c->next = next_threshold(c, left);
}

int64_t
countdown_left(const struct countdown *c, struct mono now)
{
	int64_t left = c->left;

	if (c->running)
		left -= now.ms - c->set.ms;
	return left > 0 ? left : 0;
}

bool
countdown_announces(struct countdown *c, struct mono now)
{
	int64_t left = countdown_left(c, now);

	if (!c->running || c->next == 0 || left > c->next)
		return false;
	c->next = next_threshold(c, left);
	return true;
}

struct mono
countdown_next(const struct countdown *c, struct mono now)
{
	int64_t left = countdown_left(c, now);

	if (!c->running || left == 0)
		return MONO_NEVER;
	return mono_add(now, left > c->next ? left - c->next : 0);
}
