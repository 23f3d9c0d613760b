/* Marks of orders, pairs and essays, worked out by hand. */
#include "test.h"

#include "core/score.h"
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

static int32_t
marks_of(struct slice response)
{
	int32_t marks = -7;

	assert_int_equal(score_as_written(&marks, &item, response), ERR_OK);
	return marks;
}

static int32_t
key_marks(void)
{
	int32_t marks = -7;

	assert_int_equal(score_key(&marks, &item), ERR_OK);
	return marks;
}

static void
process(const char *text)
{
	item.processing =
	    tree_read(&arena, item.variables, item.n_variables, text);
}

static void
a_gap_is_right_or_wrong(void **state)
{
	(void)state;
	items_inline(&item, &arena, "q", "t", 3, 2);
	assert_int_equal(marks_of(SLICE("\1\2")), 1000);
	assert_int_equal(marks_of(SLICE("\1\1")), 0);
	assert_int_equal(marks_of(SLICE("\0")), 0);
	assert_int_equal(key_marks(), 1000);
}

static void
an_order_is_matched_in_order_and_whole(void **state)
{
	(void)state;
	items_order(&item, &arena, "q", "t", 3, "'c 'a 'b");
	assert_int_equal(marks_of(SLICE("\3\2\0\1")), 1000);
	assert_int_equal(marks_of(SLICE("\3\2\1\0")), 0);
	assert_int_equal(marks_of(SLICE("\2\2\0")), 0);
	assert_int_equal(marks_of(SLICE("\0")), 0);
	assert_int_equal(key_marks(), 1000);
}

static void
each_place_of_an_order_may_count(void **state)
{
	(void)state;
	items_order(&item, &arena, "q", "t", 3, "'c 'a 'b");
	process("(fragment (responseCondition (responseIf (match"
		" (index :n=1 RESPONSE) (index :n=1 (correct RESPONSE)))"
		" (setOutcomeValue SCORE (sum SCORE 0.5))))"
		" (responseCondition (responseIf (match"
		" (index :n=3 RESPONSE) (index :n=3 (correct RESPONSE)))"
		" (setOutcomeValue SCORE (sum SCORE 0.5)))))");
	assert_int_equal(marks_of(SLICE("\3\2\0\1")), 1000);
	assert_int_equal(marks_of(SLICE("\2\2\1")), 500);
	assert_int_equal(marks_of(SLICE("\3\0\2\1")), 500);
	assert_int_equal(marks_of(SLICE("\1\0")), 0);
	assert_int_equal(key_marks(), 1000);
}

/* Rows a, b; columns c, d, e. */
static void
each_right_pair_counts_once(void **state)
{
	(void)state;
	items_match(&item, &arena, "q", "t", 2, 3, 1, "'a>d 'b>c");
	assert_int_equal(marks_of(SLICE("\2\0\1\1\0")), 1000);
	assert_int_equal(marks_of(SLICE("\2\1\0\0\1")), 1000);
	assert_int_equal(marks_of(SLICE("\1\1\0")), 500);
	assert_int_equal(marks_of(SLICE("\2\0\2\1\0")), 500);
	assert_int_equal(marks_of(SLICE("\1\0\0")), 0);
	assert_int_equal(key_marks(), 1000);
}

static void
a_pair_the_wrong_way_round_is_another(void **state)
{
	(void)state;
	items_match(&item, &arena, "q", "t", 2, 2, 1, "'a>c 'b>d");
	process("(fragment (responseCondition (responseIf (member 'c>a"
		" RESPONSE) (setOutcomeValue SCORE 9.0))"
		" (responseElseIf (member 'a>c RESPONSE)"
		" (setOutcomeValue SCORE 1.0))))");
	assert_int_equal(marks_of(SLICE("\1\0\0")), 1000);
	process("(fragment (responseCondition (responseIf (match RESPONSE"
		" (correct RESPONSE)) (setOutcomeValue SCORE 1.0))))");
	assert_int_equal(marks_of(SLICE("\2\1\1\0\0")), 1000);
	assert_int_equal(marks_of(SLICE("\2\0\1\1\0")), 0);
}

static void
one_pair_may_be_a_single_value(void **state)
{
	(void)state;
	items_match(&item, &arena, "q", "t", 2, 2, 1, "'b>d");
	item.interactions->max_choices = 1;
	item.variables[0].cardinality = CARDINALITY_SINGLE;
	item.variables[0].correct.cardinality = CARDINALITY_SINGLE;
	process("(fragment (responseCondition (responseIf (match RESPONSE"
		" 'b>d) (setOutcomeValue SCORE 1.0))))");
	assert_int_equal(marks_of(SLICE("\1\1\1")), 1000);
	assert_int_equal(marks_of(SLICE("\1\1\0")), 0);
}

static void
what_people_mark_gives_nothing_by_itself(void **state)
{
	(void)state;
	items_extended(&item, &arena, "q", "t", 100);
	assert_int_equal(marks_of(SLICE("\1\4\0Why?")), 0);
	assert_int_equal(key_marks(), item.max_marks - item_hand_marks(&item));
	assert_int_equal(item_hand_marks(&item), 1000);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gap_is_right_or_wrong),
		cmocka_unit_test(an_order_is_matched_in_order_and_whole),
		cmocka_unit_test(each_place_of_an_order_may_count),
		cmocka_unit_test(each_right_pair_counts_once),
		cmocka_unit_test(a_pair_the_wrong_way_round_is_another),
		cmocka_unit_test(one_pair_may_be_a_single_value),
		cmocka_unit_test(what_people_mark_gives_nothing_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
