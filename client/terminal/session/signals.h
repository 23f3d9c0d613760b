/*
 * signals: what the terminal and the system tell a program that runs in a
 * loop.  They only leave a mark; the loop acts on it.
 */
#ifndef TERMINAL_SIGNALS_H
#define TERMINAL_SIGNALS_H

#include <stdbool.h>

/* From now on interrupting (SIGINT), ending (SIGTERM) and hanging up (SIGHUP)
 * do not end the program by themselves. */
void signals_catch(void);
/* Ctrl-C since it was last asked? */
bool signals_interrupted(void);
bool signals_told_to_stop(void);

#endif
