/*
 * hall_process: `examd hall` by itself; the test is its parent and its nets.
 *
 * It may run under strace, which kills it, or fails its calls, at the nth call
 * of a name.  It ends with the test.
 */
#ifndef SUPPORT_HALL_PROCESS_H
#define SUPPORT_HALL_PROCESS_H

#include "support/scene.h"

struct hall_process {
	pid_t pid; /* its own, or that of its strace */
	int control, links[N_SLOTS];
	struct buf in[N_SLOTS];
	uint64_t last_conn;
};

struct injection {
	const char *what; /* as strace has it, "signal=KILL"; NULL: nothing */
	char call[32];
	unsigned nth;	   /* from 1 */
	bool lasting;	   /* and every later one */
	const char *trace; /* a file for what it did, or NULL */
};

/* Is there a strace that may trace? */
bool hall_process_can_inject(void);
/* injection NULL: without strace.  false: it ended before it was ready. */
bool hall_process_start(
    struct hall_process *, const char *directory, const struct injection *);
/* The connection to ask hall_process_hear() for. */
uint64_t hall_process_put(struct hall_process *, const struct scene_request *);
/* false: it has ended. */
bool hall_process_hear(struct hall_process *, enum scene_slot, uint64_t conn,
    struct scene_reply *);
/* SIGTERM from its parent, or kill -9. */
void hall_process_drain(struct hall_process *);
void hall_process_kill(struct hall_process *);
/* Waits for its end: its exit status, or minus the signal. */
int hall_process_end(struct hall_process *);

#endif
