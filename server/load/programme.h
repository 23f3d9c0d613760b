/*
 * Programmes, JSON in and out.  exam-programme(5) says what a file holds.
 */
#ifndef LOAD_PROGRAMME_H
#define LOAD_PROGRAMME_H

#include "core/programme.h"
#include "exam/diag.h"

/* ERR_INVALID: the diag has every mistake.  programme_free() is the caller's. */
MUST_CHECK enum err load_programme(struct programme **, struct slice text,
    struct diag *);

/* Append it as one line of JSON without a line end, with every default
 * written out: load_programme() reads it back the same. */
void load_programme_write(struct buf *, const struct programme *);

#endif
