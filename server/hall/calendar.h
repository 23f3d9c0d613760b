/* calendar: sittings as schedules have them.  For the files of this folder. */
#ifndef HALL_CALENDAR_H
#define HALL_CALENDAR_H

#include "hall/state.h"

/* Put it in the place of the one with its name, or beside the others; it
 * becomes the roster's. */
void sitting_put(struct hall *, struct sitting *, const char *by);
bool roster_has_begun(const struct roster *);
void loading_free(struct loading *);

#endif
