#include "core/select.h"

#include "core/search.h"
#include "exam/alloc.h"

/* ---- the order ---- */

static bool
counts(const struct pool *p, const struct select_use *use, uint16_t item)
{
	return use->spread || p->blueprint->exposure_percent > 0 ||
	       bank_item(p->bank, item)->pretest;
}

/* Stable, by counting: the least used first. */
static void
sort_by_use(uint16_t *order, const struct pool *p, const struct select_use *use)
{
	uint32_t *at = alloc_zero(use->papers + 2u, sizeof(*at)), key;
	uint16_t *sorted = alloc_zero(p->n_items, sizeof(*sorted));
	uint16_t i;
	uint32_t n;

#define KEY(item)                                                              \
	(!counts(p, use, item)		    ? 0                                \
	    : use->used[item] < use->papers ? use->used[item]                  \
					    : use->papers)
	for (i = 0; i < p->n_items; i++)
		at[KEY(i) + 1]++;
	for (n = 0; n < use->papers; n++)
		at[n + 1] += at[n];
	for (i = 0; i < p->n_items; i++) {
		key = KEY(order[i]);
		sorted[at[key]++] = order[i];
	}
#undef KEY
	memcpy(order, sorted, p->n_items * sizeof(*order));
	free(sorted);
	free(at);
}

void
select_order(uint16_t *order, const struct pool *p,
    const struct select_use *use, const uint8_t seed[SEED_LEN], uint32_t try,
    uint32_t form)
{
	struct rng rng;
	uint16_t i;

	for (i = 0; i < p->n_items; i++)
		order[i] = i;
	rng_init(&rng, seed, RNG_DRAW, try, form);
	rng_shuffle(&rng, order, p->n_items);
	if (use != NULL)
		sort_by_use(order, p, use);
}

/* ---- one try ---- */

static void
collect(struct selection *to, const struct draft *d)
{
	uint16_t s, i;

	to->n_items = 0;
	for (s = 0; s < d->pool->blueprint->n_sections; s++)
		for (i = 0; i < d->pool->n_items; i++)
			if (draft_section(d, i) == s) {
				to->items[to->n_items] = i;
				to->sections[to->n_items++] = s;
			}
}

struct
try {
	struct pool *pool;
	const struct select_use *use;
	const uint8_t *seed;
	uint32_t form;
	struct search_terms terms;
	uint64_t steps; /* of all tries so far */
};

static enum search_end
try_once(
    struct selection *to, struct try *t, uint32_t number, uint64_t max_steps)
{
	uint16_t *order = alloc_zero(t->pool->n_items, sizeof(*order));
	enum search_end end;
	struct draft *d;
	struct rng rng;

	select_order(order, t->pool, t->use, t->seed, number, t->form);
	d = draft_new(t->pool, order);
	rng_init(&rng, t->seed, RNG_SEARCH, number, t->form);
	end = search_paper(d, &t->terms, &rng, max_steps);
	if (end == SEARCH_FOUND)
		collect(to, d);
	to->steps = t->steps += d->steps;
	draft_free(d);
	free(order);
	return end;
}

/* What the matching decides alone needs no second try. */
static bool
try_often(struct selection *to, struct try *t, uint64_t max_steps)
{
	uint64_t steps =
	    DRAW_STEPS_TRY + (uint64_t)DRAW_STEPS_ITEM * t->pool->n_items;
	uint32_t i = 0;

	do {
		switch (try_once(to, t, i++, steps)) {
		case SEARCH_FOUND:
			return true;
		case SEARCH_NONE:
			return false;
		case SEARCH_OUT_OF_STEPS:
			break;
		}
	} while (t->steps < max_steps);
	return false;
}

/* ---- all of them ---- */

/* Each try looks twice as long as the one before. */
const struct selection *
select_witness(struct pool *p, bool *proven)
{
	static const uint8_t seed[SEED_LEN];
	struct try t = { p, NULL, seed, 0, SEARCH_TERMS, 0 };
	struct selection found;
	enum search_end end = SEARCH_OUT_OF_STEPS;
	uint64_t steps = CHECK_STEPS_MAX;
	uint32_t i;

	*proven = false;
	for (i = 0; p->witness == NULL && i < CHECK_TRIES &&
		    end == SEARCH_OUT_OF_STEPS;
	     i++, steps *= 2) {
		end = try_once(&found, &t, i, steps);
		if (end == SEARCH_FOUND)
			p->witness = alloc_copy(&found, sizeof(found));
	}
	*proven = end == SEARCH_NONE;
	return p->witness;
}

enum err
select_items(struct selection *to, struct pool *p, const struct select_use *use,
    const uint8_t seed[SEED_LEN], uint32_t form)
{
	struct try t = { p, use, seed, form, SEARCH_TERMS, 0 };
	const struct selection *witness;
	bool proven;

	if (use != NULL && p->blueprint->exposure_percent > 0) {
		t.terms.used = use->used;
		t.terms.use_limit =
		    blueprint_use_limit(p->blueprint, use->papers);
		if (try_often(to, &t,
			use->spread ? FORM_STEPS_MAX : DRAW_STEPS_MAX / 2))
			return ERR_OK;
		t.terms = SEARCH_TERMS;
	}
	if (try_often(to, &t, DRAW_STEPS_MAX))
		return ERR_OK;
	witness = select_witness(p, &proven);
	if (witness == NULL)
		return ERR_FULL;
	*to = *witness;
	to->steps = t.steps;
	return ERR_OK;
}
