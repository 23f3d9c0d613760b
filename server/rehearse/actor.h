/*
 * actor: one simulated candidate, as steps: each is one request, and its reply
 * says which step is next and when.
 *
 * What does not go as it should is a finding: a refusal, a clock that is not
 * what the candidate is entitled to, an answer in time that does not count or
 * one too late that does.
 */
#ifndef REHEARSE_ACTOR_H
#define REHEARSE_ACTOR_H

#include "exam/frame.h"
#include "rehearse/finding.h"
#include "rehearse/intent.h"
#include "rehearse/stage.h"

/*
 * X(name, port, route)
 *	TICKET to TRY_OUT: everybody's code is tried before the exam
 *	RETURN: from another device, after a disconnection
 *	LOOK: where do I stand?  After a restart, and after the bell.
 *	LAST, LATE: saves a millisecond before the bell, and at it
 */
#define STEPS(X)                                                               \
	X(TICKET, STAFF, TICKET_REISSUE)                                       \
	X(TRY, CANDIDATES, SIGN_IN)                                            \
	X(TRY_LOOK, CANDIDATES, ATTEMPT)                                       \
	X(TRY_OUT, CANDIDATES, SIGN_OUT)                                       \
	X(SIGN_IN, CANDIDATES, SIGN_IN)                                        \
	X(CHECK_IN, STAFF, CHECK_IN)                                           \
	X(ADMIT, STAFF, ADMIT)                                                 \
	X(LISTEN, CANDIDATES, EVENTS)                                          \
	X(OPEN, CANDIDATES, OPEN)                                              \
	X(ENTER, CANDIDATES, ENTER)                                            \
	X(PAPER, CANDIDATES, PAPER)                                            \
	X(ANSWER, CANDIDATES, ANSWER)                                          \
	X(NEXT, CANDIDATES, NEXT)                                              \
	X(RETURN, CANDIDATES, SIGN_IN)                                         \
	X(MOVE, STAFF, MOVE_DEVICE)                                            \
	X(LOOK, CANDIDATES, ATTEMPT)                                           \
	X(CLOSE, CANDIDATES, CLOSE)                                            \
	X(SUBMIT, CANDIDATES, SUBMIT)                                          \
	X(LAST, CANDIDATES, ANSWER)                                            \
	X(LATE, CANDIDATES, ANSWER)

enum step {
#define X(name, port, route) STEP_##name,
	STEPS(X)
#undef X
	    STEP_DONE
};

struct actor_section {
	uint16_t first, count; /* items, from 1 */
	bool linear;
};

struct actor {
	struct roll_candidate *who;
	struct intent intent;
	struct rng rng;
	enum step step;
	enum step then; /* after LISTEN */
	struct wall at; /* when it is taken; then_at: when `then` is */
	struct wall then_at;
	uint32_t n_steps;
	bool waits; /* for a reply */
	char code[24];
	uint8_t token[TOKEN_LEN];
	struct paper *paper; /* owned; NULL: not opened */
	/* as the last attempt object had it */
	enum attempt_state state;
	struct wall deadline; /* 0: no clock runs */
	int64_t compensation_ms;
	int64_t break_ms;	      /* that is left; 0: none */
	uint16_t section, n_sections; /* entered, of so many */
	struct actor_section sections[SECTIONS_MAX];
	/* what they are about */
	uint16_t item; /* to answer next, from 1 */
	uint32_t seq;
	int64_t every_ms;  /* between answers */
	int64_t left_ms;   /* of the whole's clock, when a section was closed */
	size_t heap_index; /* see play.c */
};

/* What all of them share. */
struct cast {
	const struct roll *roll;
	struct findings *findings;
	struct wall now;
	uint64_t n_saves, n_keys; /* n_keys: idempotency keys given out */
	uint32_t n_begun, n_closed, n_absent;
	struct wall restart; /* the hall's; 0: nobody has entered yet */
};

void actor_init(struct actor *, struct roll_candidate *, uint64_t seed,
    uint32_t index, struct wall begins);
void actor_fini(struct actor *);
bool actor_is_open(const struct actor *);

/* Its next request; conn is two numbers that belong to it, the second for its
 * event stream. */
void actor_ask(struct actor *, struct cast *, struct stage *, uint64_t conn);

/* ---- actor_hear.c ---- */

/* The reply: sets step and at. */
void actor_hear(struct actor *, struct cast *, const struct frame_reply *);
/* The hall was away; look at the clock, and listen again. */
void actor_restarted(struct actor *, struct cast *);

/* ---- actor_clock.c ---- */

/* The clock that began or goes on with a section: what they are entitled to? */
void actor_judge_entry(struct actor *, struct cast *);
/* The clock after a restart: moved by what was given back? */
void actor_judge_return(struct actor *, struct cast *, struct wall deadline,
    int64_t compensation_ms);
/* What became of a save that came before (or at) the bell. */
void actor_judge_save(struct actor *, struct cast *, const char *verdict);
/* A section that should be closed is not. */
void actor_judge_open(struct actor *, struct cast *);

/* ---- actor_view.c ---- */

/* Takes over what an attempt object says; false: it is none. */
bool actor_view(struct actor *, struct slice body);

#endif
