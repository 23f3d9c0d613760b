/*
 * Laws of blueprints, on random small banks with sets, enemies, tags and items
 * on trial: what is asked is what is drawn, and the check knows whether it can
 * be drawn, by comparison with trying everything.
 */
#include "test.h"

#include "core/paper.h"
#include "support/items.h"
#include "support/property.h"

#define TOPICS 3
#define ITEMS_MAX 7
#define SECTIONS 2
#define RULES 3
#define LIMITS 2
#define SETS 3

static const char *const topics[TOPICS] = { "a", "a.x", "b" };
static const char *const tags[] = { "t", "u" };
static const char *const idents[ITEMS_MAX] = { "q0", "q1", "q2", "q3", "q4",
	"q5", "q6" };
static const char *const sets[SETS] = { "one", "two", "three" };

/* ---- random input ---- */

static void
add_words(struct item *item, struct arena *arena, struct rng *rng, size_t n)
{
	size_t i;

	item->tags = arena_take(arena, 2, sizeof(*item->tags));
	for (i = 0; i < 2; i++)
		if (rng_below(rng, 3) == 0)
			item->tags[item->n_tags++] = slice_of(tags[i]);
	item->enemies = arena_take(arena, 1, sizeof(*item->enemies));
	if (rng_below(rng, 4) == 0) {
		item->enemies[0] =
		    slice_of(idents[rng_below(rng, (uint32_t)n)]);
		item->n_enemies = !slice_equal(item->enemies[0], item->ident);
	}
}

/* Those of a set stand together, so they are no enemies. */
static void
reconcile_sets(struct item *items, size_t n)
{
	size_t i, j;

	for (i = 0; i < n; i++)
		for (j = 0; j < n; j++)
			if (items[i].n_enemies > 0 && items[i].set.len > 0 &&
			    slice_equal(items[i].enemies[0], items[j].ident) &&
			    slice_equal(items[i].set, items[j].set))
				items[i].n_enemies = 0;
}

/* All of a set are on trial, or none. */
static struct bank *
random_bank(struct rng *rng)
{
	size_t i, n = (size_t)property_int(rng, 2, ITEMS_MAX);
	struct arena arena = { 0 };
	struct item *items = arena_take(&arena, n, sizeof(*items));
	bool trial[SETS];

	for (i = 0; i < SETS; i++)
		trial[i] = rng_below(rng, 4) == 0;
	for (i = 0; i < n; i++) {
		uint32_t set = rng_below(rng, 2 * SETS);

		items_single(&items[i], &arena, idents[i],
		    topics[rng_below(rng, TOPICS)],
		    (enum difficulty)rng_below(rng, 2), 2, 0);
		add_words(&items[i], &arena, rng, n);
		if (set < SETS)
			items[i].set = slice_of(sets[set]);
		items[i].pretest =
		    set < SETS ? trial[set] : rng_below(rng, 4) == 0;
	}
	reconcile_sets(items, n);
	return items_bank(&arena, items, n, topics, TOPICS);
}

struct asked {
	struct blueprint_rule rules[SECTIONS][RULES], limits[SECTIONS][LIMITS];
	struct slice fixed[SECTIONS];
	struct blueprint_section sections[SECTIONS];
	struct blueprint blueprint;
};

static struct blueprint_rule
random_rule(struct rng *rng, int most)
{
	struct blueprint_rule r = { .difficulties =
					(unsigned)property_int(rng, 1, 3) };

	if (rng_below(rng, 2) == 0)
		r.topic = slice_of(topics[rng_below(rng, TOPICS)]);
	if (rng_below(rng, 3) == 0)
		r.tag = slice_of(tags[rng_below(rng, 2)]);
	if (r.difficulties == 1 && rng_below(rng, 2) == 0)
		r.difficulties = 3;
	r.min = (uint16_t)(rng_below(rng, 3) == 0 ? most : 0);
	r.max = (uint16_t)(r.min + property_int(rng, 0, most));
	return r;
}

static void
random_section(
    struct asked *a, uint16_t s, const struct bank *bank, struct rng *rng)
{
	struct blueprint_section *section = &a->sections[s];
	size_t item = rng_below(rng, (uint32_t)bank_n_items(bank));
	uint16_t i;

	section->n_rules = (uint16_t)property_int(rng, 1, RULES);
	section->rules = a->rules[s];
	for (i = 0; i < section->n_rules; i++)
		a->rules[s][i] = random_rule(rng, 1);
	section->n_limits = (uint16_t)(rng_below(rng, 2) *
				       (unsigned)property_int(rng, 1, LIMITS));
	section->limits = a->limits[s];
	for (i = 0; i < section->n_limits; i++) {
		a->limits[s][i] = random_rule(rng, 1);
		if (rng_below(rng, 2) == 0)
			a->limits[s][i].max = PAPER_ITEMS_MAX;
	}
	section->items = (uint16_t)property_int(rng, 1, 2);
	section->pretest = rng_below(rng, 4) == 0;
	section->shuffle_items = rng_below(rng, 2) == 1;
	section->fixed = &a->fixed[s];
	a->fixed[s] = bank_item(bank, item)->ident;
	section->n_fixed =
	    rng_below(rng, 4) == 0 && !bank_item(bank, item)->pretest;
}

static void
random_blueprint(struct asked *a, const struct bank *bank, struct rng *rng)
{
	uint16_t s;

	*a = (struct asked){ 0 };
	a->blueprint.n_sections = (uint16_t)property_int(rng, 1, SECTIONS);
	a->blueprint.sections = a->sections;
	for (s = 0; s < a->blueprint.n_sections; s++)
		random_section(a, s, bank, rng);
	if (a->sections[1].n_fixed > 0 && a->sections[0].n_fixed > 0 &&
	    slice_equal(a->fixed[0], a->fixed[1]))
		a->sections[1].n_fixed = 0;
}

/* ---- what a paper has to be ---- */

#define NOWHERE 0xff

/* Where each item stands: a section, or NOWHERE. */
struct standing {
	const struct bank *bank;
	const struct asked *asked;
	uint8_t at[ITEMS_MAX];
};

static bool
fits(const struct blueprint_rule *rule, const struct item *item)
{
	bool tagged = rule->tag.len == 0;
	uint16_t i;

	for (i = 0; i < item->n_tags; i++)
		tagged = tagged || slice_equal(item->tags[i], rule->tag);
	return tagged && topic_covers(rule->topic, item->topic) &&
	       (rule->difficulties & 1u << item->difficulty) != 0;
}

static bool
fits_some(const struct blueprint_section *section, const struct item *item)
{
	uint16_t i;

	for (i = 0; i < section->n_rules; i++)
		if (fits(&section->rules[i], item))
			return true;
	return false;
}

/* Can the section's scored items from this on be shared out to its rules? */
static bool
can_share(const struct standing *w, uint8_t s, size_t item, uint16_t *counts)
{
	const struct blueprint_section *section = &w->asked->sections[s];
	uint16_t i;

	while (item < bank_n_items(w->bank) &&
	       (w->at[item] != s || bank_item(w->bank, item)->pretest))
		item++;
	if (item == bank_n_items(w->bank)) {
		for (i = 0; i < section->n_rules; i++)
			if (counts[i] < section->rules[i].min)
				return false;
		return true;
	}
	for (i = 0; i < section->n_rules; i++) {
		if (counts[i] >= section->rules[i].max ||
		    !fits(&section->rules[i], bank_item(w->bank, item)))
			continue;
		counts[i]++;
		if (can_share(w, s, item + 1, counts))
			return true;
		counts[i]--;
	}
	return false;
}

static bool
totals_hold(const struct standing *w, uint8_t s)
{
	const struct blueprint_section *section = &w->asked->sections[s];
	unsigned scored = 0, trial = 0;
	size_t i;

	for (i = 0; i < bank_n_items(w->bank); i++) {
		if (w->at[i] != s)
			continue;
		if (bank_item(w->bank, i)->pretest)
			trial++;
		else
			scored++;
		if (!fits_some(section, bank_item(w->bank, i)))
			return false;
	}
	return scored == section->items && trial == section->pretest;
}

static bool
limits_hold(const struct standing *w, uint8_t s)
{
	const struct blueprint_section *section = &w->asked->sections[s];
	size_t i, n;
	uint16_t l;

	for (l = 0; l < section->n_limits; l++) {
		for (n = i = 0; i < bank_n_items(w->bank); i++)
			n += w->at[i] == s && !bank_item(w->bank, i)->pretest &&
			     fits(&section->limits[l], bank_item(w->bank, i));
		if (n < section->limits[l].min || n > section->limits[l].max)
			return false;
	}
	return true;
}

static bool
fixed_are_in(const struct standing *w, uint8_t s)
{
	return w->asked->sections[s].n_fixed == 0 ||
	       w->at[bank_find(w->bank, w->asked->fixed[s])] == s;
}

/* Sets whole and in one section, enemies apart. */
static bool
neighbours_agree(const struct standing *w)
{
	size_t i, j;
	uint16_t k;

	for (i = 0; i < bank_n_items(w->bank); i++) {
		const struct item *item = bank_item(w->bank, i);

		for (j = 0; j < i; j++)
			if (item->set.len > 0 && w->at[i] != w->at[j] &&
			    slice_equal(item->set, bank_item(w->bank, j)->set))
				return false;
		for (k = 0; k < item->n_enemies; k++)
			if (w->at[i] != NOWHERE &&
			    w->at[bank_find(w->bank, item->enemies[k])] !=
				NOWHERE)
				return false;
	}
	return true;
}

static bool
is_paper(const struct standing *w)
{
	uint8_t s;

	if (!neighbours_agree(w))
		return false;
	for (s = 0; s < w->asked->blueprint.n_sections; s++) {
		uint16_t counts[RULES] = { 0 };

		if (!totals_hold(w, s) || !limits_hold(w, s) ||
		    !fixed_are_in(w, s) || !can_share(w, s, 0, counts))
			return false;
	}
	return true;
}

static bool
can_be(struct standing *w, size_t item)
{
	uint8_t s;

	if (item == bank_n_items(w->bank))
		return is_paper(w);
	w->at[item] = NOWHERE;
	if (can_be(w, item + 1))
		return true;
	for (s = 0; s < w->asked->blueprint.n_sections; s++) {
		w->at[item] = s;
		if (can_be(w, item + 1))
			return true;
	}
	return false;
}

/* ---- laws ---- */

/* A set's items follow one another in the order of the bank. */
static void
check_sets_adjacent(const struct paper *p, const struct bank *bank)
{
	uint16_t i, j;

	for (i = 0; i < paper_n_items(p); i++)
		for (j = (uint16_t)(i + 1); j < paper_n_items(p); j++) {
			struct slice a = bank_item(bank, paper_item(p, i))->set;
			struct slice b = bank_item(bank, paper_item(p, j))->set;

			if (a.len == 0 || !slice_equal(a, b))
				continue;
			assert_true(paper_item(p, i) < paper_item(p, j));
			assert_true(slice_equal(
			    a, bank_item(bank, paper_item(p, (uint16_t)(j - 1)))
				   ->set));
		}
}

static void
check_paper(
    const struct paper *p, const struct bank *bank, const struct asked *a)
{
	struct standing w = { .bank = bank, .asked = a };
	uint16_t i;

	memset(w.at, NOWHERE, sizeof(w.at));
	for (i = 0; i < paper_n_items(p); i++) {
		assert_int_equal(w.at[paper_item(p, i)], NOWHERE);
		w.at[paper_item(p, i)] = (uint8_t)paper_item_section(p, i);
	}
	assert_true(is_paper(&w));
	check_sets_adjacent(p, bank);
}

static void
check_same(const struct paper *a, const struct paper *b)
{
	uint16_t i;

	assert_int_equal(paper_n_items(a), paper_n_items(b));
	for (i = 0; i < paper_n_items(a); i++) {
		assert_int_equal(paper_item(a, i), paper_item(b, i));
		assert_int_equal(
		    paper_item_section(a, i), paper_item_section(b, i));
	}
}

/* Several seeds, each twice. */
static void
check_draws(const struct bank *bank, const struct asked *a, struct rng *rng)
{
	struct pool *pool = pool_new(bank, &a->blueprint);
	struct paper *paper, *again;
	uint8_t seed[SEED_LEN];
	int i;

	for (i = 0; i < 5; i++) {
		property_bytes(rng, seed, sizeof(seed));
		assert_int_equal(paper_draw(&paper, pool, NULL, seed), ERR_OK);
		assert_int_equal(paper_draw(&again, pool, NULL, seed), ERR_OK);
		check_paper(paper, bank, a);
		check_same(paper, again);
		paper_free(paper);
		paper_free(again);
	}
	pool_free(pool);
}

/* Does the rule name a tag that no item has? */
static bool
names_none(const struct bank *bank, const struct blueprint_rule *rule)
{
	struct blueprint_rule any = { .tag = rule->tag, .difficulties = 7 };
	size_t i, n = 0;

	for (i = 0; i < bank_n_items(bank); i++)
		n += fits(&any, bank_item(bank, i));
	return n == 0;
}

static bool
names_nothing(const struct bank *bank, const struct asked *a)
{
	const struct blueprint_section *section;
	uint16_t s, i;

	for (s = 0; s < a->blueprint.n_sections; s++) {
		section = &a->sections[s];
		for (i = 0; i < section->n_rules; i++)
			if (names_none(bank, &section->rules[i]))
				return true;
		for (i = 0; i < section->n_limits; i++)
			if (names_none(bank, &section->limits[i]))
				return true;
	}
	return false;
}

static void
the_check_knows_whether_a_paper_can_be_drawn(void **state)
{
	struct buf text = { 0 };
	unsigned run, n_feasible = 0;
	struct bank *bank;
	struct asked a;
	struct rng rng;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS; run++) {
		struct standing w;
		size_t n_lines;
		bool feasible;

		property_begin(&rng, run);
		bank = random_bank(&rng);
		random_blueprint(&a, bank, &rng);
		w = (struct standing){ .bank = bank, .asked = &a };
		feasible = can_be(&w, 0);
		buf_clear(&text);
		n_lines = paper_check(&text, bank, &a.blueprint, 0);
		if (names_nothing(bank, &a)) { /* a slip of the pen */
			bank_free(bank);
			continue;
		}
		if ((n_lines == 0) != feasible)
			fail_msg(
			    "run %u: %.*s", run, SLICE_FMT(buf_slice(&text)));
		if (feasible)
			check_draws(bank, &a, &rng);
		n_feasible += feasible;
		bank_free(bank);
	}
	buf_fini(&text);
	assert_in_range(n_feasible, PROPERTY_RUNS / 20, PROPERTY_RUNS);
}

static void
a_paper_is_restored_from_its_record(void **state)
{
	uint16_t items[PAPER_ITEMS_MAX], first, count, i;
	struct paper *paper, *again;
	uint8_t seed[SEED_LEN];
	struct bank *bank;
	struct pool *pool;
	struct asked a;
	struct rng rng;
	unsigned run;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS; run++) {
		struct paper_list list = { .items = items };

		property_begin(&rng, run);
		bank = random_bank(&rng);
		random_blueprint(&a, bank, &rng);
		pool = pool_new(bank, &a.blueprint);
		property_bytes(&rng, seed, sizeof(seed));
		if (paper_draw(&paper, pool, NULL, seed) == ERR_OK) {
			list.n_items = paper_n_items(paper);
			list.n_sections = paper_n_sections(paper);
			for (i = 0; i < list.n_items; i++)
				items[i] = (uint16_t)paper_item(paper, i);
			for (i = 0; i < list.n_sections; i++) {
				paper_section(paper, i, &first, &count);
				list.ends[i] = (uint16_t)(first + count);
			}
			assert_int_equal(
			    paper_restore(&again, bank, &list, seed), ERR_OK);
			check_same(paper, again);
			for (i = 0; i < list.n_items; i++)
				assert_memory_equal(paper_orders(paper, i),
				    paper_orders(again, i), 2);
			paper_free(again);
			items[0] = (uint16_t)bank_n_items(bank);
			assert_int_equal(
			    paper_restore(&again, bank, &list, seed),
			    ERR_INVALID);
			paper_free(paper);
		}
		pool_free(pool);
		bank_free(bank);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_check_knows_whether_a_paper_can_be_drawn),
		cmocka_unit_test(a_paper_is_restored_from_its_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
