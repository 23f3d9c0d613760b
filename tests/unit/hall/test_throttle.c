/* How often one address may fail. */
#include "test.h"

#include "hall/throttle.h"

static const uint8_t here[16] = { [10] = 0xff, [11] = 0xff, [15] = 1 },
		     there[16] = { [10] = 0xff, [11] = 0xff, [15] = 2 };

static bool
fails(struct hall *h, const uint8_t *address, struct slice name)
{
	if (throttle_is_empty(h, address, name))
		return false;
	throttle_charge(h, address, name);
	return true;
}

static int
takes(struct hall *h, const uint8_t *address, int most)
{
	int n = 0;

	while (n < most && fails(h, address, SLICE_NONE))
		n++;
	return n;
}

static void
ten_at_once_then_one_in_three_seconds(void **state)
{
	struct hall h = { .now.mono = { 1000 } };

	(void)state;
	assert_int_equal(takes(&h, here, 20), 10);
	h.now.mono.ms += 2999;
	assert_int_equal(takes(&h, here, 20), 0);
	h.now.mono.ms += 1;
	assert_int_equal(takes(&h, here, 20), 1);
	h.now.mono.ms += 7500;
	assert_int_equal(takes(&h, here, 20), 2);
	h.now.mono.ms += 1500;
	assert_int_equal(takes(&h, here, 20), 1);
	h.now.mono.ms += DAYS(1);
	assert_int_equal(takes(&h, here, 20), 10);
	throttle_free(&h);
}

static void
one_address_does_not_pay_for_another(void **state)
{
	struct hall h = { .now.mono = { 1000 } };

	(void)state;
	assert_int_equal(takes(&h, here, 20), 10);
	assert_int_equal(takes(&h, there, 20), 10);
	throttle_free(&h);
}

static void
one_name_does_not_pay_for_another(void **state)
{
	struct hall h = { .now.mono = { 1000 } };
	int n = 0;

	(void)state;
	while (n < 20 && fails(&h, here, SLICE("anna")))
		n++;
	assert_int_equal(n, 10);
	assert_false(throttle_is_empty(&h, here, SLICE("ben")));
	assert_false(throttle_is_empty(&h, here, SLICE_NONE));
	assert_false(throttle_is_empty(&h, there, SLICE("anna")));
	throttle_free(&h);
}

static void
a_household_of_ipv6_is_one_address(void **state)
{
	uint8_t one[16] = { 0x20, 1, 0xd, 0xb8, [15] = 1 }, other[16];
	struct hall h = { .now.mono = { 1000 } };

	(void)state;
	memcpy(other, one, sizeof(other));
	other[8] = 7;
	assert_int_equal(takes(&h, one, 20), 10);
	assert_int_equal(takes(&h, other, 20), 0);
	other[7] = 7;
	assert_int_equal(takes(&h, other, 20), 10);
	throttle_free(&h);
}

static void
failures_that_were_under_way_together_are_all_counted(void **state)
{
	struct hall h = { .now.mono = { 1000 } };
	int i;

	(void)state;
	for (i = 0; i < 20; i++)
		throttle_charge(&h, here, SLICE_NONE);
	h.now.mono.ms += SECONDS(30);
	assert_int_equal(takes(&h, here, 20), 0);
	h.now.mono.ms += SECONDS(3);
	assert_int_equal(takes(&h, here, 20), 1);
	throttle_free(&h);
}

static void
a_full_table_forgets_who_was_quiet_and_lets_the_rest_through(void **state)
{
	struct hall h = { .now.mono = { 1000 } };
	uint8_t address[16] = { 0 };
	uint32_t i;

	(void)state;
	for (i = 0; i < 30000; i++) {
		memcpy(address, &i, sizeof(i));
		assert_true(fails(&h, address, SLICE_NONE));
	}
	assert_int_equal(h.unthrottled, 10000);
	assert_int_equal(takes(&h, address, 20), 20);
	h.now.mono.ms += SECONDS(3);
	assert_int_equal(takes(&h, address, 20), 10);
	throttle_free(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_at_once_then_one_in_three_seconds),
		cmocka_unit_test(one_address_does_not_pay_for_another),
		cmocka_unit_test(one_name_does_not_pay_for_another),
		cmocka_unit_test(a_household_of_ipv6_is_one_address),
		cmocka_unit_test(
		    failures_that_were_under_way_together_are_all_counted),
		cmocka_unit_test(
		    a_full_table_forgets_who_was_quiet_and_lets_the_rest_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
