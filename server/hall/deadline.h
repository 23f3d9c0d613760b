/* deadline: what the clock makes the server do.  For the files of this folder. */
#ifndef HALL_DEADLINE_H
#define HALL_DEADLINE_H

#include "hall/state.h"

void deadline_update(struct hall *, struct seat *);
void deadline_remove(struct hall *, struct seat *);
/* Close, expire, enter and mark absent whatever is due. */
void deadline_expire(struct hall *);
struct mono deadline_next(const struct hall *);
/* Give back lost time to every attempt whose clock ran. */
void deadline_compensate(struct hall *, int64_t ms, const char *why);
void deadline_check_clock(struct hall *, struct instant before);
/* Close the attempt for good: score it, tell everybody. */
void attempt_was_closed(struct hall *, struct seat *);

/* A message to the candidate; by nobody: the server's own, which answers no
 * call for help. */
MUST_CHECK enum err proctor_write(
    struct hall *, struct seat *, struct slice by, struct slice text);

#endif
