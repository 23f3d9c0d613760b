/*
 * access_code: what a candidate signs in with.  For the files of this folder.
 *
 * Twelve characters of Crockford's base 32: 60 random bits, in groups of four.
 * Only the HMAC with the pepper is kept.
 */
#ifndef HALL_ACCESS_CODE_H
#define HALL_ACCESS_CODE_H

#include "hall/state.h"

#define ACCESS_CODE_TEXT_MAX 15 /* with hyphens and a zero */

/* A new one for the seat, which is stored; the old one is no good any more. */
void access_code_give(
    char shown[ACCESS_CODE_TEXT_MAX], struct hall *, struct seat *);
/* The seat of this number that has this code.  A number nobody has takes the
 * same work.  NULL: there is none. */
struct seat *access_code_seat(
    struct hall *, struct slice number, struct slice text);

#endif
