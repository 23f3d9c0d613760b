/*
 * conversation: a candidate at a terminal takes the exam, in plain lines.
 */
#ifndef TERMINAL_CONVERSATION_H
#define TERMINAL_CONVERSATION_H

#include "terminal/session/options.h"
#include "wire/wire.h"

/* Until it is over; returns the exit status. */
int conversation_run(struct wire_server *, const struct options *);

#endif
