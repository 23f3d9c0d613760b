/* Operators that give a boolean. */
#include "expr_fixture.h"

static void
logic_has_three_values(void **state)
{
	static const struct row rows[] = {
		{ "(and true true)", "b", "true" },
		{ "(and true false)", "b", "false" },
		{ "(and true null)", "b", "NULL" },
		{ "(and false null)", "b", "false" },
		{ "(and null)", "b", "NULL" },
		{ "(or false false)", "b", "false" },
		{ "(or false true)", "b", "true" },
		{ "(or null true)", "b", "true" },
		{ "(or null false)", "b", "NULL" },
		{ "(not true)", "b", "false" },
		{ "(not false)", "b", "true" },
		{ "(not null)", "b", "NULL" },
		{ "(anyN :min=1 :max=2 true false null)", "b", "true" },
		{ "(anyN :min=2 :max=2 true false null)", "b", "NULL" },
		{ "(anyN :min=2 :max=3 false false null)", "b", "false" },
		{ "(anyN :min=0 :max=1 true true null)", "b", "false" },
		{ "(anyN :min=0 :max=1 true null)", "b", "NULL" },
	};

	(void)state;
	CHECK(rows);
}

static void
null_is_no_value_and_no_members(void **state)
{
	static const struct row rows[] = {
		{ "(isNull null)", "b", "true" },
		{ "(isNull U)", "b", "true" },
		{ "(isNull R)", "b", "false" },
		{ "(isNull (multiple))", "b", "true" },
		{ "(isNull (multiple null null))", "b", "true" },
		{ "(isNull (delete 1 (multiple 1 1)))", "b", "true" },
		{ "(isNull \"\")", "b", "false" },
		{ "null", "b", "NULL" },
	};

	(void)state;
	CHECK(rows);
}

static void
match_follows_the_cardinality_and_the_type(void **state)
{
	static const struct row rows[] = {
		{ "(match R (correct R))", "b", "true" },
		{ "(match R 'a)", "b", "false" },
		{ "(match R null)", "b", "NULL" },
		{ "(match U 'a)", "b", "NULL" },
		{ "(match M (multiple 'b 'x 'a 'b))", "b", "true" },
		{ "(match M (multiple 'b 'x 'a 'a))", "b", "false" },
		{ "(match M (multiple 'b 'x 'a))", "b", "false" },
		{ "(match O (ordered 'a 'b 'c))", "b", "true" },
		{ "(match O (ordered 'a 'c 'b))", "b", "false" },
		{ "(match 'A+B 'B+A)", "b", "true" },
		{ "(match 'A>B 'B>A)", "b", "false" },
		{ "(match 'A>B 'A>B)", "b", "true" },
		{ "(match @1,2 @1,2)", "b", "true" },
		{ "(match @1,2 @2,1)", "b", "false" },
		{ "(match \"a\" \"A\")", "b", "false" },
		{ "(match 1 1.0)", "b", "true" },
		{ "(match 2s 2s)", "b", "true" },
		{ "(match true true)", "b", "true" },
	};

	(void)state;
	CHECK(rows);
}

static void
equal_has_tolerances(void **state)
{
	static const struct row rows[] = {
		{ "(equal 3 3.0)", "b", "true" },
		{ "(equal 3 null)", "b", "NULL" },
		{ "(equal 9007199254740993 9007199254740992)", "b", "false" },
		{ "(equal :mode=absolute :below=0.1 :above=0.2 :lower=t "
		  ":upper=t 5 4.9)", "b", "true" },
		{ "(equal :mode=absolute :below=0.1 :above=0.2 :lower=f "
		  ":upper=t 5 4.9)", "b", "false" },
		{ "(equal :mode=absolute :below=0.1 :above=0.2 :lower=t "
		  ":upper=t 5 5.2)", "b", "true" },
		{ "(equal :mode=absolute :below=0.1 :above=0.2 :lower=t "
		  ":upper=f 5 5.2)", "b", "false" },
		{ "(equal :mode=absolute :below=0.1 :above=0.2 :lower=t "
		  ":upper=t 5 4.89)", "b", "false" },
		{ "(equal :mode=relative :below=10 :above=10 :lower=t "
		  ":upper=t 200 180)", "b", "true" },
		{ "(equal :mode=relative :below=10 :above=10 :lower=t "
		  ":upper=t 200 179.9)", "b", "false" },
		{ "(equal :mode=relative :below=10 :above=10 :lower=t "
		  ":upper=t -200 -220)", "b", "true" },
		{ "(equal :mode=absolute :above=1e308 :upper=t 1e308 1e308)",
		  "b", "false" },
	};

	(void)state;
	CHECK(rows);
}

static void
the_bound_of_a_tolerance_counts_as_typed(void **state)
{
	static const struct row rows[] = {
		{ "(equal :mode=absolute :above=0.1 :upper=t 0.7 0.8)", "b",
		  "true" },
		{ "(equal :mode=absolute :above=0.2 :upper=t 0.1 0.3)", "b",
		  "true" },
		{ "(equal :mode=absolute :below=0.1 :lower=t :upper=t 0.4 0.3)",
		  "b", "true" },
	};

	(void)state;
	CHECK(rows);
}

static void
numbers_and_durations_are_compared(void **state)
{
	static const struct row rows[] = {
		{ "(gt 2 1)", "b", "true" },
		{ "(gt 1 1)", "b", "false" },
		{ "(gte 1 1)", "b", "true" },
		{ "(gte 0.5 1)", "b", "false" },
		{ "(lt 1 1.5)", "b", "true" },
		{ "(lt 1 1)", "b", "false" },
		{ "(lte 1 1)", "b", "true" },
		{ "(lte 2 1)", "b", "false" },
		{ "(lte 2 null)", "b", "NULL" },
		{ "(gt 9007199254740993 9007199254740992)", "b", "true" },
		{ "(durationLT 1.5s 2s)", "b", "true" },
		{ "(durationLT 2s 2s)", "b", "false" },
		{ "(durationGTE 2s 2s)", "b", "true" },
		{ "(durationGTE 1s 2s)", "b", "false" },
	};

	(void)state;
	CHECK(rows);
}

static void
equal_rounded_rounds_the_decimal(void **state)
{
	static const struct row rows[] = {
		{ "(equalRounded :mode=decimalPlaces :figures=2 1.005 1.01)",
		  "b", "true" },
		{ "(equalRounded :mode=decimalPlaces :figures=1 3.14 3.06)",
		  "b", "true" },
		{ "(equalRounded :mode=significantFigures :figures=3 3.175 "
		  "3.183)", "b", "true" },
		{ "(equalRounded :mode=significantFigures :figures=3 3.175 "
		  "3.1749)", "b", "false" },
	};

	(void)state;
	CHECK(rows);
}

static void
strings_match_with_and_without_case(void **state)
{
	static const struct row rows[] = {
		{ "(stringMatch :case=t \"Oslo\" \"oslo\")", "b", "false" },
		{ "(stringMatch :case=f \"Oslo\" \"oslo\")", "b", "true" },
		{ "(stringMatch :case=f \"Oslo\" \"oslo2\")", "b", "false" },
		{ "(stringMatch :case=f \"ÅRØ\" \"årø\")", "b", "true" },
		{ "(stringMatch :case=f \"x\" E)", "b", "NULL" },
		{ "(substring :case=t \"slo\" \"Oslo\")", "b", "true" },
		{ "(substring :case=t \"SLO\" \"Oslo\")", "b", "false" },
		{ "(substring :case=f \"SLO\" \"Oslo\")", "b", "true" },
		{ "(substring :case=f \"Oslo\" \"slo\")", "b", "false" },
		{ "(substring :case=t \"\" \"slo\")", "b", "true" },
	};

	(void)state;
	CHECK(rows);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(logic_has_three_values),
		cmocka_unit_test(null_is_no_value_and_no_members),
		cmocka_unit_test(match_follows_the_cardinality_and_the_type),
		cmocka_unit_test(equal_has_tolerances),
		cmocka_unit_test(the_bound_of_a_tolerance_counts_as_typed),
		cmocka_unit_test(numbers_and_durations_are_compared),
		cmocka_unit_test(equal_rounded_rounds_the_decimal),
		cmocka_unit_test(strings_match_with_and_without_case),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
