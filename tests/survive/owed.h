/*
 * owed: what a candidate is owed, worked out without the product's arithmetic.
 *
 * The product moves deadlines.  Here there are none: there is what is left of
 * each clock, and served time (machine.h) uses it up.  It is told what is in
 * the journal, judges whether that could have been, and says which verdicts of
 * a save would be just.  Nobody may be short by more than OWED_SHORT_MS; nobody
 * may gain more than what the journal records as given beyond what was lost.
 */
#ifndef SURVIVE_OWED_H
#define SURVIVE_OWED_H

#include "core/attempt.h"

#define OWED_SHORT_MS 500
#define OWED_SECTIONS 4
#define OWED_ITEMS 12

/* What was promised, for one candidate. */
struct owed_terms {
	bool whole; /* one clock: allowance[0] */
	uint16_t n_sections;
	int64_t allowance[OWED_SECTIONS], break_ms[OWED_SECTIONS];
	bool linear[OWED_SECTIONS];
	uint16_t
	    first[OWED_SECTIONS + 1]; /* items; behind the last: how many */
	int64_t grace, late;
	struct wall closes; /* their window, if nothing happens */
};

struct owed {
	uint64_t attempt;
	struct owed_terms terms;
	enum attempt_state state, before;
	uint16_t section, item;
	bool section_open, has_clock, stands;
	bool spent;   /* it had run out when something was given back */
	int64_t mark; /* served time when these were left: */
	int64_t left, window, break_left;
	int64_t pending;	   /* given before there was a clock */
	int64_t over, window_over; /* recorded as given, beyond what was lost */
	uint32_t seqs[OWED_ITEMS]; /* that count */
};

/* When a row was true, and what was lost just before it. */
struct owed_moment {
	int64_t served;
	int64_t loss;	/* the loss before it */
	int64_t grants; /* the most that outages may have added to windows */
	bool on_break;	/* that is what came of it */
};

bool owed_is_closed(const struct owed *);
bool owed_is_open(const struct owed *);
/* Of the clock that ends first; of the window, if there is no other. */
int64_t owed_left(const struct owed *, int64_t served);
/* The same with all that is recorded as given. */
int64_t owed_most(const struct owed *, int64_t served);

/* The verdicts that would be just, a bit each. */
unsigned owed_verdicts(
    const struct owed *, const struct event *, int64_t served);
void owed_see(struct owed *, const struct event *, const struct owed_moment *);

#endif
