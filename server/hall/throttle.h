/* throttle: who tries too often.  For the files of this folder. */
#ifndef HALL_THROTTLE_H
#define HALL_THROTTLE_H

#include "hall/state.h"

/*
 * A bucket of failures per address (of IPv6 its /64) and name: ten at once,
 * then one in three seconds.  The name is that of a staff account, or
 * SLICE_NONE for candidates.
 */
bool throttle_is_empty(struct hall *, const uint8_t address[16],
    struct slice name);
/* A failure; several that were under way together may leave a debt. */
void throttle_charge(struct hall *, const uint8_t address[16],
    struct slice name);
void throttle_free(struct hall *);

#endif
