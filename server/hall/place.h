/* place: who sits where.  For the files of this folder. */
#ifndef HALL_PLACE_H
#define HALL_PLACE_H

#include "hall/state.h"

/* The seat's number in its room; 0: none. */
unsigned place_number(const struct seat *);
void place_set(struct seat *, const struct sitting_room *, unsigned number);
/* The neighbours are others, so it is given anew; not once it was opened. */
void place_leave_form(struct seat *);
/* Told of a sitting that shall take the place of the roster's: rooms and seats
 * that are no longer there and somebody sits in. */
void place_check(struct diag *, const struct roster *, const struct sitting *);
/* The same rooms in the same order? */
bool place_rooms_stay(const struct sitting *now, const struct sitting *to);
/* Before the roster's sitting is replaced by that: the rooms of its people. */
void place_carry_over(struct roster *, const struct sitting *);

/* Of two on one seat, who has begun stays, and the other gets one that is free;
 * by: who made it so. */
void place_part(struct hall *, struct roster *, const char *by);

#endif
