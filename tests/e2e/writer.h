/*
 * writer: a candidate in a process of its own who saves as fast as each save
 * is acknowledged, and writes every acknowledgement down outside the server.
 *
 * What is saved follows from the item and the number of the change, so that
 * nothing else has to be remembered.  It asks again until it is answered, as
 * the candidate's program does.
 */
#ifndef E2E_WRITER_H
#define E2E_WRITER_H

#include <stdbool.h>

#include "sitter.h"

struct ack { /* as it goes through the pipe, whole */
	uint32_t writer;
	uint32_t item;
	int64_t seq;
	int64_t event;
	int64_t asked_us, answered_us; /* clock_stopwatch_us() */
	uint32_t tries; /* asked_us is of the last */
};

struct writer {
	uint32_t number;
	struct sitter *sitter;	   /* signed in, its first section entered */
	const json_t *items;	   /* of its paper */
	int acks;		   /* where acknowledgements go */
	const volatile bool *stop; /* in memory that the processes share */
};

/* The child ends with 0 once *stop is set and its last save is answered, and
 * otherwise when it is refused. */
pid_t writer_start(const struct writer *, struct centre *);

#endif
