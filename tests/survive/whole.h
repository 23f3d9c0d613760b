/*
 * whole: a data directory that has something of everything in it, and every
 * question that it can answer.
 *
 * A sitting in the morning is over: essays were marked by three, results are
 * confirmed and released.  One in two rooms goes on: somebody writes, somebody
 * is paused and has been written to, somebody was ended, somebody has signed in
 * and somebody has not.  A proposal waits.  The morning is in the database, the
 * rest in the WAL of a hall that was killed.
 */
#ifndef SURVIVE_WHOLE_H
#define SURVIVE_WHOLE_H

#include "support/scene_cast.h"

struct whole {
	struct scene scene; /* down */
	struct cast cast;
	struct buf database, wal; /* what the kill left */
};

void whole_make(struct whole *);
void whole_fini(struct whole *);

/* A hall that is down, at that time, with these files. */
void whole_place(struct scene *, const struct whole *, struct slice database,
    struct slice wal);

/* One reply. */
struct said {
	enum route route;
	uint16_t status;
	char of[32]; /* attempt, item, … */
	struct buf text;
};

struct answers {
	struct said *all;
	size_t n, room;
};

/* Everything that a client can ask without changing anything, and every
 * request again that was acknowledged.  ERR_IO: the hall ended; what it said
 * before is there. */
MUST_CHECK enum err whole_ask(struct answers *, struct whole *, struct scene *);
void answers_fini(struct answers *);

#endif
