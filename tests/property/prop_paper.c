/*
 * Laws of papers, on random small banks and blueprints: what a blueprint asks
 * is what is drawn, and it is drawn whenever any draw exists.
 */
#include "test.h"

#include "core/paper.h"
#include "support/draw.h"
#include "support/items.h"
#include "support/property.h"

#define TOPICS 4
#define ITEMS_MAX 8
#define SECTIONS 2
#define RULES 3

static const char *const topics[TOPICS] = { "a", "a.x", "a.x.y", "b" };

/* ---- random input ---- */

static struct bank *
random_bank(struct rng *rng)
{
	size_t i, n = (size_t)property_int(rng, 1, ITEMS_MAX);
	struct arena arena = { 0 };
	struct item *items = arena_take(&arena, n, sizeof(*items));

	for (i = 0; i < n; i++) {
		const char ident[] = { 'q', (char)('0' + i), '\0' };
		struct interaction *in;
		uint16_t j;

		items_single(&items[i], &arena, ident,
		    topics[rng_below(rng, TOPICS)],
		    (enum difficulty)rng_below(rng, N_DIFFICULTIES),
		    (uint16_t)property_int(rng, 1, 6), 0);
		in = items[i].interactions;
		in->shuffle = rng_below(rng, 4) > 0;
		for (j = 0; j < in->n_choices; j++)
			in->choices[j].fixed = rng_below(rng, 4) == 0;
	}
	return items_bank(&arena, items, n, topics, TOPICS);
}

struct asked {
	struct blueprint_rule rules[SECTIONS][RULES];
	struct blueprint_section sections[SECTIONS];
	struct blueprint blueprint;
};

static void
random_blueprint(struct asked *a, struct rng *rng)
{
	uint16_t i, j;

	*a = (struct asked){ 0 };
	a->blueprint.n_sections = (uint16_t)property_int(rng, 1, SECTIONS);
	a->blueprint.sections = a->sections;
	for (i = 0; i < SECTIONS; i++) {
		a->sections[i].n_rules = (uint16_t)property_int(rng, 1, RULES);
		a->sections[i].rules = a->rules[i];
		a->sections[i].shuffle_items = rng_below(rng, 2) == 1;
		for (j = 0; j < RULES; j++) {
			uint16_t n =
			    (uint16_t)property_int(rng, j == 0, j == 0 ? 3 : 2);

			a->rules[i][j] = (struct blueprint_rule)DRAW_RULE(
			    slice_of(topics[rng_below(rng, TOPICS)]),
			    (unsigned)property_int(rng, 1, 7), n);
		}
	}
}

/* ---- what ought to be, by trying everything ---- */

static bool
covers(struct slice topic, struct slice below)
{
	return below.len >= topic.len &&
	    memcmp(below.at, topic.at, topic.len) == 0 &&
	    (below.len == topic.len || below.at[topic.len] == '.');
}

static bool
fits(const struct blueprint_rule *rule, const struct item *item)
{
	return covers(rule->topic, item->topic) &&
	    (rule->difficulties & 1u << item->difficulty) != 0;
}

/* One entry for each item that is asked. */
struct slots {
	const struct blueprint_rule *rules[SECTIONS * RULES * 3];
	size_t n;
};

static void
add_slots(struct slots *s, const struct blueprint_section *section)
{
	uint16_t i, j;

	for (i = 0; i < section->n_rules; i++)
		for (j = 0; j < section->rules[i].min; j++)
			s->rules[s->n++] = &section->rules[i];
}

/* Can slots i and after be filled with items of the set? */
static bool
can_fill(const struct slots *s, size_t i, const struct bank *bank,
    unsigned items)
{
	size_t at;

	if (i == s->n)
		return true;
	for (at = 0; at < bank_n_items(bank); at++)
		if ((items & 1u << at) != 0 &&
		    fits(s->rules[i], bank_item(bank, at)) &&
		    can_fill(s, i + 1, bank, items & ~(1u << at)))
			return true;
	return false;
}

static bool
is_feasible(const struct asked *a, const struct bank *bank)
{
	struct slots s = { .n = 0 };
	uint16_t i;

	for (i = 0; i < a->blueprint.n_sections; i++)
		add_slots(&s, &a->sections[i]);
	return can_fill(&s, 0, bank, (1u << bank_n_items(bank)) - 1);
}

/* ---- laws ---- */

/* Each section has what its rules ask, and no item stands twice. */
static void
check_items(const struct paper *p, const struct bank *bank,
    const struct asked *a)
{
	unsigned all = 0;
	uint16_t i, j, first, count, total = 0;

	assert_int_equal(paper_n_sections(p), a->blueprint.n_sections);
	for (i = 0; i < paper_n_sections(p); i++) {
		struct slots s = { .n = 0 };
		unsigned items = 0;

		paper_section(p, i, &first, &count);
		add_slots(&s, &a->sections[i]);
		assert_int_equal(first, total);
		assert_int_equal(count, s.n);
		for (j = first; j < first + count; j++) {
			unsigned bit = 1u << paper_item(p, j);

			assert_int_equal(paper_item_section(p, j), i);
			assert_int_equal(all & bit, 0);
			if (j > first && !a->sections[i].shuffle_items)
				assert_true(paper_item(p, j) >
				    paper_item(p, (uint16_t)(j - 1)));
			items |= bit;
			all |= bit;
		}
		assert_true(can_fill(&s, 0, bank, items));
		total = (uint16_t)(total + count);
	}
	assert_int_equal(paper_n_items(p), total);
}

/* Each choice stands somewhere, the fixed ones where they are written. */
static void
check_orders(const struct paper *p, const struct bank *bank)
{
	uint16_t i, place;

	for (i = 0; i < paper_n_items(p); i++) {
		const struct interaction *in =
		    bank_item(bank, paper_item(p, i))->interactions;
		const uint8_t *order = paper_order(p, bank, i, 0);
		unsigned seen = 0;

		for (place = 0; place < in->n_choices; place++) {
			assert_true(order[place] < in->n_choices);
			seen |= 1u << order[place];
			if (in->choices[place].fixed || !in->shuffle)
				assert_int_equal(order[place], place);
		}
		assert_int_equal(seen, (1u << in->n_choices) - 1);
	}
}

static void
check_same(const struct paper *a, const struct paper *b,
    const struct bank *bank)
{
	uint16_t i;

	assert_int_equal(paper_n_items(a), paper_n_items(b));
	for (i = 0; i < paper_n_items(a); i++) {
		assert_int_equal(paper_item(a, i), paper_item(b, i));
		assert_memory_equal(paper_orders(a, i), paper_orders(b, i),
		    item_orders_len(bank_item(bank, paper_item(a, i))));
	}
}

static void
a_paper_is_what_its_blueprint_asks(void **state)
{
	struct paper *paper, *again;
	uint8_t seed[SEED_LEN];
	struct bank *bank;
	struct asked a;
	struct rng rng;
	unsigned run, drawn = 0;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS; run++) {
		property_begin(&rng, run);
		bank = random_bank(&rng);
		random_blueprint(&a, &rng);
		property_bytes(&rng, seed, sizeof(seed));
		if (draw_one(&paper, bank, &a.blueprint, seed) == ERR_OK) {
			check_items(paper, bank, &a);
			check_orders(paper, bank);
			assert_int_equal(
			    draw_one(&again, bank, &a.blueprint, seed), ERR_OK);
			check_same(paper, again, bank);
			paper_free(paper);
			paper_free(again);
			drawn++;
		}
		bank_free(bank);
	}
	assert_in_range(drawn, PROPERTY_RUNS / 10, PROPERTY_RUNS * 9 / 10);
}

static void
a_draw_succeeds_if_and_only_if_one_exists(void **state)
{
	struct paper *paper = NULL;
	uint8_t seed[SEED_LEN];
	struct buf text = { 0 };
	struct bank *bank;
	struct asked a;
	struct rng rng;
	unsigned run;

	(void)state;
	for (run = 0; run < PROPERTY_RUNS; run++) {
		bool feasible;

		property_begin(&rng, run);
		bank = random_bank(&rng);
		random_blueprint(&a, &rng);
		property_bytes(&rng, seed, sizeof(seed));
		feasible = is_feasible(&a, bank);
		assert_int_equal(
		    paper_check(&text, bank, &a.blueprint, 0) == 0, feasible);
		assert_int_equal(
		    draw_one(&paper, bank, &a.blueprint, seed) == ERR_OK,
		    feasible);
		if (feasible)
			paper_free(paper);
		bank_free(bank);
	}
	buf_fini(&text);
}

/* ---- chance ---- */

/* Sum of squared differences from n / k, over n / k. */
static double
chi_square(const unsigned *counts, size_t k, unsigned n)
{
	double expected = (double)n / (double)k, sum = 0;
	size_t i;

	for (i = 0; i < k; i++) {
		double off = counts[i] - expected;

		sum += off * off / expected;
	}
	return sum;
}

/* Which of the 24 orders of four choices this is. */
static size_t
rank(const uint8_t *order)
{
	size_t i, j, r = 0;

	for (i = 0; i < 4; i++) {
		size_t smaller = 0;

		for (j = i + 1; j < 4; j++)
			if (order[j] < order[i])
				smaller++;
		r = r * (4 - i) + smaller;
	}
	return r;
}

static struct bank *
plain_bank(void)
{
	struct arena arena = { 0 };
	struct item *items = arena_take(&arena, 6, sizeof(*items));
	size_t i;

	for (i = 0; i < 6; i++) {
		const char ident[] = { 'q', (char)('0' + i), '\0' };

		items_single(&items[i], &arena, ident, "a", DIFFICULTY_EASY, 4,
		    0);
	}
	return items_bank(&arena, items, 6, topics, 1);
}

#define DRAWS 24000

/* With these seeds the sums are what they are; the bounds are those that one
 * generator in 10,000 would pass by bad luck. */
static void
every_draw_and_every_order_is_equally_likely(void **state)
{
	struct blueprint_rule rule = DRAW_RULE(SLICE("a"), 7, 3);
	struct blueprint_section section = DRAW_SECTION(1, &rule, true);
	struct blueprint b = { .n_sections = 1, .sections = &section };
	unsigned subsets[64] = { 0 }, orders[24] = { 0 }, firsts[6] = { 0 };
	unsigned list[20], n = 0, i;
	struct bank *bank = plain_bank();
	struct paper *p = NULL;

	(void)state;
	for (i = 0; i < DRAWS; i++) {
		uint8_t seed[SEED_LEN];

		items_seed(seed, i);
		assert_int_equal(draw_one(&p, bank, &b, seed), ERR_OK);
		subsets[1u << paper_item(p, 0) | 1u << paper_item(p, 1) |
		    1u << paper_item(p, 2)]++;
		firsts[paper_item(p, 0)]++;
		orders[rank(paper_order(p, bank, 1, 0))]++;
		paper_free(p);
	}
	for (i = 0; i < 64; i++)
		if (subsets[i] > 0 && n < 20)
			list[n++] = subsets[i];
	assert_int_equal(n, 20); /* 6 over 3 */
	assert_true(chi_square(list, 20, DRAWS) < 50.8);   /* 19 degrees */
	assert_true(chi_square(firsts, 6, DRAWS) < 25.7);  /* 5 */
	assert_true(chi_square(orders, 24, DRAWS) < 56.7); /* 23 */
	bank_free(bank);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paper_is_what_its_blueprint_asks),
		cmocka_unit_test(a_draw_succeeds_if_and_only_if_one_exists),
		cmocka_unit_test(every_draw_and_every_order_is_equally_likely),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
