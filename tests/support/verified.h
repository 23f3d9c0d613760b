/* verified: what exam-verify finds in evidence. */
#ifndef SUPPORT_VERIFIED_H
#define SUPPORT_VERIFIED_H

#include "exam/slice.h"

/* By somebody who trusts these keys and, unless it is empty, this head.  NULL:
 * all holds; else the findings, to be freed. */
char *verified_find(
    struct slice keys, struct slice head, struct slice evidence);

#endif
