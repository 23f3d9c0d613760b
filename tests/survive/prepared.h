/*
 * prepared: the data directory that each life begins with, and the cast who
 * sit: the sitting and the attempts are open, the first section is entered.
 */
#ifndef SURVIVE_PREPARED_H
#define SURVIVE_PREPARED_H

#include "support/scene_cast.h"

#define PREPARED_PEOPLE 3
#define PREPARED_ITEMS 8
#define PREPARED_NINE INT64_C(1777885200000) /* 2026-05-04T09:00:00Z */

/* Once a process, at this time. */
void prepared_make(struct wall);
void prepared_clear(void);

const struct cast *prepared_cast(void);
const struct scene *prepared_scene(void); /* it was stopped */
/* examd.db, into a directory. */
void prepared_write(const char *directory);

#endif
