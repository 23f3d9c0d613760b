#include "test.h"

#include "net/crowd.h"
#include "net/proxy.h"

static uint8_t *
at(const char *text)
{
	static uint8_t address[ADDRESS_LEN];

	assert_true(address_read(address, text));
	return address;
}

static void
each_ipv4_address_has_its_own_share(void **state)
{
	struct crowd *c = crowd_new(2);

	(void)state;
	assert_true(crowd_enter(c, at("192.0.2.1")));
	assert_true(crowd_enter(c, at("192.0.2.1")));
	assert_false(crowd_enter(c, at("192.0.2.1")));
	assert_true(crowd_enter(c, at("192.0.2.2")));
	crowd_leave(c, at("192.0.2.1"));
	assert_true(crowd_enter(c, at("192.0.2.1")));
	crowd_free(c);
}

static void
a_household_s_ipv6_addresses_share(void **state)
{
	struct crowd *c = crowd_new(1);

	(void)state;
	assert_true(crowd_enter(c, at("2001:db8:0:1::1")));
	assert_false(crowd_enter(c, at("2001:db8:0:1:ffff::2")));
	assert_true(crowd_enter(c, at("2001:db8:0:2::1")));
	crowd_leave(c, at("2001:db8:0:1::1"));
	assert_true(crowd_enter(c, at("2001:db8:0:1::3")));
	crowd_free(c);
}

static void
an_address_is_dense_beyond_half_of_its_share(void **state)
{
	struct crowd *c = crowd_new(4);

	(void)state;
	assert_true(crowd_enter(c, at("192.0.2.1")));
	assert_true(crowd_enter(c, at("192.0.2.1")));
	assert_false(crowd_is_dense(c, at("192.0.2.1")));
	assert_true(crowd_enter(c, at("192.0.2.1")));
	assert_true(crowd_is_dense(c, at("192.0.2.1")));
	assert_false(crowd_is_dense(c, at("192.0.2.2")));
	crowd_free(c);
}

static void
many_addresses_are_all_counted(void **state)
{
	struct crowd *c = crowd_new(1);
	uint8_t address[ADDRESS_LEN] = { 0x20, 1 };
	uint32_t i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		memcpy(address + 4, &i, 4);
		assert_true(crowd_enter(c, address));
		assert_false(crowd_enter(c, address));
	}
	for (i = 0; i < 20000; i++) {
		memcpy(address + 4, &i, 4);
		crowd_leave(c, address);
		assert_true(crowd_enter(c, address));
	}
	crowd_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_ipv4_address_has_its_own_share),
		cmocka_unit_test(a_household_s_ipv6_addresses_share),
		cmocka_unit_test(an_address_is_dense_beyond_half_of_its_share),
		cmocka_unit_test(many_addresses_are_all_counted),
	};

	return cmocka_run_group_tests_name("crowd", tests, NULL, NULL);
}
