/* Time that is added or given back. */
#include "test.h"

#include "support/sat.h"

static const struct sat_exam sections = { 0 }, whole = { .whole = true };

/* ---- extensions ---- */

static void
an_extension_adds_to_what_remains_in_every_state(void **state)
{
	static const enum attempt_state with_clock[] = { ATTEMPT_IN_SECTION,
		ATTEMPT_PAUSED, ATTEMPT_ON_BREAK, ATTEMPT_OPENED };
	int64_t left, end;
	struct attempt a;
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		sat_reach(&a, whole, with_clock[i]);
		left = sat_remaining(&a, MINUTES(3));
		end = sat_time(a.window_end);
		sat_act(&a, MINUTES(3), EVENT_EXTENDED, MINUTES(10));
		assert_int_equal(sat_remaining(&a, MINUTES(3)),
		    left + MINUTES(10));
		assert_int_equal(sat_time(a.window_end), end + MINUTES(10));
		assert_int_equal(a.extended_ms, MINUTES(10));
		attempt_fini(&a);
	}
}

static void
an_extension_without_a_clock_waits_for_the_next(void **state)
{
	static const enum attempt_state none[] = { ATTEMPT_ON_BREAK,
		ATTEMPT_OPENED };
	struct attempt a;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		sat_reach(&a, sections, none[i]);
		sat_act(&a, MINUTES(3), EVENT_EXTENDED, MINUTES(10));
		sat_act(&a, MINUTES(3), EVENT_EXTENDED, MINUTES(1));
		assert_int_equal(sat_remaining(&a, MINUTES(3)), -1);
		sat_enter(&a, MINUTES(4), a.section + 1u);
		assert_int_equal(sat_remaining(&a, MINUTES(4)),
		    SAT_SECTION + MINUTES(11));
		assert_int_equal(sat_time(a.window_end),
		    SAT_WINDOW + MINUTES(11));
		attempt_fini(&a);
	}
}

static void
an_extension_before_the_paper_lengthens_the_first_clock_and_the_window(
    void **state)
{
	struct attempt_plan p = { .n_sections = 1,
		.sections = { { .count = 1 } } };
	struct buf plan = { 0 };
	struct attempt a;

	(void)state;
	attempt_plan_encode(&p, &plan);
	attempt_init(&a);
	sat_act(&a, 0, EVENT_EXTENDED, MINUTES(10));
	sat_do(&a, SAT(0, .kind = EVENT_OPENED, .ms = SAT_WHOLE,
		.wall = { SAT_WALL + SAT_WHOLE }, .data = buf_slice(&plan)));
	sat_enter(&a, 0, 1);
	assert_int_equal(sat_remaining(&a, 0), SAT_WHOLE + MINUTES(10));
	attempt_fini(&a);
	buf_fini(&plan);
}

static void
an_extension_in_the_grace_counts_from_when_it_is_given(void **state)
{
	const int64_t at = SAT_SECTION + SECONDS(3);
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ .window_ms = 2 * SAT_SECTION });
	sat_enter(&a, 0, 1);
	sat_act(&a, at, EVENT_EXTENDED, MINUTES(10));
	assert_int_equal(sat_remaining(&a, at), MINUTES(10));
	sat_close(&a, at + MINUTES(10), 1);
	sat_enter(&a, at + MINUTES(10), 2);
	assert_int_equal(sat_remaining(&a, at + MINUTES(10)), SAT_SECTION);
	attempt_fini(&a);
}

static void
an_extension_after_the_window_counts_from_when_it_is_given(void **state)
{
	const int64_t at = MINUTES(10) + SECONDS(3);
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ .window_ms = MINUTES(10) });
	sat_enter(&a, 0, 1);
	sat_act(&a, at, EVENT_EXTENDED, MINUTES(2));
	assert_int_equal(sat_remaining(&a, at), MINUTES(2));
	attempt_fini(&a);
}

static void
an_extension_in_a_pause_from_the_grace_is_there_when_it_ends(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, SAT_SECTION + SECONDS(3), EVENT_PAUSED, 0);
	sat_act(&a, SAT_SECTION + MINUTES(1), EVENT_EXTENDED, MINUTES(10));
	assert_int_equal(sat_remaining(&a, HOURS(1)), MINUTES(10));
	sat_act(&a, HOURS(1), EVENT_RESUMED, 0);
	assert_int_equal(sat_remaining(&a, HOURS(1)), MINUTES(10));
	attempt_fini(&a);
}

/* ---- compensation ---- */

static void
lost_time_is_given_back_to_the_clock_and_the_window(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, MINUTES(5), EVENT_COMPENSATED, MINUTES(2));
	assert_int_equal(sat_remaining(&a, MINUTES(5)), MINUTES(17));
	assert_int_equal(sat_time(a.window_end), SAT_WINDOW + MINUTES(2));
	assert_int_equal(a.compensation_ms, MINUTES(2));
	attempt_fini(&a);
}

static void
time_lost_across_the_end_of_a_section_is_given_back(void **state)
{
	const int64_t at = SAT_SECTION + HOURS(1);
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, at, EVENT_COMPENSATED, HOURS(1) + 1);
	assert_int_equal(sat_remaining(&a, at), 1);
	attempt_fini(&a);
}

static void
time_lost_after_the_end_is_not_given_back(void **state)
{
	const int64_t at = SAT_SECTION + HOURS(1);
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, at, EVENT_COMPENSATED, HOURS(1));
	assert_int_equal(sat_remaining(&a, at), 0);
	assert_int_equal(sat_time(a.window_end), SAT_WINDOW);
	assert_int_equal(a.compensation_ms, 0);
	sat_close(&a, at, 1); /* gives it to the sections that follow */
	assert_int_equal(sat_time(a.window_end), SAT_WINDOW + HOURS(1));
	attempt_fini(&a);
}

static void
time_lost_on_a_break_lengthens_the_break_and_the_window(void **state)
{
	const int64_t end = MINUTES(1) + SAT_BREAK;
	struct attempt a;

	(void)state;
	sat_reach(&a, whole, ATTEMPT_ON_BREAK);
	sat_act(&a, end + MINUTES(9), EVENT_COMPENSATED, MINUTES(10));
	assert_int_equal(sat_time(a.break_end), end + MINUTES(10));
	assert_int_equal(sat_time(a.window_end), SAT_WINDOW + MINUTES(10));
	assert_int_equal(sat_remaining(&a, end + MINUTES(9)),
	    SAT_WHOLE - MINUTES(1));
	attempt_fini(&a);
}

static void
time_lost_after_a_break_is_given_back_once(void **state)
{
	const int64_t end = MINUTES(1) + SAT_BREAK;
	struct attempt a;

	(void)state;
	sat_reach(&a, sections, ATTEMPT_ON_BREAK);
	sat_act(&a, end + MINUTES(10), EVENT_COMPENSATED, MINUTES(10));
	assert_int_equal(sat_time(a.break_end), end);
	sat_enter(&a, end + MINUTES(10), 2);
	assert_int_equal(sat_time(a.window_end), SAT_WINDOW + MINUTES(10));
	attempt_fini(&a);
}

static void
no_more_is_given_back_than_the_clock_has_lost(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, MINUTES(5), 1);
	sat_act(&a, MINUTES(6), EVENT_COMPENSATED, MINUTES(10));
	sat_act(&a, MINUTES(6), EVENT_COMPENSATED, MINUTES(10));
	sat_act(&a, MINUTES(4), EVENT_COMPENSATED, MINUTES(10));
	assert_int_equal(sat_remaining(&a, MINUTES(6)), SAT_SECTION);
	assert_int_equal(a.compensation_ms, MINUTES(1));
	attempt_fini(&a);
}

static void
no_more_of_the_window_is_given_back_than_since_the_opening(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_act(&a, MINUTES(1), EVENT_COMPENSATED, HOURS(1));
	assert_int_equal(sat_time(a.window_end), SAT_WINDOW + MINUTES(1));
	attempt_fini(&a);
}

static void
what_arrived_in_the_lost_time_counts_from_its_end(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, whole);
	sat_enter(&a, 0, 1);
	sat_act(&a, MINUTES(20), EVENT_COMPENSATED, MINUTES(10));
	sat_close(&a, MINUTES(15), 1);
	assert_int_equal(sat_remaining(&a, MINUTES(20)),
	    SAT_WHOLE - MINUTES(10));
	attempt_fini(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    an_extension_adds_to_what_remains_in_every_state),
		cmocka_unit_test(
		    an_extension_without_a_clock_waits_for_the_next),
		cmocka_unit_test(
		    an_extension_before_the_paper_lengthens_the_first_clock_and_the_window),
		cmocka_unit_test(
		    an_extension_in_the_grace_counts_from_when_it_is_given),
		cmocka_unit_test(
		    an_extension_after_the_window_counts_from_when_it_is_given),
		cmocka_unit_test(
		    an_extension_in_a_pause_from_the_grace_is_there_when_it_ends),
		cmocka_unit_test(
		    lost_time_is_given_back_to_the_clock_and_the_window),
		cmocka_unit_test(
		    time_lost_across_the_end_of_a_section_is_given_back),
		cmocka_unit_test(time_lost_after_the_end_is_not_given_back),
		cmocka_unit_test(
		    time_lost_on_a_break_lengthens_the_break_and_the_window),
		cmocka_unit_test(time_lost_after_a_break_is_given_back_once),
		cmocka_unit_test(no_more_is_given_back_than_the_clock_has_lost),
		cmocka_unit_test(
		    no_more_of_the_window_is_given_back_than_since_the_opening),
		cmocka_unit_test(
		    what_arrived_in_the_lost_time_counts_from_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
