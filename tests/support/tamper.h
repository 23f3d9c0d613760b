/*
 * tamper: change a database that nobody has open, as somebody would who knows
 * its sums (store_sum.c) and writes them anew.  What cannot be done fails the
 * test.
 */
#ifndef SUPPORT_TAMPER_H
#define SUPPORT_TAMPER_H

#include "exam/slice.h"

/* In the only row of a table of objects, wherever the bytes stand; both have
 * one length. */
void tamper_object(const char *directory, const char *table, struct slice from,
    struct slice to);
/* A statement that changes something. */
void tamper_run(const char *directory, const char *sql);

#endif
