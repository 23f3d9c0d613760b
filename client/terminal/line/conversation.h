/*
 * conversation: a candidate at a terminal takes the exam, in plain lines.
 */
#ifndef TERMINAL_CONVERSATION_H
#define TERMINAL_CONVERSATION_H

#include "terminal/session/options.h"
#include "terminal/session/session.h"

/* The candidate would rather go on on the screen; the session is as it was. */
#define LINES_LEFT_FOR_SCREEN (-2)

/*
 * Until it is over; returns the exit status, or LINES_LEFT_FOR_SCREEN.  A
 * session that is signed in already goes on where it is.
 */
int conversation_run(struct session *, const struct options *);

#endif
