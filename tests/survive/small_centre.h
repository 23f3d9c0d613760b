/*
 * small_centre: an exam whose server keeps its data on a small disk, and a
 * crowd that saves.
 */
#ifndef SURVIVE_SMALL_CENTRE_H
#define SURVIVE_SMALL_CENTRE_H

#include "outage.h"
#include "small_disk.h"

struct small_centre {
	struct centre centre;
	struct crowd crowd;
	struct outage outage;
	struct small_disk disk;
};

/* more: lines of examd.conf(5). */
void small_centre_open(struct small_centre *, unsigned mib, const char *more);
/* Every save that was acknowledged is in the journal, and no other. */
void small_centre_close(struct small_centre *);

/* Listens to the crowd until the log says this, in a line that was not heard
 * yet.  meanwhile is called now and then, and may be NULL. */
void small_centre_hear(struct small_centre *, const char *words,
    void (*meanwhile)(struct small_centre *));
/* The nets say 503. */
void small_centre_check_is_told(struct small_centre *);

#endif
