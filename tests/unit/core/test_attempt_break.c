/* Breaks, and what comes of them when the time is over. */
#include "test.h"

#include "support/sat.h"

static const struct sat_exam sections = { 0 }, whole = { .whole = true };

static void
a_break_is_ended_by_the_server_at_its_end(void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, sections, ATTEMPT_ON_BREAK);
	assert_int_equal(sat_time(attempt_due(&a)), MINUTES(1) + SAT_BREAK);
	assert_int_equal(attempt_due_event(&a), EVENT_SECTION_ENTERED);
	sat_enter(&a, MINUTES(1) + SAT_BREAK, 2);
	assert_int_equal(sat_remaining(&a, MINUTES(1) + SAT_BREAK),
	    SAT_SECTION);
	attempt_fini(&a);
}

static void
a_break_that_the_window_ends_first_ends_the_attempt(void **state)
{
	const int64_t window = MINUTES(1) + SAT_BREAK;
	struct attempt a;

	(void)state;
	sat_reach(&a, (struct sat_exam){ .window_ms = window },
	    ATTEMPT_ON_BREAK);
	assert_int_equal(attempt_due_event(&a), EVENT_EXPIRED);
	sat_refused(&a, ERR_TOO_LATE,
	    SAT(window, .kind = EVENT_SECTION_ENTERED, .section = 1));
	attempt_fini(&a);
	sat_reach(&a, (struct sat_exam){ .window_ms = window - SECONDS(9) },
	    ATTEMPT_ON_BREAK);
	assert_int_equal(sat_time(attempt_due(&a)),
	    window - SECONDS(9) + SAT_GRACE);
	attempt_fini(&a);
}

static void
a_server_that_is_late_to_end_a_break_costs_nobody_the_window(void **state)
{
	const int64_t end = MINUTES(1) + SAT_BREAK;
	struct attempt a;

	(void)state;
	sat_reach(&a, (struct sat_exam){ .window_ms = end + 1 },
	    ATTEMPT_ON_BREAK);
	sat_enter(&a, end + 200, 2);
	assert_int_equal(sat_remaining(&a, end + 200), 1);
	attempt_fini(&a);
}

static void
what_remains_on_a_break_that_is_over_waits_for_the_server(void **state)
{
	const int64_t end = MINUTES(1) + SAT_BREAK;
	struct attempt a;

	(void)state;
	sat_reach(&a, (struct sat_exam){ .whole = true,
		.window_ms = end + MINUTES(2) }, ATTEMPT_ON_BREAK);
	assert_int_equal(sat_remaining(&a, end + MINUTES(1)), MINUTES(2));
	sat_enter(&a, end + MINUTES(1), 2);
	assert_int_equal(sat_remaining(&a, end + MINUTES(1)), MINUTES(2));
	attempt_fini(&a);
}

static void
no_break_follows_the_last_section_even_if_one_is_planned(void **state)
{
	struct attempt_plan p = { .n_sections = 1,
		.sections = { { .count = 1, .break_ms = 1 } } };
	struct buf plan = { 0 };
	struct attempt a;

	(void)state;
	attempt_plan_encode(&p, &plan);
	attempt_init(&a);
	sat_do(&a, SAT(0, .kind = EVENT_OPENED, .ms = SAT_WHOLE,
		.wall = { SAT_WALL + SAT_WHOLE }, .data = buf_slice(&plan)));
	sat_enter(&a, 0, 1);
	sat_close(&a, 1, 1);
	assert_int_equal(a.state, ATTEMPT_OPENED);
	assert_true(attempt_runs(&a));
	attempt_fini(&a);
	buf_fini(&plan);
}

static void
when_the_whole_time_is_over_no_break_and_no_section_follow(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, whole);
	sat_enter(&a, 0, 1);
	sat_close(&a, SAT_WHOLE, 1);
	assert_int_equal(a.state, ATTEMPT_OPENED);
	assert_int_equal(attempt_due_event(&a), EVENT_EXPIRED);
	assert_int_equal(sat_time(attempt_due(&a)), SAT_WHOLE + SAT_GRACE);
	sat_refused(&a, ERR_TOO_LATE, SAT(SAT_WHOLE,
		.kind = EVENT_SECTION_ENTERED, .section = 1));
	attempt_fini(&a);
	sat_open(&a, whole);
	sat_enter(&a, 0, 1);
	sat_close(&a, SAT_WHOLE - 1, 1);
	assert_int_equal(a.state, ATTEMPT_ON_BREAK);
	attempt_fini(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_break_is_ended_by_the_server_at_its_end),
		cmocka_unit_test(
		    a_break_that_the_window_ends_first_ends_the_attempt),
		cmocka_unit_test(
		    a_server_that_is_late_to_end_a_break_costs_nobody_the_window),
		cmocka_unit_test(
		    what_remains_on_a_break_that_is_over_waits_for_the_server),
		cmocka_unit_test(
		    no_break_follows_the_last_section_even_if_one_is_planned),
		cmocka_unit_test(
		    when_the_whole_time_is_over_no_break_and_no_section_follow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
