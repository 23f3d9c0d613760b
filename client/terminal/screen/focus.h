/*
 * focus: at which part of an item the candidate is, and at which line of it:
 * a choice, a row of a match, a text.
 */
#ifndef TERMINAL_FOCUS_H
#define TERMINAL_FOCUS_H

#include "exam/limits.h"
#include "terminal/session/paper.h"

struct focus {
	size_t part, line;
	size_t column; /* of a match */
};

/* How many lines a part has, at least one. */
size_t focus_lines(const struct interaction *);
/* To the next line or the one before, across parts.  false: there is none. */
bool focus_step(struct focus *, const struct item *, bool forward);
/* To the next column of a match or the one before. */
bool focus_turn(struct focus *, const struct item *, bool forward);

/* The choices of an order as they are listed: those that have a place, in
 * their order, then the others; returns how many have one. */
size_t focus_order(size_t at[CHOICES_MAX], const struct item *, size_t part);
/* On which line of an order a choice is listed. */
size_t focus_order_line(const struct item *, size_t part, size_t choice);
/* The choice of the line that has the focus. */
size_t focus_choice(const struct focus *, const struct item *);

#endif
