/*
 * bidi: lines of text from right to left, for terminals that write every cell
 * from left to right (UAX #9, by GNU FriBidi).
 *
 * A line is ordered by itself, in the direction of its paragraph; letters of
 * Arabic take the forms that their neighbours ask for.
 */
#ifndef TERMINAL_BIDI_H
#define TERMINAL_BIDI_H

#include "exam/buf.h"

/* Is the first letter with a direction one that is read from right to left?
 * (UAX #9, P2 and P3) */
bool bidi_is_rtl(struct slice paragraph);

/* Appends the line as its cells are written from left to right. */
void bidi_put(struct buf *, struct slice line, bool rtl);
/* How many columns of that stand before the n-th character of the line. */
int bidi_column(struct slice line, bool rtl, size_t n);

#endif
