#include "test.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>

#include "core/number.h"

static void
what_people_type_is_read(void **state)
{
	static const struct {
		const char *text;
		double number;
	} rows[] = {
		{ "7", 7 }, { "+7", 7 }, { "-7", -7 }, { "\u22127", -7 },
		{ "  3.5\n", 3.5 }, { "\u00a03,5 ", 3.5 }, { ".5", 0.5 },
		{ "5.", 5 }, { ",5", 0.5 }, { "1e3", 1000 }, { "1E-3", 0.001 },
		{ "1.5e+2", 150 }, { "1e\u22123", 0.001 }, { "007", 7 },
		{ "0,125", 0.125 }, { "1234,567", 1234.567 },
		{ "1,25", 1.25 }, { "1,2500", 1.25 }, { "1.250", 1.25 },
		{ "0.1", 0.1 }, { "1e-999", 0 }, { "-0", 0 },
		{ "123456789012345678901234567890", 123456789012345678901234567890.0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double x = NAN;

		if (!number_parse(&x, slice_of(rows[i].text)) ||
		    x != rows[i].number)
			fail_msg("%s is read as %g", rows[i].text, x);
	}
}

static void
what_is_no_number_or_may_be_two_is_refused(void **state)
{
	static const char *const texts[] = { "", " ", "+", "-", ".", ",", "5,",
		"1,250", "12,345", "123,456", "-1,250", "1.2.3", "1,2,3",
		"1,250.5", "1 000", "1e", "1e+", "e5", "--1", "+-1", "0x10",
		"inf", "nan", "1e999", "7a", "a7", "1,250e3",
		"1.000000000000000000000000000000000000000000000000000000000000000" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		double x = 42;

		if (number_parse(&x, slice_of(texts[i])))
			fail_msg("%s is read as %g", texts[i], x);
		assert_true(x == 42);
	}
}

static void
whole_numbers_may_be_written_as_decimals(void **state)
{
	int64_t i = 0;

	(void)state;
	assert_true(number_parse_integer(&i, SLICE("7.0")));
	assert_int_equal(i, 7);
	assert_true(number_parse_integer(&i, SLICE("-1e3")));
	assert_int_equal(i, -1000);
	assert_true(number_parse_integer(&i, SLICE("9007199254740992")));
	assert_false(number_parse_integer(&i, SLICE("7.5")));
	assert_false(number_parse_integer(&i, SLICE("1e17")));
	assert_false(number_parse_integer(&i, SLICE("seven")));
}

static void
check_rounded(double x, int places, enum number_half half, double expected)
{
	double got = decimal_double(
	    decimal_round(number_decimal(x), places, half));

	if (got != expected)
		fail_msg("%.17g to %d places is %.17g", x, places, got);
}

static void
decimals_round_as_they_are_written(void **state)
{
	(void)state;
	check_rounded(1.005, 2, NUMBER_HALF_AWAY, 1.01);
	check_rounded(-1.005, 2, NUMBER_HALF_AWAY, -1.01);
	check_rounded(-1.005, 2, NUMBER_HALF_UP, -1.0);
	check_rounded(-1.0051, 2, NUMBER_HALF_UP, -1.01);
	check_rounded(-1.006, 2, NUMBER_HALF_UP, -1.01);
	check_rounded(1.004, 2, NUMBER_HALF_AWAY, 1.0);
	check_rounded(9.999, 2, NUMBER_HALF_AWAY, 10);
	check_rounded(0.5, 0, NUMBER_HALF_AWAY, 1);
	check_rounded(0.4, 0, NUMBER_HALF_AWAY, 0);
	check_rounded(0.05, 0, NUMBER_HALF_AWAY, 0);
	check_rounded(1250, -2, NUMBER_HALF_AWAY, 1300);
	check_rounded(0, 3, NUMBER_HALF_AWAY, 0);
	check_rounded(1e300, 3, NUMBER_HALF_AWAY, 1e300);
}

static void
shortest_decimals_read_back(void **state)
{
	static const double numbers[] = { 0.1, 1.0 / 3, 5e-324, 1.7e308, -2.5,
		123456789.125, 9007199254740993.0, 0.30000000000000004 };
	struct decimal d = number_decimal(0.1);
	size_t i;

	(void)state;
	assert_int_equal(d.n, 1);
	assert_int_equal(d.digits[0], 1);
	assert_int_equal(d.exponent, 0);
	assert_int_equal(number_decimal(0).n, 0);
	assert_int_equal(number_decimal(-0.0).negative, false);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		assert_true(decimal_double(number_decimal(numbers[i])) ==
		    numbers[i]);
}

static void
cleaning_takes_binary_noise_away(void **state)
{
	(void)state;
	assert_true(number_clean(0.7 + 0.1) == 0.8);
	assert_true(number_clean(0.1 + 0.2) == 0.3);
	assert_true(number_clean(123.456) == 123.456);
	assert_true(number_clean(0) == 0);
}

static void
thousandths_round_half_up_once(void **state)
{
	static const struct {
		double x;
		int32_t thousandths;
	} rows[] = {
		{ 0, 0 }, { 1, 1000 }, { -1, -1000 }, { 0.25, 250 },
		{ 0.0005, 1 }, { 0.00049, 0 }, { 1.0005, 1001 },
		{ 1.00049999, 1000 }, { -0.0005, 0 }, { -0.00051, -1 },
		{ -1.0005, -1000 }, { -1.0006, -1001 }, { 2.0 / 3, 667 },
		{ 0.1 + 0.2, 300 }, { 9.9995, 10000 }, { 2147483, 2147483000 },
		{ 1e-20, 0 }, { 100.0005, 100001 }, { 0.5 - 0.3335, 167 },
		{ 1.5 - 0.4995, 1001 },
	};
	int32_t got = 0;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(number_thousandths(&got, rows[i].x));
		if (got != rows[i].thousandths)
			fail_msg("%.17g gives %d", rows[i].x, got);
	}
	assert_false(number_thousandths(&got, 2147483.9));
	assert_false(number_thousandths(&got, -2147484));
	assert_false(number_thousandths(&got, 1e300));
	assert_false(number_thousandths(&got, NAN));
}

/* Where the machine has one; C.UTF-8 is no proof. */
static void
a_locale_changes_nothing(void **state)
{
	static const char *const locales[] = { "de_DE.UTF-8", "es_ES.UTF-8",
		"fr_FR.UTF-8" };
	double x = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 3 && setlocale(LC_ALL, locales[i]) == NULL; i++)
		continue;
	assert_true(number_parse(&x, SLICE("1.5")));
	assert_true(x == 1.5);
	check_rounded(1.005, 2, NUMBER_HALF_AWAY, 1.01);
	(void)setlocale(LC_ALL, "C");
	if (i == 3)
		skip();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_type_is_read),
		cmocka_unit_test(what_is_no_number_or_may_be_two_is_refused),
		cmocka_unit_test(whole_numbers_may_be_written_as_decimals),
		cmocka_unit_test(decimals_round_as_they_are_written),
		cmocka_unit_test(shortest_decimals_read_back),
		cmocka_unit_test(cleaning_takes_binary_noise_away),
		cmocka_unit_test(thousandths_round_half_up_once),
		cmocka_unit_test(a_locale_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
