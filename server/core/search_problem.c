#include "core/search_problem.h"

bool
search_limit_holds(const struct search *s, uint16_t limit)
{
	return !s->terms->no_limits && (s->terms->only_limit == SEARCH_ALL ||
					   s->terms->only_limit == limit);
}

uint16_t
search_next_of_set(const struct search *s, uint16_t item)
{
	return s->terms->no_sets ? item : s->d->pool->next[item];
}

/* Part of a set is in: the greater the part, the sooner the rest follows. */
static bool
find_broken_set(struct search *s, struct problem *problem)
{
	struct draft *d = s->d;
	uint16_t i, at;

	if (!d->pool->sets || s->terms->no_sets)
		return false;
	for (i = 0; i < d->n_drawn; i++) {
		uint16_t item = d->drawn[i], section = draft_section(d, item);
		uint32_t size = 1, here = 1;

		if (draft_is_in(d, item))
			continue;
		for (at = search_next_of_set(s, item); at != item;
		     at = search_next_of_set(s, at), size++)
			here += draft_section(d, at) == section;
		d->steps += size;
		if (here == size)
			continue;
		*problem = (struct problem){ WRONG_PLACE, item, section,
			rng_below(s->rng, size) >= here, 0 };
		return true;
	}
	return false;
}

static bool
find_enemies(struct search *s, struct problem *problem)
{
	const struct pool *p = s->d->pool;
	uint16_t i;
	uint32_t j;

	if (!p->has_enemies || s->terms->no_enemies)
		return false;
	for (i = 0; i < s->d->n_drawn; i++) {
		uint16_t item = s->d->drawn[i];

		for (j = p->enemies_at[item]; j < p->enemies_at[item + 1];
		     j++) {
			uint16_t enemy = p->enemies[j];

			s->d->steps++;
			if (s->d->owner[enemy] == DRAFT_FREE)
				continue;
			*problem = (struct problem){ .wrong = WRONG_ENEMIES,
				.item = item,
				.enemy = enemy };
			if (rng_below(s->rng, 2) == 0) {
				problem->item = enemy;
				problem->enemy = item;
			}
			return true;
		}
	}
	return false;
}

/* One of those that are not decided, each as likely. */
static uint16_t
pick_drawn(struct search *s, const struct pool_limit *limit, uint16_t *count)
{
	uint16_t i, n_open = 0, picked = DRAFT_FREE;

	*count = 0;
	for (i = 0; i < s->d->n_drawn; i++) {
		uint16_t item = s->d->drawn[i];

		s->d->steps++;
		if (draft_section(s->d, item) != limit->section ||
		    !pool_has(limit->fits, item))
			continue;
		++*count;
		if (!draft_is_in(s->d, item) &&
		    rng_below(s->rng, ++n_open) == 0)
			picked = item;
	}
	return picked;
}

/* The first in the order that could be added to the section. */
static uint16_t
pick_free(struct search *s, const struct pool_limit *limit)
{
	struct draft *d = s->d;
	uint16_t i;

	for (i = 0; i < d->pool->n_items; i++) {
		uint16_t item = d->order[i];

		d->steps++;
		if (d->marks[item] == MARK_OPEN &&
		    pool_has(limit->fits, item) &&
		    draft_section(d, item) != limit->section &&
		    pool_takes(d->pool, limit->section, item))
			return item;
	}
	return DRAFT_FREE;
}

static bool
find_broken_limit(struct search *s, struct problem *problem)
{
	const struct pool *p = s->d->pool;
	uint16_t i, n, item, min;

	for (i = 0; i < p->n_limits; i++) {
		const struct pool_limit *limit = &p->limits[i];

		if (!search_limit_holds(s, i))
			continue;
		min = s->terms->only_limit == i ? s->terms->min
						: limit->asked->min;
		item = pick_drawn(s, limit, &n);
		if (n >= min && n <= s->d->limit_max[i])
			continue;
		if (n < min)
			item = pick_free(s, limit);
		*problem = (struct problem){ WRONG_PLACE, item, limit->section,
			false, 0 };
		if (item == DRAFT_FREE)
			problem->wrong = WRONG_FOR_GOOD;
		return true;
	}
	return false;
}

bool
search_find_problem(struct search *s, struct problem *problem)
{
	return find_broken_set(s, problem) || find_broken_limit(s, problem) ||
	       find_enemies(s, problem);
}
