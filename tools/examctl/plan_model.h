/*
 * plan_model: what a day needs, what a machine can, and what gives first.
 *
 * Pure: parties and figures in, rows out.  Every assumption is a number here,
 * and chosen so that a day needs no more than is said:
 *	all of a sitting sign in and fetch their papers within PLAN_ARRIVE_MS of
 *	its opening; each changes PLAN_CHANGES_A_MINUTE answers a minute and may
 *	be there until the window closes; those who began together, and those
 *	who end with the window, answer in the last moment, and are closed and
 *	scored within PLAN_BELL_MS.
 */
#ifndef EXAMCTL_PLAN_MODEL_H
#define EXAMCTL_PLAN_MODEL_H

#include <stddef.h>

#include "exam/time.h"

#define PLAN_ARRIVE_MS SECONDS(60)
#define PLAN_BELL_MS SECONDS(10)
#define PLAN_RESTART_MS SECONDS(10) /* less than a proctor takes to notice */
#define PLAN_CHANGES_A_MINUTE 4	    /* more than fast writers do */
#define PLAN_EVENTS_OF_ATTEMPT 40   /* beside answers: begun, seen, closed ... \
				     */
#define PLAN_CONNECTIONS_EACH 2	    /* requests, and the event stream */
#define PLAN_DESCRIPTORS_BESIDE 256 /* files, sockets, proctors */
#define PLAN_NET_CORES 1	    /* candidate-processes by default */
/* Figures drift by a third from run to run; less room than this is none. */
#define PLAN_HEAD_ROOM 1.5

/* Candidates who have the same window and the same time. */
struct plan_party {
	struct wall opens, closes;
	int64_t time_ms; /* of the whole, with what is theirs */
	double n;
};

/* The day at its worst moments. */
struct plan_demand {
	double candidates; /* of all sittings */
	double at_once;	   /* may be there in the same moment */
	double arrive;	   /* within PLAN_ARRIVE_MS */
	double bell;	   /* end within PLAN_BELL_MS */
	double events;	   /* of the whole day */
};

/* What one costs; measured (measure.h).  CPU in microseconds. */
struct plan_cost {
	double hall, net;
};
struct plan_figures {
	struct plan_cost enter, save, bell;
	double candidate_bytes; /* memory of the server */
	double event_bytes;	/* of the disk */
	double sync_us;		/* one commit */
	double restart_ms;	/* of an empty journal */
	double event_restart_us;
};

/* Of the machine, just now. */
struct plan_machine {
	double cores, memory, disk, descriptors;
};

/* X(NAME, word, unit) */
#define PLAN_ROWS(X)                                                           \
	X(SIGN_INS, "sign-ins", "a second")                                    \
	X(SAVES, "saves", "a second")                                          \
	X(BELL, "bell", "candidates")                                          \
	X(MEMORY, "memory", "MiB")                                             \
	X(DISK, "disk", "MiB")                                                 \
	X(DESCRIPTORS, "descriptors", "")                                      \
	X(RESTART, "restart", "ms")

enum plan_row_name {
#define X(name, word, unit) PLAN_##name,
	PLAN_ROWS(X)
#undef X
	    N_PLAN_ROWS
};

/* Where need is a time, can is the longest that does no harm. */
struct plan_row {
	double need, can;
};

void plan_demand_of(struct plan_demand *, const struct plan_party *, size_t n);
void plan_rows_of(struct plan_row[N_PLAN_ROWS], const struct plan_demand *,
    const struct plan_figures *, const struct plan_machine *);

/* can / need; what is not needed has a large one. */
double plan_head_room(const struct plan_row *);
/* The row with the least head room. */
enum plan_row_name plan_gives_first(const struct plan_row[N_PLAN_ROWS]);
bool plan_carries(const struct plan_row[N_PLAN_ROWS]);

#endif
