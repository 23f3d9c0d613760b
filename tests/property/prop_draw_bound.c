/*
 * Laws of the largest banks: however hard they are made, drawing and checking
 * take no more steps than limits.h allows.  Steps are counted, not seconds.
 */
#include "test.h"

#include <stdio.h>

#include "core/paper.h"
#include "core/search.h"
#include "support/draw.h"
#include "support/items.h"
#include "support/property.h"

#define TOPICS 10

static const char *const topics[TOPICS] = { "a", "b", "c", "d", "e", "f", "g",
	"h", "i", "j" };

/* Sets of so many, the last perhaps smaller; a few random enemies each. */
static struct bank *
large_bank(unsigned set_of, unsigned n_enemies)
{
	struct arena arena = { 0 };
	struct item *items = arena_take(&arena, BANK_ITEMS_MAX, sizeof(*items));
	struct rng rng;
	char text[16];
	unsigned i, j;

	property_begin(&rng, 0);
	for (i = 0; i < BANK_ITEMS_MAX; i++) {
		(void)snprintf(text, sizeof(text), "q%u", i);
		items_single(&items[i], &arena, text, topics[i % TOPICS],
		    (enum difficulty)(i / TOPICS % N_DIFFICULTIES), 2, 0);
		items[i].tags = arena_take(&arena, 1, sizeof(struct slice));
		items[i].tags[0] = SLICE("hard");
		items[i].n_tags = i % 3 == 0;
		(void)snprintf(text, sizeof(text), "s%u", i / TOPICS / set_of);
		if (set_of > 1) {
			text[0] = (char)('k' + i % TOPICS);
			items[i].set = arena_slice(&arena, slice_of(text));
		}
		items[i].enemies =
		    arena_take(&arena, n_enemies, sizeof(struct slice));
		for (j = 0; j < n_enemies && i > 0; j++) {
			uint32_t other = rng_below(&rng, i);

			if (set_of > 1 &&
			    slice_equal(items[other].set, items[i].set))
				continue;
			if (j > 0 && slice_equal(items[i].enemies[0],
					 items[other].ident))
				continue;
			items[i].enemies[items[i].n_enemies++] =
			    items[other].ident;
		}
	}
	return items_bank(&arena, items, BANK_ITEMS_MAX, topics, TOPICS);
}

/* One matching more than was allowed, at most: it is made before the steps
 * are looked at. */
static void
search_ends_in_time(const struct pool *pool, enum search_end expected)
{
	uint16_t *order = calloc(pool->n_items, sizeof(*order));
	const struct search_terms terms = SEARCH_TERMS;
	uint8_t seed[SEED_LEN];
	uint64_t n;

	for (n = 0; n < 3; n++) {
		enum search_end end;
		struct draft *d;
		struct rng rng;

		items_seed(seed, n);
		select_order(order, pool, NULL, seed, 0, 0);
		d = draft_new(pool, order);
		rng_init(&rng, seed, RNG_SEARCH, 0, 0);
		end = search_paper(d, &terms, &rng, CHECK_STEPS_MAX);
		assert_int_equal(end, expected);
		assert_true(d->steps <= CHECK_STEPS_MAX + UINT64_C(4) *
							      pool->n_rules *
							      pool->n_items);
		draft_free(d);
	}
	free(order);
}

static void
draws_in_time(
    struct blueprint *b, const struct bank *bank, enum search_end expected)
{
	struct pool *pool = pool_new(bank, b);

	search_ends_in_time(pool, expected);
	pool_free(pool);
}

/* Topic by topic, a quarter of it hard at most. */
static void
a_large_bank_with_everything_is_drawn_in_time(void **state)
{
	struct bank *bank = large_bank(3, 2);
	struct blueprint_rule rules[TOPICS], limit = {
		.tag = SLICE("hard"), .difficulties = 7, .min = 20, .max = 100
	};
	struct blueprint_section section = { .n_rules = TOPICS,
		.rules = rules,
		.n_limits = 1,
		.limits = &limit,
		.items = 300 };
	struct blueprint b = { .n_sections = 1, .sections = &section };
	unsigned i;

	(void)state;
	for (i = 0; i < TOPICS; i++)
		rules[i] =
		    (struct blueprint_rule){ .topic = slice_of(topics[i]),
			    .difficulties = 7,
			    .min = 20,
			    .max = 40 };
	draws_in_time(&b, bank, SEARCH_FOUND);
	bank_free(bank);
}

/* Sets of three do not make one hundred, but to know it all would have to be
 * tried. */
static void
a_search_without_an_end_is_ended(void **state)
{
	struct bank *bank = large_bank(3, 2);
	struct blueprint_rule rule = DRAW_RULE(SLICE(""), 7, 100);
	struct blueprint_section section = DRAW_SECTION(1, &rule, true);
	struct blueprint b = { .n_sections = 1, .sections = &section };
	struct buf text = { 0 };

	(void)state;
	draws_in_time(&b, bank, SEARCH_OUT_OF_STEPS);
	assert_int_equal(paper_check(&text, bank, &b, 0), 2);
	buf_put_u8(&text, '\0');
	assert_string_equal(text.at,
	    "no paper was found within 7000000 steps that keeps sets "
	    "together, enemies apart and all limits\n"
	    "without the sets there is a paper\n");
	buf_fini(&text);
	bank_free(bank);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_large_bank_with_everything_is_drawn_in_time),
		cmocka_unit_test(a_search_without_an_end_is_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
