/* Operators that read variables and constants. */
#include "expr_fixture.h"

static void
constants_and_variables_are_read(void **state)
{
	static const struct row rows[] = {
		{ "3", "i", "3" },
		{ "3", "f", "3" },
		{ "\"a b\"", "str", "\"a b\"" },
		{ "R", "id", "'b" },
		{ "(correct R)", "id", "'b" },
		{ "(default FLAT)", "f", "7.5" },
		{ "(mathConstant :name=pi)", "f", "3.1415926535897931" },
		{ "(mathConstant :name=e)", "f", "2.7182818284590451" },
		{ "(multiple 1 2)", "mf", "{1 2}" },
		{ "(ordered 'A+B)", "op", "['A+B]" },
	};

	(void)state;
	CHECK(rows);
}

static void
map_response_counts_each_distinct_value_once(void **state)
{
	static const struct row rows[] = {
		{ "(mapResponse M)", "f", "0.25" }, /* 1 - 0.5 - 0.25 */
		{ "(mapResponse P)", "f", "2" },
		{ "(mapResponse D)", "f", "1.5" }, /* 2, bounded */
		{ "(mapResponse RS)", "f", "1" },
		{ "(mapResponse S)", "f", "0" }, /* Paris heeds case */
	};

	(void)state;
	CHECK(rows);
}

static void
map_response_gives_the_default_for_null_within_the_bounds(void **state)
{
	static const struct row rows[] = {
		{ "(mapResponse U)", "f", "0.5" },
		{ "(mapResponse E)", "f", "0.5" }, /* the empty key */
	};

	(void)state;
	CHECK(rows);
}

static void
map_response_point_counts_each_area_once(void **state)
{
	static const struct row rows[] = {
		/* circle once, rectangle, twice outside */
		{ "(mapResponsePoint T)", "f", "3" },
		{ "(inside :shape=rect :coords=29,29,31,31 T)", "b", "true" },
		{ "(inside :shape=circle :coords=60,60,5 T)", "b", "false" },
		{ "(inside :shape=default @1,1)", "b", "true" },
		{ "(inside :shape=default null)", "b", "NULL" },
	};

	(void)state;
	CHECK(rows);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(constants_and_variables_are_read),
		cmocka_unit_test(map_response_counts_each_distinct_value_once),
		cmocka_unit_test(
		    map_response_gives_the_default_for_null_within_the_bounds),
		cmocka_unit_test(map_response_point_counts_each_area_once),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
