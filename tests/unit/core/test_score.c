#include "test.h"

#include "core/score.h"
#include "support/draw.h"
#include "support/items.h"
#include "support/tree.h"

static struct arena arena;
static struct item item;

static int
end(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

/* ---- one item ---- */

static int32_t
marks_of(const char *bytes, size_t len)
{
	int32_t marks = -7;

	assert_int_equal(score_as_written(&marks, &item,
			     (struct slice){ bytes, len }),
	    ERR_OK);
	return marks;
}

static void
a_single_choice_is_right_or_wrong(void **state)
{
	int32_t marks;

	(void)state;
	items_single(&item, &arena, "q", "t", DIFFICULTY_EASY, 4, 1);
	assert_int_equal(marks_of("\1\1", 2), 1000);
	assert_int_equal(marks_of("\1\0", 2), 0);
	assert_int_equal(marks_of("\0", 1), 0);
	assert_int_equal(marks_of("", 0), 0);
	assert_int_equal(score_key(&marks, &item), ERR_OK);
	assert_int_equal(marks, 1000);
}

static void
a_mapping_gives_parts_but_not_below_its_bound(void **state)
{
	static const double mapped[] = { 0.5, 0.5, -0.3335, 0 };
	int32_t marks;

	(void)state;
	items_multiple(&item, &arena, "q", "t", 4, mapped, "'a 'b");
	assert_int_equal(marks_of("\2\0\1", 3), 1000);
	assert_int_equal(marks_of("\1\0", 2), 500);
	assert_int_equal(marks_of("\2\0\2", 3), 167); /* 0.1665, half up */
	assert_int_equal(marks_of("\1\2", 2), 0);
	assert_int_equal(score_key(&marks, &item), ERR_OK);
	assert_int_equal(marks, 1000);
}

static void
a_text_is_matched_as_it_is_read(void **state)
{
	static const double mapped[] = { 1, 0.25 };

	(void)state;
	items_text(&item, &arena, "q", "t", "\"chmod -R\" \"chmod\"", mapped);
	assert_int_equal(marks_of("\1\14\0  CHMOD  -r ", 15), 1000);
	assert_int_equal(marks_of("\1\5\0chmod", 8), 250);
	assert_int_equal(marks_of("\1\5\0chown", 8), 0);
	assert_int_equal(marks_of("\1\1\0 ", 4), 0);
}

static void
a_number_counts_up_to_its_tolerance(void **state)
{
	(void)state;
	items_number(&item, &arena, "q", "t", 0.7, 0.1);
	assert_int_equal(marks_of("\1\3\0000,8", 6), 1000);
	assert_int_equal(marks_of("\1\3\0000.6", 6), 1000);
	assert_int_equal(marks_of("\1\4\0000.81", 7), 0);
	assert_int_equal(marks_of("\1\3\000abc", 6), 0);
}

static void
a_response_that_does_not_fit_gives_no_marks(void **state)
{
	int32_t marks = 7;

	(void)state;
	items_single(&item, &arena, "q", "t", DIFFICULTY_EASY, 4, 1);
	assert_int_equal(score_as_written(&marks, &item, SLICE("\1\7")),
	    ERR_INVALID);
	assert_int_equal(marks, 0);
}

static void
processing_that_fails_gives_no_marks(void **state)
{
	int32_t marks = 7;

	(void)state;
	items_single(&item, &arena, "q", "t", DIFFICULTY_EASY, 4, 1);
	item.processing = tree_read(&arena, item.variables, item.n_variables,
	    "(fragment (setOutcomeValue SCORE 5.0) (setOutcomeValue SCORE"
	    " (containerSize (repeat :n=60000 1 2))))");
	assert_int_equal(score_as_written(&marks, &item, SLICE("\1\1")),
	    ERR_INVALID);
	assert_int_equal(marks, 0);
	item.processing = tree_read(&arena, item.variables, item.n_variables,
	    "(fragment (setOutcomeValue SCORE 1e9))");
	marks = 7;
	assert_int_equal(score_key(&marks, &item), ERR_INVALID);
	assert_int_equal(marks, 0);
}

static void
a_score_may_be_null_or_below_zero(void **state)
{
	(void)state;
	items_single(&item, &arena, "q", "t", DIFFICULTY_EASY, 4, 1);
	item.processing = tree_read(&arena, item.variables, item.n_variables,
	    "(fragment (setOutcomeValue SCORE null))");
	assert_int_equal(marks_of("\1\1", 2), 0);
	item.processing = tree_read(&arena, item.variables, item.n_variables,
	    "(fragment (setOutcomeValue SCORE -0.5))");
	assert_int_equal(marks_of("\1\1", 2), -500);
	item.variables[1].type = VALUE_INTEGER;
	item.processing = tree_read(&arena, item.variables, item.n_variables,
	    "(fragment (setOutcomeValue SCORE 2))");
	assert_int_equal(marks_of("\1\1", 2), 2000);
}

/* The same choice, wherever it stands. */
static void
the_candidates_order_changes_no_mark(void **state)
{
	static const char *const topics[] = { "t" };
	struct blueprint_rule rule = DRAW_RULE(SLICE("t"), 7, 1);
	struct blueprint_section section = DRAW_SECTION(1, &rule, true);
	struct blueprint blueprint = { .n_sections = 1, .sections = &section };
	struct arena own = { 0 };
	struct item *one = arena_take(&own, 1, sizeof(*one));
	struct bank *bank;
	uint64_t n;

	(void)state;
	items_single(one, &own, "q", "t", DIFFICULTY_EASY, 4, 2);
	bank = items_bank(&own, one, 1, topics, 1);
	for (n = 0; n < 20; n++) {
		uint8_t seed[SEED_LEN], place;
		struct paper *paper;

		items_seed(seed, n);
		assert_int_equal(
		    draw_one(&paper, bank, &blueprint, seed), ERR_OK);
		for (place = 0; place < 4; place++) {
			char bytes[] = { 1, (char)place };
			int32_t marks;

			assert_int_equal(score_item(&marks, bank, paper, 0,
					     (struct slice){ bytes, 2 }),
			    ERR_OK);
			assert_int_equal(marks,
			    paper_orders(paper, 0)[place] == 2 ? 1000 : 0);
		}
		paper_free(paper);
	}
	bank_free(bank);
}

/* ---- the whole ---- */

static struct score
total(uint16_t n, const int64_t *marks, const int64_t *max, int32_t cut,
    int32_t total_cut, const uint32_t *weights)
{
	struct score s = { .n_sections = n, .cut = total_cut };
	uint16_t i;

	for (i = 0; i < n; i++) {
		s.sections[i].marks = marks[i];
		s.sections[i].max_marks = max[i];
		s.sections[i].cut = cut;
	}
	score_total(&s, weights);
	return s;
}

static void
percents_are_rounded_half_up_in_thousandths(void **state)
{
	static const int64_t marks[] = { 2, 1, 1, 199999 };
	static const int64_t max[] = { 3, 3, 200000, 200000 };
	static const uint32_t weights[] = { 1, 1, 1, 1 };
	struct score s = total(4, marks, max, 0, 0, weights);

	(void)state;
	assert_int_equal(s.sections[0].percent, 66667);
	assert_int_equal(s.sections[1].percent, 33333);
	assert_int_equal(s.sections[2].percent, 1);     /* 0.5 */
	assert_int_equal(s.sections[3].percent, 100000); /* 99999.5 */
	assert_int_equal(s.percent, 50000); /* 200001 / 4 = 50000.25 */
}

static void
weights_weigh(void **state)
{
	static const int64_t marks[] = { 1000, 0 };
	static const int64_t max[] = { 1000, 1000 };
	static const uint32_t weights[] = { 3, 1 };
	static const uint32_t heavy[] = { UINT32_MAX, UINT32_MAX };

	(void)state;
	assert_int_equal(total(2, marks, max, 0, 0, weights).percent, 75000);
	assert_int_equal(total(2, marks, max, 0, 0, heavy).percent, 50000);
}

static void
cuts_are_reached_at_the_cut(void **state)
{
	static const int64_t marks[] = { 700, 500 };
	static const int64_t max[] = { 1000, 1000 };
	static const uint32_t weights[] = { 1, 1 };

	(void)state;
	assert_true(total(2, marks, max, 50000, 60000, weights).passed);
	assert_false(total(2, marks, max, 50000, 60001, weights).passed);
	assert_false(total(2, marks, max, 50001, 60000, weights).passed);
	assert_true(total(2, marks, max, 50001, 0, weights).sections[0].passed);
	assert_false(
	    total(2, marks, max, 50001, 0, weights).sections[1].passed);
	assert_false(total(0, marks, max, 0, 0, weights).passed);
}

static void
a_section_that_can_give_nothing_has_no_part_in_the_total(void **state)
{
	static const int64_t marks[] = { 8, 0 }, max[] = { 10, 0 };
	static const uint32_t weights[] = { 1, 3 };
	struct score s = total(2, marks, max, 60000, 70000, weights);

	(void)state;
	assert_int_equal(s.percent, 80000);
	assert_true(s.sections[1].passed);
	assert_true(s.passed);
}

static void
sections_stay_between_nothing_and_everything(void **state)
{
	static const int64_t marks[] = { -500, 1500, 10,
		(int64_t)PAPER_ITEMS_MAX * INT32_MAX };
	static const int64_t max[] = { 1000, 1000, 0,
		(int64_t)PAPER_ITEMS_MAX * INT32_MAX + 1 };
	static const uint32_t weights[] = { 1, 1, 1, 1 };
	struct score s = total(4, marks, max, 0, 0, weights);

	(void)state;
	assert_int_equal(s.sections[0].marks, 0);
	assert_int_equal(s.sections[0].percent, 0);
	assert_int_equal(s.sections[1].percent, 100000);
	assert_int_equal(s.sections[2].percent, 0);
	assert_int_equal(s.sections[3].percent, 100000);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_single_choice_is_right_or_wrong),
		cmocka_unit_test(a_mapping_gives_parts_but_not_below_its_bound),
		cmocka_unit_test(a_text_is_matched_as_it_is_read),
		cmocka_unit_test(a_number_counts_up_to_its_tolerance),
		cmocka_unit_test(a_response_that_does_not_fit_gives_no_marks),
		cmocka_unit_test(processing_that_fails_gives_no_marks),
		cmocka_unit_test(a_score_may_be_null_or_below_zero),
		cmocka_unit_test(the_candidates_order_changes_no_mark),
		cmocka_unit_test(percents_are_rounded_half_up_in_thousandths),
		cmocka_unit_test(weights_weigh),
		cmocka_unit_test(cuts_are_reached_at_the_cut),
		cmocka_unit_test(
		    a_section_that_can_give_nothing_has_no_part_in_the_total),
		cmocka_unit_test(sections_stay_between_nothing_and_everything),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
