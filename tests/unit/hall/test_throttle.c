/* How often one address may fail. */
#include "test.h"

#include "hall/state.h"

static const uint8_t here[16] = { [15] = 1 }, there[16] = { [15] = 2 };

static int
takes(struct hall *h, const uint8_t *address, int most)
{
	int n = 0;

	while (n < most && throttle_take(h, address))
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
a_full_table_forgets_who_was_quiet_and_refuses_the_rest(void **state)
{
	struct hall h = { .now.mono = { 1000 } };
	uint8_t address[16] = { 0 };
	uint32_t i, taken = 0;

	(void)state;
	for (i = 0; i < 30000; i++) {
		memcpy(address, &i, sizeof(i));
		taken += throttle_take(&h, address);
	}
	assert_int_equal(taken, 20000);
	h.now.mono.ms += SECONDS(30) - 1;
	assert_false(throttle_take(&h, address));
	h.now.mono.ms += 1;
	assert_int_equal(takes(&h, address, 20), 10);
	throttle_free(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_at_once_then_one_in_three_seconds),
		cmocka_unit_test(one_address_does_not_pay_for_another),
		cmocka_unit_test(
		    a_full_table_forgets_who_was_quiet_and_refuses_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
