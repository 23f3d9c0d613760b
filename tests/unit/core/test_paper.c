#include "test.h"

#include <stdio.h>

#include "core/paper.h"
#include "support/draw.h"
#include "support/items.h"

static const char *const topics[] = { "net", "net.dns", "network", "sys" };
static struct bank *bank;

/* A second choice, of the same choices, that is not shuffled. */
static void
add_interaction(struct item *item, struct arena *arena)
{
	struct interaction *in = arena_take(arena, 2, sizeof(*in));
	struct variable *v = arena_take(arena, 3, sizeof(*v));

	in[0] = in[1] = item->interactions[0];
	in[1].variable = 2;
	in[1].shuffle = false;
	memcpy(v, item->variables, 2 * sizeof(*v));
	v[2] = v[0];
	v[2].ident = SLICE("SECOND");
	item->interactions = in;
	item->n_interactions = 2;
	item->variables = v;
	item->n_variables = 3;
}

/* Twelve items: three of each topic, one of each difficulty. */
static int
begin(void **state)
{
	struct arena arena = { 0 };
	struct item *items = arena_take(&arena, 12, sizeof(*items));
	char ident[8];
	unsigned i;

	(void)state;
	for (i = 0; i < 12; i++) {
		(void)snprintf(ident, sizeof(ident), "q%u", i);
		items_single(&items[i], &arena, ident, topics[i / 3],
		    (enum difficulty)(i % 3), 4, 1);
	}
	items[0].interactions->choices[3].fixed = true;
	items[1].interactions->shuffle = false;
	add_interaction(&items[2], &arena);
	bank = items_bank(&arena, items, 12, topics, 4);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	bank_free(bank);
	return 0;
}

#define ALL 7u

static struct paper *
draw(const struct blueprint *b, uint64_t seed)
{
	uint8_t bytes[SEED_LEN];
	struct paper *paper = NULL;

	items_seed(bytes, seed);
	assert_int_equal(draw_one(&paper, bank, b, bytes), ERR_OK);
	return paper;
}

static void
a_topic_covers_those_below_it(void **state)
{
	struct blueprint_rule rule = DRAW_RULE(SLICE("net"), ALL, 6);
	struct blueprint_section section = DRAW_SECTION(1, &rule, false);
	struct blueprint b = { .n_sections = 1, .sections = &section };
	struct paper *p = draw(&b, 1);
	uint16_t i;

	(void)state;
	assert_int_equal(paper_n_items(p), 6);
	for (i = 0; i < 6; i++)
		assert_int_equal(paper_item(p, i), i);
	paper_free(p);
}

static void
an_empty_topic_covers_all(void **state)
{
	struct blueprint_rule rule = DRAW_RULE(SLICE(""), ALL, 12);
	struct blueprint_section section = DRAW_SECTION(1, &rule, true);
	struct blueprint b = { .n_sections = 1, .sections = &section };
	struct paper *p = draw(&b, 1);

	(void)state;
	assert_int_equal(paper_n_items(p), 12);
	paper_free(p);
}

static void
difficulties_are_a_set(void **state)
{
	struct blueprint_rule rule = DRAW_RULE(
	    SLICE("sys"), 1u << DIFFICULTY_EASY | 1u << DIFFICULTY_HARD, 2);
	struct blueprint_section section = DRAW_SECTION(1, &rule, false);
	struct blueprint b = { .n_sections = 1, .sections = &section };
	struct paper *p = draw(&b, 1);

	(void)state;
	assert_int_equal(paper_item(p, 0), 9);
	assert_int_equal(paper_item(p, 1), 11);
	paper_free(p);
}

static void
sections_follow_one_another(void **state)
{
	struct blueprint_rule one[] = { DRAW_RULE(SLICE("net"), ALL, 2) };
	struct blueprint_rule two[] = { DRAW_RULE(SLICE("sys"), ALL, 1),
		DRAW_RULE(SLICE("network"), ALL, 2) };
	struct blueprint_section sections[] = { DRAW_SECTION(1, one, true),
		DRAW_SECTION(2, two, true) };
	struct blueprint b = { .n_sections = 2, .sections = sections };
	struct paper *p = draw(&b, 1);
	uint16_t first, count, i;

	(void)state;
	assert_int_equal(paper_n_sections(p), 2);
	paper_section(p, 0, &first, &count);
	assert_int_equal(first, 0);
	assert_int_equal(count, 2);
	paper_section(p, 1, &first, &count);
	assert_int_equal(first, 2);
	assert_int_equal(count, 3);
	for (i = 0; i < 5; i++)
		assert_int_equal(paper_item_section(p, i), i >= 2);
	for (i = 2; i < 5; i++)
		assert_true(paper_item(p, i) >= 6);
	paper_free(p);
}

/* The wide rule comes first and may take what only it and the narrow rule
 * behind it can use. */
static void
overlapping_rules_never_fail_by_bad_luck(void **state)
{
	struct blueprint_rule rules[] = { DRAW_RULE(SLICE("net"), ALL, 3),
		DRAW_RULE(SLICE("net.dns"), ALL, 3) };
	struct blueprint_section section = DRAW_SECTION(2, rules, false);
	struct blueprint b = { .n_sections = 1, .sections = &section };
	uint64_t seed;

	(void)state;
	for (seed = 0; seed < 200; seed++)
		paper_free(draw(&b, seed));
}

/* The last rule's only item may be with the second, which must then take one
 * from the first. */
static void
an_exchange_may_go_over_several_rules(void **state)
{
	struct blueprint_rule rules[] = {
		DRAW_RULE(SLICE(""), 1u << DIFFICULTY_EASY, 2),
		DRAW_RULE(SLICE("net"), ALL, 5),
		DRAW_RULE(SLICE("net.dns"), 1u << DIFFICULTY_EASY, 1),
	};
	struct blueprint_section section = DRAW_SECTION(3, rules, false);
	struct blueprint b = { .n_sections = 1, .sections = &section };
	uint64_t seed;

	(void)state;
	for (seed = 0; seed < 200; seed++)
		paper_free(draw(&b, seed));
}

/* The first section may have taken what only the second can use; it then
 * draws for its other rule. */
static void
a_section_hands_over_what_it_can_do_without(void **state)
{
	struct blueprint_rule one[] = {
		{ .topic = SLICE("net.dns"), .difficulties = ALL, .max = 3 },
		{ .topic = SLICE("sys"), .difficulties = ALL, .max = 3 },
	};
	struct blueprint_section sections[] = { DRAW_SECTION(2, one, false),
		DRAW_SECTION(1, one, false) };
	struct blueprint b = { .n_sections = 2, .sections = sections };
	uint64_t seed;

	(void)state;
	sections[0].items = sections[1].items = 3;
	for (seed = 0; seed < 200; seed++) {
		struct paper *p = draw(&b, seed);

		assert_int_equal(paper_item(p, 0), 9);
		assert_int_equal(paper_item(p, 3), 3);
		paper_free(p);
	}
}

static void
fixed_choices_keep_their_place_and_unshuffled_ones_too(void **state)
{
	struct blueprint_rule rule = DRAW_RULE(SLICE("net"), ALL, 6);
	struct blueprint_section section = DRAW_SECTION(1, &rule, false);
	struct blueprint b = { .n_sections = 1, .sections = &section };
	bool moved = false;
	uint64_t seed;
	uint16_t i;

	(void)state;
	for (seed = 0; seed < 50; seed++) {
		struct paper *p = draw(&b, seed);
		const uint8_t *order = paper_order(p, bank, 0, 0);

		assert_int_equal(order[3], 3);
		moved = moved || order[0] != 0;
		assert_ptr_equal(order, paper_orders(p, 0));
		for (i = 0; i < 4; i++)
			assert_int_equal(paper_order(p, bank, 1, 0)[i], i);
		paper_free(p);
	}
	assert_true(moved);
}

static void
the_orders_of_an_item_follow_one_another(void **state)
{
	struct blueprint_rule rule = DRAW_RULE(SLICE("net"), ALL, 6);
	struct blueprint_section section = DRAW_SECTION(1, &rule, false);
	struct blueprint b = { .n_sections = 1, .sections = &section };
	struct paper *p = draw(&b, 1);
	const uint8_t *second = paper_order(p, bank, 2, 1);
	uint16_t i;

	(void)state;
	assert_ptr_equal(second, paper_orders(p, 2) + 4);
	assert_ptr_equal(paper_orders(p, 3), paper_orders(p, 2) + 8);
	for (i = 0; i < 4; i++)
		assert_int_equal(second[i], i);
	paper_free(p);
}

static void
a_view_is_the_items_with_its_numbers(void **state)
{
	struct blueprint_rule rule = DRAW_RULE(SLICE("net"), ALL, 2);
	struct blueprint_section sections[] = { DRAW_SECTION(1, &rule, false),
		DRAW_SECTION(1, &rule, false) };
	struct blueprint b = { .n_sections = 2, .sections = sections };
	struct paper *p = draw(&b, 3);
	struct buf view = { 0 }, expected = { 0 };

	(void)state;
	paper_view(&view, p, bank, 2);
	item_view(&expected, bank, bank_item(bank, paper_item(p, 2)), 3, 2,
	    paper_orders(p, 2));
	assert_true(slice_equal(buf_slice(&view), buf_slice(&expected)));
	buf_fini(&view);
	buf_fini(&expected);
	paper_free(p);
}

/* ---- what cannot be drawn ---- */

static void
refused(const struct blueprint *b, size_t n_lines, const char *text)
{
	struct buf lines = { 0 };

	assert_int_equal(paper_check(&lines, bank, b, 0), n_lines);
	buf_put_u8(&lines, '\0');
	assert_string_equal(lines.at, text);
	buf_fini(&lines);
}

static void
short_rules_are_told_with_what_is_missing(void **state)
{
	struct blueprint_rule rules[] = { DRAW_RULE(SLICE("sys"), ALL, 5),
		DRAW_RULE(SLICE("net"), 1u << DIFFICULTY_EASY, 2),
		DRAW_RULE(SLICE("net.dns"), 1u << DIFFICULTY_EASY, 1),
		DRAW_RULE(SLICE(""), 0, 1) };
	struct blueprint_section section = DRAW_SECTION(4, rules, false);
	struct blueprint b = { .n_sections = 1, .sections = &section };
	const uint8_t seed[SEED_LEN] = { 0 };
	struct paper *p;

	(void)state;
	assert_int_equal(draw_one(&p, bank, &b, seed), ERR_FULL);
	refused(&b, 3,
	    "section 1, rule 1: 5 items of topic sys are "
	    "asked, the bank is 2 short\n"
	    "section 1, rule 3: 1 easy item of topic net.dns is asked, the "
	    "bank is 1 short\n"
	    "section 1, rule 4: 1 item is asked, the bank is 1 short\n");
}

static void
blueprints_beyond_the_limits_are_refused(void **state)
{
	struct blueprint_rule none = DRAW_RULE(SLICE("sys"), ALL, 0);
	struct blueprint_rule many =
	    DRAW_RULE(SLICE("sys"), ALL, PAPER_ITEMS_MAX + 1);
	struct blueprint_section section = DRAW_SECTION(1, &none, false);
	struct blueprint b = { .n_sections = 0, .sections = &section };
	char text[100];

	(void)state;
	refused(&b, 1, "a paper has 1 to 16 sections\n");
	b.n_sections = 1;
	refused(&b, 1,
	    "section 1: has 1 to 64 rules and draws at least one item\n");
	section.rules = &many;
	(void)snprintf(text, sizeof(text),
	    "a paper has at most %d items, not %d\n", PAPER_ITEMS_MAX,
	    PAPER_ITEMS_MAX + 1);
	refused(&b, 1, text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_topic_covers_those_below_it),
		cmocka_unit_test(an_empty_topic_covers_all),
		cmocka_unit_test(difficulties_are_a_set),
		cmocka_unit_test(sections_follow_one_another),
		cmocka_unit_test(overlapping_rules_never_fail_by_bad_luck),
		cmocka_unit_test(an_exchange_may_go_over_several_rules),
		cmocka_unit_test(a_section_hands_over_what_it_can_do_without),
		cmocka_unit_test(
		    fixed_choices_keep_their_place_and_unshuffled_ones_too),
		cmocka_unit_test(the_orders_of_an_item_follow_one_another),
		cmocka_unit_test(a_view_is_the_items_with_its_numbers),
		cmocka_unit_test(short_rules_are_told_with_what_is_missing),
		cmocka_unit_test(blueprints_beyond_the_limits_are_refused),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
