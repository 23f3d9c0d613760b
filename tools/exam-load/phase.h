/*
 * phase: what the crowd does in each phase.
 *
 * One file for each kind.  start() begins it; over() is asked again and again
 * and may also do what is due meanwhile.  next_save() says when a candidate is
 * to save again, by the stopwatch; PHASE_NEVER: not in this phase.
 */
#ifndef EXAM_LOAD_PHASE_H
#define EXAM_LOAD_PHASE_H

#include "exam-load/crowd.h"

#define PHASE_NEVER INT64_MAX
#define SECOND_US INT64_C(1000000)

struct phase_facts {
	void (*start)(struct crowd *, const struct order *);
	bool (*over)(struct crowd *, const struct order *, int64_t now_us);
	int64_t (*next_save)(struct candidate *, int64_t now_us);
};

extern const struct phase_facts phase_facts[N_PHASES];

/* phase_arrive.c: SIGN_IN, OPEN, ENTER, STREAM, RESULTS */
void arrive_start(struct crowd *, const struct order *);
bool arrive_over(struct crowd *, const struct order *, int64_t now_us);

/* phase_save.c: CLOSED, STEADY */
void closed_start(struct crowd *, const struct order *);
int64_t closed_next(struct candidate *, int64_t now_us);
void steady_start(struct crowd *, const struct order *);
int64_t steady_next(struct candidate *, int64_t now_us);
bool save_over(struct crowd *, const struct order *, int64_t now_us);

/* phase_idle.c */
void idle_start(struct crowd *, const struct order *);
bool idle_over(struct crowd *, const struct order *, int64_t now_us);

/* phase_bell.c */
void bell_start(struct crowd *, const struct order *);
bool bell_over(struct crowd *, const struct order *, int64_t now_us);
int64_t bell_next(struct candidate *, int64_t now_us);

/* phase_watch.c */
void watch_start(struct crowd *, const struct order *);
bool watch_over(struct crowd *, const struct order *, int64_t now_us);

/* phase_check.c */
void check_start(struct crowd *, const struct order *);
bool check_over(struct crowd *, const struct order *, int64_t now_us);

#endif
