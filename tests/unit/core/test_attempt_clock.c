/* Clocks that run: allowances, breaks, the window, and when the server acts. */
#include "test.h"

#include "support/sat.h"

static const struct sat_exam sections = { 0 }, whole = { .whole = true };

/* ---- allowances ---- */

static void
no_clock_is_there_before_a_section_is_entered(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	assert_int_equal(sat_remaining(&a, 0), -1);
	assert_false(attempt_runs(&a));
	sat_enter(&a, SECONDS(90), 1);
	assert_int_equal(sat_remaining(&a, SECONDS(90)), SAT_SECTION);
	assert_true(attempt_runs(&a));
	attempt_fini(&a);
}

static void
each_section_has_its_own_time(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_close(&a, MINUTES(3), 1);
	assert_int_equal(sat_remaining(&a, MINUTES(3)), -1);
	sat_enter(&a, MINUTES(4), 2);
	assert_int_equal(sat_remaining(&a, MINUTES(5)),
	    SAT_SECTION - MINUTES(1));
	attempt_fini(&a);
}

static void
the_whole_time_goes_on_between_sections_and_stands_on_a_break(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, whole);
	assert_int_equal(sat_remaining(&a, 0), -1);
	sat_enter(&a, 0, 1);
	sat_close(&a, MINUTES(10), 1);
	assert_false(attempt_runs(&a));
	assert_int_equal(sat_remaining(&a, MINUTES(14)),
	    SAT_WHOLE - MINUTES(10));
	sat_enter(&a, MINUTES(14), 2);
	assert_int_equal(sat_remaining(&a, MINUTES(14)),
	    SAT_WHOLE - MINUTES(10));
	sat_close(&a, MINUTES(20), 2);
	assert_true(attempt_runs(&a));
	sat_enter(&a, MINUTES(30), 3);
	assert_int_equal(sat_remaining(&a, MINUTES(30)),
	    SAT_WHOLE - MINUTES(26));
	attempt_fini(&a);
}

static void
the_window_bounds_every_clock(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ .window_ms = MINUTES(15) });
	sat_enter(&a, 0, 1);
	assert_int_equal(sat_remaining(&a, 0), MINUTES(15));
	assert_int_equal(sat_time(attempt_deadline(&a)), MINUTES(15));
	attempt_fini(&a);
	sat_open(&a, (struct sat_exam){ .whole = true,
		.window_ms = MINUTES(15) });
	sat_enter(&a, 0, 1);
	sat_close(&a, MINUTES(5), 1);
	assert_int_equal(sat_remaining(&a, MINUTES(8)), MINUTES(7));
	attempt_fini(&a);
}

static void
what_remains_is_never_less_than_nothing(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	assert_int_equal(sat_remaining(&a, SAT_SECTION - 1), 1);
	assert_int_equal(sat_remaining(&a, SAT_SECTION), 0);
	assert_int_equal(sat_remaining(&a, HOURS(9)), 0);
	attempt_fini(&a);
}

static void
a_step_of_the_wall_clock_moves_no_deadline(void **state)
{
	struct event leap = *SAT(MINUTES(1), .kind = EVENT_SECTION_ENTERED);
	struct attempt a;

	(void)state;
	leap.at.wall.ms += HOURS(5);
	sat_open(&a, sections);
	sat_do(&a, &leap);
	assert_int_equal(sat_remaining(&a, MINUTES(1)), SAT_SECTION);
	assert_int_equal(sat_time(a.window_end), SAT_WINDOW);
	attempt_fini(&a);
}

static void
a_section_is_entered_until_the_window_ends_and_not_at_its_end(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_refused(&a, ERR_TOO_LATE,
	    SAT(SAT_WINDOW, .kind = EVENT_SECTION_ENTERED));
	sat_enter(&a, SAT_WINDOW - 1, 1);
	assert_int_equal(sat_remaining(&a, SAT_WINDOW - 1), 1);
	attempt_fini(&a);
}

static void
a_section_is_not_entered_when_the_whole_time_is_over(void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, whole, ATTEMPT_OPENED);
	sat_refused(&a, ERR_TOO_LATE, SAT(SAT_WHOLE,
		.kind = EVENT_SECTION_ENTERED, .section = 2));
	sat_enter(&a, SAT_WHOLE - 1, 3);
	attempt_fini(&a);
}

static void
a_request_from_before_the_clock_started_gains_nothing(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, whole);
	sat_enter(&a, MINUTES(2), 1);
	sat_close(&a, MINUTES(1), 1);
	assert_int_equal(sat_remaining(&a, MINUTES(2)), SAT_WHOLE);
	assert_int_equal(sat_time(a.break_end), MINUTES(2) + SAT_BREAK);
	attempt_fini(&a);
}

/* ---- what the server does, and when ---- */

static void
nothing_is_due_before_the_paper_is_open_nor_after_the_end(void **state)
{
	static const enum attempt_state never[] = { ATTEMPT_EXPECTED,
		ATTEMPT_ADMITTED, ATTEMPT_PAUSED, ATTEMPT_SUBMITTED,
		ATTEMPT_ABSENT };
	struct attempt a;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(never) / sizeof(*never); i++) {
		sat_reach(&a, sections, never[i]);
		assert_int_equal(sat_time(attempt_due(&a)), INT64_MAX);
		attempt_fini(&a);
	}
}

static void
a_section_is_closed_a_grace_after_its_time(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	assert_int_equal(sat_time(attempt_due(&a)), SAT_SECTION + SAT_GRACE);
	assert_int_equal(attempt_due_event(&a), EVENT_SECTION_CLOSED);
	attempt_fini(&a);
}

static void
the_server_waits_as_long_as_late_answers_may_count(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ .late_ms = SECONDS(30) });
	sat_enter(&a, 0, 1);
	assert_int_equal(sat_time(attempt_due(&a)), SAT_SECTION + SECONDS(30));
	attempt_fini(&a);
}

static void
the_last_section_and_the_whole_time_end_the_attempt(void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, sections, ATTEMPT_OPENED);
	assert_int_equal(sat_time(attempt_due(&a)), SAT_WINDOW + SAT_GRACE);
	assert_int_equal(attempt_due_event(&a), EVENT_EXPIRED);
	sat_enter(&a, MINUTES(2), 3);
	assert_int_equal(attempt_due_event(&a), EVENT_EXPIRED);
	attempt_fini(&a);
	sat_open(&a, whole);
	sat_enter(&a, 0, 1);
	assert_int_equal(sat_time(attempt_due(&a)), SAT_WHOLE + SAT_GRACE);
	assert_int_equal(attempt_due_event(&a), EVENT_EXPIRED);
	attempt_fini(&a);
}

static void
the_end_of_the_window_ends_the_attempt_in_any_section(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ .window_ms = SAT_SECTION });
	sat_enter(&a, 0, 1);
	assert_int_equal(attempt_due_event(&a), EVENT_EXPIRED);
	attempt_fini(&a);
	sat_open(&a, (struct sat_exam){ .window_ms = SAT_SECTION + 1 });
	sat_enter(&a, 0, 1);
	assert_int_equal(attempt_due_event(&a), EVENT_SECTION_CLOSED);
	attempt_fini(&a);
}

static void
the_wait_after_a_section_is_not_taken_from_the_window(void **state)
{
	const struct sat_exam tight = { .late_ms = MINUTES(10),
		.window_ms = 3 * SAT_SECTION + SAT_BREAK };
	int64_t at = 0;
	struct attempt a;
	unsigned i;

	(void)state;
	sat_open(&a, tight);
	for (i = 1; i <= 3; i++) {
		sat_enter(&a, at, i);
		assert_int_equal(sat_remaining(&a, at), SAT_SECTION);
		at = sat_time(attempt_due(&a));
		if (attempt_due_event(&a) == EVENT_SECTION_CLOSED)
			sat_close(&a, at, i);
		if (a.state == ATTEMPT_ON_BREAK)
			at = sat_time(attempt_due(&a));
	}
	assert_int_equal(sat_time(a.window_end),
	    tight.window_ms + 2 * tight.late_ms);
	attempt_fini(&a);
}

static void
a_section_that_the_window_cut_leaves_nothing_for_the_next(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ .window_ms = MINUTES(10) });
	sat_enter(&a, 0, 1);
	sat_close(&a, MINUTES(10) + 1, 1);
	assert_int_equal(a.state, ATTEMPT_OPENED);
	sat_refused(&a, ERR_TOO_LATE, SAT(MINUTES(10) + 1,
		.kind = EVENT_SECTION_ENTERED, .section = 1));
	attempt_fini(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_clock_is_there_before_a_section_is_entered),
		cmocka_unit_test(each_section_has_its_own_time),
		cmocka_unit_test(
		    the_whole_time_goes_on_between_sections_and_stands_on_a_break),
		cmocka_unit_test(the_window_bounds_every_clock),
		cmocka_unit_test(what_remains_is_never_less_than_nothing),
		cmocka_unit_test(a_step_of_the_wall_clock_moves_no_deadline),
		cmocka_unit_test(
		    a_section_is_entered_until_the_window_ends_and_not_at_its_end),
		cmocka_unit_test(
		    a_section_is_not_entered_when_the_whole_time_is_over),
		cmocka_unit_test(
		    a_request_from_before_the_clock_started_gains_nothing),
		cmocka_unit_test(
		    nothing_is_due_before_the_paper_is_open_nor_after_the_end),
		cmocka_unit_test(a_section_is_closed_a_grace_after_its_time),
		cmocka_unit_test(
		    the_server_waits_as_long_as_late_answers_may_count),
		cmocka_unit_test(
		    the_last_section_and_the_whole_time_end_the_attempt),
		cmocka_unit_test(
		    the_end_of_the_window_ends_the_attempt_in_any_section),
		cmocka_unit_test(
		    the_wait_after_a_section_is_not_taken_from_the_window),
		cmocka_unit_test(
		    a_section_that_the_window_cut_leaves_nothing_for_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
