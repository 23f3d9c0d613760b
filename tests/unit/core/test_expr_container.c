/* Operators on containers. */
#include "expr_fixture.h"

static void
containers_are_searched(void **state)
{
	static const struct row rows[] = {
		{ "(member 'b M)", "b", "true" },
		{ "(member 'z M)", "b", "false" },
		{ "(member R O)", "b", "true" },
		{ "(member U O)", "b", "NULL" },
		{ "(contains M (multiple 'b 'b))", "b", "true" },
		{ "(contains M (multiple 'a 'a))", "b", "false" },
		{ "(contains O (ordered 'b 'c))", "b", "true" },
		{ "(contains O (ordered 'a 'c))", "b", "false" },
		{ "(contains O (ordered 'a 'b 'c 'd))", "b", "false" },
		{ "(containerSize M)", "i", "4" },
		{ "(containerSize null)", "i", "0" },
		{ "(index :n=2 O)", "id", "'b" },
		{ "(index :n=4 O)", "id", "NULL" },
		{ "(delete 2 (multiple 1 2 3 2))", "mi", "{1 3}" },
		{ "(delete 2 (ordered 2 1))", "oi", "[1]" },
		{ "(multiple 1 (multiple 2 3) null)", "mi", "{1 2 3}" },
		{ "(ordered 1 (ordered 2 3) 4)", "oi", "[1 2 3 4]" },
		{ "(repeat :n=2 1 2)", "oi", "[1 2 1 2]" },
		{ "(repeat :n=2 1 null)", "oi", "[1 1]" },
		{ "(repeat :n=2 null)", "oi", "NULL" },
	};

	(void)state;
	CHECK(rows);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(containers_are_searched),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
