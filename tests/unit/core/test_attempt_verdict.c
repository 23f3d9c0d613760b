/* Verdicts by time: the deadline, the late rule, the pause. */
#include "test.h"

#include "support/sat.h"

static const struct sat_exam sections = { 0 };
static const struct sat_exam lenient = { .late_ms = SECONDS(30) };

/* ---- by time ---- */

static void
a_save_counts_if_it_arrived_before_the_deadline(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	assert_int_equal(sat_save(&a, SAT_SECTION - 1, 0, 1), VERDICT_COUNTED);
	assert_int_equal(sat_save(&a, SAT_SECTION, 0, 2), VERDICT_LATE);
	assert_int_equal(sat_save(&a, SAT_SECTION + 1, 0, 3), VERDICT_LATE);
	assert_int_equal(a.answers[0].seq, 1);
	assert_int_equal(a.n_late, 2);
	attempt_fini(&a);
}

static void
a_save_after_the_window_is_late_though_the_section_has_time(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, (struct sat_exam){ .window_ms = MINUTES(10) });
	sat_enter(&a, 0, 1);
	assert_int_equal(sat_save(&a, MINUTES(10) - 1, 0, 1), VERDICT_COUNTED);
	assert_int_equal(sat_save(&a, MINUTES(10), 0, 2), VERDICT_LATE);
	attempt_fini(&a);
}

static void
a_claim_to_have_been_in_time_is_worth_nothing_without_the_rule(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	assert_int_equal(
	    sat_save_entered(&a, SAT_SECTION, SAT_SECTION - 1, 0, 1),
	    VERDICT_LATE);
	attempt_fini(&a);
}

static void
a_late_save_counts_by_the_rule_if_it_was_entered_in_time(void **state)
{
	const int64_t last = SAT_SECTION + SECONDS(30) - 1;
	struct attempt a;

	(void)state;
	sat_open(&a, lenient);
	sat_enter(&a, 0, 1);
	assert_int_equal(sat_save_entered(&a, last, SAT_SECTION - 1, 0, 1),
	    VERDICT_LATE_COUNTED);
	assert_int_equal(sat_save_entered(&a, last, SAT_SECTION, 0, 2),
	    VERDICT_LATE);
	assert_int_equal(sat_save(&a, last, 0, 2), VERDICT_LATE);
	assert_int_equal(sat_save_entered(&a, last + 1, SAT_SECTION - 1, 0, 2),
	    VERDICT_LATE);
	assert_int_equal(a.answers[0].seq, 1);
	assert_int_equal(a.answers[0].verdict, VERDICT_LATE_COUNTED);
	assert_int_equal(a.n_late, 4);
	attempt_fini(&a);
}

static void
a_claim_from_the_future_shows_nothing(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, lenient);
	sat_enter(&a, 0, 1);
	assert_int_equal(
	    sat_save_entered(&a, SAT_SECTION, SAT_SECTION + 1, 0, 1),
	    VERDICT_LATE);
	attempt_fini(&a);
}

static void
a_save_that_arrived_after_an_extension_in_the_grace_counts(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	assert_int_equal(sat_save(&a, SAT_SECTION + 1, 0, 1), VERDICT_LATE);
	sat_act(&a, SAT_SECTION + 2, EVENT_EXTENDED, MINUTES(1));
	assert_int_equal(sat_save(&a, SAT_SECTION + 2, 0, 2), VERDICT_COUNTED);
	attempt_fini(&a);
}

static void
a_save_that_arrived_in_lost_time_counts(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, SAT_SECTION + MINUTES(1), EVENT_COMPENSATED, MINUTES(2));
	assert_int_equal(sat_save(&a, SAT_SECTION + SECONDS(30), 0, 1),
	    VERDICT_COUNTED);
	attempt_fini(&a);
}

/* ---- in a pause ---- */

static void
a_save_that_arrived_before_the_pause_counts(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, MINUTES(5), EVENT_PAUSED, 0);
	assert_int_equal(sat_save(&a, MINUTES(5) - 1, 0, 1), VERDICT_COUNTED);
	assert_int_equal(sat_save(&a, MINUTES(5), 0, 2), VERDICT_PAUSED);
	assert_int_equal(a.n_late, 0);
	attempt_fini(&a);
}

static void
a_save_entered_before_the_pause_counts_however_late_it_arrives(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, MINUTES(15), EVENT_PAUSED, 0);
	assert_int_equal(
	    sat_save_entered(&a, HOURS(2), MINUTES(15) - 1, 0, 1),
	    VERDICT_COUNTED);
	assert_int_equal(sat_save_entered(&a, HOURS(2), MINUTES(1), 1, 1),
	    VERDICT_COUNTED);
	assert_int_equal(sat_save_entered(&a, HOURS(2), MINUTES(15), 2, 1),
	    VERDICT_PAUSED);
	attempt_fini(&a);
}

static void
a_pause_after_the_deadline_makes_no_late_save_count(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_act(&a, SAT_SECTION + SECONDS(3), EVENT_PAUSED, 0);
	assert_int_equal(sat_save_entered(&a, SAT_SECTION + SECONDS(4),
		SAT_SECTION + SECONDS(1), 0, 1), VERDICT_LATE);
	assert_int_equal(sat_save_entered(&a, SAT_SECTION + SECONDS(2),
		SAT_SECTION - 1, 0, 1), VERDICT_LATE);
	assert_int_equal(sat_save(&a, SAT_SECTION - 1, 0, 1),
	    VERDICT_COUNTED);
	attempt_fini(&a);
}

static void
the_late_rule_holds_in_a_pause_after_the_deadline(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, lenient);
	sat_enter(&a, 0, 1);
	sat_act(&a, SAT_SECTION + SECONDS(3), EVENT_PAUSED, 0);
	assert_int_equal(sat_save_entered(&a, SAT_SECTION + SECONDS(29),
		SAT_SECTION - 1, 0, 1), VERDICT_LATE_COUNTED);
	assert_int_equal(sat_save_entered(&a, SAT_SECTION + SECONDS(30),
		SAT_SECTION - 1, 0, 2), VERDICT_LATE);
	attempt_fini(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_save_counts_if_it_arrived_before_the_deadline),
		cmocka_unit_test(
		    a_save_after_the_window_is_late_though_the_section_has_time),
		cmocka_unit_test(
		    a_claim_to_have_been_in_time_is_worth_nothing_without_the_rule),
		cmocka_unit_test(
		    a_late_save_counts_by_the_rule_if_it_was_entered_in_time),
		cmocka_unit_test(a_claim_from_the_future_shows_nothing),
		cmocka_unit_test(
		    a_save_that_arrived_after_an_extension_in_the_grace_counts),
		cmocka_unit_test(a_save_that_arrived_in_lost_time_counts),
		cmocka_unit_test(a_save_that_arrived_before_the_pause_counts),
		cmocka_unit_test(
		    a_save_entered_before_the_pause_counts_however_late_it_arrives),
		cmocka_unit_test(
		    a_pause_after_the_deadline_makes_no_late_save_count),
		cmocka_unit_test(
		    the_late_rule_holds_in_a_pause_after_the_deadline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
