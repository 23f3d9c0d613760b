/*
 * candidate: one simulated person, a row of steps.
 *
 * A lost connection is made again and the step under way repeated: a save with
 * the same number and response, so that it is done once.
 */
#ifndef EXAM_LOAD_CANDIDATE_H
#define EXAM_LOAD_CANDIDATE_H

#include "exam-load/crowd.h"
#include "exam-load/questions.h"

#define TOKEN_TEXT_LEN 64

enum step {
	STEP_SIGN_IN,
	STEP_OPEN,
	STEP_ATTEMPT, /* it was opened before: where does it stand? */
	STEP_ENTER,
	STEP_PAPER,
	STEP_SAVE,
	STEP_CHECK,
	N_STEPS,
	STEP_STREAM, /* its own connection; nothing to ask on the first */
	STEP_READY,  /* in the room, nothing to do now */
	STEP_FAILED
};

/* What was sent last for a question, and what was acknowledged last. */
struct kept {
	uint32_t sent_seq, sent_seed;
	uint32_t seq, seed; /* seq 0: nothing was acknowledged */
};

struct candidate {
	struct crowd *crowd;
	const struct ticket *ticket;
	struct link link, stream;
	struct buf in, stream_in; /* replies that are not whole yet */
	struct event *timer;
	enum step step, resume; /* resume: after signing in again */
	bool asked;		/* a request is under way */
	bool entered, checking;
	int64_t began_us, due_us, asked_us;
	unsigned tries; /* in a row that failed */
	char token[TOKEN_TEXT_LEN + 1];
	uint16_t section;
	struct questions questions;
	struct kept *kept; /* one for each question */
	uint16_t current;  /* question of the save under way */
	uint64_t last_event;
	uint64_t random;
};

void candidate_init(struct candidate *, struct crowd *,
    const struct ticket *, uint64_t seed);
void candidate_fini(struct candidate *);

void candidate_enter(struct candidate *);
/* Save for the first time at this moment of the stopwatch, and then on. */
void candidate_save_at(struct candidate *, int64_t us);
void candidate_check(struct candidate *);
/* Gives up what is under way if it takes too long. */
void candidate_tick(struct candidate *, int64_t now_us);

/* Steps, for candidate.c: the request of a step, and what its good reply
 * means; returns the step that follows. */
void step_put(struct buf *, struct candidate *);
enum step step_take(struct candidate *, struct slice body);

#endif
