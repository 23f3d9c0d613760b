/* Who gets which seat of which room. */
#include "test.h"

#include "core/seating.h"

static struct sitting_room rooms[] = { { .n_seats = 40 }, { .n_seats = 20 },
	{ .n_seats = 4 } };
static const struct sitting sitting = { .rooms = rooms, .n_rooms = 3 };

static void
a_seat_is_taken_once(void **state)
{
	struct seating *s = seating_new(&sitting);

	(void)state;
	assert_int_equal(seating_take(s, 1, 20), ERR_OK);
	assert_int_equal(seating_take(s, 1, 20), ERR_CONFLICT);
	assert_int_equal(seating_take(s, 0, 20), ERR_OK);
	assert_int_equal(seating_n_free(s), 62);
	seating_leave(s, 1, 20);
	assert_int_equal(seating_take(s, 1, 20), ERR_OK);
	seating_free(s);
	seating_free(NULL);
}

static void
a_seat_that_is_none_cannot_be_taken(void **state)
{
	struct seating *s = seating_new(&sitting);

	(void)state;
	assert_int_equal(seating_take(s, 2, 0), ERR_UNKNOWN);
	assert_int_equal(seating_take(s, 2, 5), ERR_UNKNOWN);
	assert_int_equal(seating_take(s, 3, 1), ERR_UNKNOWN);
	seating_leave(s, 2, 5);
	seating_leave(s, 2, 4); /* free already */
	assert_int_equal(seating_n_free(s), 64);
	seating_free(s);
}

static void
the_first_free_seat_is_the_lowest(void **state)
{
	struct seating *s = seating_new(&sitting);

	(void)state;
	assert_int_equal(seating_take(s, 2, 2), ERR_OK);
	assert_int_equal(seating_take_first(s, 2), 1);
	assert_int_equal(seating_take_first(s, 2), 3);
	assert_int_equal(seating_take_first(s, 2), 4);
	assert_int_equal(seating_take_first(s, 2), 0);
	seating_leave(s, 2, 3);
	assert_int_equal(seating_take_first(s, 2), 3);
	seating_free(s);
}

static void
newcomers_fill_rooms_by_their_seats(void **state)
{
	struct seating *s = seating_new(&sitting);
	size_t shares[3];

	(void)state;
	seating_divide(s, 32, shares);
	assert_int_equal(shares[0], 20);
	assert_int_equal(shares[1], 10);
	assert_int_equal(shares[2], 2);
	seating_divide(s, 34, shares); /* 21.25, 10.625, 2.125 */
	assert_int_equal(shares[0], 22);
	assert_int_equal(shares[1], 10);
	assert_int_equal(shares[2], 2);
	seating_divide(s, 64, shares);
	assert_int_equal(shares[0], 40);
	assert_int_equal(shares[1], 20);
	assert_int_equal(shares[2], 4);
	seating_free(s);
}

static void
a_room_that_is_fuller_than_its_share_gets_nobody(void **state)
{
	struct seating *s = seating_new(&sitting);
	size_t shares[3];
	unsigned i;

	(void)state;
	for (i = 1; i <= 20; i++)
		assert_int_equal(seating_take(s, 1, i), ERR_OK);
	seating_divide(s, 12, shares); /* 32 of 64, were they moved */
	assert_int_equal(shares[0], 12);
	assert_int_equal(shares[1], 0);
	assert_int_equal(shares[2], 0);
	seating_divide(s, 44, shares);
	assert_int_equal(shares[0], 40);
	assert_int_equal(shares[1], 0);
	assert_int_equal(shares[2], 4);
	seating_free(s);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_seat_is_taken_once),
		cmocka_unit_test(a_seat_that_is_none_cannot_be_taken),
		cmocka_unit_test(the_first_free_seat_is_the_lowest),
		cmocka_unit_test(newcomers_fill_rooms_by_their_seats),
		cmocka_unit_test(
		    a_room_that_is_fuller_than_its_share_gets_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
