#include "test.h"

#include "proof/literal.h"

static void
a_number_is_the_shortest_that_reads_back(void **state)
{
	static const struct {
		double x;
		const char *text;
	} numbers[] = { { 0, "0" }, { -0.0, "0" }, { 12, "12" },
		{ -0.25, "-0.25" }, { 0.1, "0.1" }, { 1200, "1200" },
		{ 0.0005, "0.0005" }, { 1e-9, "1e-9" }, { 1e300, "1e+300" },
		{ 1.5e20, "1.5e+20" }, { 1.0 / 3, "0.3333333333333333" },
		{ 123456.789, "123456.789" } };
	struct buf b = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		buf_clear(&b);
		literal_put_number(&b, numbers[i].x);
		buf_put_u8(&b, '\0');
		assert_string_equal(b.at, numbers[i].text);
	}
	buf_fini(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_the_shortest_that_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
