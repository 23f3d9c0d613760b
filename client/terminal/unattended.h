/*
 * unattended: an exam taken from a file of answers, for rehearsals and checks.
 */
#ifndef TERMINAL_UNATTENDED_H
#define TERMINAL_UNATTENDED_H

#include "terminal/session/options.h"
#include "terminal/session/session.h"

/* Until it is over; returns the exit status.  What happens goes to standard
 * error, and with options->json a summary to standard output. */
int unattended_run(struct session *, const struct options *);

#endif
