/* What is refused before it can run, and in which words. */
#include "expr_fixture.h"

#include <stdio.h>

#include "exam/limits.h"
#include "support/tree.h"

static void
check(const char *text, const char *complaint)
{
	struct buf why = { 0 };
	enum err err;

	err = expr_check(tree_read(&arena, variables, N_VARS, text), variables,
	    N_VARS, &why);
	buf_put_u8(&why, '\0');
	if (err != ERR_INVALID || strstr(why.at, complaint) == NULL)
		fail_msg("%s: \"%s\", not \"%s\"", text, why.at, complaint);
	buf_fini(&why);
}

static void
a_complaint_names_the_place(void **state)
{
	(void)state;
	check("(fragment (responseCondition (responseIf (match R 1)"
	    " (exitResponse))))",
	    "fragment/responseCondition/responseIf/match: the types differ");
}

static void
the_root_is_a_fragment(void **state)
{
	(void)state;
	check("(setOutcomeValue i 1)", "must be a fragment");
	check("(sum 1 2)", "must be a fragment");
}

static void
rules_and_values_do_not_mix(void **state)
{
	(void)state;
	check("(fragment (sum 1 2))", "a value stands where a rule");
	check("(fragment (setOutcomeValue i (exitResponse)))",
	    "a rule stands where a value");
	check("(fragment (responseIf true))", "stands outside");
	check("(fragment (responseElse))", "stands outside");
	check("(fragment (fragment (responseElseIf true)))", "stands outside");
}

static void
a_condition_has_its_branches_in_order(void **state)
{
	(void)state;
	check("(fragment (responseCondition))", "at least 1 parts");
	check("(fragment (responseCondition (responseElse)))",
	    "has one responseIf");
	check("(fragment (responseCondition (responseIf true)"
	    " (responseIf true)))", "has one responseIf");
	check("(fragment (responseCondition (responseIf true) (responseElse)"
	    " (responseElse)))", "has one responseIf");
	check("(fragment (responseCondition (responseIf true)"
	    " (exitResponse)))", "has one responseIf");
	check("(fragment (responseCondition (responseIf)))", "at least 1");
	check("(fragment (responseCondition (responseIf 1)))",
	    "must be a single boolean");
}

static void
arity_is_counted(void **state)
{
	(void)state;
	check("(fragment (setOutcomeValue b (not)))", "at least 1 parts, has 0");
	check("(fragment (setOutcomeValue b (not true true)))",
	    "at most 1 parts, has 2");
	check("(fragment (setOutcomeValue b (match 1)))", "at least 2");
	check("(fragment (setOutcomeValue b))", "at least 1");
	check("(fragment (exitResponse 1))", "at most 0");
}

static void
variables_are_of_the_right_kind(void **state)
{
	struct expr *tree = tree_read(&arena, variables, N_VARS,
	    "(fragment (setOutcomeValue b (isNull R)))");
	struct buf why = { 0 };

	(void)state;
	tree->children[0].children[0].children[0].variable = N_VARS;
	assert_int_equal(expr_check(tree, variables, N_VARS, &why),
	    ERR_INVALID);
	buf_fini(&why);
	check("(fragment (setOutcomeValue R 'a))", "R is not an outcome");
	check("(fragment (setOutcomeValue FLAT 1.0))", "not an outcome");
	check("(fragment (lookupOutcomeValue R 1))", "R is not an outcome");
	check("(fragment (lookupOutcomeValue i 1))", "i has no lookup table");
	check("(fragment (lookupOutcomeValue LOOK 'a))", "a single number");
	check("(fragment (setOutcomeValue id (correct U)))",
	    "U has no correct value");
	check("(fragment (setOutcomeValue id (default R)))",
	    "R has no default value");
	check("(fragment (setOutcomeValue f (mapResponse R)))",
	    "R has no mapping");
	check("(fragment (setOutcomeValue f (mapResponsePoint R)))",
	    "R has no area mapping");
}

static void
values_fit_the_variable_they_are_set_to(void **state)
{
	(void)state;
	check("(fragment (setOutcomeValue i 1.5))", "i holds a single integer");
	check("(fragment (setOutcomeValue i (sum 1 2.5)))",
	    "i holds a single integer");
	check("(fragment (setOutcomeValue i (round (sum 1 'a))))",
	    "sum: part 2 must be numbers");
	check("(fragment (setOutcomeValue id \"a\"))",
	    "id holds a single identifier");
	check("(fragment (setOutcomeValue mi (ordered 1)))",
	    "mi holds a multiple integer");
	check("(fragment (setOutcomeValue i (mathOperator :name=abs 1)))",
	    "i holds a single integer");
	check("(fragment (setOutcomeValue f (mathOperator :name=floor true)))",
	    "a single number");
	check("(fragment (setOutcomeValue id (index :n=1 (ordered 1 2))))",
	    "id holds");
	check("(fragment (setOutcomeValue id (delete 1 (multiple 1 2))))",
	    "id holds");
}

static void
operands_are_of_the_right_kind(void **state)
{
	static const char *const rows[][2] = {
		{ "(and true 1)", "part 2 must be a single boolean" },
		{ "(gt 1 \"a\")", "part 2 must be a single number" },
		{ "(gt M 1)", "part 1 must be a single number" },
		{ "(durationLT 1 2)", "a single duration" },
		{ "(stringMatch :case=t 'a 'b)", "a single string" },
		{ "(inside :shape=default 1)", "must be points" },
		{ "(match M R)", "the cardinalities differ" },
		{ "(match M O)", "the cardinalities differ" },
		{ "(match R \"a\")", "the types differ" },
		{ "(match 'A+B 'A>B)", "the types differ" },
		{ "(member M M)", "the first part must be single" },
		{ "(member R R)", "the second part must be a container" },
		{ "(member 1 M)", "the types differ" },
		{ "(contains M O)", "the cardinalities differ" },
		{ "(contains R M)", "must be a container" },
		{ "(isNull (multiple 1 2.5))", "the types differ" },
		{ "(isNull (multiple O))", "single or multiple" },
		{ "(isNull (ordered M))", "single or ordered" },
		{ "(isNull (repeat :n=2 M))", "single or ordered" },
		{ "(isNull (index :n=1 M))", "an ordered container" },
		{ "(isNull (containerSize R))", "a container" },
		{ "(isNull (integerDivide 1 2.0))", "a single integer" },
		{ "(isNull (gcd 1 2.0))", "must be integers" },
		{ "(isNull (statsOperator :name=mean R))", "must be numbers" },
	};
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)snprintf(text, sizeof(text),
		    "(fragment (setOutcomeValue b %s))", rows[i][0]);
		check(text, rows[i][1]);
	}
}

static void
attributes_are_in_range(void **state)
{
	static const char *const rows[][2] = {
		{ "(anyN :min=2 :max=1 true)", "min is greater" },
		{ "(equal :mode=absolute :below=-1 1 2)", "number from 0" },
		{ "(equal :mode=absolute :above=inf 1 2)", "number from 0" },
		{ "(equalRounded :mode=significantFigures :figures=0 1 2)",
		  "figures are 1 to" },
		{ "(equalRounded :mode=decimalPlaces :figures=18 1 2)",
		  "figures are 1 to" },
		{ "(inside :shape=circle :coords=1,2 @1,1)",
		  "do not fit the shape" },
		{ "(isNull (index :n=0 O))", "a number from 1" },
		{ "(isNull (repeat :n=0 1))", "a number from 1" },
		{ "(isNull (power 2 0.3))", "multiple of one half" },
		{ "(isNull (power 2 1001))", "multiple of one half" },
	};
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)snprintf(text, sizeof(text),
		    "(fragment (setOutcomeValue b %s))", rows[i][0]);
		check(text, rows[i][1]);
	}
}

/* A tree that only a program can make. */
static void
words_out_of_range_are_refused(void **state)
{
	static const char *const texts[] = {
		"(fragment (setOutcomeValue f (mathConstant)))",
		"(fragment (setOutcomeValue f (mathOperator 1)))",
		"(fragment (setOutcomeValue f (statsOperator 1)))",
		"(fragment (setOutcomeValue b (equal 1 1)))",
		"(fragment (setOutcomeValue b (equalRounded 1 1)))",
	};
	struct buf why = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct expr *tree = tree_read(&arena, variables, N_VARS,
		    texts[i]);
		struct expr *e = &tree->children[0].children[0];

		memset(&e->constant, 0x77, sizeof(e->constant));
		assert_int_equal(expr_check(tree, variables, N_VARS, &why),
		    ERR_INVALID);
	}
	buf_fini(&why);
}

static void
a_base_value_is_one_value(void **state)
{
	struct expr *tree = tree_read(&arena, variables, N_VARS,
	    "(fragment (setOutcomeValue i 1))");
	struct buf why = { 0 };

	(void)state;
	tree->children[0].children[0].value.n = 0;
	assert_int_equal(expr_check(tree, variables, N_VARS, &why),
	    ERR_INVALID);
	buf_fini(&why);
}

/* depth - 3 times not, inside fragment and set, around a constant. */
static enum err
check_depth(unsigned depth)
{
	struct buf text = { 0 }, why = { 0 };
	enum err err;
	unsigned i;

	buf_put_text(&text, "(fragment (setOutcomeValue b ");
	for (i = 3; i < depth; i++)
		buf_put_text(&text, "(not ");
	buf_put_text(&text, "true");
	for (i = 3; i < depth; i++)
		buf_put_text(&text, ")");
	buf_put(&text, "))", 3);
	err = expr_check(tree_read(&arena, variables, N_VARS, text.at),
	    variables, N_VARS, &why);
	buf_fini(&text);
	buf_fini(&why);
	return err;
}

static void
depth_is_limited(void **state)
{
	(void)state;
	assert_int_equal(check_depth(EXPR_DEPTH_MAX), ERR_OK);
	assert_int_equal(check_depth(EXPR_DEPTH_MAX + 1), ERR_INVALID);
}

static enum err
check_nodes(uint16_t n)
{
	struct buf why = { 0 };
	struct expr root;
	enum err err;
	uint16_t i;

	expr_init(&root, &arena, EXPR_FRAGMENT, (uint16_t)(n - 1));
	for (i = 0; i < n - 1; i++)
		expr_init(&root.children[i], &arena, EXPR_EXIT, 0);
	err = expr_check(&root, variables, N_VARS, &why);
	buf_fini(&why);
	return err;
}

static void
nodes_are_limited(void **state)
{
	(void)state;
	assert_int_equal(check_nodes(EXPR_NODES_MAX), ERR_OK);
	assert_int_equal(check_nodes(EXPR_NODES_MAX + 1), ERR_INVALID);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_complaint_names_the_place),
		cmocka_unit_test(the_root_is_a_fragment),
		cmocka_unit_test(rules_and_values_do_not_mix),
		cmocka_unit_test(a_condition_has_its_branches_in_order),
		cmocka_unit_test(arity_is_counted),
		cmocka_unit_test(variables_are_of_the_right_kind),
		cmocka_unit_test(values_fit_the_variable_they_are_set_to),
		cmocka_unit_test(operands_are_of_the_right_kind),
		cmocka_unit_test(attributes_are_in_range),
		cmocka_unit_test(words_out_of_range_are_refused),
		cmocka_unit_test(a_base_value_is_one_value),
		cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(nodes_are_limited),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
