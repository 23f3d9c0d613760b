/*
 * attempt: what the server last said about the attempt, as a typed thing.
 *
 * Every text belongs to the JSON it was read from, which the attempt keeps.
 */
#ifndef TERMINAL_ATTEMPT_H
#define TERMINAL_ATTEMPT_H

#include <jansson.h>

#include "exam/buf.h"
#include "exam/err.h"
#include "exam/limits.h"
#include "exam/time.h"

#define ATTEMPT_STATES(X)                                                      \
	X(EXPECTED, "expected")                                                \
	X(CHECKED_IN, "checked-in")                                            \
	X(ADMITTED, "admitted")                                                \
	X(OPENED, "opened")                                                    \
	X(IN_SECTION, "in-section")                                            \
	X(ON_BREAK, "on-break")                                                \
	X(PAUSED, "paused")                                                    \
	X(SUBMITTED, "submitted")                                              \
	X(EXPIRED, "expired")                                                  \
	X(TERMINATED, "terminated")                                            \
	X(ABSENT, "absent")

enum attempt_state {
#define X(name, text) ATTEMPT_##name,
	ATTEMPT_STATES(X)
#undef X
	    N_ATTEMPT_STATES
};
const char *attempt_state_name(enum attempt_state);

enum section_state {
	SECTION_AHEAD,
	SECTION_NEXT,
	SECTION_CURRENT,
	SECTION_CLOSED,
	N_SECTION_STATES
};

struct section {
	int number;
	const char *title;
	int items, first_item;
	bool linear;
	int64_t time_ms; /* 0: no time of its own */
	int64_t break_ms;
	enum section_state state;
	int answered, flagged;
};

struct message {
	int64_t number;
	struct wall at;
	const char *text;
};

struct attempt {
	json_t *source;
	int64_t number;
	const char *candidate, *name;
	bool waiting_device; /* another device has the attempt */
	const char *title, *credential, *route, *zone, *rules;
	bool practice;
	bool timed_by_section;
	enum attempt_state state;
	struct wall opens, closes;
	int64_t extended_ms, compensation_ms, total_ms;
	bool running;
	int64_t remaining_ms; /* -1: there is no clock now */
	int64_t break_ms;     /* of the break that is on; -1: none is */
	int section;	      /* 0: none is open */
	int item;	      /* linear: the only visible one; else 0 */
	struct section sections[SECTIONS_MAX];
	size_t n_sections;
	struct message *messages;
	size_t n_messages;
	int64_t told, seen; /* events, see PUT /v1/attempt/seen; 0: none */
	const json_t *may_open; /* the problem, or NULL: it may be opened */
	const char *receipt;	/* NULL: none yet */
	bool result_released;
	struct wall server_time;
};

/* ERR_SYNTAX: it is no attempt object.  The source is kept, not taken. */
MUST_CHECK enum err attempt_read(struct attempt **, json_t *);
void attempt_free(struct attempt *);

/* The section with this number, or the one in that state; NULL: none. */
const struct section *attempt_section(const struct attempt *, int number);
const struct section *attempt_next_section(const struct attempt *);
/* Submitted, expired, terminated or absent: nothing more can be done. */
bool attempt_is_over(const struct attempt *);
/* The whole time of the clock that runs now; 0: unknown. */
int64_t attempt_clock_total(const struct attempt *);

/*
 * Says in sentences, one a line, what a proctor or the server did between the
 * two: pause, resume, more time, time given back, reopening.
 */
void attempt_put_changes(struct buf *, const struct attempt *before,
    const struct attempt *after);

#endif
