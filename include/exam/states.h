/*
 * The states of an attempt, and what may be asked in which.  attempt_apply()
 * (core/attempt.h) alone moves between them.
 */
#ifndef EXAM_STATES_H
#define EXAM_STATES_H

#include <stdint.h>

/* X(NAME, word, closed) */
#define ATTEMPT_STATES(X)                                                      \
	X(EXPECTED, "expected", false)	   /* registered for the sitting */    \
	X(CHECKED_IN, "checked-in", false) /* identity noted */                \
	X(ADMITTED, "admitted", false)	   /* may begin */                     \
	X(OPENED, "opened", false)	   /* has a paper, in no section */    \
	X(IN_SECTION, "in-section", false)                                     \
	X(ON_BREAK, "on-break", false)                                         \
	X(PAUSED, "paused", false)                                             \
	X(SUBMITTED, "submitted", true)                                        \
	X(EXPIRED, "expired", true)                                            \
	X(TERMINATED, "terminated", true)                                      \
	X(ABSENT, "absent", true)

enum attempt_state {
#define X(name, word, closed) ATTEMPT_##name,
	ATTEMPT_STATES(X)
#undef X
	    N_ATTEMPT_STATES
};

/* Sets of them. */
#define IN_STATE(name) (1u << ATTEMPT_##name)
#define BEFORE_IT_BEGINS                                                       \
	(IN_STATE(EXPECTED) | IN_STATE(CHECKED_IN) | IN_STATE(ADMITTED))
#define WHILE_IT_RUNS                                                          \
	(IN_STATE(OPENED) | IN_STATE(IN_SECTION) | IN_STATE(ON_BREAK))
#define UNTIL_CLOSED (BEFORE_IT_BEGINS | WHILE_IT_RUNS | IN_STATE(PAUSED))
#define ONCE_BEGUN_AND_CLOSED                                                  \
	(IN_STATE(SUBMITTED) | IN_STATE(EXPIRED) | IN_STATE(TERMINATED))
#define ALL_CLOSED (ONCE_BEGUN_AND_CLOSED | IN_STATE(ABSENT))
#define ONCE_BEGUN (WHILE_IT_RUNS | IN_STATE(PAUSED) | ONCE_BEGUN_AND_CLOSED)

/*
 * Requests that the state of the attempt alone can refuse (409 `state`), and
 * the states in which it does not.  A resend of what is done already counts
 * as possible.  What is not in the list is refused by narrower rules only.
 * X(route, states)
 */
#define ROUTE_STATES(X)                                                        \
	X(OPEN, UNTIL_CLOSED)                                                  \
	X(ENTER, WHILE_IT_RUNS)                                                \
	X(PAPER, IN_STATE(IN_SECTION))                                         \
	X(IMAGE, IN_STATE(IN_SECTION))                                         \
	X(NEXT, ONCE_BEGUN)                                                    \
	X(ANSWER, ONCE_BEGUN)                                                  \
	X(FLAG, IN_STATE(IN_SECTION))                                          \
	X(HELP, UNTIL_CLOSED)                                                  \
	X(REPORT, IN_STATE(IN_SECTION))                                        \
	X(CLOSE, ONCE_BEGUN)                                                   \
	X(SUBMIT, WHILE_IT_RUNS | IN_STATE(SUBMITTED))                         \
	X(CHECK_IN, IN_STATE(EXPECTED) | IN_STATE(CHECKED_IN))                 \
	X(SEAT, UNTIL_CLOSED)                                                  \
	X(ADMIT, IN_STATE(EXPECTED) | IN_STATE(CHECKED_IN))                    \
	X(PAUSE, WHILE_IT_RUNS)                                                \
	X(RESUME, IN_STATE(PAUSED))                                            \
	X(TERMINATE, UNTIL_CLOSED)                                             \
	X(REOPEN, ONCE_BEGUN_AND_CLOSED)                                       \
	X(TRANSCRIPT, ALL_CLOSED)                                              \
	X(BUNDLE, ALL_CLOSED)

/* By enum route; 0: not in the list. */
extern const uint16_t route_states[]; /* base/routes.c */

#endif
