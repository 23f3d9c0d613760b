#include "test.h"

#include "terminal/session/countdown.h"
#include "terminal/session/draft.h"

static const struct mono start = { 5000000 };

static struct mono
after(int64_t ms)
{
	return mono_add(start, ms);
}

static void
what_is_left_is_counted_from_the_servers_word(void **state)
{
	struct countdown c = { 0 };

	(void)state;
	countdown_set(&c, MINUTES(30), MINUTES(60), true, start);
	assert_int_equal(countdown_left(&c, after(MINUTES(10))), MINUTES(20));
	assert_int_equal(countdown_left(&c, after(MINUTES(40))), 0);
	countdown_set(&c, MINUTES(25), MINUTES(60), false, after(MINUTES(10)));
	assert_int_equal(countdown_left(&c, after(HOURS(2))), MINUTES(25));
}

static void
each_threshold_is_announced_once(void **state)
{
	static const int64_t told[] = { MINUTES(60), MINUTES(15), MINUTES(5),
		MINUTES(1) };
	struct countdown c = { 0 };
	struct mono now = start;
	size_t n = 0;

	(void)state;
	countdown_set(&c, HOURS(2), HOURS(2), true, start);
	assert_false(countdown_announces(&c, start));
	while (countdown_next(&c, now).ms != MONO_NEVER.ms) {
		now = countdown_next(&c, now);
		if (!countdown_announces(&c, now))
			continue;
		assert_int_equal(countdown_left(&c, now), told[n++]);
		/* The server repeats itself; that is no reason to. */
		countdown_set(&c, countdown_left(&c, now) + 300, HOURS(2), true,
		    now);
	}
	assert_int_equal(n, 4);
	assert_int_equal(countdown_left(&c, now), 0);
}

static void
more_time_makes_thresholds_count_again(void **state)
{
	struct countdown c = { 0 };

	(void)state;
	countdown_set(&c, SECONDS(90), HOURS(1), true, start);
	assert_true(countdown_announces(&c, after(SECONDS(31))));
	countdown_set(&c, MINUTES(11), HOURS(1), true, after(SECONDS(31)));
	assert_false(countdown_announces(&c, after(MINUTES(5))));
	assert_true(countdown_announces(&c, after(MINUTES(7))));
}

static void
a_stopped_clock_announces_nothing(void **state)
{
	struct countdown c = { 0 };

	(void)state;
	countdown_set(&c, MINUTES(16), MINUTES(60), false, start);
	assert_false(countdown_announces(&c, after(HOURS(1))));
	assert_int_equal(countdown_next(&c, start).ms, MONO_NEVER.ms);
	countdown_set(&c, -1, 0, true, start);
	assert_false(c.known);
}

static void
a_text_is_saved_soon_after_the_last_key(void **state)
{
	struct draft d = { 0 };

	(void)state;
	assert_int_equal(draft_due(&d).ms, MONO_NEVER.ms);
	draft_touch(&d, start);
	draft_touch(&d, after(1000));
	assert_int_equal(draft_due(&d).ms, after(1000 + DRAFT_IDLE_MS).ms);
	assert_true(DRAFT_IDLE_MS < SECONDS(2));
}

static void
a_text_is_saved_though_the_keys_go_on(void **state)
{
	struct draft d = { 0 };
	int64_t ms;

	(void)state;
	for (ms = 0; ms < SECONDS(30); ms += 500)
		draft_touch(&d, after(ms));
	assert_int_equal(draft_due(&d).ms, after(DRAFT_MOST_MS).ms);
	assert_true(DRAFT_MOST_MS < SECONDS(10));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_left_is_counted_from_the_servers_word),
		cmocka_unit_test(each_threshold_is_announced_once),
		cmocka_unit_test(more_time_makes_thresholds_count_again),
		cmocka_unit_test(a_stopped_clock_announces_nothing),
		cmocka_unit_test(a_text_is_saved_soon_after_the_last_key),
		cmocka_unit_test(a_text_is_saved_though_the_keys_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
