#include "test.h"

#include <string.h>

#include "exam/limits.h"
#include "wire/http.h"

#define OK "HTTP/1.1 200 OK\r\n"
#define LENGTH "Content-Length: 2\r\n"

struct reply {
	const char *name, *bytes;
	enum err verdict;
};

static const struct reply replies[] = {
	{ "a reply with one length", OK LENGTH "\r\n", ERR_OK },
	{ "a reason of no words", "HTTP/1.1 200\r\n" LENGTH "\r\n", ERR_OK },
	{ "no body by its status", "HTTP/1.1 204 No Content\r\n\r\n", ERR_OK },
	{ "an event stream", OK "Content-Type: text/event-stream\r\n\r\n",
	    ERR_OK },
	{ "no length at all", OK "\r\n", ERR_SYNTAX },
	{ "two lengths", OK LENGTH LENGTH "\r\n", ERR_SYNTAX },
	{ "a length with a sign", OK "Content-Length: +2\r\n\r\n", ERR_SYNTAX },
	{ "a list of lengths", OK "Content-Length: 2, 2\r\n\r\n", ERR_SYNTAX },
	{ "an empty length", OK "Content-Length:\r\n\r\n", ERR_SYNTAX },
	{ "a length that overflows",
	    OK "Content-Length: 99999999999999999999999\r\n\r\n", ERR_TOO_BIG },
	{ "a transfer coding", OK LENGTH "Transfer-Encoding: chunked\r\n\r\n",
	    ERR_SYNTAX },
	{ "a bare LF", OK "Content-Length: 2\n\r\n", ERR_SYNTAX },
	{ "a folded line", OK LENGTH " X: 5\r\n\r\n", ERR_SYNTAX },
	{ "a space before the colon", OK "Content-Length : 2\r\n\r\n",
	    ERR_SYNTAX },
	{ "a line without a colon", OK LENGTH "nothing\r\n\r\n", ERR_SYNTAX },
	{ "an interim reply", "HTTP/1.1 100 Continue\r\n\r\n", ERR_SYNTAX },
	{ "another version", "HTTP/1.0 200 OK\r\n" LENGTH "\r\n", ERR_SYNTAX },
	{ "no HTTP", "SSH-2.0-OpenSSH\r\n\r\n", ERR_SYNTAX },
	{ "a refusal of a stream",
	    "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/event-stream\r\n"
	    "\r\n", ERR_SYNTAX },
};

static void
each_kind_of_head_gets_its_verdict(void **state)
{
	struct http_head head;
	size_t i, len;

	(void)state;
	for (i = 0; i < sizeof(replies) / sizeof(*replies); i++)
		if (http_read_head(&head, &len, slice_of(replies[i].bytes)) !=
		    replies[i].verdict)
			fail_msg("%s", replies[i].name);
}

/* A part of a head is never taken for more than "not all there", unless what
 * is there is wrong already; and a good one is wrong at no point. */
static void
a_good_head_is_only_incomplete_until_its_last_byte(void **state)
{
	struct http_head head;
	size_t i, cut, len;

	(void)state;
	for (i = 0; i < sizeof(replies) / sizeof(*replies); i++) {
		if (replies[i].verdict != ERR_OK)
			continue;
		for (cut = 0; cut < strlen(replies[i].bytes); cut++)
			assert_int_equal(http_read_head(&head, &len,
					     (struct slice){ replies[i].bytes,
						 cut }), ERR_BUSY);
	}
}

static void
what_the_head_says_is_read(void **state)
{
	static const char bytes[] = "HTTP/1.1 503 Busy\r\ncontent-length: 17\r\n"
		"Content-Type: application/problem+json; charset=utf-8\r\n"
		"RETRY-AFTER:  3 \r\nConnection: close\r\n\r\nbody";
	struct http_head head;
	size_t len;

	(void)state;
	assert_int_equal(http_read_head(&head, &len, slice_of(bytes)), ERR_OK);
	assert_int_equal(len, strlen(bytes) - 4);
	assert_int_equal(head.status, 503);
	assert_int_equal(head.length, 17);
	assert_int_equal(head.retry_after, 3);
	assert_true(head.json && head.close);
	assert_false(head.endless);
}

static void
a_long_pause_is_cut_to_one_that_a_person_can_bear(void **state)
{
	struct http_head head;
	size_t len;

	(void)state;
	assert_int_equal(http_read_head(&head, &len, SLICE(
	    "HTTP/1.1 503 Busy\r\nRetry-After: 86400\r\n" LENGTH "\r\n")),
	    ERR_OK);
	assert_int_equal(head.retry_after, WIRE_RETRY_AFTER_MAX);
}

static void
a_head_without_end_is_given_up(void **state)
{
	static char bytes[HTTP_HEAD_MAX + 1];
	struct http_head head;
	size_t len;

	(void)state;
	memset(bytes, 'a', sizeof(bytes));
	memcpy(bytes, OK "X: ", strlen(OK "X: "));
	assert_int_equal(http_read_head(&head, &len,
	    (struct slice){ bytes, HTTP_HEAD_MAX - 1 }), ERR_BUSY);
	assert_int_equal(http_read_head(&head, &len,
	    (struct slice){ bytes, sizeof(bytes) }), ERR_TOO_BIG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_head_gets_its_verdict),
		cmocka_unit_test(
		    a_good_head_is_only_incomplete_until_its_last_byte),
		cmocka_unit_test(what_the_head_says_is_read),
		cmocka_unit_test(
		    a_long_pause_is_cut_to_one_that_a_person_can_bear),
		cmocka_unit_test(a_head_without_end_is_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
