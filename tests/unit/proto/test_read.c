#include "test.h"

#include <stdio.h>
#include <string.h>

#include "proto/read.h"

static const char *const names[] = { "text", "number", "flag", "at", "list",
	NULL };

static void
is_refused(struct body *b, enum err e, const char *words)
{
	assert_int_equal(body_close(b), e);
	if (strstr(b->detail, words) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", b->detail, words);
}

static void
opening_refuses(const char *bytes, enum err e, const char *words)
{
	struct body b;

	body_open(&b, slice_of(bytes), names);
	is_refused(&b, e, words);
}

static void
what_is_no_object_with_known_members_is_refused(void **state)
{
	(void)state;
	opening_refuses("{\"text\":", ERR_SYNTAX, "not JSON");
	opening_refuses("{} {}", ERR_SYNTAX, "not JSON");
	opening_refuses("\"\xff\"", ERR_SYNTAX, "not JSON");
	opening_refuses("{\"text\":1,\"text\":2}", ERR_SYNTAX, "not JSON");
	opening_refuses("[]", ERR_SYNTAX, "must be a JSON object");
	opening_refuses("{\"words\":1}", ERR_INVALID,
	    "Unknown member \"words\"");
}

static void
no_bytes_are_an_empty_object(void **state)
{
	struct body b;

	(void)state;
	body_open(&b, SLICE_NONE, names);
	assert_false(body_has(&b, "text"));
	assert_int_equal(body_close(&b), ERR_OK);
}

static void
text_refuses(const char *bytes, const char *words)
{
	struct body b;

	body_open(&b, slice_of(bytes), names);
	assert_int_equal(body_text(&b, "text", 2, 4).len, 0);
	is_refused(&b, ERR_INVALID, words);
}

static void
each_mistake_in_a_text_has_its_words(void **state)
{
	(void)state;
	text_refuses("{}", "\"text\" is missing");
	text_refuses("{\"text\":null}", "\"text\" is missing");
	text_refuses("{\"text\":7}", "must be a text");
	text_refuses("{\"text\":\"a\"}", "2 to 4 bytes");
	text_refuses("{\"text\":\"abcde\"}", "2 to 4 bytes");
	text_refuses("{\"text\":\"a\\u0007b\"}", "control characters");
	text_refuses("{\"text\":\"a\\u007fb\"}", "control characters");
}

static void
number_refuses(const char *bytes, const char *words)
{
	struct body b;

	body_open(&b, slice_of(bytes), names);
	(void)body_int(&b, "number", 1, 10);
	is_refused(&b, ERR_INVALID, words);
}

static void
each_mistake_in_a_number_has_its_words(void **state)
{
	(void)state;
	number_refuses("{}", "\"number\" is missing");
	number_refuses("{\"number\":0}", "whole number from 1 to 10");
	number_refuses("{\"number\":11}", "whole number from 1 to 10");
	number_refuses("{\"number\":1.0}", "whole number");
	number_refuses("{\"number\":\"1\"}", "whole number");
	number_refuses("{\"number\":true}", "whole number");
}

static void
flags_and_times_and_lists_are_checked(void **state)
{
	struct slice list[2];
	struct body b;

	(void)state;
	body_open(&b, SLICE("{\"flag\":1}"), names);
	assert_false(body_bool(&b, "flag"));
	is_refused(&b, ERR_INVALID, "true or false");
	body_open(&b, SLICE("{\"at\":\"2026-05-04T25:00:00Z\"}"), names);
	assert_int_equal(body_time_if(&b, "at").ms, 0);
	is_refused(&b, ERR_INVALID, "must be a time");
	body_open(&b, SLICE("{\"list\":[\"a\",\"b\",\"c\"]}"), names);
	assert_int_equal(body_texts(&b, "list", list, 2), 0);
	is_refused(&b, ERR_INVALID, "at most 2 texts");
	body_open(&b, SLICE("{\"list\":[\"a\",1]}"), names);
	assert_int_equal(body_texts(&b, "list", list, 2), 0);
	is_refused(&b, ERR_INVALID, "must hold texts");
}

static void
what_is_right_is_read(void **state)
{
	struct slice list[2];
	struct body b;

	(void)state;
	body_open(&b, SLICE("{\"text\":\"a\\nb\",\"number\":10,\"flag\":true,"
			    "\"at\":\"2026-05-04T11:00:00+02:00\","
			    "\"list\":[\"x\",\"\"]}"), names);
	assert_true(slice_is(body_text(&b, "text", 1, 10), "a\nb"));
	assert_int_equal(body_int(&b, "number", 1, 10), 10);
	assert_true(body_bool(&b, "flag"));
	assert_true(body_time_if(&b, "at").ms == 1777885200000);
	assert_int_equal(body_texts(&b, "list", list, 2), 2);
	assert_true(slice_is(list[0], "x"));
	assert_int_equal(body_int_if(&b, "none", 0, 1, 7), 7);
	assert_int_equal(body_close(&b), ERR_OK);
}

/* Every number of thousandths, written with three decimals, is its bound. */
static void
full_marks_are_never_above_themselves(void **state)
{
	static const char *const only[] = { "marks", NULL };
	const struct slice criterion = SLICE("a");
	struct body b;
	char text[64];
	int64_t n;

	(void)state;
	for (n = 0; n <= 20000; n++) {
		snprintf(text, sizeof(text), "{\"marks\":{\"a\":%d.%03d}}",
		    (int)n / 1000, (int)n % 1000);
		body_open(&b, slice_of(text), only);
		body_marks_open(&b, "marks", &criterion, 1);
		assert_int_equal(body_marks(&b, "marks", SLICE("a"), n), n);
		if (n > 0)
			assert_int_equal(
			    body_marks(&b, "marks", SLICE("a"), n - 1), 0);
		assert_int_equal(body_close(&b), n > 0 ? ERR_INVALID : ERR_OK);
	}
}

static void
a_mistake_in_marks_names_the_criterion(void **state)
{
	static const struct {
		const char *text, *told;
	} cases[] = {
		{ "{\"marks\":{\"a\":1}}",
		    "The criterion \"b\" needs marks: a number from 0 to 2." },
		{ "{\"marks\":{\"a\":1,\"b\":3}}",
		    "The marks of the criterion \"b\" must be a number from 0 "
		    "to 2." },
		{ "{\"marks\":{\"a\":1,\"c\":1}}",
		    "There is no criterion \"c\"; there are a, b." },
	};
	static const char *const only[] = { "marks", NULL };
	static const struct slice criteria[] = { { "a", 1 }, { "b", 1 } };
	struct body b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		body_open(&b, slice_of(cases[i].text), only);
		body_marks_open(&b, "marks", criteria, 2);
		(void)body_marks(&b, "marks", criteria[0], 1000);
		(void)body_marks(&b, "marks", criteria[1], 2000);
		is_refused(&b, ERR_INVALID, cases[i].told);
	}
}

static void
the_first_mistake_stays_and_the_rest_is_empty(void **state)
{
	struct body b;

	(void)state;
	body_open(&b, SLICE("{\"number\":11,\"text\":\"fine\"}"), names);
	(void)body_int(&b, "number", 1, 10);
	assert_int_equal(body_text(&b, "text", 1, 10).len, 0);
	body_fail(&b, ERR_STATE, "another");
	is_refused(&b, ERR_INVALID, "whole number");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_is_no_object_with_known_members_is_refused),
		cmocka_unit_test(no_bytes_are_an_empty_object),
		cmocka_unit_test(each_mistake_in_a_text_has_its_words),
		cmocka_unit_test(each_mistake_in_a_number_has_its_words),
		cmocka_unit_test(flags_and_times_and_lists_are_checked),
		cmocka_unit_test(what_is_right_is_read),
		cmocka_unit_test(full_marks_are_never_above_themselves),
		cmocka_unit_test(a_mistake_in_marks_names_the_criterion),
		cmocka_unit_test(the_first_mistake_stays_and_the_rest_is_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
