/*
 * seating: which seats of a sitting's rooms are taken, and how newcomers are
 * divided over those that are free.  Rooms are places in the sitting's list,
 * seats are numbered from 1.
 */
#ifndef CORE_SEATING_H
#define CORE_SEATING_H

#include "core/sitting.h"
#include "exam/err.h"

struct seating; /* opaque; lends the sitting's rooms while it lives */

/* All seats free.  Owned by the caller. */
struct seating *seating_new(const struct sitting *);
void seating_free(struct seating *);

/* ERR_CONFLICT: it is taken.  ERR_UNKNOWN: there is no such seat. */
MUST_CHECK enum err seating_take(
    struct seating *, uint16_t room, unsigned seat);
/* Make it free; a seat that is none or free stays so. */
void seating_leave(struct seating *, uint16_t room, unsigned seat);
/* Take the first that is free; 0: the room is full. */
unsigned seating_take_first(struct seating *, uint16_t room);
/* How many are free, in all rooms. */
size_t seating_n_free(const struct seating *);

/*
 * How many of n newcomers each room gets, so that afterwards all rooms are as
 * full as their seats allow: each the same part of its seats, rounded down,
 * and the rest from the first room on.  A room that is fuller already gets
 * none.  shares has one place for each room; n is at most seating_n_free().
 */
void seating_divide(const struct seating *, size_t n, size_t shares[]);

#endif
