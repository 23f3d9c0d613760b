/*
 * metrics: what an operator's monitoring reads, in the text format of
 * Prometheus (version 0.0.4).  Counters begin at 0 with the process.
 */
#ifndef HALL_METRICS_H
#define HALL_METRICS_H

#include "exam/buf.h"
#include "exam/routes.h"
#include "exam/time.h"

#define METRIC_BUCKETS 14

/* How many were at most so much; the last bucket takes the rest. */
struct histogram {
	uint64_t buckets[METRIC_BUCKETS + 1];
	uint64_t n;
	int64_t sum; /* in the unit of what is measured */
};

struct metrics {
	uint64_t replies[N_ROUTES][6]; /* by hundreds of their status */
	struct histogram save_ms;   /* from its arrival until it is durable */
	struct histogram commit_us; /* of one transaction with its sync */
	struct histogram checkpoint_us;
	struct histogram batch;	    /* events of one commit */
	struct histogram turn;	    /* requests of one turn */
	uint64_t heard;		    /* requests of this turn, so far */
	int64_t *arrivals; /* exam clock of the saves of this turn, ms */
	size_t n_arrivals, room;
	uint64_t events; /* journalled before the commit that is next */
	int64_t turn_us; /* its commit took; 0: none was needed */
};

struct hall;
struct request;

void metrics_heard(struct hall *);
void metrics_replied(struct hall *, const struct request *, unsigned status);
void metrics_committed(struct hall *);
void metrics_checkpointed(struct hall *);
/* What was heard in this turn is durable. */
void metrics_turn(struct hall *);
void metrics_write(struct hall *, struct buf *);
void metrics_free(struct hall *);

#endif
