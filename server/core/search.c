#include "core/search_problem.h"
#include "exam/alloc.h"

/* A decision, and the draft as it was before. */
struct level {
	struct problem problem;
	uint16_t tried; /* alternatives */
	uint32_t n_marked;
	uint16_t n_drawn;
	uint16_t *items, *owners; /* n_drawn of them */
	uint16_t *next;		  /* of the rules */
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
		at = search_next_of_set(s, at);
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
		at = search_next_of_set(s, at);
	} while (at != item);
	do {
		if (!banish_enemies(s, at))
			return false;
		at = search_next_of_set(s, at);
	} while (at != item);
	if (!keep_limits(s, section))
		return false;
	do {
		if (!draft_put(s->d, at))
			return false;
		at = search_next_of_set(s, at);
	} while (at != item);
	return true;
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

		if (possible && !search_find_problem(s, &problem))
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
		if (!search_limit_holds(s, i))
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
