/* What follows from a sitting's times. */
#include "test.h"

#include "core/sitting.h"
#include "exam/alloc.h"

static const struct sitting_route whole = { .offered = true,
	.whole_ms = MINUTES(90), .n_sections = 2,
	.sections = { { .break_ms = MINUTES(10) }, { .break_ms = MINUTES(99) } } };
static const struct sitting_route split = { .offered = true, .n_sections = 2,
	.sections = { { .time_ms = MINUTES(30), .break_ms = MINUTES(5) },
	    { .time_ms = MINUTES(40) } } };

static void
base_time_is_the_whole_or_the_sum_of_the_sections(void **state)
{
	const struct sitting s = { .routes = { [ROUTE_UPGRADE] = whole,
		[ROUTE_FULL] = split } };

	(void)state;
	assert_int_equal(sitting_base_ms(&s, ROUTE_UPGRADE), MINUTES(90));
	assert_int_equal(sitting_base_ms(&s, ROUTE_FULL), MINUTES(70));
}

static void
no_break_follows_the_last_section(void **state)
{
	const struct sitting s = { .routes = { [ROUTE_UPGRADE] = whole,
		[ROUTE_FULL] = { .n_sections = 0 } } };

	(void)state;
	assert_int_equal(sitting_breaks_ms(&s, ROUTE_UPGRADE), MINUTES(10));
	assert_int_equal(sitting_breaks_ms(&s, ROUTE_FULL), 0);
}

static void
the_last_entry_is_so_long_after_the_opening(void **state)
{
	struct sitting s = { .opens = { HOURS(9) }, .closes = { HOURS(12) },
		.late_entry_ms = 0, .routes = { [ROUTE_UPGRADE] = whole } };

	(void)state;
	assert_int_equal(sitting_last_entry(&s).ms, HOURS(9));
	s.late_entry_ms = MINUTES(30);
	assert_int_equal(sitting_last_entry(&s).ms, HOURS(9) + MINUTES(30));
}

static void
without_a_limit_the_last_entry_leaves_the_longest_route_its_time(void **state)
{
	struct sitting s = { .opens = { HOURS(9) }, .closes = { HOURS(12) },
		.late_entry_ms = -1, .routes = { [ROUTE_UPGRADE] = whole,
		    [ROUTE_FULL] = split } };

	(void)state;
	assert_int_equal(sitting_last_entry(&s).ms,
	    HOURS(12) - MINUTES(100));
	s.routes[ROUTE_UPGRADE].offered = false;
	assert_int_equal(sitting_last_entry(&s).ms, HOURS(12) - MINUTES(75));
}

static void
a_sitting_owns_its_words(void **state)
{
	struct sitting *s = alloc_zero(1, sizeof(*s));

	(void)state;
	s->ident = alloc_text("june");
	s->rules = alloc_text("Phones off.");
	sitting_free(s);
	sitting_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    base_time_is_the_whole_or_the_sum_of_the_sections),
		cmocka_unit_test(no_break_follows_the_last_section),
		cmocka_unit_test(the_last_entry_is_so_long_after_the_opening),
		cmocka_unit_test(
		    without_a_limit_the_last_entry_leaves_the_longest_route_its_time),
		cmocka_unit_test(a_sitting_owns_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
