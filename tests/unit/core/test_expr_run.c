/* Rules, and the limits of a run. */
#include "expr_fixture.h"

#include "exam/limits.h"
#include "support/tree.h"

static const char *
after(const char *text, unsigned variable)
{
	assert_int_equal(run(tree_read(&arena, variables, N_VARS, text)),
	    ERR_OK);
	return tree_text(&arena, values[variable]);
}

static void
the_first_true_branch_is_taken(void **state)
{
	(void)state;
	assert_string_equal(after("(fragment (responseCondition"
		" (responseIf false (setOutcomeValue i 1))"
		" (responseElseIf true (setOutcomeValue i 2))"
		" (responseElseIf true (setOutcomeValue i 3))"
		" (responseElse (setOutcomeValue i 4))))", I), "2");
	assert_string_equal(after("(fragment (responseCondition"
		" (responseIf (match U 'a) (setOutcomeValue i 1))"
		" (responseElse (setOutcomeValue i 4))))", I), "4");
	assert_string_equal(after("(fragment (setOutcomeValue i 9)"
		" (responseCondition"
		" (responseIf false (setOutcomeValue i 1))))", I), "9");
}

static void
exit_response_ends_everything(void **state)
{
	(void)state;
	assert_string_equal(after("(fragment (setOutcomeValue i 1)"
		" (fragment (responseCondition (responseIf true"
		" (exitResponse))))"
		" (setOutcomeValue i 2))", I), "1");
}

static void
an_integer_becomes_a_float_where_one_is_held(void **state)
{
	(void)state;
	(void)after("(fragment (setOutcomeValue f 2))", F);
	assert_int_equal(values[F].type, VALUE_FLOAT);
	(void)after("(fragment (setOutcomeValue mf (multiple 1 2)))", MF);
	assert_int_equal(values[MF].type, VALUE_FLOAT);
}

static void
a_match_table_wants_the_number_itself(void **state)
{
	(void)state;
	assert_string_equal(
	    after("(fragment (lookupOutcomeValue LOOK 2))", LOOK), "'two");
	assert_string_equal(
	    after("(fragment (lookupOutcomeValue LOOK 1.5))", LOOK), "'other");
	assert_string_equal(
	    after("(fragment (lookupOutcomeValue LOOK null))", LOOK), "'other");
}

static void
an_interpolation_table_takes_the_first_step_not_above(void **state)
{
	(void)state;
	assert_string_equal(
	    after("(fragment (lookupOutcomeValue STEP 10))", STEP), "3");
	assert_string_equal(
	    after("(fragment (lookupOutcomeValue STEP 9.9))", STEP), "2");
	assert_string_equal(
	    after("(fragment (lookupOutcomeValue STEP 5))", STEP), "1");
	assert_string_equal(
	    after("(fragment (lookupOutcomeValue STEP -1))", STEP), "NULL");
}

/* Ten times 1,000 atoms each: more than the budget, though the tree is small. */
static void
work_beyond_the_budget_ends_the_run(void **state)
{
	static const char *const texts[] = {
		"(fragment (setOutcomeValue i (containerSize"
		" (repeat :n=1000 (repeat :n=1000 1)))) (setOutcomeValue i 5))",
		"(fragment (setOutcomeValue b (match (repeat :n=1000 1)"
		" (repeat :n=1000 1))))",
		"(fragment (setOutcomeValue b (contains (repeat :n=1000 1)"
		" (repeat :n=1000 1))))",
		"(fragment (responseCondition (responseIf (isNull"
		" (repeat :n=60000 1 2)) (setOutcomeValue i 5))))",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(run(tree_read(&arena, variables, N_VARS,
				     texts[i])),
		    ERR_FULL);
}

/* First all steps but `left` are spent, then comes one rule more. */
static enum err
run_with(unsigned left, const char *rule)
{
	/* The outer fragment, setOutcomeValue, repeat and its two constants
	 * are a step each; an empty fragment more makes the rest even. */
	const char *parity = left % 2 == 0 ? "(fragment)" : "";
	unsigned n = (PROCESS_STEPS_MAX - 5 - left) / 2;
	struct buf text = { 0 };
	enum err err;

	buf_printf(&text, "(fragment %s (setOutcomeValue oi"
	    " (repeat :n=%u 1 2)) %s)", parity, n, rule);
	buf_put_u8(&text, '\0');
	err = run(tree_read(&arena, variables, N_VARS, text.at));
	buf_fini(&text);
	return err;
}

static void
every_kind_of_work_is_paid_for(void **state)
{
	static const char *const rules[] = {
		"(setOutcomeValue i (sum oi))",
		"(setOutcomeValue f (statsOperator :name=mean oi))",
		"(setOutcomeValue b (member 3 oi))",
		"(setOutcomeValue oi (delete 3 oi))",
		"(setOutcomeValue b (contains oi (ordered 3)))",
		"(setOutcomeValue f (mapResponse M))",
		"(setOutcomeValue f (mapResponsePoint T))",
		"(setOutcomeValue b (inside :shape=circle :coords=1,1,1 T))",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		assert_int_equal(run_with(7, rules[i]), ERR_FULL);
	assert_int_equal(run_with(4, "(lookupOutcomeValue STEP 1)"), ERR_FULL);
	assert_int_equal(run_with(7, "(lookupOutcomeValue STEP 1)"), ERR_OK);
}

static void
the_last_step_is_the_last(void **state)
{
	(void)state;
	assert_int_equal(run_with(2, "(fragment) (fragment)"), ERR_OK);
	assert_int_equal(run_with(2, "(fragment) (fragment) (fragment)"),
	    ERR_FULL);
	assert_int_equal(run_with(1, "(setOutcomeValue i 1)"), ERR_FULL);
	assert_int_equal(run_with(2, "(setOutcomeValue i 1)"), ERR_OK);
}

static void
every_operator_has_a_name_that_reads_back(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < N_EXPR_OPS; i++) {
		enum expr_op op = N_EXPR_OPS;

		assert_true(expr_op_parse(&op,
		    slice_of(expr_op_text((enum expr_op)i))));
		assert_int_equal(op, i);
		assert_null(expr_op_refusal(slice_of(expr_op_text(op))));
	}
}

static void
what_is_refused_says_why(void **state)
{
	enum expr_op op;

	(void)state;
	assert_false(expr_op_parse(&op, SLICE("random")));
	assert_non_null(expr_op_refusal(SLICE("random")));
	assert_non_null(expr_op_refusal(SLICE("customOperator")));
	assert_non_null(expr_op_refusal(SLICE("patternMatch")));
	assert_non_null(expr_op_refusal(SLICE("numberCorrect")));
	assert_null(expr_op_refusal(SLICE("nonsense")));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_true_branch_is_taken),
		cmocka_unit_test(exit_response_ends_everything),
		cmocka_unit_test(an_integer_becomes_a_float_where_one_is_held),
		cmocka_unit_test(a_match_table_wants_the_number_itself),
		cmocka_unit_test(
		    an_interpolation_table_takes_the_first_step_not_above),
		cmocka_unit_test(work_beyond_the_budget_ends_the_run),
		cmocka_unit_test(every_kind_of_work_is_paid_for),
		cmocka_unit_test(the_last_step_is_the_last),
		cmocka_unit_test(every_operator_has_a_name_that_reads_back),
		cmocka_unit_test(what_is_refused_says_why),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
