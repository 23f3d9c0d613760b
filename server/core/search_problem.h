/*
 * search_problem: what is wrong with a draft, the first thing that is; for
 * search.c alone.
 */
#ifndef CORE_SEARCH_PROBLEM_H
#define CORE_SEARCH_PROBLEM_H

#include "core/search.h"

enum wrong { WRONG_NOTHING, WRONG_PLACE, WRONG_ENEMIES, WRONG_FOR_GOOD };

/* What is wrong with a draft, and so has to be decided. */
struct problem {
	enum wrong wrong;
	uint16_t item;	  /* PLACE: in which section does it stand, if any? */
	uint16_t section; /* PLACE: tried first */
	bool out_first;	  /* PLACE: without it is tried before that */
	uint16_t enemy;	  /* ENEMIES: item or this one is out */
};

struct level;

struct search {
	struct draft *d;
	const struct search_terms *terms;
	struct rng *rng;
	uint32_t n_marked;
	uint16_t *marked; /* items, in the order in which they were decided */
	size_t n_levels, room;
	struct level *levels;
};

/* false: nothing; it is a paper. */
bool search_find_problem(struct search *, struct problem *);
/* Is the limit asked for?  The check leaves some out. */
bool search_limit_holds(const struct search *, uint16_t limit);
/* The next item of its set, in a ring; itself if sets are left out. */
uint16_t search_next_of_set(const struct search *, uint16_t item);

#endif
