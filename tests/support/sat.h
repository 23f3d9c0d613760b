/*
 * sat: an attempt that is being sat, and events in few words.
 *
 * Times are milliseconds since the paper was opened, except where a wall time
 * is asked for.  The exam: section 1 (items 0-2, free), a break, section 2
 * (items 3-5, linear), section 3 (items 6-7, free).
 */
#ifndef SUPPORT_SAT_H
#define SUPPORT_SAT_H

#include "core/attempt.h"

#define SAT_MONO HOURS(1) /* of opening */
#define SAT_WALL INT64_C(1790000000000)
#define SAT_GRACE SECONDS(5)
#define SAT_BREAK MINUTES(5)
#define SAT_SECTION MINUTES(20)
#define SAT_WHOLE MINUTES(60)
#define SAT_WINDOW HOURS(3)

struct sat_exam {
	bool whole;	   /* one clock for all sections */
	int64_t late_ms;
	int64_t window_ms; /* from opening; 0: SAT_WINDOW */
};

struct instant sat_instant(int64_t at);

/* An event at a time: SAT(MINUTES(1), .kind = EVENT_PAUSED). */
#define SAT(time, ...)                                                         \
	(&(struct event){ .at = sat_instant(time), .position = 1, __VA_ARGS__ })

/* A fresh attempt, opened at 0. */
void sat_open(struct attempt *, struct sat_exam);
/* A fresh one, brought to a state by the shortest way; time 2 minutes. */
void sat_reach(struct attempt *, struct sat_exam, enum attempt_state);

/* It is possible. */
void sat_do(struct attempt *, const struct event *);
void sat_act(struct attempt *, int64_t at, enum event_kind, int64_t ms);
void sat_enter(struct attempt *, int64_t at, unsigned section); /* from 1 */
void sat_close(struct attempt *, int64_t at, unsigned section);
/* It is refused so, and not a byte of the attempt has changed. */
void sat_refused(struct attempt *, enum err, const struct event *);
/* Save "x" and say what becomes of it. */
enum verdict sat_save(struct attempt *, int64_t at, uint16_t item,
    uint32_t seq);
/* The same, with the client's claim of when it was entered. */
enum verdict sat_save_entered(struct attempt *, int64_t at, int64_t entered,
    uint16_t item, uint32_t seq);

/* Milliseconds since opening; of MONO_NEVER: INT64_MAX. */
int64_t sat_time(struct mono);
int64_t sat_remaining(const struct attempt *, int64_t at);

/* A fresh copy that went through bytes. */
void sat_copy(struct attempt *to, const struct attempt *from);
void sat_same(const struct attempt *, const struct attempt *);

#endif
