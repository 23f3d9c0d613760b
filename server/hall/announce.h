/* announce: what was said to everybody.  For the files of this folder. */
#ifndef HALL_ANNOUNCE_H
#define HALL_ANNOUNCE_H

#include "hall/state.h"

MUST_CHECK enum err announcement_restore(
    struct hall *, const char *key, struct slice body);
/* Events for a stream of these rooms: what was said to them last. */
void announcements_write(struct hall *, struct buf *, const struct roster *,
    const struct room_set *);
void announcements_free(struct roster *);

#endif
