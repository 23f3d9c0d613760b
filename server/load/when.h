/*
 * when: an instant in a file, as people write it.
 */
#ifndef LOAD_WHEN_H
#define LOAD_WHEN_H

#include "exam/time.h"
#include "load/scope.h"

/*
 * One of
 *	2026-12-01T09:00		as clocks in the zone show it
 *	2026-12-01T09:00+01:00		the same, sure where clocks change
 *	2026-12-01T08:00:00Z		UTC
 * with seconds or without.  A civil time that does not exist or exists twice
 * is a mistake that shows both ways to write it; so is an offset that the
 * zone does not have then.  w is written only if all is well.
 */
void scope_when(struct wall *w, const struct scope *, const char *name,
    const char *zone);

#endif
