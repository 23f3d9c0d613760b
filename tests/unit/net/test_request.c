#include "test.h"

#include <stdio.h>

#include "net/request.h"

#define HEX "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF"
#define BEARER "Authorization: Bearer " HEX "\r\n"
#define COOKIE "Cookie: a=b; __Host-exam=" HEX "; c=d\r\n"
#define JSON "Content-Type: application/json\r\nContent-Length: 2\r\n"

static struct frame_request got;
static struct target target;
static char text[4096];

static enum refusal
ask(enum port port, enum peer_kind peer, const char *line, const char *fields)
{
	struct http_head h;
	enum refusal why = REFUSED_NOT;

	snprintf(text, sizeof(text), "%s HTTP/1.1\r\nHost: exam.example\r\n%s\r\n",
	    line, fields);
	assert_int_equal(http_read_head(&h, &why, slice_of(text)), HTTP_WHOLE);
	return request_read(&got, &target, &h, port, peer);
}

static enum refusal
candidate(const char *line, const char *fields)
{
	return ask(PORT_CANDIDATE, PEER_TCP, line, fields);
}

static enum refusal
staff(const char *line, const char *fields)
{
	return ask(PORT_STAFF, PEER_TCP, line, fields);
}

static void
a_save_becomes_a_frame(void **state)
{
	(void)state;
	assert_int_equal(candidate("PUT /v1/attempt/answers/3?x=1", BEARER JSON),
	    REFUSED_NOT);
	assert_int_equal(got.route, ROUTE_ANSWER);
	assert_true(got.has_token);
	assert_int_equal(got.token[1], 0x11);
	assert_int_equal(got.token[31], 0xff);
	assert_true(slice_is(got.params[0], "3"));
	assert_true(slice_is(got.query, "x=1"));
	assert_int_equal(got.key.len, 0);
}

static void
a_private_route_needs_a_token(void **state)
{
	(void)state;
	assert_int_equal(candidate("GET /v1/attempt", ""), REFUSED_SESSION);
	assert_int_equal(candidate("GET /v1/attempt", BEARER), REFUSED_NOT);
	assert_int_equal(candidate("GET /v1/attempt", COOKIE), REFUSED_NOT);
	assert_int_equal(candidate("GET /v1/health", ""), REFUSED_NOT);
	assert_false(got.has_token);
}

static void
what_is_no_token_does_not_count(void **state)
{
	(void)state;
	assert_int_equal(candidate("GET /v1/attempt",
			     "Authorization: Bearer 0011\r\n"),
	    REFUSED_SESSION);
	assert_int_equal(candidate("GET /v1/attempt",
			     "Authorization: Basic " HEX "\r\n"),
	    REFUSED_SESSION);
	assert_int_equal(candidate("GET /v1/attempt",
			     "Authorization: Basic x\r\n" COOKIE),
	    REFUSED_SESSION);
	assert_int_equal(candidate("GET /v1/attempt",
			     "authorization: bEARER " HEX "\r\n"),
	    REFUSED_NOT);
}

static void
the_other_port_s_cookie_is_not_read(void **state)
{
	(void)state;
	assert_int_equal(staff("GET /v1/status", COOKIE), REFUSED_SESSION);
	assert_int_equal(staff("GET /v1/status",
			     "Cookie: __Host-exam-staff=" HEX "\r\n"),
	    REFUSED_NOT);
	assert_int_equal(candidate("GET /v1/attempt",
			     "Cookie: __Host-exam-staff=" HEX "\r\n"),
	    REFUSED_SESSION);
}

static void
the_local_socket_needs_no_token(void **state)
{
	(void)state;
	assert_int_equal(ask(PORT_STAFF, PEER_LOCAL, "GET /v1/status", ""),
	    REFUSED_NOT);
	assert_int_equal(staff("GET /v1/status", ""), REFUSED_SESSION);
}

static void
a_cookie_alone_changes_nothing(void **state)
{
	static const char line[] = "PUT /v1/attempt/flags/3";

	(void)state;
	assert_int_equal(candidate(line, COOKIE JSON), REFUSED_ORIGIN);
	assert_int_equal(candidate(line,
			     COOKIE JSON "Origin: https://exam.example\r\n"),
	    REFUSED_NOT);
	assert_int_equal(candidate(line,
			     COOKIE JSON "Sec-Fetch-Site: same-origin\r\n"),
	    REFUSED_NOT);
	assert_int_equal(candidate(line, BEARER JSON), REFUSED_NOT);
}

static void
another_site_changes_nothing(void **state)
{
	static const char *const elsewhere[] = {
		"Origin: https://evil.example\r\n", "Origin: null\r\n",
		"Origin: http://exam.example\r\n",
		"Origin: https://exam.example:444\r\n",
		"Sec-Fetch-Site: same-site\r\n",
		"Sec-Fetch-Site: cross-site\r\n",
		"Origin: https://exam.example\r\nSec-Fetch-Site: none\r\n"
	};
	char fields[512];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
		snprintf(fields, sizeof(fields), COOKIE JSON "%s", elsewhere[i]);
		assert_int_equal(candidate("PUT /v1/attempt/flags/3", fields),
		    REFUSED_ORIGIN);
		snprintf(fields, sizeof(fields), JSON "%s", elsewhere[i]);
		assert_int_equal(candidate("POST /v1/session", fields),
		    REFUSED_ORIGIN);
	}
}

static void
a_body_is_json(void **state)
{
	static const char line[] = "POST /v1/session";

	(void)state;
	assert_int_equal(candidate(line, JSON), REFUSED_NOT);
	assert_int_equal(candidate(line, "Content-Length: 2\r\n"),
	    REFUSED_MEDIA);
	assert_int_equal(candidate(line, "Content-Length: 2\r\n"
			     "Content-Type: Application/JSON;charset=UTF-8\r\n"),
	    REFUSED_NOT);
	assert_int_equal(candidate(line, "Content-Length: 2\r\n"
			     "Content-Type: application/json; charset=latin1\r\n"),
	    REFUSED_MEDIA);
	assert_int_equal(candidate(line, "Content-Length: 2\r\n"
			     "Content-Type: text/plain\r\n"),
	    REFUSED_MEDIA);
	assert_int_equal(candidate(line, ""), REFUSED_NOT);
}

static void
an_upload_may_be_a_file(void **state)
{
	static const char line[] = "POST /v1/sittings/a/candidates";

	(void)state;
	assert_int_equal(staff(line, BEARER "Content-Length: 16777216\r\n"
			     "Content-Type: text/csv; charset=utf-8\r\n"),
	    REFUSED_NOT);
	assert_int_equal(staff(line, BEARER "Content-Length: 2\r\n"
			     "Content-Type: application/octet-stream\r\n"),
	    REFUSED_NOT);
	assert_int_equal(staff(line, BEARER "Content-Length: 2\r\n"
			     "Content-Type: text/html\r\n"),
	    REFUSED_MEDIA);
}

static void
a_body_beyond_the_route_s_limit_is_refused(void **state)
{
	(void)state;
	assert_int_equal(candidate("GET /v1/attempt", BEARER JSON),
	    REFUSED_BIG_BODY);
	assert_int_equal(candidate("POST /v1/session",
			     "Content-Type: application/json\r\n"
			     "Content-Length: 16384\r\n"),
	    REFUSED_NOT);
	assert_int_equal(candidate("POST /v1/session",
			     "Content-Type: application/json\r\n"
			     "Content-Length: 16385\r\n"),
	    REFUSED_BIG_BODY);
	assert_int_equal(staff("POST /v1/banks",
			     BEARER "Content-Length: 16777217\r\n"),
	    REFUSED_BIG_BODY);
}

static void
a_request_that_must_not_be_done_twice_needs_a_key(void **state)
{
	static const char line[] = "POST /v1/attempt/help";

	(void)state;
	assert_int_equal(candidate(line, BEARER JSON), REFUSED_KEY);
	assert_int_equal(candidate(line,
			     BEARER JSON "Idempotency-Key: aZ0-_\r\n"),
	    REFUSED_NOT);
	assert_true(slice_is(got.key, "aZ0-_"));
	assert_int_equal(candidate(line, BEARER JSON "Idempotency-Key:\r\n"),
	    REFUSED_KEY);
	assert_int_equal(candidate(line, BEARER JSON "Idempotency-Key: a b\r\n"),
	    REFUSED_KEY);
	assert_int_equal(candidate(line, BEARER JSON "Idempotency-Key: " HEX
				       "\r\n"),
	    REFUSED_NOT);
	assert_int_equal(candidate(line, BEARER JSON "Idempotency-Key: " HEX
				       "0\r\n"),
	    REFUSED_KEY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_save_becomes_a_frame),
		cmocka_unit_test(a_private_route_needs_a_token),
		cmocka_unit_test(what_is_no_token_does_not_count),
		cmocka_unit_test(the_other_port_s_cookie_is_not_read),
		cmocka_unit_test(the_local_socket_needs_no_token),
		cmocka_unit_test(a_cookie_alone_changes_nothing),
		cmocka_unit_test(another_site_changes_nothing),
		cmocka_unit_test(a_body_is_json),
		cmocka_unit_test(an_upload_may_be_a_file),
		cmocka_unit_test(a_body_beyond_the_route_s_limit_is_refused),
		cmocka_unit_test(
		    a_request_that_must_not_be_done_twice_needs_a_key),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
