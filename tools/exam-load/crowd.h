/*
 * crowd: all simulated candidates of one run, and what was seen of them.
 *
 * It goes through its plan phase by phase (phase.h).  In most phases every
 * candidate pursues a goal: to be signed in, to have its paper, to see its
 * result.  In the others they save.  Every wait has a limit, and the whole ends
 * by itself.
 */
#ifndef EXAM_LOAD_CROWD_H
#define EXAM_LOAD_CROWD_H

#include "exam-load/stretch.h"
#include "exam-load/tickets.h"

/* X(name, word for machines, text) */
#define TROUBLES(X)                                                            \
	X(CONNECT, "connect", "no connection")                                 \
	X(HANDSHAKE, "handshake", "TLS handshake failed")                      \
	X(CLOSED, "closed", "connection ended")                                \
	X(TIMEOUT, "timeout", "no reply in time")                              \
	X(STRANGE, "strange", "not a reply of examd")                          \
	X(BUSY, "busy", "503 or 429, tried again")                             \
	X(EARLY, "early", "too early, tried again")                            \
	X(REFUSED, "refused", "refused")                                       \
	X(NOT_COUNTED, "not_counted", "stored but not counted")                \
	X(POSITION, "position", "journal position not after the one before")

enum trouble {
#define X(name, word, text) TROUBLE_##name,
	TROUBLES(X)
#undef X
	    N_TROUBLES
};

/* What each candidate wants in a phase. */
enum goal {
	GOAL_NOTHING,
	GOAL_SIGNED_IN,
	GOAL_OPENED,
	GOAL_ENTERED,  /* and the paper is there */
	GOAL_STREAMED, /* its event stream has begun */
	GOAL_ENDED,    /* the server says that the attempt is over */
	GOAL_RESULT,
	GOAL_CHECKED,
};

struct crowd_options {
	enum mode mode;
	size_t connections;
	uint64_t saves_max; /* then no more are begun */
	pid_t parent;	    /* examd, or 0 */
	uint64_t seed;
	bool progress; /* on standard error */
};

/* Where and as whom to open dashboards; target NULL: there are none. */
struct proctors {
	const struct link_target *target;
	const char *sitting, *user, *password;
};

/* One acknowledgement; the response follows from the seed. */
struct ack {
	uint32_t candidate; /* index */
	uint32_t seq;
	uint64_t event;
	uint32_t seed;
	uint16_t question; /* index */
};

/* What the check found.  All but checked and recorded are 0, or a promise is
 * broken. */
struct verdict {
	uint64_t checked;   /* items with an acknowledgement */
	uint64_t recorded;  /* acknowledgements found in the journal */
	uint64_t lost;	    /* the server has an older one, or none */
	uint64_t altered;   /* it has another response, or another item there */
	uint64_t unchecked; /* candidates who could not be checked */
	uint64_t twice;	    /* positions that two acknowledgements share */
};

struct candidate;
struct dashboards;
struct event;

struct crowd {
	struct crowd_options options;
	struct plan plan;
	const struct link_target *target;
	struct proctors proctors;
	struct admin *admin;
	struct candidate *candidates;
	size_t n;

	struct stretch *stretches; /* one for each order of the plan */
	size_t at;		   /* the phase under way; plan.n: over */
	int64_t phase_us;	   /* stopwatch: when it began */
	struct event *turn;	   /* to look whether it is over */

	enum goal goal;
	size_t at_once; /* of them, at most; 0: as they come */
	size_t begun;	/* candidates that were told to pursue it */
	size_t busy;	/* of them, still at it */
	size_t entered, failed;

	bool saving;	     /* who may begin another save */
	int64_t interval_us; /* STEADY: between two of one */
	int64_t drain_us;    /* since when no save is begun any more */
	int64_t bell_us;     /* BELL: its first second; 0: it has rung */
	size_t rung_for;     /* BELL: candidates whose time ends */
	size_t told_ends;    /* candidates who were pushed that it is over */
	int64_t last_us;     /* BELL: when the last one's time ends */
	int64_t offset_us;   /* stopwatch less the server's clock */
	int64_t opens_us;    /* stopwatch: the window; 0: not known */
	struct dashboards *dashboards; /* or NULL */

	struct ack *acks;
	size_t n_acks, acks_room;
	uint64_t troubles[N_TROUBLES];
	unsigned complaints;  /* printed so far */
	struct account begin; /* before the first phase */
	struct verdict verdict;
};

/* What a run needs, all lent. */
struct crowd_means {
	const struct link_target *target;
	const struct tickets *tickets;
	struct proctors proctors;
	struct admin *admin;
};

/* 0 candidates got in: ERR_STATE; else ERR_OK, whatever was seen. */
MUST_CHECK enum err crowd_run(struct crowd *, const struct crowd_options *,
    const struct plan *, const struct crowd_means *);
void crowd_fini(struct crowd *);

static inline struct stretch *
crowd_stretch(const struct crowd *crowd)
{
	return &crowd->stretches[crowd->at];
}

/* For phases: everybody who has not reached it pursues this goal, spread over
 * the order's time, or so many at once. */
void crowd_pursue(struct crowd *, enum goal, const struct order *);
/* From now on this phase is measured, whatever was before. */
void crowd_measure(struct crowd *, const struct order *);
/* Nothing more is counted in this phase. */
void crowd_measured(struct crowd *);
/* The phase may be over: it is looked at soon. */
void crowd_look(struct crowd *);

/* What candidates tell the crowd. */
void crowd_reached(struct crowd *, int64_t due_us);
void crowd_missed(struct crowd *);
/* due_us: when the save was due; asked_us: when it was sent; saved_at: by the
 * server's clock, as it tells it. */
void crowd_acknowledged(struct crowd *, const struct ack *, int64_t due_us,
    int64_t asked_us, struct slice saved_at);
/* words: what the server said, or NULL. */
void crowd_trouble(struct crowd *, enum trouble, struct slice words);
/* The server's clock, RFC 3339, as a reply just told it. */
void crowd_heard_time(struct crowd *, const char *server_time);

#endif
