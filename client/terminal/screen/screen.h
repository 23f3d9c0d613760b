/*
 * screen: a candidate takes the exam on a terminal's whole screen.
 */
#ifndef TERMINAL_SCREEN_H
#define TERMINAL_SCREEN_H

#include "terminal/session/options.h"
#include "terminal/session/session.h"

/* The candidate would rather go on line by line; the session is as it was. */
#define SCREEN_LEFT_FOR_LINES (-1)

/* false: *why says why not, a sentence without its full stop, or "". */
bool screen_is_possible(const char **why);
/* Until it is over; returns the exit status, or SCREEN_LEFT_FOR_LINES. */
int screen_run(struct session *, const struct options *);

#endif
