/* Base time x factor + minutes; the window that goes with it. */
#include "test.h"

#include "core/entitlement.h"

static struct sitting
sitting_of(struct sitting_route route)
{
	struct sitting s = { .opens = { 0 }, .closes = { HOURS(4) },
		.late_entry_ms = -1 };

	route.offered = true;
	s.routes[ROUTE_FULL] = route;
	return s;
}

static const struct sitting_route whole = { .whole_ms = MINUTES(90),
	.n_sections = 2, .sections = { { .break_ms = MINUTES(10) } } };
static const struct sitting_route split = { .n_sections = 3,
	.sections = { { .time_ms = MINUTES(20), .break_ms = MINUTES(10) },
	    { .time_ms = MINUTES(20) },
	    { .time_ms = MINUTES(20), .break_ms = MINUTES(30) } } };

static void
without_accommodation_the_base_time_is_the_time(void **state)
{
	(void)state;
	assert_int_equal(entitlement_total_ms(ENTITLEMENT_NONE, &whole),
	    MINUTES(90));
	assert_int_equal(entitlement_total_ms(ENTITLEMENT_NONE, &split),
	    MINUTES(60));
	assert_int_equal(entitlement_section_ms(ENTITLEMENT_NONE, &split, 1),
	    MINUTES(20));
	assert_int_equal(entitlement_section_ms(ENTITLEMENT_NONE, &whole, 1), 0);
}

static void
the_factor_counts_before_the_minutes(void **state)
{
	const struct entitlement e = { 1250, MINUTES(10) };

	(void)state;
	assert_int_equal(entitlement_total_ms(e, &whole),
	    MINUTES(90) * 5 / 4 + MINUTES(10));
}

static void
half_a_millisecond_is_rounded_up(void **state)
{
	const struct sitting_route r = { .whole_ms = 1001, .n_sections = 1 };

	(void)state;
	assert_int_equal(
	    entitlement_total_ms((struct entitlement){ 1500, 0 }, &r), 1502);
	assert_int_equal(
	    entitlement_total_ms((struct entitlement){ 1499, 0 }, &r), 1500);
}

static void
minutes_are_split_over_the_sections_without_a_rest(void **state)
{
	const struct entitlement e = { 1000, 10 };

	(void)state;
	assert_int_equal(entitlement_section_ms(e, &split, 0),
	    MINUTES(20) + 3);
	assert_int_equal(entitlement_section_ms(e, &split, 1),
	    MINUTES(20) + 3);
	assert_int_equal(entitlement_section_ms(e, &split, 2),
	    MINUTES(20) + 4);
	assert_int_equal(entitlement_total_ms(e, &split), MINUTES(60) + 10);
}

static void
the_window_grows_by_what_is_added_to_the_base_time(void **state)
{
	const struct sitting s = sitting_of(split);

	(void)state;
	assert_int_equal(entitlement_window_closes(ENTITLEMENT_NONE, &s,
		ROUTE_FULL).ms, HOURS(4));
	assert_int_equal(entitlement_window_closes(
		(struct entitlement){ 1500, MINUTES(5) }, &s, ROUTE_FULL).ms,
	    HOURS(4) + MINUTES(35));
}

static void
nobody_is_short_when_the_last_entry_follows_from_the_window(void **state)
{
	struct sitting s = sitting_of(split);

	(void)state;
	s.routes[ROUTE_UPGRADE] = whole;
	s.routes[ROUTE_UPGRADE].offered = true;
	assert_int_equal(entitlement_shortfall(ENTITLEMENT_NONE, &s,
		ROUTE_UPGRADE), 0);
	s.late_entry_ms = 0;
	assert_int_equal(entitlement_shortfall(ENTITLEMENT_NONE, &s,
		ROUTE_UPGRADE), 0);
	s.late_entry_ms = -1;
	assert_int_equal(entitlement_shortfall(
		(struct entitlement){ 5000, HOURS(9) }, &s, ROUTE_FULL), 0);
}

static void
a_last_entry_that_is_too_late_is_short_by_so_much(void **state)
{
	struct sitting s = sitting_of(split);
	const int64_t latest = HOURS(4) - MINUTES(70);

	(void)state;
	s.late_entry_ms = latest;
	assert_int_equal(entitlement_shortfall(ENTITLEMENT_NONE, &s,
		ROUTE_FULL), 0);
	s.late_entry_ms = latest - 1;
	assert_int_equal(entitlement_shortfall(ENTITLEMENT_NONE, &s,
		ROUTE_FULL), 0);
	s.late_entry_ms = latest + 1;
	assert_int_equal(entitlement_shortfall(ENTITLEMENT_NONE, &s,
		ROUTE_FULL), 1);
	assert_int_equal(entitlement_shortfall(
		(struct entitlement){ 2000, 0 }, &s, ROUTE_FULL), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    without_accommodation_the_base_time_is_the_time),
		cmocka_unit_test(the_factor_counts_before_the_minutes),
		cmocka_unit_test(half_a_millisecond_is_rounded_up),
		cmocka_unit_test(
		    minutes_are_split_over_the_sections_without_a_rest),
		cmocka_unit_test(
		    the_window_grows_by_what_is_added_to_the_base_time),
		cmocka_unit_test(
		    nobody_is_short_when_the_last_entry_follows_from_the_window),
		cmocka_unit_test(
		    a_last_entry_that_is_too_late_is_short_by_so_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
