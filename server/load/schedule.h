/*
 * Schedules: the sittings of one file.  exam-schedule(5).
 */
#ifndef LOAD_SCHEDULE_H
#define LOAD_SCHEDULE_H

#include "load/sitting.h"

struct schedule {
	size_t n;
	struct sitting **sittings; /* owned, each and the array */
};

/* ERR_INVALID: the diag has every mistake, and there is nothing to free. */
MUST_CHECK enum err load_schedule(struct schedule *, struct slice text,
    struct diag *);
void schedule_fini(struct schedule *);

/* Append the whole as one line of JSON without a line end; load_schedule()
 * reads it back the same. */
void load_schedule_write(struct buf *, const struct schedule *);

#endif
