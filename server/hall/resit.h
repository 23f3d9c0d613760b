/* resit: when somebody may sit again.  For the files of this folder. */
#ifndef HALL_RESIT_H
#define HALL_RESIT_H

#include "hall/state.h"

/* Add why a person who is not in this sitting may not be (exam-programme(5),
 * Sitting again), naming the rule and the earliest time. */
void resit_check(struct hall *, struct diag *, const struct roster *,
    const char *number);
/* The same of somebody who is, where coming sittings would bring two that they
 * are in too close together. */
void resit_check_move(
    struct hall *, struct diag *, const struct seat *);
/* The member "resit" of a result: from when, and how often still; null for
 * practice and for who has passed. */
void resit_write(struct hall *, struct buf *, const struct seat *);

#endif
