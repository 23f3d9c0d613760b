/*
 * outage: a time in which the server was away, as candidates see it: when they
 * were answered again, and what became of their clocks.
 */
#ifndef SURVIVE_OUTAGE_H
#define SURVIVE_OUTAGE_H

#include "e2e/crowd.h"

/* One look at a candidate's clock, and when it was. */
struct look {
	int64_t asked_us, answered_us, remaining_ms;
};

struct outage {
	struct crowd *crowd; /* it runs */
	struct look before[CROWD_WRITERS];
	int64_t since_us;
};

/* Looks at the clocks while all is well. */
void outage_prepare(struct outage *, struct crowd *);
/* Now it is away. */
void outage_begin(struct outage *);
/* Until each has been answered something that they asked after that; returns
 * how long the first had to wait. */
int64_t outage_end(struct outage *);
/* Nobody was given less or more time than so much; then it is extended where
 * little is left. */
void outage_check_clocks(
    struct outage *, int64_t given_min_us, int64_t given_max_us);

#endif
