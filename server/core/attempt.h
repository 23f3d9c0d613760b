/*
 * attempt: one candidate sitting one paper, as the fold of its events.
 *
 * attempt_apply() is the only way anything changes.  The same function runs
 * live, at recovery, in a replay and in a fuzzer; it is a table of state x
 * event, and it looks at nothing but the attempt and the event.  An event that
 * is not possible is refused and changes nothing.
 *
 * Clocks.  Deadlines are instants of the exam clock.  `deadline` is the end of
 * the allowance (a section's, or the whole exam's), MONO_NEVER while there is
 * none; `window_end` bounds everything.  While the attempt is paused or closed
 * they stand at `since`.  On a break the whole exam's clock alone stands, at
 * `left_ms`.  What a pause, an extension or a compensation gives back lengthens
 * the window too, so nobody is short:
 *	going on		what remains is what remained
 *	extended by ms		what remains is ms more, also after the end
 *	compensated		what remains is what remained when it began,
 *				unless it was over by then
 * and the wait between the end of a section or a break and the server's acting
 * on it is not taken from the window.
 */
#ifndef CORE_ATTEMPT_H
#define CORE_ATTEMPT_H

#include "core/entitlement.h"
#include "core/event.h"
#include "core/marking.h"
#include "exam/states.h"

/* What becomes of a save: a function of stored facts. */
#define VERDICTS(X)                                                            \
	X(COUNTED, "counted")                                                  \
	X(LATE_COUNTED, "late-counted") /* after the deadline, by the rule */  \
	X(STALE, "stale")   /* a save with the same or a larger seq is stored */ \
	X(LATE, "late")	    /* after the deadline */                           \
	X(PAUSED, "paused") /* entered while the clock stood still */          \
	X(CLOSED, "closed") /* its section or the attempt was closed before */

enum verdict {
#define X(name, word) VERDICT_##name,
	VERDICTS(X)
#undef X
	    N_VERDICTS
};

/* How the paper is sat, fixed when the attempt is opened. */
struct plan_section {
	uint16_t first, count; /* items first … first+count-1 */
	bool linear;
	int64_t time_ms;  /* the candidate's own allowance; 0: whole exam's */
	int64_t break_ms; /* after it; 0: none */
};

struct attempt_plan {
	int64_t grace_ms, late_ms; /* late_ms 0: late answers are refused */
	uint16_t n_sections, n_items;
	uint16_t form; /* 0: a draw of their own */
	struct plan_section sections[SECTIONS_MAX];
	const uint16_t *items; /* what was drawn: n_items indexes in the bank,
				  in the order of the paper; NULL: not yet */
};

void attempt_plan_encode(const struct attempt_plan *, struct buf *);
/* One allocation, its items too; free() is the caller's. */
MUST_CHECK enum err attempt_plan_decode(struct attempt_plan **, struct slice);

/* What DRAWN says besides the seed. */
#define SCREENS_LEN 32
struct attempt_drawn {
	uint16_t items[PAPER_ITEMS_MAX];
	uint8_t screens[SCREENS_LEN]; /* SHA-256 of what the candidate sees,
					 one item after the other */
};

void attempt_drawn_encode(const struct attempt_drawn *, uint16_t n_items,
    struct buf *);
/* ERR_SYNTAX: not so many items and a digest. */
MUST_CHECK enum err attempt_drawn_decode(struct attempt_drawn *,
    uint16_t n_items, struct slice);

/* The latest save of an item.  Short responses live in the struct. */
#define ANSWER_INLINE 8
struct answer {
	uint64_t position; /* of its event; 0: never saved */
	struct wall saved_at;
	uint32_t seq;
	uint16_t len;
	bool flagged;
	uint8_t verdict;
	union {
		char inline_bytes[ANSWER_INLINE];
		char *bytes;
	} response;
};

struct attempt {
	enum attempt_state state;
	enum attempt_state before; /* PAUSED, or closed: the state it left */
	struct entitlement entitlement;
	enum route_name route;
	struct wall window_closes; /* for people; window_end decides */
	struct mono window_end, deadline, break_end;
	struct mono since; /* a clock last started or stopped then */
	int64_t left_ms;
	bool stands; /* ON_BREAK: the whole exam's clock, at left_ms */
	int64_t extended_ms, compensation_ms, paused_ms; /* sums, for people */
	int64_t pending_ms; /* an extension that waits for a clock */
	int64_t whole_ms;   /* allowance for the whole; 0: per section */
	uint16_t section;   /* sections entered so far; 2: the second */
	bool section_open;  /* IN_SECTION, also while paused or closed in it */
	uint16_t item;	    /* linear: the item that is visible */
	uint32_t device;    /* that has the attempt; 0: none */
	uint32_t waiting_device;
	uint32_t devices;   /* numbers given out so far */
	uint32_t n_events, n_late, n_reports, n_incidents, n_messages;
	uint64_t told;	      /* position of the last event that the candidate
				 is to see; 0: none */
	uint64_t shown;	      /* their client has shown all up to there; 0 */
	struct wall shown_at; /* and said so then */
	uint32_t to_show;     /* how often it may still say so */
	bool help_open, scored, released;
	struct wall last_saved; /* the last save arrived, counted or not; 0 */
	uint32_t closing; /* number of the event that closed it last, 0 */
	uint16_t answered[SECTIONS_MAX], flagged[SECTIONS_MAX]; /* items; kept
				      when the answers are forgotten */
	struct marking marking; /* by hand, since it was closed */
	uint8_t seed[EVENT_SEED_LEN];
	struct attempt_plan *plan; /* NULL before it is opened */
	uint32_t *seen;		   /* per item: the largest seq that was ever
				      stored, counted or not */
	struct answer *answers;	   /* of the sections entered so far; NULL
				      before it is opened, and after
				      attempt_forget_answers() */
	uint16_t n_answers;	   /* the first so many of plan->n_items */
};

/* A fresh one; attempt_fini() frees what it owns, not the struct. */
void attempt_init(struct attempt *);
void attempt_fini(struct attempt *);

/*
 * ERR_STATE and the like: not possible, nothing changed.  *verdict is written
 * for EVENT_ANSWERED on OK.
 */
MUST_CHECK enum err attempt_apply(struct attempt *, const struct event *,
    enum verdict *verdict);

/*
 * May this candidate open the paper at this time?  On refusal *rule is the
 * rule's name and *earliest when it would pass by itself (0: it will not).
 */
MUST_CHECK enum err attempt_may_open(const struct attempt *,
    const struct sitting *, struct wall now, const char **rule,
    struct wall *earliest);

bool attempt_is_closed(const struct attempt *);
/* Has the paper been opened and is it not closed? */
bool attempt_is_open(const struct attempt *);
const char *attempt_state_word(enum attempt_state);
const char *verdict_word(enum verdict);

/* Is there a clock, and does it go on? */
bool attempt_runs(const struct attempt *);
/* The earlier of deadline and window. */
struct mono attempt_deadline(const struct attempt *);
/* Of the running or standing clock; -1: there is none. */
int64_t attempt_remaining(const struct attempt *, struct mono now);
/* When the server must act by itself, grace included; MONO_NEVER: never. */
struct mono attempt_due(const struct attempt *);
/* What the server does then: SECTION_CLOSED, SECTION_ENTERED or EXPIRED. */
enum event_kind attempt_due_event(const struct attempt *);

/* Is the item (0-based) on the candidate's screen now? */
bool attempt_shows(const struct attempt *, uint16_t item);
/* What is stored for an item; nothing yet, or forgotten: a blank. */
const struct answer *attempt_answer(const struct attempt *, uint16_t item);
struct slice answer_response(const struct answer *);
/* Does the stored response count for the score? */
bool answer_counts(const struct answer *);
/* Free the responses of a closed attempt; replaying brings them back. */
void attempt_forget_answers(struct attempt *);

/* The whole state as bytes, and back: a snapshot. */
void attempt_pack(const struct attempt *, struct buf *);
MUST_CHECK enum err attempt_unpack(struct attempt *, struct slice);

#endif
