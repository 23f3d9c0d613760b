/*
 * plan: what a crowd does, phase by phase.
 *
 * A mode of the command line is a plan of ours; a day is a plan from a file:
 *
 *	{"format": "exam-load-day-1", "phases": [
 *	 {"phase": "sign-in", "seconds": 20},
 *	 {"phase": "enter", "seconds": 5},
 *	 {"phase": "steady", "seconds": 60, "think_seconds": 5}, ...]}
 */
#ifndef EXAM_LOAD_PLAN_H
#define EXAM_LOAD_PLAN_H

#include <stddef.h>

#include "exam/diag.h"
#include "exam/err.h"
#include "exam/limits.h"

/* X(name, word, what is counted in it) */
#define PHASES(X)                                                              \
	X(SIGN_IN, "sign-in", "sign-in")                                       \
	X(OPEN, "open", "opening")                                             \
	X(ENTER, "enter", "entry")                                             \
	X(STREAM, "stream", "stream")                                          \
	X(WATCH, "watch", "dashboard")                                         \
	X(IDLE, "idle", "wait")                                                \
	X(CLOSED, "closed", "save")                                            \
	X(STEADY, "steady", "save")                                            \
	X(BELL, "bell", "save")                                                \
	X(RESULTS, "results", "result")                                        \
	X(CHECK, "check", "check")

enum phase {
#define X(name, word, unit) PHASE_##name,
	PHASES(X)
#undef X
	    N_PHASES
};

#define MODES(X)                                                               \
	X(HERD, "herd", "all arrive within --within seconds and enter")        \
	X(STEADY, "steady",                                                    \
	    "they save at moments of their own, however slow the server is")   \
	X(CLOSED, "closed",                                                    \
	    "each saves again as soon as it is told \"saved\"")                \
	X(IDLE, "idle", "each enters, opens its event stream, and sits there") \
	X(BELL, "bell", "all answer in the last --seconds; closed and scored") \
	X(WALL, "wall", "steady, and proctors' dashboards that show it")       \
	X(DAY, "day", "the phases of the file --plan")

enum mode {
#define X(name, text, help) MODE_##name,
	MODES(X)
#undef X
	    N_MODES
};

struct order {
	enum phase phase;
	int64_t ms; /* how long; who arrives: spread over so long, in BELL: so
		       long before the end of their time */
	size_t at_once;	   /* arriving: no more than so many; 0: as they come */
	unsigned rate;	   /* STEADY: saves a second of all, or 0 ... */
	int64_t think_ms;  /* ... and each waits about so long between two */
	unsigned answers;  /* BELL: of each candidate */
	size_t dashboards; /* WATCH */
};

struct plan {
	size_t n;
	struct order orders[CROWD_PHASES_MAX + 1]; /* and the check */
};

extern const char *const phase_words[N_PHASES];
extern const char *const phase_units[N_PHASES];

/* of: the numbers of the command line.  Not MODE_DAY. */
void plan_of_mode(struct plan *, enum mode, const struct order *of);
/* ERR_INVALID: the diag says why. */
MUST_CHECK enum err plan_read(struct plan *, const char *path, struct diag *);
/* Appends the check, which ends every plan. */
void plan_add_check(struct plan *);
/* Does a phase of it need dashboards? */
bool plan_watches(const struct plan *);

/* Is this a phase whose figures say how long something took, so that they are
 * worth nothing if the generator was late? */
bool order_claims_latency(const struct order *);

#endif
