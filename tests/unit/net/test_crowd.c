#include "test.h"

#include "exam/limits.h"
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
	struct guest g[3] = { 0 };

	(void)state;
	crowd_enter(c, &g[0], at("192.0.2.1"));
	assert_false(crowd_is_full(c, at("192.0.2.1")));
	crowd_enter(c, &g[1], at("192.0.2.1"));
	assert_true(crowd_is_full(c, at("192.0.2.1")));
	assert_false(crowd_is_full(c, at("192.0.2.2")));
	crowd_leave(c, &g[0]);
	assert_false(crowd_is_full(c, at("192.0.2.1")));
	crowd_leave(c, &g[1]);
	crowd_free(c);
}

static void
a_household_s_ipv6_addresses_share(void **state)
{
	struct crowd *c = crowd_new(1);
	struct guest g = { 0 };

	(void)state;
	crowd_enter(c, &g, at("2001:db8:0:1::1"));
	assert_true(crowd_is_full(c, at("2001:db8:0:1:ffff::2")));
	assert_false(crowd_is_full(c, at("2001:db8:0:2::1")));
	crowd_leave(c, &g);
	assert_false(crowd_is_full(c, at("2001:db8:0:1:ffff::2")));
	crowd_free(c);
}

static void
an_address_is_dense_beyond_half_of_its_share(void **state)
{
	struct crowd *c = crowd_new(4);
	struct guest g[3] = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		assert_false(crowd_is_dense(c, at("192.0.2.1")));
		crowd_enter(c, &g[i], at("192.0.2.1"));
	}
	assert_true(crowd_is_dense(c, at("192.0.2.1")));
	assert_false(crowd_is_dense(c, at("192.0.2.2")));
	for (i = 0; i < 3; i++)
		crowd_leave(c, &g[i]);
	crowd_free(c);
}

static void
who_has_not_moved_on_for_longest_is_the_first(void **state)
{
	struct crowd *c = crowd_new(4);
	struct guest here[2] = { 0 }, there = { 0 };
	const uint8_t *address;

	(void)state;
	crowd_enter(c, &there, at("192.0.2.2"));
	crowd_enter(c, &here[0], at("192.0.2.1"));
	crowd_enter(c, &here[1], at("192.0.2.1"));
	crowd_move_on(c, &here[0]);
	assert_ptr_equal(crowd_first(c, NULL), &there);
	assert_ptr_equal(crowd_next(&there, NULL), &here[1]);
	address = at("192.0.2.1");
	assert_ptr_equal(crowd_first(c, address), &here[1]);
	assert_ptr_equal(crowd_next(&here[1], address), &here[0]);
	assert_null(crowd_next(&here[0], address));
	assert_null(crowd_first(c, at("192.0.2.3")));
	crowd_leave(c, &there);
	crowd_leave(c, &here[0]);
	crowd_leave(c, &here[1]);
	crowd_free(c);
}

static void
a_household_is_remembered_when_all_have_left(void **state)
{
	struct crowd *c = crowd_new(4);
	struct guest g = { 0 };

	(void)state;
	crowd_enter(c, &g, at("192.0.2.1"));
	assert_false(crowd_remembers(&g));
	crowd_remember(c, &g);
	crowd_leave(c, &g);
	crowd_enter(c, &g, at("192.0.2.1"));
	assert_true(crowd_remembers(&g));
	crowd_leave(c, &g);
	crowd_enter(c, &g, at("192.0.2.2"));
	assert_false(crowd_remembers(&g));
	crowd_leave(c, &g);
	crowd_free(c);
}

/* The n-th of many. */
static const uint8_t *
household(uint32_t n)
{
	static uint8_t address[ADDRESS_LEN] = { 0x20, 1 };

	memcpy(address + 4, &n, 4);
	return address;
}

static bool
is_remembered(struct crowd *c, uint32_t n)
{
	struct guest g = { 0 };
	bool is;

	crowd_enter(c, &g, household(n));
	is = crowd_remembers(&g);
	crowd_leave(c, &g);
	return is;
}

static void
too_many_households_are_forgotten_the_oldest_first(void **state)
{
	struct crowd *c = crowd_new(4);
	struct guest g = { 0 };
	uint32_t i;

	(void)state;
	for (i = 0; i < HOUSEHOLDS_REMEMBERED_MAX + 1; i++) {
		crowd_enter(c, &g, household(i));
		crowd_remember(c, &g);
		crowd_leave(c, &g);
	}
	assert_false(is_remembered(c, 0));
	assert_true(is_remembered(c, 1));
	assert_true(is_remembered(c, HOUSEHOLDS_REMEMBERED_MAX));
	crowd_free(c);
}

static void
many_addresses_are_all_counted(void **state)
{
	static struct guest g[20000];
	struct crowd *c = crowd_new(1);
	uint32_t i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		assert_false(crowd_is_full(c, household(i)));
		crowd_enter(c, &g[i], household(i));
		assert_true(crowd_is_full(c, household(i)));
	}
	for (i = 0; i < 20000; i++) {
		crowd_leave(c, &g[i]);
		assert_false(crowd_is_full(c, household(i)));
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
		cmocka_unit_test(who_has_not_moved_on_for_longest_is_the_first),
		cmocka_unit_test(a_household_is_remembered_when_all_have_left),
		cmocka_unit_test(
		    too_many_households_are_forgotten_the_oldest_first),
		cmocka_unit_test(many_addresses_are_all_counted),
	};

	return cmocka_run_group_tests_name("crowd", tests, NULL, NULL);
}
