#include "test.h"

#include <stdio.h>

#include "exam-load/rows.h"

static const char event[] =
    "event: room\ndata: {\"all\":true,\"rows\":["
    "{\"attempt\":7,\"name\":\"Ada \\\"last_saved\\\":\",\"clock\":{\"ms\":1},"
    "\"last_saved\":\"2026-11-22T09:00:00.007Z\",\"incidents\":0},"
    "{\"attempt\":8,\"clock\":null,\"last_saved\":null,\"incidents\":1,"
    "\"room\":\"a room with a name that is long\"},"
    "{\"attempt\":123456789,\"last_saved\":\"2026-11-22T09:00:00.009Z\","
    "\"incidents\":0,\"room\":null,\"seat\":null}],\"server_time\":\"x\"}\n\n";

struct seen {
	size_t n;
	uint64_t attempts[8];
	char last[32];
};

static void
see(void *owner, uint64_t attempt, struct slice last_saved)
{
	struct seen *s = owner;

	s->attempts[s->n++ % 8] = attempt;
	snprintf(s->last, sizeof(s->last), "%.*s", SLICE_FMT(last_saved));
}

static void
rows_that_were_saved_are_seen_once(void **state)
{
	struct seen seen = { 0 };
	size_t len;

	(void)state;
	assert_true(rows_take(&len, slice_of(event), see, &seen));
	assert_int_equal(seen.n, 2);
	assert_int_equal(seen.attempts[0], 7);
	assert_int_equal(seen.attempts[1], 123456789);
	assert_string_equal(seen.last, "2026-11-22T09:00:00.009Z");
}

/* Give them the event in two parts, cut anywhere. */
static void
it_does_not_matter_how_bytes_are_cut(void **state)
{
	size_t cut, len, rest;

	(void)state;
	for (cut = 0; cut < sizeof(event); cut++) {
		struct seen seen = { 0 };
		bool ended =
		    rows_take(&len, (struct slice){ event, cut }, see, &seen);

		assert_true(len <= cut);
		ended =
		    rows_take(&rest,
			(struct slice){ event + len, sizeof(event) - 1 - len },
			see, &seen) ||
		    ended;
		assert_int_equal(seen.n, 2);
		assert_true(ended);
	}
}

static void
a_sign_of_life_is_no_row(void **state)
{
	struct seen seen = { 0 };
	size_t len;

	(void)state;
	assert_true(rows_take(&len, SLICE(": \n\n"), see, &seen));
	assert_int_equal(seen.n, 0);
	assert_false(rows_take(&len, SLICE("data: {\"all\":true"), see, &seen));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_that_were_saved_are_seen_once),
		cmocka_unit_test(it_does_not_matter_how_bytes_are_cut),
		cmocka_unit_test(a_sign_of_life_is_no_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
