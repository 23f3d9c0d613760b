#include "test.h"

#include "core/order.h"
#include "support/items.h"

static struct arena arena;
static struct item item;

static int
end(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

static void
rows_stay_among_rows_and_columns_among_columns(void **state)
{
	uint8_t seed[SEED_LEN], orders[5];
	bool rows_moved = false, columns_moved = false;
	uint64_t n;
	size_t i;

	(void)state;
	items_match(&item, &arena, "q", "t", 2, 3, 0, "'a>c");
	for (n = 0; n < 50; n++) {
		unsigned seen = 0;

		items_seed(seed, n);
		assert_ptr_equal(
		    order_choices(orders, &item, seed, 0), orders + 5);
		for (i = 0; i < 5; i++) {
			assert_int_equal(orders[i] < 2, i < 2);
			seen |= 1u << orders[i];
		}
		assert_int_equal(seen, 0x1f);
		rows_moved = rows_moved || orders[0] == 1;
		columns_moved = columns_moved || orders[2] != 2;
	}
	assert_true(rows_moved && columns_moved);
}

static void
what_is_fixed_keeps_its_place(void **state)
{
	uint8_t seed[SEED_LEN], orders[5];
	uint64_t n;

	(void)state;
	items_match(&item, &arena, "q", "t", 2, 3, 0, "'a>c");
	item.interactions->choices[1].fixed = true;
	item.interactions->choices[4].fixed = true;
	for (n = 0; n < 50; n++) {
		items_seed(seed, n);
		order_choices(orders, &item, seed, 0);
		assert_int_equal(orders[0], 0);
		assert_int_equal(orders[1], 1);
		assert_int_equal(orders[4], 4);
	}
}

static void
what_is_not_shuffled_stands_as_written(void **state)
{
	uint8_t seed[SEED_LEN], orders[5];
	uint8_t i;

	(void)state;
	items_match(&item, &arena, "q", "t", 2, 3, 0, "'a>c");
	item.interactions->shuffle = false;
	items_seed(seed, 7);
	order_choices(orders, &item, seed, 3);
	for (i = 0; i < 5; i++)
		assert_int_equal(orders[i], i);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    rows_stay_among_rows_and_columns_among_columns),
		cmocka_unit_test(what_is_fixed_keeps_its_place),
		cmocka_unit_test(what_is_not_shuffled_stands_as_written),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
