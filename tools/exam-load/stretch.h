/*
 * stretch: one phase of a run and what was measured in it.
 *
 * It is measured from its beginning until nothing new is begun; what is under
 * way then is still waited for, and its times count too.
 */
#ifndef EXAM_LOAD_STRETCH_H
#define EXAM_LOAD_STRETCH_H

#include "exam-load/account.h"
#include "exam-load/admin.h"
#include "exam-load/latency.h"
#include "exam-load/link.h"
#include "exam-load/plan.h"

struct stretch_mark {
	struct account account;
	struct journal journal;
	struct link_traffic traffic;
};

struct stretch {
	struct order order;
	struct stretch_mark from, to;
	bool measured;	     /* it has begun and ended */
	uint64_t operations; /* done while it was measured */
	uint64_t refused;    /* explained: the exam does not allow it now */
	uint64_t late;	     /* explained: stored, and came too late to count */
	uint64_t unexplained; /* BELL: answers without any of these */
	uint64_t unended;     /* BELL: attempts that nobody closed */
	uint64_t behind;      /* dashboards that did not show the last change */
	struct latency took;  /* since the moment it was due */
	struct latency lateness; /* how late the generator itself began it */
	struct latency shown;	 /* from a save to a dashboard that shows it */
	struct latency ended; /* BELL: from the end of their time to "closed" */
};

void stretch_begin(struct stretch *, const struct order *, struct admin *,
    const struct link_traffic *, pid_t parent);
/* Again: nothing. */
void stretch_end(struct stretch *, struct admin *, const struct link_traffic *,
    pid_t parent);

double stretch_seconds(const struct stretch *);
double stretch_core(const struct stretch *);
/* Did the generator take so much of its core that it may be what was
 * measured? */
bool stretch_is_saturated(const struct stretch *);
/* Did it begin things later than the figures can bear? */
bool stretch_is_late(const struct stretch *);
/* Are its latencies worth quoting? */
bool stretch_claims_hold(const struct stretch *);

#endif
