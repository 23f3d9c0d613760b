/* room: who sees which room.  For the files of this folder. */
#ifndef HALL_ROOM_H
#define HALL_ROOM_H

#include "hall/state.h"

bool room_set_has(const struct room_set *, const struct seat *);
/* By its place in the sitting. */
bool room_set_has_room(const struct room_set *, uint16_t room);
/* Has it any of the sitting's rooms that are named?  None: all of them. */
bool room_set_has_any(const struct room_set *, const struct sitting *,
    char *const *names, uint16_t n);
/* Append "anna, ben". */
void room_put_names(struct buf *, char *const *names, uint16_t n);
/*
 * What the request may show: all, or of "?room=R" that room, or the rooms that
 * name who asks.  The query must be that or nothing.  false: answered.
 */
bool room_set_of_query(
    struct room_set *, struct hall *, struct request *, const struct roster *);
/* The same for a room named elsewhere; SLICE_NONE: all that they may see. */
bool room_set_of_name(struct room_set *, struct hall *, struct request *,
    const struct roster *, struct slice room);
/* What an account sees as a proctor. */
void room_set_of_proctor(struct room_set *, const struct hall *,
    const struct roster *, const struct account *);
/* May who asks see and touch the candidate, by one of these roles?  Only
 * proctors are bound to rooms. */
bool room_may(const struct hall *, const struct request *, const struct seat *,
    unsigned roles);
/* The same; false: answered. */
bool room_let(
    struct hall *, struct request *, const struct seat *, unsigned roles);
/* The same for what only a chief may, or another role. */
bool room_let_chief(
    struct hall *, struct request *, const struct seat *, unsigned roles);

#endif
