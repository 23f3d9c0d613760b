/* draw: papers and forms.  For the files of this folder. */
#ifndef HALL_DRAW_H
#define HALL_DRAW_H

#include "hall/state.h"

/* Draw the paper of an attempt that is about to be opened, and give the room
 * its forms if the route has some. */
MUST_CHECK enum err draw_paper(struct hall *, struct seat *,
    const uint8_t seed[SEED_LEN]);
/* The paper of an attempt that was opened, drawn once more from its seed.
 * ERR_UNKNOWN: it depended on what others had drawn before; ERR_INVALID: there
 * is no such form. */
MUST_CHECK enum err draw_again(struct paper **, const struct seat *);
/* It was opened: its items are used once more. */
void draw_opened(struct seat *);
/* Store some more of the forms that were given. */
void draw_go_on(struct hall *);
void draw_free(struct roster *);
/* Its candidates and their routes are others: count anew. */
void draw_recount(struct roster *);

/* proctor.c: the attempt that the path names, if who asks may touch it and it
 * is in a state in which the route is possible; NULL: answered. */
struct seat *seat_of_path(struct hall *, struct request *);
/* Open a closed attempt again with its answers. */
MUST_CHECK enum err seat_reopen(struct hall *, struct seat *, struct event *);

#endif
