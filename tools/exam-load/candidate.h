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
	STEP_WINDOW, /* when may it begin? */
	STEP_OPEN,
	STEP_ATTEMPT, /* it was opened before: where does it stand? */
	STEP_ENTER,
	STEP_PAPER,
	STEP_SAVE,
	STEP_END, /* is it over? */
	STEP_RESULT,
	STEP_CHECK,
	N_STEPS,
	STEP_STREAM, /* its own connection; nothing to ask on the first */
	STEP_READY,  /* nothing to do now */
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
	enum goal goal;	  /* pursued now */
	enum step step;	  /* under way, or READY */
	enum step next;	  /* the next on the way in */
	enum step resume; /* after signing in again */
	bool asked;	  /* a request is under way */
	bool opened, entered, streamed, ended;
	int64_t due_us, asked_us;
	unsigned tries; /* in a row that failed */
	uint64_t attempt; /* its number on the server */
	char token[TOKEN_TEXT_LEN + 1];
	uint16_t section;
	int64_t told_end_us; /* stopwatch: when its stream told the end */
	int64_t deadline_ms; /* by the server's clock; 0: none was told */
	unsigned answers;    /* BELL: begun in this phase */
	struct questions questions;
	struct kept *kept; /* one for each question */
	uint16_t current;  /* question of the save under way */
	uint64_t last_event;
	uint64_t random;
};

void candidate_init(struct candidate *, struct crowd *,
    const struct ticket *, uint64_t seed);
void candidate_fini(struct candidate *);

/* Has it reached this goal, or will it never? */
bool candidate_is_done(const struct candidate *, enum goal);
/* From this moment of the stopwatch on.  The crowd is told once, never in
 * this call itself. */
void candidate_pursue_at(struct candidate *, enum goal, int64_t us);
/* Save for the first time at this moment, and on as the phase says. */
void candidate_save_at(struct candidate *, int64_t us);
/* Is a save under way that has no reply? */
bool candidate_is_saving(const struct candidate *);
/* What it was at is given up, and its connection with it. */
void candidate_stop(struct candidate *);
/* Gives up what is under way if it takes too long. */
void candidate_tick(struct candidate *, int64_t now_us);

/* Between candidate.c and candidate_wire.c: do what the step asks for, as far
 * as the connection lets; and what came of it. */
void candidate_wire_init(struct candidate *);
void candidate_work(struct candidate *);
void candidate_try_again(struct candidate *, int64_t least_ms);
struct reply;
void candidate_replied(struct candidate *, const struct reply *);
void candidate_streams(struct candidate *);

/* Steps, for candidate.c: the request of a step, and what its good reply
 * means; returns the step that follows.  STEP_END: ask again later. */
void step_put(struct buf *, struct candidate *);
enum step step_take(struct candidate *, struct slice body);

#endif
