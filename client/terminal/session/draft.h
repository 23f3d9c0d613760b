/*
 * draft: when a text that is still being typed is to be saved: soon after the
 * last key, and now and then while the keys go on.  { 0 } is nothing typed.
 */
#ifndef TERMINAL_DRAFT_H
#define TERMINAL_DRAFT_H

#include <stdbool.h>

#include "exam/limits.h"
#include "exam/time.h"

struct draft {
	bool dirty;
	struct mono first, last; /* keys since it was saved */
};

static inline void
draft_touch(struct draft *d, struct mono now)
{
	if (!d->dirty)
		d->first = now;
	d->dirty = true;
	d->last = now;
}

static inline struct mono
draft_due(const struct draft *d)
{
	struct mono idle = mono_add(d->last, DRAFT_IDLE_MS);
	struct mono most = mono_add(d->first, DRAFT_MOST_MS);

	if (!d->dirty)
		return MONO_NEVER;
	return idle.ms < most.ms ? idle : most;
}

#endif
