/*
 * search: a draft that keeps sets together, enemies apart and limits; for
 * paper.c and the check alone.
 *
 * Together with rules these are NP-hard, so this is a search: the exact
 * matching (draft.h) is made, the first thing that is wrong with it is
 * decided one way, the matching repaired, and so on; when nothing is left to
 * decide, the last decision is taken back and tried the other way.  It is
 * complete: given time it finds a paper or knows that there is none.  Steps
 * bound the time; a step is a look at one item.
 */
#ifndef CORE_SEARCH_H
#define CORE_SEARCH_H

#include "core/draft.h"
#include "core/rng.h"

enum search_end {
	SEARCH_FOUND,
	SEARCH_NONE,	    /* there is no such paper */
	SEARCH_OUT_OF_STEPS /* not known */
};

/* What is asked; the check leaves out some to see what is in the way. */
struct search_terms {
	bool no_sets, no_enemies, no_limits;
	uint16_t only_limit;  /* of all limits, or SEARCH_ALL ... */
	uint16_t min, max;    /* ... with these bounds */
	const uint32_t *used; /* of each item; NULL: nothing was */
	uint32_t use_limit;   /* items used so often are not drawn, but if they
				 are fixed */
};

#define SEARCH_ALL UINT16_MAX
#define SEARCH_TERMS                                                           \
	(struct search_terms)                                                  \
	{                                                                      \
		.only_limit = SEARCH_ALL, .use_limit = UINT32_MAX              \
	}

/* Looks on in a fresh draft; the numbers decide what is tried first. */
enum search_end search_paper(struct draft *, const struct search_terms *,
    struct rng *, uint64_t max_steps);

/* Marks the fixed items IN with what follows from it, and those used too often
 * OUT; false: they contradict each other or find no place. */
bool search_begin(struct draft *, const struct search_terms *);

#endif
