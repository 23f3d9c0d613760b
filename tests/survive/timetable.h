/*
 * timetable: what becomes of schedules at the edges, one after the other.
 *
 * One is taken if and only if whoever enters at the last moment has all their
 * time and breaks; else it is refused, and says whose time it is.  What is
 * taken is sold to people with more time, whose tickets must leave them all of
 * it; then it is edited, and postponed.
 */
#ifndef SURVIVE_TIMETABLE_H
#define SURVIVE_TIMETABLE_H

#include "campaign.h"
#include "machine.h"

/* So many of them, on a machine that serves nothing else. */
void timetable_try(struct machine *, struct rng *, int n);

#endif
