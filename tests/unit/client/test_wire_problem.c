#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "wire/backoff.h"
#include "wire/problem.h"

static void
assert_told(const char *json_text, int status, const char *words)
{
	json_t *json = json_loads(json_text, 0, NULL);
	struct buf b = { 0 };

	problem_text(&b, json, status);
	buf_put_u8(&b, '\0');
	assert_string_equal(b.at, words);
	buf_fini(&b);
	json_decref(json);
}

static void
the_earliest_time_is_told_in_the_readers_zone(void **state)
{
	(void)state;
	assert_told("{\"title\":\"the window has not opened\",\"detail\":"
		    "\"Sitting practice opens at 09:00.\","
		    "\"earliest\":\"2026-11-23T08:00:00.000Z\"}", 409,
	    "Sitting practice opens at 09:00. Earliest: "
	    "Mon 23 Nov 2026 09:00 CET.");
}

static void
a_title_stands_in_for_a_detail(void **state)
{
	(void)state;
	assert_told("{\"title\":\"no such thing\"}", 404, "no such thing.");
}

static void
every_mistake_of_a_file_is_told(void **state)
{
	(void)state;
	assert_told("{\"detail\":\"2 mistakes.\",\"errors\":[\"a:1: x\","
		    "\"a:2: y\"]}", 422, "2 mistakes.\na:1: x\na:2: y");
}

static void
a_reply_without_words_is_told_by_its_status(void **state)
{
	(void)state;
	assert_told("[]", 502, "The server answered with status 502.");
}

static void
the_type_decides_before_the_status(void **state)
{
	json_t *json = json_pack("{s:s}", "type", "urn:examd:problem:device");
	json_t *other = json_pack("{s:s}", "type", "about:blank");

	(void)state;
	assert_int_equal(problem_err(json, 409), ERR_DEVICE);
	assert_int_equal(problem_err(other, 404), ERR_UNKNOWN);
	assert_int_equal(problem_err(NULL, 418), ERR_SYNTAX);
	assert_int_equal(problem_err(NULL, 502), ERR_BUSY);
	assert_int_equal(problem_err(json, 200), ERR_OK);
	json_decref(json);
	json_decref(other);
}

static void
assert_rule(const char *rule, const char *told)
{
	json_t *json = json_pack("{s:s}", "rule", rule);

	assert_string_equal(problem_rule(json), told);
	json_decref(json);
}

static void
a_rule_is_named_only_if_it_is_one_of_the_exam(void **state)
{
	(void)state;
	assert_rule("sitting.window", "sitting.window");
	assert_rule("attempt.deadline", "attempt.deadline");
	assert_rule("results.confirmed", "results.confirmed");
	assert_rule("result.released", "result.released");
	assert_rule("attempt.state", "");
	assert_rule("request.path", "");
	assert_rule("request.body", "");
	assert_string_equal(problem_rule(NULL), "");
}

static void
pauses_grow_within_their_bounds(void **state)
{
	struct backoff least = { 0 }, most = { 0 };
	int64_t before = 0, pause;
	int i;

	(void)state;
	for (i = 0; i < 20; i++) {
		pause = backoff_next(&least, 0);
		assert_true(pause >= WIRE_AGAIN_MIN_MS && pause >= before);
		assert_true(backoff_next(&most, UINT32_MAX) <=
		    WIRE_AGAIN_MAX_MS);
		before = pause;
	}
	backoff_reset(&least);
	assert_int_equal(backoff_next(&least, 0), WIRE_AGAIN_MIN_MS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_earliest_time_is_told_in_the_readers_zone),
		cmocka_unit_test(a_title_stands_in_for_a_detail),
		cmocka_unit_test(every_mistake_of_a_file_is_told),
		cmocka_unit_test(a_reply_without_words_is_told_by_its_status),
		cmocka_unit_test(the_type_decides_before_the_status),
		cmocka_unit_test(a_rule_is_named_only_if_it_is_one_of_the_exam),
		cmocka_unit_test(pauses_grow_within_their_bounds),
	};

	setenv("TZ", "Europe/Madrid", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
