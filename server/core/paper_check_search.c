/* The check of what is searched for: limits, sets, enemies, exposure. */
#include "core/forms.h"
#include "core/paper_check.h"
#include "core/search.h"
#include "exam/alloc.h"

/* ---- sets, enemies and limits, by search ---- */

static enum search_end
look(const struct check *c, const struct search_terms *terms)
{
	static const uint8_t seed[SEED_LEN];
	struct draft *d = draft_new(c->pool, c->order);
	enum search_end end;
	struct rng rng;

	rng_init(&rng, seed, RNG_SEARCH, 0, 0);
	end = search_paper(d, terms, &rng, CHECK_STEPS_MAX);
	draft_free(d);
	return end;
}

/* Is there a paper if the limit alone holds, with these bounds? */
static bool
is_possible(const struct check *c, uint16_t limit, uint32_t min, uint32_t max)
{
	struct search_terms terms = SEARCH_TERMS;

	terms.no_sets = terms.no_enemies = true;
	terms.only_limit = limit;
	terms.min = (uint16_t)min;
	terms.max = (uint16_t)max;
	return look(c, &terms) != SEARCH_NONE;
}

/* The largest possible minimum, below one that is not. */
static uint32_t
most_possible(const struct check *c, uint16_t limit, uint32_t asked)
{
	uint32_t low = 0, high = asked;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (is_possible(c, limit, middle, PAPER_ITEMS_MAX))
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* The smallest possible maximum, above one that is not. */
static uint32_t
least_possible(const struct check *c, uint16_t limit, uint32_t asked)
{
	uint32_t low = asked, high = PAPER_ITEMS_MAX;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (is_possible(c, limit, 0, middle))
			high = middle;
		else
			low = middle;
	}
	return high;
}

static void
check_one_limit(struct check *c, uint16_t number)
{
	const struct pool_limit *limit = &c->pool->limits[number];
	const struct blueprint_rule *asked = limit->asked;
	struct buf which = { 0 };
	uint32_t can;

	if (!is_possible(c, number, asked->min, PAPER_ITEMS_MAX)) {
		check_put_which(&which, asked, asked->min);
		can = most_possible(c, number, asked->min);
		check_tell(c,
		    "section %u, limit %u: at least %.*s %s asked, %u "
		    "can be drawn, %u short",
		    limit->section + 1u, limit->number + 1u,
		    SLICE_FMT(buf_slice(&which)), check_are(asked->min), can,
		    asked->min - can);
	} else if (!is_possible(c, number, 0, asked->max)) {
		check_put_which(&which, asked, asked->max);
		can = least_possible(c, number, asked->max);
		check_tell(c,
		    "section %u, limit %u: at most %.*s %s allowed, "
		    "%u have to be drawn, %u too many",
		    limit->section + 1u, limit->number + 1u,
		    SLICE_FMT(buf_slice(&which)), check_are(asked->max), can,
		    can - asked->max);
	}
	buf_fini(&which);
}

void
check_limits(struct check *c)
{
	uint16_t i;

	for (i = 0; i < c->pool->n_limits; i++)
		check_one_limit(c, i);
}

static void
tell_found_without(
    struct check *c, const struct search_terms *terms, const char *what)
{
	if (look(c, terms) == SEARCH_FOUND)
		check_tell(c, "without the %s there is a paper", what);
}

/* What could be given up to get a paper? */
static void
tell_remedies(struct check *c)
{
	struct search_terms terms = SEARCH_TERMS;

	if (c->pool->sets) {
		terms.no_sets = true;
		tell_found_without(c, &terms, "sets");
	}
	if (c->pool->has_enemies) {
		terms = SEARCH_TERMS;
		terms.no_enemies = true;
		tell_found_without(c, &terms, "enemies");
	}
	if (c->pool->n_limits > 0) {
		terms = SEARCH_TERMS;
		terms.no_limits = true;
		tell_found_without(c, &terms, "limits");
	}
}

void
check_together(struct check *c)
{
	bool proven;

	if (select_witness(c->pool, &proven) != NULL)
		return;
	if (proven)
		check_tell(c,
		    "no paper exists that meets all rules, keeps sets "
		    "together and enemies apart and all limits");
	else
		check_tell(c,
		    "no paper was found within %d steps that keeps sets "
		    "together, enemies apart and all limits",
		    CHECK_STEPS_MAX * ((1 << CHECK_TRIES) - 1));
	tell_remedies(c);
}

/* ---- exposure ---- */

static uint32_t
gcd(uint32_t a, uint32_t b)
{
	return b == 0 ? a : gcd(b, a % b);
}

/* So many papers with this exposure can be drawn again and again. */
static uint32_t
papers_of_round(const struct check *c)
{
	uint32_t round = 100 / gcd(100, c->blueprint->exposure_percent);

	if (c->blueprint->forms > 0)
		return c->blueprint->forms;
	return c->papers > 0 && c->papers < round ? c->papers : round;
}

/* Items that one of these rules takes: those in all papers, and the others. */
static void
count_fitting(const struct check *c, uint16_t first_rule, uint16_t n_rules,
    uint32_t *fixed, uint32_t *others)
{
	uint16_t i, r;

	*fixed = *others = 0;
	for (i = 0; i < c->pool->n_items; i++)
		for (r = first_rule; r < first_rule + n_rules; r++) {
			if (!pool_has(c->pool->rules[r].fits, i))
				continue;
			if (pool_is_fixed(c->pool, i))
				++*fixed;
			else
				++*others;
			break;
		}
}

/* Are there enough items for so many in each paper? */
static void
check_supply(struct check *c, const char *who, const struct pool_group *g,
    uint16_t first_rule, uint16_t n_rules, uint32_t asked)
{
	uint32_t papers = papers_of_round(c), fixed, others, wanted;
	uint32_t limit = blueprint_use_limit(c->blueprint, papers);

	count_fitting(c, first_rule, n_rules, &fixed, &others);
	if (asked <= fixed)
		return;
	wanted = ((asked - fixed) * papers + limit - 1) / limit;
	if (wanted > others)
		check_tell(c,
		    "section %u%s: %u items in each of %u papers, "
		    "none in more than %u of them, need %u items; the bank "
		    "has %u, %u short",
		    g->section + 1u, who, asked, papers, limit, wanted + fixed,
		    others + fixed, wanted - others);
}

static void
check_supplies(struct check *c)
{
	const struct pool *p = c->pool;
	char who[24];
	uint16_t i, r;

	for (i = 0; i < p->n_groups; i++) {
		const struct pool_group *g = &p->groups[i];
		size_t before = c->n_lines;

		for (r = g->first_rule;
		     !g->pretest && r < g->first_rule + g->n_rules; r++) {
			(void)snprintf(who, sizeof(who), ", rule %u",
			    p->rules[r].number + 1u);
			check_supply(c, who, g, r, 1, p->rules[r].min);
		}
		if (c->n_lines == before)
			check_supply(c, g->pretest ? ", on trial" : "", g,
			    g->first_rule, g->n_rules, g->total);
	}
}

void
check_exposure(struct check *c)
{
	static const uint8_t seed[SEED_LEN];
	uint32_t papers = papers_of_round(c);
	struct selection *forms = alloc_zero(papers, sizeof(*forms));
	size_t before = c->n_lines;

	check_supplies(c);
	if (c->n_lines == before &&
	    forms_draw(forms, c->pool, (uint16_t)papers, seed) != ERR_OK)
		check_tell(c,
		    "no %u papers were found of which none of the items is "
		    "in more than %u",
		    papers, blueprint_use_limit(c->blueprint, papers));
	free(forms);
}
