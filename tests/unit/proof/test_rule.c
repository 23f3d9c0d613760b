#include "test.h"

#include "proof/rule.h"
#include "support/items.h"
#include "support/tree.h"

static void
assert_rule(const struct item *item, const char *words)
{
	struct buf b = { 0 };

	rule_put(&b, item);
	buf_put_u8(&b, '\0');
	assert_string_equal(b.at, words);
	buf_fini(&b);
}

static void
all_or_nothing_is_one_sentence(void **state)
{
	struct arena arena = { 0 };
	struct item item;

	(void)state;
	items_single(&item, &arena, "a", "t", DIFFICULTY_EASY, 4, 1);
	assert_rule(&item, "1 if the response is the key, else nothing");
	item.pretest = true;
	assert_rule(&item, "1 if the response is the key, else nothing; on "
			   "trial, it does not count");
	arena_fini(&arena);
}

static void
marks_that_are_added_up_are_listed(void **state)
{
	static const double mapped[] = { 1, 0.5, -0.25 };
	struct arena arena = { 0 };
	struct item item;

	(void)state;
	items_multiple(&item, &arena, "a", "t", 3, mapped, "'a 'b");
	assert_rule(&item, "what stands in the response is added up: \"a\" 1, "
			   "\"b\" 0.5, \"c\" -0.25, anything else 0; not "
			   "below 0");
	arena_fini(&arena);
}

static void
a_number_is_told_with_its_tolerance(void **state)
{
	struct arena arena = { 0 };
	struct item item;

	(void)state;
	items_number(&item, &arena, "a", "t", 0.7, 0.1);
	assert_rule(&item, "(if (RESPONSE is at most 0.1 below and 0.1 above "
			   "the key of RESPONSE) then SCORE becomes 1)");
	arena_fini(&arena);
}

static void
what_people_mark_is_named(void **state)
{
	struct arena arena = { 0 };
	struct item item;

	(void)state;
	items_extended(&item, &arena, "a", "t", 100);
	assert_rule(&item, "nothing is marked by the server; people mark: "
			   "content up to 0.7, form up to 0.3");
	arena_fini(&arena);
}

static void
any_other_processing_is_told_rule_by_rule(void **state)
{
	struct arena arena = { 0 };
	struct item item;

	(void)state;
	items_single(&item, &arena, "a", "t", DIFFICULTY_EASY, 4, 1);
	item.processing = tree_read(&arena, item.variables, item.n_variables,
	    "(fragment (responseCondition (responseIf (and (not (isNull "
	    "RESPONSE)) (match RESPONSE 'a)) (setOutcomeValue SCORE (sum "
	    "SCORE (roundTo :mode=decimalPlaces :figures=2 0.125)))) "
	    "(responseElse (exitResponse))) (setOutcomeValue SCORE 2))");
	assert_rule(&item,
	    "(if (not (RESPONSE is empty) and (RESPONSE is \"a\")) then SCORE "
	    "becomes (SCORE + roundTo(2 decimalPlaces; 0.125)), else stop); "
	    "SCORE becomes 2");
	arena_fini(&arena);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_or_nothing_is_one_sentence),
		cmocka_unit_test(marks_that_are_added_up_are_listed),
		cmocka_unit_test(a_number_is_told_with_its_tolerance),
		cmocka_unit_test(what_people_mark_is_named),
		cmocka_unit_test(any_other_processing_is_told_rule_by_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
