#include "test.h"

#include <jansson.h>
#include <string.h>

#include "proto/problem.h"

static json_t *
written(const struct problem *p)
{
	struct buf b = { 0 };
	json_t *json;

	problem_write(&b, p, (struct wall){ 1777885200000 });
	json = json_loadb(b.at, b.len, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(json);
	buf_fini(&b);
	return json;
}

static const char *
text(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

static void
a_refusal_names_its_rule_its_facts_and_when_it_would_pass(void **state)
{
	json_t *json = written(&(struct problem){ .err = ERR_TOO_EARLY,
		.rule = "sitting.window", .detail = "It \"opens\" at nine.",
		.earliest = { 1777885200001 } });

	(void)state;
	assert_string_equal(text(json, "type"), "urn:examd:problem:too-early");
	assert_string_equal(text(json, "title"), "the window has not opened");
	assert_int_equal(json_integer_value(json_object_get(json, "status")),
	    409);
	assert_string_equal(text(json, "rule"), "sitting.window");
	assert_string_equal(text(json, "detail"), "It \"opens\" at nine.");
	assert_string_equal(text(json, "earliest"), "2026-05-04T09:00:00.001Z");
	assert_string_equal(text(json, "server_time"),
	    "2026-05-04T09:00:00.000Z");
	json_decref(json);
}

static void
what_will_never_pass_has_no_earliest_time(void **state)
{
	json_t *json = written(&(struct problem){ .err = ERR_TOO_LATE });

	(void)state;
	assert_null(json_object_get(json, "earliest"));
	assert_null(json_object_get(json, "errors"));
	json_decref(json);
}

static void
each_mistake_of_a_file_is_an_element(void **state)
{
	json_t *json = written(&(struct problem){ .err = ERR_INVALID,
		.errors = SLICE("a:1: one\n\na:2: \"two\"") }), *list;

	(void)state;
	list = json_object_get(json, "errors");
	assert_int_equal(json_array_size(list), 2);
	assert_string_equal(json_string_value(json_array_get(list, 0)),
	    "a:1: one");
	assert_string_equal(json_string_value(json_array_get(list, 1)),
	    "a:2: \"two\"");
	json_decref(json);
}

static void
every_error_has_a_type_a_title_and_a_status(void **state)
{
	(void)state;
#define X(name, code, status, type, words)                                     \
	assert_int_equal(err_status(ERR_##name), status);                      \
	assert_string_equal(err_type(ERR_##name), type);                       \
	assert_string_equal(err_text(ERR_##name), words);
	ERR_LIST(X)
#undef X
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_refusal_names_its_rule_its_facts_and_when_it_would_pass),
		cmocka_unit_test(what_will_never_pass_has_no_earliest_time),
		cmocka_unit_test(each_mistake_of_a_file_is_an_element),
		cmocka_unit_test(every_error_has_a_type_a_title_and_a_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
