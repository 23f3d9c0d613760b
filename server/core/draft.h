/*
 * draft: which items meet which rules, by exact matching; for search.c and
 * the check alone.
 *
 * Rules, their minima and maxima, the totals of groups and the items that are
 * marked IN are a flow with lower bounds.  Each act here makes one more of
 * them true along an augmenting path and keeps all that were, so an act fails
 * only if no choice whatever could do all of it.
 */
#ifndef CORE_DRAFT_H
#define CORE_DRAFT_H

#include "core/pool.h"

#define DRAFT_FREE UINT16_MAX

/* What was decided about an item; from 2 on: IN, section + 2. */
enum { MARK_OPEN, MARK_OUT, MARK_IN };

struct draft_rule {
	uint16_t drawn;
	uint16_t next; /* no item before it in the order is free and fits */
};

/* A step of a path that is looked for. */
struct draft_node {
	bool seen;
	uint16_t from; /* the node that asks ... */
	uint16_t item; /* ... and which item it wants, or DRAFT_FREE */
};

struct draft {
	const struct pool *pool;
	uint16_t *order; /* all items */
	uint16_t *place; /* of each item in the order */
	uint16_t *owner; /* of each item: its rule, or DRAFT_FREE */
	uint8_t *marks;
	struct draft_rule *rules;
	uint16_t *n_group; /* of each group: items drawn */
	uint16_t *n_limit; /* of each limit: items marked IN that fit it ... */
	uint16_t *limit_max; /* ... and how many may */
	uint16_t n_drawn;
	uint16_t *drawn;	  /* items, in the order they were drawn */
	struct draft_node *nodes; /* rules, groups and the free items */
	uint16_t *queue;
	uint64_t steps; /* looks at an item so far */
};

/* The order is copied. */
struct draft *draft_new(const struct pool *, const uint16_t *order);
void draft_free(struct draft *);

/* Give an item to a rule, or DRAFT_FREE: let it go. */
void draft_give(struct draft *, uint16_t item, uint16_t rule);
/* Let all go. */
void draft_clear(struct draft *);
/* The item, marked IN, gets its place. */
bool draft_put(struct draft *, uint16_t item);
/* One more item for a rule below its minimum. */
bool draft_raise(struct draft *, uint16_t rule);
/* One more item for a group below its total, when every minimum is met. */
bool draft_fill(struct draft *, uint16_t group);
/* All minima and all totals. */
bool draft_complete(struct draft *);

/* The section the item was drawn for, or DRAFT_FREE. */
static inline uint16_t
draft_section(const struct draft *d, uint16_t item)
{
	uint16_t rule = d->owner[item];

	return rule != DRAFT_FREE ? d->pool->rules[rule].section : DRAFT_FREE;
}

static inline bool
draft_is_in(const struct draft *d, uint16_t item)
{
	return d->marks[item] >= MARK_IN;
}

/* Is the limit used up by what is IN?  Then nothing else of it is drawn. */
bool draft_limit_is_full(const struct draft *, uint16_t limit);
/* May the item be drawn for the rule, as far as marks and limits go? */
bool draft_accepts(const struct draft *, uint16_t rule, uint16_t item);
/* The first free item in the order that the rule accepts, or DRAFT_FREE. */
uint16_t draft_find_free(struct draft *, uint16_t rule);
/* The group that the rule is of; may it have one more? */
uint16_t draft_group(const struct draft *, uint16_t rule);
bool draft_has_room(const struct draft *, uint16_t group);

#endif
