#include "test.h"

#include "core/marking.h"

#define TWO ((struct marking_policy){ .markers = 2, .tolerance = 1000 })
#define ONE ((struct marking_policy){ .markers = 1 })

static void
mark(struct marking *m, const char *by, int32_t marks)
{
	assert_int_equal(marking_put(m, 3, slice_of(by), marks), ERR_OK);
}

static void
one_marker_settles_a_script_that_needs_one(void **state)
{
	struct marking m = { 0 };
	int32_t marks = -1;

	(void)state;
	assert_int_equal(marking_state(&marks, &m, 3, ONE), SCRIPT_WAITING);
	mark(&m, "anna", 2500);
	assert_int_equal(marking_state(&marks, &m, 3, ONE), SCRIPT_SETTLED);
	assert_int_equal(marks, 2500);
	assert_int_equal(marking_state(&marks, &m, 2, ONE), SCRIPT_WAITING);
	marking_fini(&m);
}

static void
two_within_the_tolerance_give_their_mean_rounded_half_up(void **state)
{
	struct marking m = { 0 };
	int32_t marks = -1;

	(void)state;
	mark(&m, "anna", 2000);
	assert_int_equal(marking_state(&marks, &m, 3, TWO), SCRIPT_WAITING);
	mark(&m, "ben", 2001);
	assert_int_equal(marking_state(&marks, &m, 3, TWO), SCRIPT_SETTLED);
	assert_int_equal(marks, 2001);
	mark(&m, "ben", 3000);
	assert_int_equal(marking_state(&marks, &m, 3, TWO), SCRIPT_SETTLED);
	assert_int_equal(marks, 2500);
	marking_fini(&m);
}

static void
two_too_far_apart_wait_for_a_third_who_decides(void **state)
{
	struct marking m = { 0 };
	int32_t marks = -1;

	(void)state;
	mark(&m, "anna", 1000);
	mark(&m, "ben", 2001);
	assert_int_equal(marking_state(&marks, &m, 3, TWO), SCRIPT_DIFFERS);
	assert_int_equal(marks, -1);
	mark(&m, "cleo", 1200);
	assert_int_equal(marking_state(&marks, &m, 3, TWO), SCRIPT_SETTLED);
	assert_int_equal(marks, 1200);
	marking_fini(&m);
}

static void
a_corrected_mark_replaces_the_first_one(void **state)
{
	struct marking m = { 0 };
	int32_t marks = -1;

	(void)state;
	mark(&m, "anna", 1000);
	mark(&m, "anna", 4000);
	assert_int_equal(m.n, 1);
	assert_int_equal(marking_state(&marks, &m, 3, TWO), SCRIPT_WAITING);
	mark(&m, "ben", 4000);
	assert_int_equal(marking_state(&marks, &m, 3, TWO), SCRIPT_SETTLED);
	assert_int_equal(marks, 4000);
	marking_fini(&m);
}

static void
nobody_marks_a_settled_script_but_those_who_settled_it(void **state)
{
	struct marking m = { 0 };

	(void)state;
	assert_int_equal(marking_may(&m, 3, SLICE("anna"), TWO), ERR_OK);
	mark(&m, "anna", 1000);
	mark(&m, "ben", 1000);
	assert_int_equal(marking_may(&m, 3, SLICE("ben"), TWO), ERR_OK);
	assert_int_equal(marking_may(&m, 3, SLICE("cleo"), TWO), ERR_STATE);
	mark(&m, "ben", 9000);
	assert_int_equal(marking_may(&m, 3, SLICE("cleo"), TWO), ERR_OK);
	mark(&m, "cleo", 5000);
	assert_int_equal(marking_may(&m, 3, SLICE("cleo"), TWO), ERR_OK);
	assert_int_equal(marking_may(&m, 3, SLICE("anna"), TWO), ERR_STATE);
	assert_int_equal(marking_may(&m, 3, SLICE("dora"), TWO), ERR_STATE);
	assert_int_equal(marking_put(&m, 3, SLICE("dora"), 1), ERR_FULL);
	marking_fini(&m);
}

static void
marks_are_open_to_all_once_all_markers_have_given_theirs(void **state)
{
	struct marking m = { 0 };

	(void)state;
	mark(&m, "anna", 1000);
	assert_true(marking_is_open(&m, 3, ONE));
	assert_false(marking_is_open(&m, 3, TWO));
	mark(&m, "ben", 9000);
	assert_true(marking_is_open(&m, 3, TWO));
	assert_false(marking_is_open(&m, 2, TWO));
	marking_fini(&m);
}

static void
marks_out_of_range_and_names_out_of_measure_are_refused(void **state)
{
	char name[IDENT_MAX + 1];
	struct marking m = { 0 };

	(void)state;
	memset(name, 'x', sizeof(name));
	assert_int_equal(marking_put(&m, 0, SLICE("a"), -1), ERR_INVALID);
	assert_int_equal(marking_put(&m, 0, SLICE("a"), MARKS_MAX * 1000 + 1),
	    ERR_INVALID);
	assert_int_equal(marking_put(&m, 0, SLICE(""), 1), ERR_INVALID);
	assert_int_equal(
	    marking_put(&m, 0, (struct slice){ name, sizeof(name) }, 1),
	    ERR_INVALID);
	assert_int_equal(m.n, 0);
}

static void
a_snapshot_brings_every_mark_back(void **state)
{
	struct marking m = { 0 }, n = { 0 };
	struct buf b = { 0 };
	struct cursor c;
	int32_t marks = -1;

	(void)state;
	mark(&m, "anna", 1000);
	mark(&m, "ben", 1500);
	marking_pack(&m, &b);
	c = cursor_on(buf_slice(&b));
	assert_int_equal(marking_unpack(&n, &c), ERR_OK);
	assert_true(cursor_done(&c));
	assert_int_equal(marking_state(&marks, &n, 3, TWO), SCRIPT_SETTLED);
	assert_int_equal(marks, 1250);
	assert_string_equal(marking_nth(&n, 3, 1)->by, "ben");
	marking_fini(&m);
	marking_fini(&n);
	buf_fini(&b);
}

static void
a_snapshot_cut_short_or_with_a_marker_twice_is_refused(void **state)
{
	struct marking m = { 0 }, n = { 0 };
	struct buf b = { 0 };
	struct cursor c;
	size_t i;

	(void)state;
	mark(&m, "anna", 1000);
	mark(&m, "bnna", 1500);
	marking_pack(&m, &b);
	for (i = 0; i < b.len; i++) {
		c = cursor_on((struct slice){ b.at, i });
		assert_int_equal(marking_unpack(&n, &c), ERR_SYNTAX);
	}
	b.at[b.len - 4] = 'a';
	c = cursor_on(buf_slice(&b));
	assert_int_equal(marking_unpack(&n, &c), ERR_SYNTAX);
	marking_fini(&m);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_marker_settles_a_script_that_needs_one),
		cmocka_unit_test(
		    two_within_the_tolerance_give_their_mean_rounded_half_up),
		cmocka_unit_test(two_too_far_apart_wait_for_a_third_who_decides),
		cmocka_unit_test(a_corrected_mark_replaces_the_first_one),
		cmocka_unit_test(
		    nobody_marks_a_settled_script_but_those_who_settled_it),
		cmocka_unit_test(
		    marks_are_open_to_all_once_all_markers_have_given_theirs),
		cmocka_unit_test(
		    marks_out_of_range_and_names_out_of_measure_are_refused),
		cmocka_unit_test(a_snapshot_brings_every_mark_back),
		cmocka_unit_test(
		    a_snapshot_cut_short_or_with_a_marker_twice_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
