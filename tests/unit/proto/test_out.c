#include "test.h"

#include <string.h>

#include "proto/out.h"

static void
is(struct buf *b, const char *expected)
{
	assert_int_equal(b->len, strlen(expected));
	assert_memory_equal(b->at, expected, b->len);
	buf_fini(b);
}

static void
commas_look_after_themselves(void **state)
{
	struct buf b = { 0 };

	(void)state;
	out_open(&b, NULL);
	out_int(&b, "a", 1);
	out_open_array(&b, "b");
	out_int(&b, NULL, 2);
	out_int(&b, NULL, 3);
	out_close_array(&b);
	out_open(&b, "c");
	out_close(&b);
	out_null(&b, "d");
	out_bool(&b, "e", true);
	out_word(&b, "f", NULL);
	out_raw(&b, "g", SLICE("{}"));
	out_close(&b);
	is(&b, "{\"a\":1,\"b\":[2,3],\"c\":{},\"d\":null,\"e\":true,\"f\":null,"
	       "\"g\":{}}");
}

static void
an_empty_list_after_a_text_that_ends_in_a_bracket_gets_its_comma(void **state)
{
	struct buf b = { 0 };

	(void)state;
	out_open(&b, NULL);
	out_word(&b, "a", "[");
	out_word(&b, "b", "{:");
	out_open_array(&b, "c");
	out_close_array(&b);
	out_close(&b);
	is(&b, "{\"a\":\"[\",\"b\":\"{:\",\"c\":[]}");
}

static void
texts_are_escaped(void **state)
{
	struct buf b = { 0 };

	(void)state;
	out_text(&b, NULL, SLICE("\"\\\n\t\x01\x7f\xc3\xa9/"));
	is(&b, "\"\\\"\\\\\\n\\t\\u0001\\u007f\xc3\xa9/\"");
	out_text(&b, NULL, SLICE_NONE);
	is(&b, "\"\"");
}

static void
numbers_keep_every_digit(void **state)
{
	struct buf b = { 0 };

	(void)state;
	out_open_array(&b, NULL);
	out_int(&b, NULL, 0);
	out_int(&b, NULL, INT64_MAX);
	out_int(&b, NULL, INT64_MIN);
	out_close_array(&b);
	is(&b, "[0,9223372036854775807,-9223372036854775808]");
}

static void
thousandths_are_decimals_without_trailing_zeros(void **state)
{
	struct buf b = { 0 };

	(void)state;
	out_open_array(&b, NULL);
	out_thousandths(&b, NULL, 81250);
	out_thousandths(&b, NULL, 100000);
	out_thousandths(&b, NULL, 1);
	out_thousandths(&b, NULL, -1500);
	out_thousandths(&b, NULL, -1);
	out_thousandths(&b, NULL, 0);
	out_close_array(&b);
	is(&b, "[81.25,100,0.001,-1.5,-0.001,0]");
}

static void
times_are_utc_with_milliseconds(void **state)
{
	struct buf b = { 0 };

	(void)state;
	out_time(&b, NULL, (struct wall){ 1777885200001 });
	is(&b, "\"2026-05-04T09:00:00.001Z\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commas_look_after_themselves),
		cmocka_unit_test(
		    an_empty_list_after_a_text_that_ends_in_a_bracket_gets_its_comma),
		cmocka_unit_test(texts_are_escaped),
		cmocka_unit_test(numbers_keep_every_digit),
		cmocka_unit_test(thousandths_are_decimals_without_trailing_zeros),
		cmocka_unit_test(times_are_utc_with_milliseconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
