/* Saves by order and place, flags, and what is on the screen. */
#include "test.h"

#include "support/sat.h"

static const struct sat_exam sections = { 0 };

/* ---- by order and place ---- */

static void
the_larger_seq_counts_whatever_arrives_first(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	assert_int_equal(sat_save(&a, 1, 0, 5), VERDICT_COUNTED);
	assert_int_equal(sat_save(&a, 2, 0, 5), VERDICT_STALE);
	assert_int_equal(sat_save(&a, 2, 0, 4), VERDICT_STALE);
	assert_int_equal(sat_save(&a, 2, 0, 6), VERDICT_COUNTED);
	assert_int_equal(a.answers[0].seq, 6);
	attempt_fini(&a);
}

static void
a_late_save_is_late_before_it_is_stale(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	assert_int_equal(sat_save(&a, 1, 0, 5), VERDICT_COUNTED);
	assert_int_equal(sat_save(&a, SAT_SECTION, 0, 4), VERDICT_LATE);
	attempt_fini(&a);
}

static void
a_save_for_a_closed_section_is_kept_and_does_not_count(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_close(&a, 1, 1);
	assert_int_equal(sat_save(&a, 2, 0, 1), VERDICT_CLOSED);
	sat_enter(&a, 3, 2);
	assert_int_equal(sat_save(&a, 4, 2, 1), VERDICT_CLOSED);
	sat_act(&a, 5, EVENT_PAUSED, 0);
	assert_int_equal(sat_save(&a, 6, 2, 1), VERDICT_CLOSED);
	assert_false(answer_counts(&a.answers[2]));
	attempt_fini(&a);
}

static void
a_save_after_the_end_is_kept_and_does_not_count(void **state)
{
	static const enum attempt_state ends[] = { ATTEMPT_SUBMITTED,
		ATTEMPT_EXPIRED, ATTEMPT_TERMINATED };
	struct attempt a;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		sat_reach(&a, sections, ends[i]);
		assert_int_equal(sat_save(&a, 0, 3, 9), VERDICT_CLOSED);
		assert_int_equal(a.n_late, 1);
		assert_int_equal(a.last_saved.ms, SAT_WALL);
		attempt_forget_answers(&a);
		assert_int_equal(sat_save(&a, 0, 3, 9), VERDICT_CLOSED);
		attempt_fini(&a);
	}
}

static void
an_item_that_was_not_shown_yet_cannot_be_answered(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_ANSWERED, .item = 0, .seq = 1));
	sat_enter(&a, 0, 1);
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_ANSWERED, .item = 3, .seq = 1));
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_ANSWERED, .item = 8, .seq = 1));
	attempt_fini(&a);
}

static void
a_save_without_a_seq_or_too_long_is_refused(void **state)
{
	static char much[UINT16_MAX + 1];
	struct attempt a;

	(void)state;
	sat_reach(&a, sections, ATTEMPT_IN_SECTION);
	sat_refused(&a, ERR_INVALID,
	    SAT(0, .kind = EVENT_ANSWERED, .item = 3));
	sat_refused(&a, ERR_INVALID, SAT(0, .kind = EVENT_ANSWERED, .item = 3,
		.seq = 1, .data = { much, sizeof(much) }));
	sat_do(&a, SAT(MINUTES(2), .kind = EVENT_SUBMITTED));
	sat_refused(&a, ERR_INVALID,
	    SAT(0, .kind = EVENT_ANSWERED, .item = 3));
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_ANSWERED, .item = 8, .seq = 1));
	attempt_fini(&a);
}

static void
in_a_linear_section_only_the_current_item_counts(void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, sections, ATTEMPT_IN_SECTION);
	assert_int_equal(sat_save(&a, 0, 3, 1), VERDICT_COUNTED);
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_ANSWERED, .item = 4, .seq = 1));
	sat_do(&a, SAT(MINUTES(2), .kind = EVENT_ITEM_LEFT, .item = 3));
	assert_int_equal(sat_save(&a, 0, 3, 2), VERDICT_CLOSED);
	assert_int_equal(sat_save(&a, 0, 4, 1), VERDICT_COUNTED);
	sat_close(&a, MINUTES(2), 2);
	assert_int_equal(sat_save(&a, 0, 4, 2), VERDICT_CLOSED);
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_ANSWERED, .item = 5, .seq = 1));
	attempt_fini(&a);
}

static void
an_item_is_left_once_in_order_and_the_last_never(void **state)
{
	struct attempt a;

	(void)state;
	sat_reach(&a, sections, ATTEMPT_IN_SECTION);
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_ITEM_LEFT, .item = 4));
	sat_refused(&a, ERR_TOO_LATE, SAT(MINUTES(1) + SAT_SECTION,
		.kind = EVENT_ITEM_LEFT, .item = 3));
	sat_do(&a, SAT(MINUTES(1) + SAT_SECTION - 1, .kind = EVENT_ITEM_LEFT,
		.item = 3));
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_ITEM_LEFT, .item = 3));
	sat_do(&a, SAT(MINUTES(2), .kind = EVENT_ITEM_LEFT, .item = 4));
	sat_refused(&a, ERR_STATE,
	    SAT(MINUTES(2), .kind = EVENT_ITEM_LEFT, .item = 5));
	attempt_fini(&a);
}

static void
no_item_is_left_where_one_may_move_freely(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_ITEM_LEFT, .item = 0));
	attempt_fini(&a);
}

/* ---- what is shown and kept ---- */

static void
the_screen_has_the_section_or_the_linear_item_and_nothing_in_a_pause(
    void **state)
{
	struct attempt a;
	uint16_t i;

	(void)state;
	sat_open(&a, sections);
	assert_false(attempt_shows(&a, 0));
	sat_enter(&a, 0, 1);
	for (i = 0; i < 9; i++)
		assert_int_equal(attempt_shows(&a, i), i < 3);
	sat_close(&a, 0, 1);
	assert_false(attempt_shows(&a, 0));
	sat_enter(&a, 0, 2);
	for (i = 0; i < 9; i++)
		assert_int_equal(attempt_shows(&a, i), i == 3);
	sat_act(&a, 0, EVENT_PAUSED, 0);
	assert_false(attempt_shows(&a, 3));
	attempt_fini(&a);
}

static void
flags_are_for_what_is_shown_and_until_the_deadline(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	sat_do(&a, SAT(SAT_SECTION - 1, .kind = EVENT_FLAGGED, .item = 2,
		.code = 1));
	assert_true(a.answers[2].flagged);
	sat_refused(&a, ERR_TOO_LATE,
	    SAT(SAT_SECTION, .kind = EVENT_FLAGGED, .item = 2));
	sat_refused(&a, ERR_STATE,
	    SAT(0, .kind = EVENT_FLAGGED, .item = 3, .code = 1));
	sat_do(&a, SAT(0, .kind = EVENT_FLAGGED, .item = 2));
	assert_false(a.answers[2].flagged);
	attempt_fini(&a);
}

static void
store(struct attempt *a, uint32_t seq, const char *text)
{
	sat_do(a, SAT(1, .kind = EVENT_ANSWERED, .item = 0, .seq = seq,
		.data = slice_of(text)));
	assert_true(slice_is(answer_response(&a->answers[0]), text));
}

static void
responses_of_every_length_replace_each_other(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	assert_false(answer_counts(&a.answers[0]));
	store(&a, 1, "12345678");
	store(&a, 2, "123456789");
	store(&a, 3, "something much longer");
	store(&a, 4, "");
	assert_true(answer_counts(&a.answers[0]));
	store(&a, 5, "123456789");
	attempt_fini(&a);
}

static void
there_is_room_for_the_answers_of_sections_entered(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	assert_int_equal(a.n_answers, 0);
	assert_int_equal(attempt_answer(&a, 0)->position, 0);
	sat_enter(&a, 0, 1);
	assert_int_equal(a.n_answers, a.plan->sections[0].count);
	assert_int_equal(attempt_answer(&a, a.n_answers)->seq, 0);
	store(&a, 1, "x");
	attempt_forget_answers(&a);
	assert_int_equal(attempt_answer(&a, 0)->position, 0);
	attempt_fini(&a);
}

static void
answers_and_flags_are_counted_by_section(void **state)
{
	struct attempt a;

	(void)state;
	sat_open(&a, sections);
	sat_enter(&a, 0, 1);
	store(&a, 1, "x");
	store(&a, 2, "y");
	sat_save(&a, 0, 1, 1);
	sat_do(&a, SAT(0, .kind = EVENT_FLAGGED, .item = 2, .code = 1));
	sat_do(&a, SAT(0, .kind = EVENT_FLAGGED, .item = 2, .code = 2));
	assert_int_equal(a.answered[0], 2);
	assert_int_equal(a.flagged[0], 1);
	assert_int_equal(a.last_saved.ms, SAT_WALL);
	store(&a, 3, "");
	assert_int_equal(a.last_saved.ms, SAT_WALL + 1);
	sat_do(&a, SAT(0, .kind = EVENT_FLAGGED, .item = 2));
	assert_int_equal(a.answered[0], 1);
	assert_int_equal(a.flagged[0], 0);
	sat_close(&a, 0, 1);
	sat_enter(&a, 0, 2);
	sat_save(&a, 0, 0, 9);
	sat_save(&a, 0, 3, 1);
	assert_int_equal(a.answered[0], 1);
	assert_int_equal(a.answered[1], 1);
	attempt_fini(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_larger_seq_counts_whatever_arrives_first),
		cmocka_unit_test(a_late_save_is_late_before_it_is_stale),
		cmocka_unit_test(
		    a_save_for_a_closed_section_is_kept_and_does_not_count),
		cmocka_unit_test(
		    a_save_after_the_end_is_kept_and_does_not_count),
		cmocka_unit_test(
		    an_item_that_was_not_shown_yet_cannot_be_answered),
		cmocka_unit_test(a_save_without_a_seq_or_too_long_is_refused),
		cmocka_unit_test(
		    in_a_linear_section_only_the_current_item_counts),
		cmocka_unit_test(
		    an_item_is_left_once_in_order_and_the_last_never),
		cmocka_unit_test(no_item_is_left_where_one_may_move_freely),
		cmocka_unit_test(
		    the_screen_has_the_section_or_the_linear_item_and_nothing_in_a_pause),
		cmocka_unit_test(
		    flags_are_for_what_is_shown_and_until_the_deadline),
		cmocka_unit_test(responses_of_every_length_replace_each_other),
		cmocka_unit_test(
		    there_is_room_for_the_answers_of_sections_entered),
		cmocka_unit_test(answers_and_flags_are_counted_by_section),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
