#include "test.h"

#include "exam/limits.h"
#include "net/proxy.h"

#define MARK "\r\n\r\n\0\r\nQUIT\n"
#define V4 MARK "\x21\x11\0\x0c\xc0\0\2\7\x7f\0\0\1\x30\x39\x01\xbb"

static uint8_t address[ADDRESS_LEN];

static void
an_address_is_read_from_version_2(void **state)
{
	static const uint8_t mapped[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255,
		255, 192, 0, 2, 7 };
	char six[16 + 36] = MARK "\x21\x21\0\x24\x20\x01\x0d\xb8";

	(void)state;
	assert_int_equal(proxy_read(address, SLICE(V4)), ERR_OK);
	assert_memory_equal(address, mapped, ADDRESS_LEN);
	assert_int_equal(proxy_read(address,
			     (struct slice){ six, sizeof(six) }), ERR_OK);
	assert_memory_equal(address, "\x20\x01\x0d\xb8\0\0\0\0", 8);
}

static void
a_balancer_that_speaks_for_itself_keeps_its_address(void **state)
{
	(void)state;
	memset(address, 7, sizeof(address));
	assert_int_equal(proxy_read(address, SLICE(MARK "\x20\0\0\0")), ERR_OK);
	assert_int_equal(address[15], 7);
}

static void
what_is_no_header_is_refused_at_its_first_byte(void **state)
{
	(void)state;
	assert_int_equal(proxy_need(SLICE("\x16")), 0);
	assert_int_equal(proxy_need(SLICE("\r\n\r\nG")), 0);
	assert_int_equal(proxy_need(SLICE("PROXY TCP4 ")), 0);
	assert_int_equal(proxy_need(SLICE(MARK "\x21\x11\xff\xff")), 0);
	assert_int_equal(proxy_need(SLICE("\r\n")), 16);
	assert_int_equal(proxy_need(SLICE_NONE), 16);
	assert_int_equal(proxy_need(SLICE(V4)), 28);
}

static void
a_malformed_header_is_refused(void **state)
{
	(void)state;
	assert_int_equal(proxy_read(address, SLICE(MARK "\x31\x11\0\0")),
	    ERR_SYNTAX);
	assert_int_equal(proxy_read(address, SLICE(MARK "\x21\x11\0\x04" "abcd")),
	    ERR_SYNTAX);
	assert_int_equal(proxy_read(address, SLICE(MARK "\x21\x31\0\0")),
	    ERR_SYNTAX);
	assert_int_equal(proxy_read(address, SLICE(V4 "x")), ERR_SYNTAX);
	assert_int_equal(proxy_read(address, SLICE(MARK)), ERR_SYNTAX);
}

static void
only_configured_addresses_are_balancers(void **state)
{
	struct proxies p;

	(void)state;
	assert_int_equal(proxies_read(&p, NULL), ERR_OK);
	assert_int_equal(p.n, 0);
	assert_int_equal(proxies_read(&p, "192.0.2.1, 2001:db8::1"), ERR_OK);
	assert_true(address_read(address, "192.0.2.1"));
	assert_true(proxies_have(&p, address));
	assert_true(address_read(address, "2001:db8::1"));
	assert_true(proxies_have(&p, address));
	assert_true(address_read(address, "192.0.2.2"));
	assert_false(proxies_have(&p, address));
}

static void
a_wrong_list_of_balancers_is_refused(void **state)
{
	struct proxies p;

	(void)state;
	assert_int_equal(proxies_read(&p, "192.0.2.1,balancer"), ERR_SYNTAX);
	assert_int_equal(proxies_read(&p, "192.0.2.256"), ERR_SYNTAX);
	assert_int_equal(proxies_read(&p,
			     "2001:db8:2001:db8:2001:db8:2001:db8:2001:db8:1"),
	    ERR_SYNTAX);
	assert_int_equal(proxies_read(&p, "::1,::1,::1,::1,::1,::1,::1,::1,::1,"
					  "::1,::1,::1,::1,::1,::1,::1,::1"),
	    ERR_FULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_read_from_version_2),
		cmocka_unit_test(
		    a_balancer_that_speaks_for_itself_keeps_its_address),
		cmocka_unit_test(what_is_no_header_is_refused_at_its_first_byte),
		cmocka_unit_test(a_malformed_header_is_refused),
		cmocka_unit_test(only_configured_addresses_are_balancers),
		cmocka_unit_test(a_wrong_list_of_balancers_is_refused),
	};

	return cmocka_run_group_tests_name("proxy", tests, NULL, NULL);
}
