/* Arithmetic. */
#include "expr_fixture.h"

static void
arithmetic_is_exact_or_null(void **state)
{
	static const struct row rows[] = {
		{ "(sum 1 2 (multiple 3 4))", "i", "10" },
		{ "(sum 1 2.5)", "f", "3.5" },
		{ "(sum 1 null)", "i", "NULL" },
		{ "(sum 9223372036854775807 1)", "i", "NULL" },
		{ "(sum 1e308 1e308)", "f", "NULL" },
		{ "(product 2 3 4)", "i", "24" },
		{ "(product 2 0.5)", "f", "1" },
		{ "(product 9223372036854775807 2)", "i", "NULL" },
		{ "(subtract 1 3)", "i", "-2" },
		{ "(subtract -9223372036854775807 2)", "i", "NULL" },
		{ "(subtract 1 0.5)", "f", "0.5" },
		{ "(max 1 (ordered 7 3))", "i", "7" },
		{ "(max 1 2.5)", "f", "2.5" },
		{ "(min 1 (ordered 7 -3))", "i", "-3" },
		{ "(min 1 2.5)", "f", "1" },
		{ "(divide 1 4)", "f", "0.25" },
		{ "(divide 1 0)", "f", "NULL" },
		{ "(divide 1 0.0)", "f", "NULL" },
		{ "(integerToFloat 3)", "f", "3" },
	};

	(void)state;
	CHECK(rows);
}

static void
integers_divide_downwards(void **state)
{
	static const struct row rows[] = {
		{ "(integerDivide 7 2)", "i", "3" },
		{ "(integerDivide -7 2)", "i", "-4" },
		{ "(integerDivide 7 -2)", "i", "-4" },
		{ "(integerDivide -8 2)", "i", "-4" },
		{ "(integerDivide 7 0)", "i", "NULL" },
		{ "(integerDivide (subtract -9223372036854775807 1) -1)", "i",
		  "NULL" },
		{ "(integerModulus 7 2)", "i", "1" },
		{ "(integerModulus -7 2)", "i", "1" },
		{ "(integerModulus 7 -2)", "i", "-1" },
		{ "(integerModulus 7 0)", "i", "NULL" },
		{ "(gcd 12 -18)", "i", "6" },
		{ "(gcd -12)", "i", "12" },
		{ "(gcd 0 0)", "i", "0" },
		{ "(gcd (multiple 12 18) 27)", "i", "3" },
		{ "(gcd (subtract -9223372036854775807 1) 2)", "i", "NULL" },
		{ "(gcd (subtract -9223372036854775807 1))", "i", "NULL" },
		{ "(lcm 4 6)", "i", "12" },
		{ "(lcm -4 6)", "i", "12" },
		{ "(lcm 4 0)", "i", "0" },
		{ "(lcm 9223372036854775807 2)", "i", "NULL" },
		{ "(lcm 2 (subtract -9223372036854775807 1))", "i", "NULL" },
	};

	(void)state;
	CHECK(rows);
}

static void
power_takes_halves(void **state)
{
	static const struct row rows[] = {
		{ "(power 2 10)", "f", "1024" },
		{ "(power 2 -2)", "f", "0.25" },
		{ "(power 9 0.5)", "f", "3" },
		{ "(power 4 1.5)", "f", "8" },
		{ "(power -8 2)", "f", "64" },
		{ "(power -8 0.5)", "f", "NULL" },
		{ "(power 0 -1)", "f", "NULL" },
		{ "(power 0 0)", "f", "1" },
		{ "(power 10 1000)", "f", "NULL" },
		{ "(power 2 (divide 1 3))", "f", "NULL" },
	};

	(void)state;
	CHECK(rows);
}

static void
rounding_is_half_up_and_of_the_decimal(void **state)
{
	static const struct row rows[] = {
		{ "(round 6.5)", "i", "7" },
		{ "(round 6.49)", "i", "6" },
		{ "(round -6.5)", "i", "-6" },
		{ "(round -6.51)", "i", "-7" },
		{ "(round 0.49999999999999994)", "i", "0" },
		{ "(round 4)", "i", "4" },
		{ "(round 1e300)", "i", "NULL" },
		{ "(truncate 6.9)", "i", "6" },
		{ "(truncate -6.9)", "i", "-6" },
		{ "(truncate 4)", "i", "4" },
		{ "(truncate 1e19)", "i", "NULL" },
		{ "(roundTo :mode=decimalPlaces :figures=2 1.005)", "f",
		  "1.01" },
		{ "(roundTo :mode=decimalPlaces :figures=2 -1.005)", "f",
		  "-1.01" },
		{ "(roundTo :mode=decimalPlaces :figures=0 2.5)", "f", "3" },
		{ "(roundTo :mode=significantFigures :figures=2 1250)", "f",
		  "1300" },
		{ "(roundTo :mode=significantFigures :figures=3 0.0012345)",
		  "f", "0.00123" },
	};

	(void)state;
	CHECK(rows);
}

static void
functions_and_statistics_are_computed(void **state)
{
	static const struct row rows[] = {
		{ "(mathOperator :name=abs -2.5)", "f", "2.5" },
		{ "(mathOperator :name=signum -2.5)", "f", "-1" },
		{ "(mathOperator :name=signum 0)", "f", "0" },
		{ "(mathOperator :name=floor -2.5)", "i", "-3" },
		{ "(mathOperator :name=ceil -2.5)", "i", "-2" },
		{ "(mathOperator :name=ceil 1e30)", "i", "NULL" },
		{ "(mathOperator :name=toDegrees (mathConstant :name=pi))",
		  "f", "180" },
		{ "(mathOperator :name=toRadians 180)", "f",
		  "3.1415926535897931" },
		{ "(statsOperator :name=mean (multiple 1 2 3 6))", "f", "3" },
		{ "(statsOperator :name=sampleVariance (multiple 1 3))", "f",
		  "2" },
		{ "(statsOperator :name=popVariance (multiple 1 3))", "f",
		  "1" },
		{ "(statsOperator :name=sampleSD (multiple 0 2 4))", "f",
		  "2" },
		{ "(statsOperator :name=popSD (multiple 1 3))", "f", "1" },
		{ "(statsOperator :name=sampleSD (multiple 1))", "f", "NULL" },
		{ "(statsOperator :name=mean null)", "f", "NULL" },
	};

	(void)state;
	CHECK(rows);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(arithmetic_is_exact_or_null),
		cmocka_unit_test(integers_divide_downwards),
		cmocka_unit_test(power_takes_halves),
		cmocka_unit_test(rounding_is_half_up_and_of_the_decimal),
		cmocka_unit_test(functions_and_statistics_are_computed),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
