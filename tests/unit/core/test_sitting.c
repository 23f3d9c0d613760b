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

static char anna[] = "anna", ben[] = "ben", eva[] = "eva";
static char *const people[] = { anna, ben, eva };

static void
a_sitting_owns_its_words(void **state)
{
	struct sitting *s = alloc_zero(1, sizeof(*s));

	(void)state;
	s->ident = alloc_text("june");
	s->rules = alloc_text("Phones off.");
	s->rooms = alloc_zero(1, sizeof(*s->rooms));
	s->n_rooms = 1;
	s->rooms[0].ident = alloc_text("aula");
	sitting_set_names(
	    &s->rooms[0].proctors, &s->rooms[0].n_proctors, people, 2);
	sitting_set_names(&s->chiefs, &s->n_chiefs, people + 2, 1);
	sitting_free(s);
	sitting_free(NULL);
}

/* The seats beside one, as a list in words. */
static const char *
beside(const struct sitting_room *room, unsigned seat)
{
	static char text[64];
	size_t len = 0;
	unsigned other;

	text[0] = '\0';
	for (other = 0; other <= room->n_seats + 1u; other++)
		if (sitting_seats_are_neighbours(room, seat, other))
			len += (size_t)snprintf(
			    text + len, sizeof(text) - len, " %u", other);
	return text;
}

static void
neighbours_sit_around_a_seat(void **state)
{
	/*  1  2  3  4
	 *  5  6  7  8
	 *  9 10 11     */
	const struct sitting_room room = { .n_seats = 11, .row_length = 4 };

	(void)state;
	assert_string_equal(beside(&room, 6), " 1 2 3 5 7 9 10 11");
	assert_string_equal(beside(&room, 1), " 2 5 6");
	assert_string_equal(beside(&room, 8), " 3 4 7 11");
	assert_string_equal(beside(&room, 11), " 6 7 8 10");
}

static void
the_end_of_a_row_is_not_beside_the_next(void **state)
{
	const struct sitting_room room = { .n_seats = 8, .row_length = 4 };

	(void)state;
	assert_false(sitting_seats_are_neighbours(&room, 4, 5));
	assert_true(sitting_seats_are_neighbours(&room, 4, 8));
}

static void
without_rows_the_next_numbers_are_neighbours(void **state)
{
	const struct sitting_room room = { .n_seats = 11 };

	(void)state;
	assert_string_equal(beside(&room, 1), " 2");
	assert_string_equal(beside(&room, 5), " 4 6");
	assert_string_equal(beside(&room, 11), " 10");
}

static void
a_seat_that_the_room_does_not_have_has_no_neighbours(void **state)
{
	const struct sitting_room room = { .n_seats = 4, .row_length = 4 };

	(void)state;
	assert_string_equal(beside(&room, 0), "");
	assert_string_equal(beside(&room, 5), "");
}

static void
a_room_is_found_by_its_name(void **state)
{
	char aula[] = "aula", lab[] = "lab";
	struct sitting_room rooms[] = { { .ident = aula }, { .ident = lab } };
	const struct sitting s = { .rooms = rooms, .n_rooms = 2 };

	(void)state;
	assert_int_equal(sitting_find_room(&s, slice_of("lab")), 1);
	assert_int_equal(sitting_find_room(&s, slice_of("la")), 2);
}

static void
a_list_of_names_is_replaced_whole(void **state)
{
	char **names = NULL;
	uint16_t n = 0;

	(void)state;
	sitting_set_names(&names, &n, people, 2);
	assert_true(sitting_names(names, n, "ben"));
	sitting_set_names(&names, &n, people + 2, 1);
	assert_false(sitting_names(names, n, "ben"));
	assert_true(sitting_names(names, n, "eva"));
	sitting_set_names(&names, &n, NULL, 0);
	free(names);
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
		cmocka_unit_test(neighbours_sit_around_a_seat),
		cmocka_unit_test(the_end_of_a_row_is_not_beside_the_next),
		cmocka_unit_test(without_rows_the_next_numbers_are_neighbours),
		cmocka_unit_test(
		    a_seat_that_the_room_does_not_have_has_no_neighbours),
		cmocka_unit_test(a_room_is_found_by_its_name),
		cmocka_unit_test(a_list_of_names_is_replaced_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
