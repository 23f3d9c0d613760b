/* An attempt that is paused or closed, and goes on. */
#include "test.h"

#include "support/sat.h"

static const struct sat_exam sections = { 0 }, whole = { .whole = true };

/* ---- pauses ---- */

static void
a_pause_gives_back_its_whole_length(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, MINUTES(5), EVENT_PAUSED, 0);
	assert_false(attempt_runs(&a));
	assert_int_equal(sat_remaining(&a, MINUTES(50)), MINUTES(15));
	sat_act(&a, MINUTES(65), EVENT_RESUMED, 0);
	assert_int_equal(sat_remaining(&a, MINUTES(65)), MINUTES(15));
	assert_int_equal(sat_time(a.window_end), SAT_WINDOW + HOURS(1));
	assert_int_equal(a.paused_ms, HOURS(1));
	attempt_fini(&a);
}

static void
a_pause_before_a_section_gives_back_the_window(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_act(&a, MINUTES(1), EVENT_PAUSED, 0);
	assert_int_equal(sat_remaining(&a, MINUTES(1)), -1);
	sat_act(&a, SAT_WINDOW, EVENT_RESUMED, 0);
	assert_int_equal(a.state, ATTEMPT_OPENED);
	assert_int_equal(sat_time(a.window_end),
	    2 * SAT_WINDOW - MINUTES(1));
	attempt_fini(&a);
}

static void
a_pause_on_a_break_gives_back_the_break_and_no_more(void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, whole, ATTEMPT_ON_BREAK);
	sat_act(&a, MINUTES(2), EVENT_PAUSED, 0);
	assert_int_equal(sat_remaining(&a, MINUTES(40)),
	    SAT_WHOLE - MINUTES(1));
	sat_act(&a, MINUTES(32), EVENT_RESUMED, 0);
	assert_int_equal(a.state, ATTEMPT_ON_BREAK);
	assert_int_equal(sat_time(a.break_end), MINUTES(31) + SAT_BREAK);
	sat_enter(&a, MINUTES(33), 2);
	assert_int_equal(sat_remaining(&a, MINUTES(33)),
	    SAT_WHOLE - MINUTES(1));
	attempt_fini(&a);
}

static void
a_pause_one_ms_before_the_end_leaves_one_ms(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, SAT_SECTION - 1, EVENT_PAUSED, 0);
	sat_act(&a, HOURS(1), EVENT_RESUMED, 0);
	assert_int_equal(sat_remaining(&a, HOURS(1)), 1);
	attempt_fini(&a);
}

static void
a_pause_from_the_end_on_gives_nothing_back(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, SAT_SECTION, EVENT_PAUSED, 0);
	sat_act(&a, HOURS(1), EVENT_RESUMED, 0);
	assert_int_equal(sat_remaining(&a, HOURS(1)), 0);
	assert_int_equal(sat_time(attempt_due(&a)), SAT_SECTION + SAT_GRACE);
	attempt_fini(&a);
}

static void
a_pause_in_the_grace_costs_the_next_sections_nothing(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ .window_ms = 2 * SAT_SECTION });
	sat_enter(&a, 0, 1);
	sat_act(&a, SAT_SECTION + 1, EVENT_PAUSED, 0);
	sat_act(&a, HOURS(1), EVENT_RESUMED, 0);
	assert_int_equal(attempt_due_event(&a), EVENT_SECTION_CLOSED);
	sat_close(&a, HOURS(1), 1);
	sat_enter(&a, HOURS(1), 2);
	assert_int_equal(sat_remaining(&a, HOURS(1)), SAT_SECTION);
	attempt_fini(&a);
}

static void
a_break_whose_end_passed_before_the_pause_is_over_after_it(void **state)
{
	const int64_t end = MINUTES(1) + SAT_BREAK;
	struct attempt a;

	(void)state;
	sat_reach(&a, (struct sat_exam){ .window_ms = end + SAT_SECTION },
	    ATTEMPT_ON_BREAK);
	sat_act(&a, end, EVENT_PAUSED, 0);
	sat_act(&a, end + HOURS(1), EVENT_RESUMED, 0);
	assert_int_equal(sat_time(attempt_due(&a)), end);
	sat_enter(&a, end + HOURS(1), 2);
	assert_int_equal(sat_remaining(&a, end + HOURS(1)), SAT_SECTION);
	attempt_fini(&a);
}

static void
a_clock_resumed_after_the_window_still_has_its_rest(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ .window_ms = SAT_SECTION });
	sat_enter(&a, 0, 1);
	sat_act(&a, MINUTES(5), EVENT_PAUSED, 0);
	sat_act(&a, HOURS(9), EVENT_RESUMED, 0);
	assert_int_equal(sat_remaining(&a, HOURS(9)), MINUTES(15));
	assert_int_equal(sat_save(&a, HOURS(9) + MINUTES(15) - 1, 0, 1),
	    VERDICT_COUNTED);
	attempt_fini(&a);
}

static void
an_act_from_before_the_pause_began_ends_it_without_a_gain(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, MINUTES(5), EVENT_PAUSED, 0);
	sat_act(&a, MINUTES(4), EVENT_RESUMED, 0);
	assert_int_equal(sat_remaining(&a, MINUTES(5)), MINUTES(15));
	assert_int_equal(a.paused_ms, 0);
	attempt_fini(&a);
}

static void
a_request_from_the_pause_counts_from_its_end(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, MINUTES(5), EVENT_PAUSED, 0);
	sat_act(&a, MINUTES(65), EVENT_RESUMED, 0);
	sat_act(&a, MINUTES(30), EVENT_SUBMITTED, 0);
	assert_int_equal(sat_remaining(&a, 0), MINUTES(15));
	attempt_fini(&a);
}

static void
a_request_from_before_the_break_does_not_lengthen_it(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_close(&a, MINUTES(2), 1);
	sat_act(&a, MINUTES(1), EVENT_SUBMITTED, 0);
	sat_act(&a, MINUTES(30), EVENT_REOPENED, 0);
	assert_int_equal(sat_time(a.break_end), MINUTES(30) + SAT_BREAK);
	attempt_fini(&a);
}

static void
a_request_from_before_the_clock_pauses_no_longer_time(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, MINUTES(2), 1);
	sat_act(&a, MINUTES(1), EVENT_PAUSED, 0);
	assert_int_equal(sat_remaining(&a, MINUTES(1)), SAT_SECTION);
	attempt_fini(&a);
}

/* ---- the end, and back ---- */

static void
a_mistaken_submission_is_reopened_with_what_was_left(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, MINUTES(5), EVENT_SUBMITTED, 0);
	assert_false(attempt_runs(&a));
	assert_int_equal(sat_remaining(&a, HOURS(2)), MINUTES(15));
	sat_act(&a, HOURS(2), EVENT_REOPENED, 0);
	assert_int_equal(a.state, ATTEMPT_IN_SECTION);
	assert_int_equal(sat_remaining(&a, HOURS(2)), MINUTES(15));
	assert_int_equal(sat_time(a.window_end),
	    SAT_WINDOW + HOURS(2) - MINUTES(5));
	attempt_fini(&a);
}

static void
an_expired_attempt_is_reopened_with_the_minutes_that_are_given(void **state)
{
	const int64_t at = HOURS(8);
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ .whole = true,
		.window_ms = SAT_WHOLE });
	sat_enter(&a, 0, 1);
	sat_act(&a, SAT_WHOLE + SAT_GRACE, EVENT_EXPIRED, 0);
	sat_act(&a, at, EVENT_REOPENED, MINUTES(10));
	assert_int_equal(sat_remaining(&a, at), MINUTES(10));
	assert_int_equal(a.extended_ms, MINUTES(10));
	attempt_fini(&a);
}

static void
what_had_run_out_stays_so_without_minutes(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, whole);
	sat_enter(&a, 0, 1);
	sat_act(&a, SAT_WHOLE + SAT_GRACE, EVENT_EXPIRED, 0);
	sat_act(&a, HOURS(8), EVENT_REOPENED, 0);
	assert_int_equal(sat_remaining(&a, HOURS(8)), 0);
	assert_int_equal(sat_time(attempt_due(&a)), SAT_WHOLE + SAT_GRACE);
	attempt_fini(&a);
}

static void
an_attempt_that_expired_between_sections_gets_minutes_and_a_window(
    void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, sections, ATTEMPT_OPENED);
	sat_act(&a, SAT_WINDOW + SAT_GRACE, EVENT_EXPIRED, 0);
	sat_act(&a, HOURS(8), EVENT_REOPENED, MINUTES(10));
	sat_enter(&a, HOURS(8), 3);
	assert_int_equal(sat_remaining(&a, HOURS(8)), MINUTES(10));
	attempt_fini(&a);
}

static void
an_attempt_closed_on_a_break_is_reopened_on_it(void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, whole, ATTEMPT_ON_BREAK);
	sat_act(&a, MINUTES(2), EVENT_TERMINATED, 0);
	sat_act(&a, HOURS(1), EVENT_REOPENED, MINUTES(10));
	assert_int_equal(a.state, ATTEMPT_ON_BREAK);
	assert_int_equal(sat_time(a.break_end),
	    HOURS(1) + SAT_BREAK - MINUTES(1));
	assert_int_equal(sat_remaining(&a, HOURS(1)),
	    SAT_WHOLE + MINUTES(9));
	attempt_fini(&a);
}

static void
an_attempt_terminated_in_a_pause_goes_on_where_it_was_paused(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, MINUTES(5), EVENT_PAUSED, 0);
	sat_act(&a, MINUTES(30), EVENT_TERMINATED, 0);
	assert_int_equal(a.paused_ms, MINUTES(25));
	sat_act(&a, HOURS(2), EVENT_REOPENED, 0);
	assert_int_equal(a.state, ATTEMPT_IN_SECTION);
	assert_int_equal(sat_remaining(&a, HOURS(2)), MINUTES(15));
	assert_int_equal(a.paused_ms, MINUTES(25));
	attempt_fini(&a);
}

static void
an_attempt_terminated_before_the_paper_goes_back_to_where_it_was(
    void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, sections, ATTEMPT_CHECKED_IN);
	sat_act(&a, 0, EVENT_TERMINATED, 0);
	sat_act(&a, MINUTES(1), EVENT_REOPENED, MINUTES(10));
	assert_int_equal(a.state, ATTEMPT_CHECKED_IN);
	assert_int_equal(a.pending_ms, MINUTES(10));
	assert_int_equal(a.extended_ms, MINUTES(10));
	attempt_fini(&a);
}

static void
an_attempt_whose_answers_are_forgotten_is_not_reopened(void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, sections, ATTEMPT_SUBMITTED);
	attempt_forget_answers(&a);
	sat_refused(&a, ERR_STATE, SAT(MINUTES(3), .kind = EVENT_REOPENED));
	attempt_fini(&a);
}

static void
submitting_late_is_possible_and_leaves_nothing(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, SAT_SECTION + SECONDS(3), EVENT_SUBMITTED, 0);
	assert_int_equal(a.state, ATTEMPT_SUBMITTED);
	assert_int_equal(sat_remaining(&a, 0), 0);
	attempt_fini(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pause_gives_back_its_whole_length),
		cmocka_unit_test(
		    a_pause_before_a_section_gives_back_the_window),
		cmocka_unit_test(
		    a_pause_on_a_break_gives_back_the_break_and_no_more),
		cmocka_unit_test(a_pause_one_ms_before_the_end_leaves_one_ms),
		cmocka_unit_test(a_pause_from_the_end_on_gives_nothing_back),
		cmocka_unit_test(
		    a_pause_in_the_grace_costs_the_next_sections_nothing),
		cmocka_unit_test(
		    a_break_whose_end_passed_before_the_pause_is_over_after_it),
		cmocka_unit_test(
		    a_clock_resumed_after_the_window_still_has_its_rest),
		cmocka_unit_test(
		    an_act_from_before_the_pause_began_ends_it_without_a_gain),
		cmocka_unit_test(a_request_from_the_pause_counts_from_its_end),
		cmocka_unit_test(
		    a_request_from_before_the_break_does_not_lengthen_it),
		cmocka_unit_test(
		    a_request_from_before_the_clock_pauses_no_longer_time),
		cmocka_unit_test(
		    a_mistaken_submission_is_reopened_with_what_was_left),
		cmocka_unit_test(
		    an_expired_attempt_is_reopened_with_the_minutes_that_are_given),
		cmocka_unit_test(what_had_run_out_stays_so_without_minutes),
		cmocka_unit_test(
		    an_attempt_that_expired_between_sections_gets_minutes_and_a_window),
		cmocka_unit_test(
		    an_attempt_closed_on_a_break_is_reopened_on_it),
		cmocka_unit_test(
		    an_attempt_terminated_in_a_pause_goes_on_where_it_was_paused),
		cmocka_unit_test(
		    an_attempt_terminated_before_the_paper_goes_back_to_where_it_was),
		cmocka_unit_test(
		    an_attempt_whose_answers_are_forgotten_is_not_reopened),
		cmocka_unit_test(
		    submitting_late_is_possible_and_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
