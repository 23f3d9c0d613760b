/* tickets: who may sign in, from `examctl tickets SITTING --json`. */
#ifndef EXAM_LOAD_TICKETS_H
#define EXAM_LOAD_TICKETS_H

#include "exam/diag.h"
#include "exam/err.h"

#define CODE_TEXT_MAX 32

struct ticket {
	char number[IDENT_MAX + 1];
	char code[CODE_TEXT_MAX];
};

struct tickets {
	size_t n;
	struct ticket *at; /* owned */
};

/* Either the whole reply or the array in it.  ERR_INVALID: the diag says
 * why. */
MUST_CHECK enum err tickets_read(struct tickets *, const char *path,
    struct diag *);
void tickets_fini(struct tickets *);

#endif
