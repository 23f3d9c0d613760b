/*
 * dashboards: proctors who watch the room, each on an event stream of its own.
 *
 * A save is followed from the moment it was sent to the moment a dashboard
 * shows it: by the time of the last save, which a row of the room tells and
 * the acknowledgement told before.
 */
#ifndef EXAM_LOAD_DASHBOARDS_H
#define EXAM_LOAD_DASHBOARDS_H

#include "exam-load/crowd.h"

/* They sign in once and open one after the other. */
struct dashboards *dashboards_new(struct crowd *, size_t n);
void dashboards_free(struct dashboards *);

/* How many show the room. */
size_t dashboards_showing(const struct dashboards *);
/* Sign in or open again what is not there, if it is time to. */
void dashboards_tick(struct dashboards *, int64_t now_us);

/* A candidate (by index) was told that a save is stored. */
void dashboards_note(struct dashboards *, uint32_t candidate,
    struct slice saved_at, int64_t asked_us);
/* Does every dashboard show every candidate's last save? */
bool dashboards_are_settled(const struct dashboards *);
/* How many rows on how many dashboards do not. */
uint64_t dashboards_behind(const struct dashboards *);

#endif
