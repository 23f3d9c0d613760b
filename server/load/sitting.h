/*
 * One sitting, JSON in and out: what a schedule file holds, the store keeps
 * and a helper hands over.  exam-schedule(5) says what each member means.
 */
#ifndef LOAD_SITTING_H
#define LOAD_SITTING_H

#include "core/bank.h"
#include "core/sitting.h"
#include "load/json.h"

/* Append it as one line of JSON without a line end; instants are UTC, so that
 * a later tzdata cannot move them. */
void load_sitting_write(struct buf *, const struct sitting *);

/* The same line back.  ERR_INVALID: the diag says why. */
MUST_CHECK enum err load_sitting_read(struct sitting **, struct slice line,
    struct diag *);

/* From a value of a larger file; words say which it is.  It is checked against
 * itself: whether the window is long enough. */
MUST_CHECK enum err load_sitting_value(struct sitting **, const struct json *,
    const char *words, struct diag *);

/*
 * Does it fit the programme and the bank that it names: their versions, the
 * routes offered, the number of sections, and can every paper be drawn, for so
 * many candidates on each route (NULL: not known)?
 * ERR_INVALID: the diag has a line for each mismatch.
 */
MUST_CHECK enum err load_check_sitting(const struct sitting *,
    const struct programme *, const struct bank *,
    const uint32_t papers[N_ROUTE_NAMES], struct diag *);

#endif
