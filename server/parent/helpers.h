/*
 * helpers: short-lived children that work for the hall, a few at once, the
 * others in a queue.
 *
 * Every question that was taken is answered exactly once, by helpers_reap()
 * or helpers_turn(), unless helpers_clear() comes between.
 */
#ifndef HELPERS_H
#define HELPERS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "control.h"
#include "exam/err.h"

struct helpers;

/* What the hall is told: CONTROL_HELPER_DONE.  output is the receiver's; -1:
 * there is none.  status -1: it was killed, or never ran.  Not wanted: the
 * hall that asked is gone. */
struct helper_answer {
	uint64_t job;
	int status;
	int output;
	bool wanted;
};

/* sandbox: lock each one in. */
struct helpers *helpers_new(bool sandbox);
void helpers_free(struct helpers *); /* kills those that run */

/* Takes a question.  input is taken over.  ERR_FULL: the queue is full;
 * ERR_INVALID: no such work; input is still the caller's. */
MUST_CHECK enum err helpers_ask(struct helpers *, uint64_t job,
    enum helper_job work, int input);

/* Starts what can be started and kills what has run too long.  An answer that
 * is known at once, because a helper could not be started, is given; call
 * again until false. */
bool helpers_turn(struct helpers *, struct helper_answer *, int64_t now);
/* A child has been waited for.  false: it was none of ours. */
bool helpers_reap(struct helpers *, struct helper_answer *, pid_t, int wait);
/* The hall that asked is gone: its questions are dropped. */
void helpers_clear(struct helpers *);
/* When helpers_turn() has something to do: CLOCK_BOOTTIME; INT64_MAX: never. */
int64_t helpers_deadline(const struct helpers *);

/* "bank" and so on, for `examd helper NAME`.  ERR_UNKNOWN. */
const char *helper_name(enum helper_job);
MUST_CHECK enum err helper_by_name(enum helper_job *, const char *);

#endif
