/* propose: acts that a second person must confirm. */
#ifndef EXAMCTL_PROPOSE_H
#define EXAMCTL_PROPOSE_H

#include "examctl/act.h"

/* act and object as in server/proto/README.md; body: more members, taken
 * over; the reason is added. */
enum outcome propose(struct call *, const char *act, const char *object,
    json_t *body);

#endif
