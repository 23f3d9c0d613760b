/*
 * crowd: all simulated candidates of one run, and what was seen of them.
 *
 *	entering	each connects, signs in, opens, enters its first section
 *			and fetches the paper, so many at a time
 *	running		closed, paced: they save; idle: they do nothing
 *	draining	no new saves; those under way are waited for
 *	checking	each fetches its paper again, and what the server has is
 *			held against what it acknowledged
 *
 * Every wait has a limit, and the whole ends by itself.
 */
#ifndef EXAM_LOAD_CROWD_H
#define EXAM_LOAD_CROWD_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "exam-load/account.h"
#include "exam-load/latency.h"
#include "exam-load/link.h"
#include "exam-load/tickets.h"

#define MODES(X)                                                               \
	X(CLOSED, "closed",                                                    \
	    "each saves again as soon as it is told \"saved\"")                \
	X(PACED, "paced", "all together save --rate times a second")           \
	X(IDLE, "idle", "each enters, opens its event stream, and sits there") \
	X(HERD, "herd", "all arrive in the same moment and enter")

enum mode {
#define X(name, text, help) MODE_##name,
	MODES(X)
#undef X
	    N_MODES
};

#define TROUBLES(X)                                                            \
	X(CONNECT, "no connection")                                            \
	X(HANDSHAKE, "TLS handshake failed")                                   \
	X(CLOSED, "connection ended")                                          \
	X(TIMEOUT, "no reply in time")                                         \
	X(STRANGE, "not a reply of examd")                                     \
	X(BUSY, "503 or 429, tried again")                                     \
	X(REFUSED, "refused")                                                  \
	X(NOT_COUNTED, "stored but not counted")                               \
	X(POSITION, "journal position not after the one before")

enum trouble {
#define X(name, text) TROUBLE_##name,
	TROUBLES(X)
#undef X
	    N_TROUBLES
};

struct crowd_options {
	enum mode mode;
	size_t connections;
	unsigned seconds;
	unsigned rate;	/* MODE_PACED: saves a second, of all */
	pid_t parent;	/* examd, or 0 */
	uint64_t seed;
	bool progress;	/* on standard error */
};

enum phase { PHASE_ENTERING, PHASE_RUNNING, PHASE_DRAINING, PHASE_CHECKING,
	PHASE_OVER };

/* One acknowledgement; the response follows from the seed. */
struct ack {
	uint32_t candidate; /* index */
	uint32_t seq;
	uint64_t event;
	uint32_t seed;
	uint16_t question; /* index */
};

/* What the check found.  All but checked are 0, or a promise is broken. */
struct verdict {
	uint64_t checked;   /* items with an acknowledgement */
	uint64_t lost;	    /* the server has an older one, or none */
	uint64_t altered;   /* it has another response */
	uint64_t unchecked; /* the candidate could not ask */
	uint64_t twice;	    /* positions that two acknowledgements share */
};

struct candidate;

struct crowd {
	struct crowd_options options;
	const struct link_target *target;
	struct candidate *candidates;
	size_t n;

	enum phase phase;
	size_t begun;	 /* candidates that were told to enter or check */
	size_t busy;	 /* of them, still at it */
	size_t entered, failed;
	int64_t phase_at, run_us; /* stopwatch */
	int64_t interval_us;	  /* MODE_PACED: between two of one */

	struct ack *acks;
	size_t n_acks, acks_room;
	struct latency saves, entries;
	uint64_t troubles[N_TROUBLES];
	unsigned complaints; /* printed so far */
	struct account begin, run, end; /* entering, running, draining */
	struct verdict verdict;
};

/* 0 candidates entered: ERR_STATE; else ERR_OK, whatever was seen. */
MUST_CHECK enum err crowd_run(struct crowd *, const struct crowd_options *,
    const struct link_target *, const struct tickets *);
void crowd_fini(struct crowd *);

/* What candidates tell the crowd. */
void crowd_entered(struct crowd *, int64_t began_us);
void crowd_failed(struct crowd *);
void crowd_checked(struct crowd *, bool could_ask);
/* due_us: when the save was due. */
void crowd_acknowledged(struct crowd *, const struct ack *, int64_t due_us);
/* words: what the server said, or NULL. */
void crowd_trouble(struct crowd *, enum trouble, struct slice words);

#endif
