/*
 * campaign: a harness that runs a few seconds or a few days.
 *
 * It plays cases 0, 1, 2, … each in a process of its own, so that a crash, a
 * hang or a failed claim costs one case and the rest goes on.  What happens in
 * a case follows from the seed and its number; a case that failed is told with
 * the command that plays it again.  Its tallies count what the harness does,
 * the first of them is the one a budget is given in.
 */
#ifndef SURVIVE_CAMPAIGN_H
#define SURVIVE_CAMPAIGN_H

#include <stdbool.h>

#include "core/rng.h"

#define TALLIES_MAX 6

struct campaign_case {
	uint64_t seed, number;
	struct rng rng; /* of this case alone */
	uint64_t *done; /* shared with the campaign, a number each tally */
};

struct campaign {
	const char *name;		  /* as tests/survive/run calls it */
	const char *folder; /* whose run that is; NULL: tests/survive */
	const char *tallies[TALLIES_MAX]; /* what is counted, in words */
	uint64_t count;			  /* of the short run */
	unsigned patience_s;		  /* a case that takes longer failed */
	bool is_quiet; /* errors are what is played: the log tells none */
	/* Once, before the first case: what all cases share; may be NULL. */
	void (*prepare)(void);
	/* In the child.  It returns if all is well; anything else, an exit, an
	 * abort or a signal, is a failure. */
	void (*play)(struct campaign_case *);
	void (*clear)(void); /* what prepare made; may be NULL */
};

/*
 * Reads the options of tests/survive/run, plays, and returns the exit status: 0
 * all is well, 1 a case failed, 2 usage or a file that cannot be used, 3 it was
 * stopped before the budget was used up.
 */
int campaign_run(const struct campaign *, int argc, char *argv[]);

/* Ends the case: it failed, and why. */
__attribute__((format(printf, 1, 2), noreturn)) void case_fails(
    const char *fmt, ...);

#endif
