/*
 * place: where the candidate is; it follows from the attempt.
 */
#ifndef TERMINAL_PLACE_H
#define TERMINAL_PLACE_H

#include "terminal/session/attempt.h"

enum place {
	PLACE_SIGN_IN,
	PLACE_DEVICE,  /* another device has the attempt */
	PLACE_WAITING, /* something is missing, or it is too early */
	PLACE_RULES,
	PLACE_OVERVIEW, /* between sections */
	PLACE_SECTION,
	PLACE_BREAK,
	PLACE_PAUSED,
	PLACE_ENDED,
	N_PLACES
};

/* NULL: the attempt is not known yet. */
enum place place_of(const struct attempt *);
/* Is there an exam that would run on without the candidate? */
bool place_runs_on(enum place);

#endif
