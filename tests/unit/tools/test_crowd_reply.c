#include "test.h"

#include <string.h>

#include "exam-load/reply.h"
#include "exam/limits.h"

static const char good[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json"
			   "\r\ncontent-length: 7\r\n\r\n{\"a\":1}";

static enum err
parse(struct reply *r, const char *text)
{
	size_t len;

	return reply_next(&len, r, slice_of(text), CROWD_REPLY_MAX);
}

static void
a_reply_is_read(void **state)
{
	struct reply r;
	size_t len;

	(void)state;
	assert_int_equal(
	    reply_next(&len, &r, slice_of(good), CROWD_REPLY_MAX), ERR_OK);
	assert_int_equal(len, sizeof(good) - 1);
	assert_int_equal(r.status, 200);
	assert_true(slice_is(r.body, "{\"a\":1}"));
	assert_false(r.stream);
	assert_false(r.close);
}

static void
a_reply_cut_anywhere_waits_for_the_rest(void **state)
{
	struct reply r;
	size_t i, len;

	(void)state;
	for (i = 0; i < sizeof(good) - 1; i++)
		assert_int_equal(reply_next(&len, &r, (struct slice){ good, i },
				     CROWD_REPLY_MAX),
		    ERR_BUSY);
}

static void
retry_after_and_close_are_seen(void **state)
{
	struct reply r;

	(void)state;
	assert_int_equal(parse(&r, "HTTP/1.1 503 x\r\nRetry-After: 2\r\n"
				   "Connection: close\r\n"
				   "Content-Length: 0\r\n\r\n"),
	    ERR_OK);
	assert_int_equal(r.status, 503);
	assert_int_equal(r.retry_after, 2);
	assert_true(r.close);
}

static void
an_event_stream_has_no_end(void **state)
{
	struct reply r;

	(void)state;
	assert_int_equal(parse(&r, "HTTP/1.1 200 OK\r\nContent-Type: "
				   "text/event-stream\r\n\r\nevent: state\n"),
	    ERR_OK);
	assert_true(r.stream);
	assert_true(slice_is(r.body, "event: state\n"));
}

static void
what_examd_never_sends_is_refused(void **state)
{
	static const char *const strange[] = {
		"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n",
		("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
		 "Transfer-Encoding: chunked\r\n\r\n"),
		("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
		 "Content-Length: 1\r\n\r\nx"),
		"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 1e3\r\n\r\n",
		"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n",
	};
	struct reply r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(strange) / sizeof(*strange); i++)
		assert_int_equal(parse(&r, strange[i]), ERR_SYNTAX);
	assert_int_equal(
	    parse(&r, "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"),
	    ERR_TOO_BIG);
}

static void
a_head_without_end_is_too_big(void **state)
{
	static char head[9000];
	struct reply r;
	size_t len;

	(void)state;
	memset(head, 'x', sizeof(head));
	assert_int_equal(
	    reply_next(&len, &r, (struct slice){ head, sizeof(head) },
		CROWD_REPLY_MAX),
	    ERR_TOO_BIG);
}

static void
members_of_a_flat_object_are_found(void **state)
{
	struct slice body = SLICE("{\"verdict\":\"counted\",\"event\":1234}");

	(void)state;
	assert_true(slice_is(reply_member(body, "verdict"), "counted"));
	assert_true(slice_is(reply_member(body, "event"), "1234"));
	assert_int_equal(reply_member(body, "hash").len, 0);
	assert_int_equal(reply_member(SLICE_NONE, "x").len, 0);
	assert_int_equal(reply_member(SLICE("{\"a\":\"cut"), "a").len, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reply_is_read),
		cmocka_unit_test(a_reply_cut_anywhere_waits_for_the_rest),
		cmocka_unit_test(retry_after_and_close_are_seen),
		cmocka_unit_test(an_event_stream_has_no_end),
		cmocka_unit_test(what_examd_never_sends_is_refused),
		cmocka_unit_test(a_head_without_end_is_too_big),
		cmocka_unit_test(members_of_a_flat_object_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
