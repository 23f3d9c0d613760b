/*
 * countdown: the candidate's clock between two words of the server.
 *
 * The server says what is left; from there it is counted with CLOCK_BOOTTIME,
 * which no clock step and no suspend changes.  { 0 } is no clock.
 */
#ifndef TERMINAL_COUNTDOWN_H
#define TERMINAL_COUNTDOWN_H

#include <stdbool.h>

#include "exam/time.h"

struct countdown {
	bool known, running;
	int64_t left;  /* ms, when it was set */
	int64_t total; /* of which half is announced; 0: unknown */
	int64_t next;  /* the threshold to announce next; 0: none is left */
	struct mono set;
};

/* left -1: there is no clock.  More time than before makes the thresholds
 * above what was announced count again. */
void countdown_set(struct countdown *, int64_t left, int64_t total,
    bool running, struct mono now);
int64_t countdown_left(const struct countdown *, struct mono now);
/* Is it time to say what is left (half, 15, 5 and 1 minutes)?  True once for
 * each. */
bool countdown_announces(struct countdown *, struct mono now);
/* When that, or the end, comes next. */
struct mono countdown_next(const struct countdown *, struct mono now);

#endif
