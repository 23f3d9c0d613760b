#include "core/search.h"

#include "exam/alloc.h"

enum wrong { WRONG_NOTHING, WRONG_PLACE, WRONG_ENEMIES, WRONG_FOR_GOOD };

/* What is wrong with a draft, and so has to be decided. */
struct problem {
	enum wrong wrong;
	uint16_t item;	  /* PLACE: in which section does it stand, if any? */
	uint16_t section; /* PLACE: tried first */
	bool out_first;	  /* PLACE: without it is tried before that */
	uint16_t enemy;	  /* ENEMIES: item or this one is out */
};

/* A decision, and the draft as it was before. */
struct level {
	struct problem problem;
	uint16_t tried; /* alternatives */
	uint32_t n_marked;
	uint16_t n_drawn;
	uint16_t *items, *owners; /* n_drawn of them */
	uint16_t *next;		  /* of the rules */
};

struct search {
	struct draft *d;
	const struct search_terms *terms;
	struct rng *rng;
	uint32_t n_marked;
	uint16_t *marked; /* items, in the order in which they were decided */
	size_t n_levels, room;
	struct level *levels;
};

/* ---- deciding ---- */

static void
count_limits(struct search *s, uint16_t item, uint16_t section, int by)
{
	const struct pool *p = s->d->pool;
	uint16_t i;

	for (i = 0; i < p->n_limits; i++)
		if (p->limits[i].section == section &&
		    pool_has(p->limits[i].fits, item))
			s->d->n_limit[i] = (uint16_t)(s->d->n_limit[i] + by);
}

static bool
limit_holds(const struct search *s, uint16_t limit)
{
	return !s->terms->no_limits && (s->terms->only_limit == SEARCH_ALL ||
					   s->terms->only_limit == limit);
}

static void
mark(struct search *s, uint16_t item, uint8_t how)
{
	s->d->marks[item] = how;
	s->marked[s->n_marked++] = item;
	s->d->steps++;
	if (how >= MARK_IN)
		count_limits(s, item, (uint16_t)(how - MARK_IN), 1);
}

static void
unmark(struct search *s)
{
	uint16_t item = s->marked[--s->n_marked];
	uint8_t how = s->d->marks[item];

	s->d->marks[item] = MARK_OPEN;
	if (how >= MARK_IN)
		count_limits(s, item, (uint16_t)(how - MARK_IN), -1);
}

static uint16_t
next_of_set(const struct search *s, uint16_t item)
{
	return s->terms->no_sets ? item : s->d->pool->next[item];
}

/* The item and its set are out of the paper. */
static bool
decide_out(struct search *s, uint16_t item)
{
	uint16_t at = item;

	do {
		if (draft_is_in(s->d, at))
			return false;
		if (s->d->marks[at] == MARK_OPEN)
			mark(s, at, MARK_OUT);
		if (s->d->owner[at] != DRAFT_FREE)
			draft_give(s->d, at, DRAFT_FREE);
		at = next_of_set(s, at);
	} while (at != item);
	return true;
}

static bool
banish_enemies(struct search *s, uint16_t item)
{
	const struct pool *p = s->d->pool;
	uint32_t i;

	if (s->terms->no_enemies)
		return true;
	for (i = p->enemies_at[item]; i < p->enemies_at[item + 1]; i++)
		if (!decide_out(s, p->enemies[i]))
			return false;
	return true;
}

/* Let go what a limit that is now full no longer allows. */
static bool
keep_limits(struct search *s, uint16_t section)
{
	struct draft *d = s->d;
	uint16_t i, j;

	for (i = 0; i < d->pool->n_limits; i++) {
		const struct pool_limit *limit = &d->pool->limits[i];

		if (limit->section != section || !draft_limit_is_full(d, i))
			continue;
		if (d->n_limit[i] > d->limit_max[i])
			return false;
		for (j = d->n_drawn; j-- > 0;)
			if (!draft_is_in(d, d->drawn[j]) &&
			    draft_section(d, d->drawn[j]) == section &&
			    pool_has(limit->fits, d->drawn[j]))
				draft_give(d, d->drawn[j], DRAFT_FREE);
	}
	return true;
}

/* The item and its set stand in the section. */
static bool
decide_in(struct search *s, uint16_t item, uint16_t section)
{
	uint8_t how = (uint8_t)(MARK_IN + section);
	uint16_t at = item;

	do {
		if (s->d->marks[at] == MARK_OPEN)
			mark(s, at, how);
		if (s->d->marks[at] != how)
			return false;
		at = next_of_set(s, at);
	} while (at != item);
	do {
		if (!banish_enemies(s, at))
			return false;
		at = next_of_set(s, at);
	} while (at != item);
	if (!keep_limits(s, section))
		return false;
	do {
		if (!draft_put(s->d, at))
			return false;
		at = next_of_set(s, at);
	} while (at != item);
	return true;
}

/* ---- what is wrong ---- */

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
		for (at = next_of_set(s, item); at != item;
		     at = next_of_set(s, at), size++)
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

		if (!limit_holds(s, i))
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

/* false: nothing; it is a paper. */
static bool
find_problem(struct search *s, struct problem *problem)
{
	return find_broken_set(s, problem) || find_broken_limit(s, problem) ||
	       find_enemies(s, problem);
}

/* ---- going down and back ---- */

static void
save_draft(const struct draft *d, struct level *level)
{
	uint16_t i;

	level->n_drawn = d->n_drawn;
	level->items = alloc_copy(d->drawn, d->n_drawn * sizeof(*d->drawn));
	level->owners = alloc_zero(d->n_drawn, sizeof(*level->owners));
	level->next = alloc_zero(d->pool->n_rules, sizeof(*level->next));
	for (i = 0; i < d->n_drawn; i++)
		level->owners[i] = d->owner[d->drawn[i]];
	for (i = 0; i < d->pool->n_rules; i++)
		level->next[i] = d->rules[i].next;
}

static void
restore_draft(struct draft *d, const struct level *level)
{
	uint16_t i;

	draft_clear(d);
	for (i = 0; i < level->n_drawn; i++)
		draft_give(d, level->items[i], level->owners[i]);
	for (i = 0; i < d->pool->n_rules; i++)
		d->rules[i].next = level->next[i];
	d->steps += level->n_drawn;
}

static void
go_down(struct search *s, const struct problem *problem)
{
	if (s->n_levels == s->room) {
		s->room = s->room > 0 ? 2 * s->room : 16;
		s->levels =
		    alloc_resize(s->levels, s->room, sizeof(*s->levels));
	}
	s->levels[s->n_levels] =
	    (struct level){ .problem = *problem, .n_marked = s->n_marked };
	save_draft(s->d, &s->levels[s->n_levels]);
	s->n_levels++;
}

static void
go_up(struct search *s)
{
	struct level *level = &s->levels[--s->n_levels];

	free(level->items);
	free(level->owners);
	free(level->next);
}

static uint16_t
n_alternatives(const struct search *s, const struct problem *p)
{
	return p->wrong == WRONG_ENEMIES
		   ? 2
		   : (uint16_t)(s->d->pool->blueprint->n_sections + 1);
}

/* Sections in turn, from the one where it stands; and once, out. */
static bool
try_place(struct search *s, const struct problem *p, uint16_t tried)
{
	uint16_t n = s->d->pool->blueprint->n_sections, section;

	if (tried == (p->out_first ? 0 : n))
		return decide_out(s, p->item);
	section = (uint16_t)((p->section + tried - p->out_first) % n);
	return pool_takes(s->d->pool, section, p->item) &&
	       decide_in(s, p->item, section);
}

/* Takes the decision the next way that is possible; false: there is none. */
static bool
try_next(struct search *s, struct level *level)
{
	struct problem *p = &level->problem;

	while (level->tried < n_alternatives(s, p)) {
		uint16_t tried = level->tried++;

		while (s->n_marked > level->n_marked)
			unmark(s);
		restore_draft(s->d, level);
		if (p->wrong == WRONG_ENEMIES
			? decide_out(s, tried == 0 ? p->item : p->enemy)
			: try_place(s, p, tried))
			return true;
	}
	return false;
}

/* false: nothing is left to decide in another way. */
static bool
go_on(struct search *s)
{
	while (s->n_levels > 0) {
		struct level *level = &s->levels[s->n_levels - 1];

		if (try_next(s, level)) {
			if (level->tried == n_alternatives(s, &level->problem))
				go_up(s); /* what follows is not of this */
			return true;
		}
		go_up(s);
	}
	return false;
}

static enum search_end
look(struct search *s, uint64_t max_steps)
{
	struct problem problem;

	for (;;) {
		bool possible = draft_complete(s->d);

		if (possible && !find_problem(s, &problem))
			return SEARCH_FOUND;
		if (s->d->steps > max_steps || s->n_levels > SEARCH_DEPTH_MAX)
			return SEARCH_OUT_OF_STEPS;
		if (possible && problem.wrong != WRONG_FOR_GOOD)
			go_down(s, &problem);
		if (!go_on(s))
			return SEARCH_NONE;
	}
}

/* ---- from the start ---- */

static bool
begin(struct search *s)
{
	const struct pool *p = s->d->pool;
	uint16_t item;
	size_t i;

	for (i = 0; i < p->n_fixed; i++)
		if (!decide_in(s, p->fixed[i].item, p->fixed[i].section))
			return false;
	for (item = 0; s->terms->used != NULL && item < p->n_items; item++)
		if (s->terms->used[item] >= s->terms->use_limit &&
		    s->d->marks[item] == MARK_OPEN)
			(void)decide_out(s, item); /* unless its set is in */
	return true;
}

static void
search_init(struct search *s, struct draft *d, const struct search_terms *terms,
    struct rng *rng)
{
	uint16_t i;

	*s = (struct search){ .d = d, .terms = terms, .rng = rng };
	s->marked = alloc_zero(d->pool->n_items, sizeof(*s->marked));
	for (i = 0; i < d->pool->n_limits; i++)
		if (!limit_holds(s, i))
			d->limit_max[i] = UINT16_MAX;
		else if (terms->only_limit == i)
			d->limit_max[i] = terms->max;
}

static void
search_fini(struct search *s)
{
	while (s->n_levels > 0)
		go_up(s);
	free(s->levels);
	free(s->marked);
}

bool
search_begin(struct draft *d, const struct search_terms *terms)
{
	struct search s;
	bool possible;

	search_init(&s, d, terms, NULL);
	possible = begin(&s);
	search_fini(&s);
	return possible;
}

enum search_end
search_paper(struct draft *d, const struct search_terms *terms, struct rng *rng,
    uint64_t max_steps)
{
	struct search s;
	enum search_end end = SEARCH_NONE;

	search_init(&s, d, terms, rng);
	if (begin(&s))
		end = look(&s, max_steps);
	search_fini(&s);
	return end;
}
