/*
 * pool: a bank made ready to draw papers by a blueprint: which items fit which
 * rules and limits, which stand together, which never meet.  Made once, used
 * for every paper.  Borrows the bank and the blueprint.
 *
 * The struct is for draft, search and the check; everybody else passes it on.
 */
#ifndef CORE_POOL_H
#define CORE_POOL_H

#include "core/bank.h"
#include "core/blueprint.h"
#include "exam/limits.h"

/* A set of items, one bit each. */
typedef uint64_t pool_bits;
#define POOL_BITS 64

/* Items of one section that are counted together: the scored ones, or those
 * on trial.  Section s has groups 2s and 2s + 1. */
struct pool_group {
	uint16_t section;
	bool pretest;
	uint16_t first_rule, n_rules;
	uint16_t total;
};

struct pool_rule {
	const struct blueprint_rule *asked; /* NULL: a quota of pretest items */
	uint16_t group, section;
	uint16_t number; /* in its section, from 0 */
	uint16_t min, max;
	pool_bits *fits;
};

struct pool_limit {
	const struct blueprint_rule *asked;
	uint16_t section, number;
	pool_bits *fits;
};

struct pool_fixed {
	uint16_t item, section;
};

struct selection;

struct pool {
	struct arena arena;
	const struct bank *bank;
	const struct blueprint *blueprint;
	uint16_t n_items, n_groups, n_rules, n_limits;
	struct pool_group *groups;
	struct pool_rule *rules;
	struct pool_limit *limits;
	size_t n_fixed;
	struct pool_fixed *fixed; /* those the bank has, in order */
	uint16_t *next;	      /* of each item: the next of its set, in a ring */
	uint32_t *enemies_at; /* item i: enemies[enemies_at[i] … [i + 1] - 1] */
	uint16_t *enemies;    /* both ways, whoever declared it */
	bool sets, has_enemies;
	struct selection *witness; /* of select.c, or NULL */
};

/* The blueprint is within the limits (paper_check() says so). */
struct pool *pool_new(const struct bank *, const struct blueprint *);
void pool_free(struct pool *);

static inline bool
pool_has(const pool_bits *bits, uint16_t item)
{
	return (bits[item / POOL_BITS] >> item % POOL_BITS & 1) != 0;
}

/* May the item stand in this section at all? */
bool pool_takes(const struct pool *, uint16_t section, uint16_t item);
/* The group of the section that counts the item. */
uint16_t pool_group_of(const struct pool *, uint16_t section, uint16_t item);
/* Is it, or another of its set, in every paper? */
bool pool_is_fixed(const struct pool *, uint16_t item);
/* Is it in a set of several? */
bool pool_in_set(const struct pool *, uint16_t item);
/* Is anything asked that the exact matching alone cannot decide? */
bool pool_is_hard(const struct pool *);
/* Does what was drawn for others decide what is drawn next? */
bool pool_counts_use(const struct pool *);

#endif
