#include "test.h"

#include "exam/frame.h"

static struct buf bytes;

static int
clear(void **state)
{
	(void)state;
	buf_fini(&bytes);
	return 0;
}

static const struct frame_request request = {
	.conn = 0x1122334455667788,
	.route = ROUTE_HELP,
	.peer = PEER_LOCAL,
	.uid = 1000,
	.address = { 0x20, 1, [15] = 9 },
	.arrived = -5,
	.has_token = true,
	.token = { 1, 2, 3 },
	.params = { { "a", 1 }, { "", 0 }, { "ccc", 3 } },
	.query = { "x=1", 3 },
	.key = { "key", 3 },
	.body = { "{\"a\":1}", 7 },
};

static const struct frame_reply reply = {
	.conn = 7,
	.status = 201,
	.type = BODY_JSON,
	.flags = REPLY_SET_TOKEN | REPLY_STREAM,
	.retry_after = 60000,
	.token = { 9, 8, 7 },
	.n_topics = 3,
	.topics = { 1, UINT64_MAX, 3 },
	.body = { "{}", 2 },
};

/* What the decoder of this kind takes. */
static struct slice
rest_of(enum frame_kind want)
{
	enum frame_kind kind;
	struct slice rest;
	size_t len;

	assert_int_equal(frame_next(&len, &kind, &rest, buf_slice(&bytes)),
	    ERR_OK);
	assert_int_equal(len, bytes.len);
	assert_int_equal(kind, want);
	return rest;
}

static void
a_request_reads_back_as_it_was(void **state)
{
	struct frame_request got;
	size_t i;

	(void)state;
	frame_put_request(&bytes, &request);
	assert_int_equal(frame_get_request(&got, rest_of(FRAME_REQUEST)),
	    ERR_OK);
	assert_true(got.conn == request.conn);
	assert_int_equal(got.route, ROUTE_HELP);
	assert_int_equal(got.peer, PEER_LOCAL);
	assert_int_equal(got.uid, 1000);
	assert_memory_equal(got.address, request.address, 16);
	assert_true(got.arrived == -5);
	assert_true(got.has_token);
	assert_memory_equal(got.token, request.token, TOKEN_LEN);
	for (i = 0; i < ROUTE_PARAMS_MAX; i++)
		assert_true(slice_equal(got.params[i], request.params[i]));
	assert_true(slice_is(got.query, "x=1"));
	assert_true(slice_is(got.key, "key"));
	assert_true(slice_is(got.body, "{\"a\":1}"));
}

static void
a_reply_reads_back_as_it_was(void **state)
{
	struct frame_reply got;

	(void)state;
	frame_put_reply(&bytes, &reply);
	assert_int_equal(frame_get_reply(&got, rest_of(FRAME_REPLY)), ERR_OK);
	assert_int_equal(got.conn, 7);
	assert_int_equal(got.status, 201);
	assert_int_equal(got.type, BODY_JSON);
	assert_int_equal(got.flags, REPLY_SET_TOKEN | REPLY_STREAM);
	assert_int_equal(got.retry_after, 60000);
	assert_memory_equal(got.token, reply.token, TOKEN_LEN);
	assert_int_equal(got.n_topics, 3);
	assert_memory_equal(got.topics, reply.topics, sizeof(got.topics));
	assert_true(slice_is(got.body, "{}"));
}

static void
small_frames_read_back_as_they_were(void **state)
{
	const struct frame_push push = { 5, SLICE("data: x\n\n") };
	struct frame_push got;
	uint64_t n;

	(void)state;
	frame_put_push(&bytes, &push);
	assert_int_equal(frame_get_push(&got, rest_of(FRAME_PUSH)), ERR_OK);
	assert_int_equal(got.topic, 5);
	assert_true(slice_is(got.text, "data: x\n\n"));
	buf_clear(&bytes);
	frame_put_gone(&bytes, 77);
	assert_int_equal(frame_get_gone(&n, rest_of(FRAME_GONE)), ERR_OK);
	assert_int_equal(n, 77);
	buf_clear(&bytes);
	frame_put_drop(&bytes, 78);
	assert_int_equal(frame_get_drop(&n, rest_of(FRAME_DROP)), ERR_OK);
	assert_int_equal(n, 78);
}

static void
what_is_short_or_long_is_refused(void **state)
{
	struct frame_request q = { .conn = 42 };
	struct frame_reply a = { .conn = 42 };
	struct slice rest;
	size_t n;

	(void)state;
	frame_put_request(&bytes, &request);
	rest = rest_of(FRAME_REQUEST);
	for (n = 0; n < rest.len; n++)
		assert_int_equal(frame_get_request(&q,
				     (struct slice){ rest.at, n }), ERR_SYNTAX);
	buf_put_u8(&bytes, 0);
	rest = (struct slice){ bytes.at + 5, rest.len + 1 };
	assert_int_equal(frame_get_request(&q, rest), ERR_SYNTAX);
	buf_clear(&bytes);
	frame_put_reply(&bytes, &reply);
	rest = rest_of(FRAME_REPLY);
	for (n = 0; n < rest.len; n++)
		assert_int_equal(frame_get_reply(&a,
				     (struct slice){ rest.at, n }), ERR_SYNTAX);
	assert_int_equal(q.conn, 42);
	assert_int_equal(a.conn, 42);
}

static void
a_request_that_no_net_would_send_is_refused(void **state)
{
	static char big[BODY_SMALL_MAX + 1];
	struct frame_request bad = request, got;

	(void)state;
	bad.body = (struct slice){ big, sizeof(big) };
	frame_put_request(&bytes, &bad);
	assert_int_equal(frame_get_request(&got, rest_of(FRAME_REQUEST)),
	    ERR_SYNTAX);
	buf_clear(&bytes);
	bad = request;
	frame_put_request(&bytes, &bad);
	bytes.at[5 + 8] = (char)(N_ROUTES & 255);
	bytes.at[5 + 9] = (char)(N_ROUTES >> 8);
	assert_int_equal(frame_get_request(&got, rest_of(FRAME_REQUEST)),
	    ERR_SYNTAX);
	bytes.at[5 + 8] = bytes.at[5 + 9] = 0;
	bytes.at[5 + 10] = PEER_LOCAL + 1;
	assert_int_equal(frame_get_request(&got, rest_of(FRAME_REQUEST)),
	    ERR_SYNTAX);
}

static void
a_reply_that_no_hall_would_send_is_refused(void **state)
{
	static const struct {
		uint16_t status;
		unsigned type;
		uint8_t flags, n_topics;
	} bad[] = {
		{ 199, BODY_JSON, 0, 0 },
		{ 600, BODY_JSON, 0, 0 },
		{ 200, N_BODY_TYPES, 0, 0 },
		{ 200, BODY_JSON, REPLY_NO_SUCH_FLAGS, 0 },
		{ 200, BODY_JSON, 0, TOPICS_MAX + 1 },
	};
	struct frame_reply got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		buf_clear(&bytes);
		frame_put_reply(&bytes, &reply);
		bytes.at[5 + 8] = (char)(bad[i].status & 255);
		bytes.at[5 + 9] = (char)(bad[i].status >> 8);
		bytes.at[5 + 10] = (char)bad[i].type;
		bytes.at[5 + 11] = (char)bad[i].flags;
		bytes.at[5 + 14 + TOKEN_LEN] = (char)bad[i].n_topics;
		assert_int_equal(frame_get_reply(&got, rest_of(FRAME_REPLY)),
		    ERR_SYNTAX);
	}
}

static void
a_frame_is_known_when_it_is_whole(void **state)
{
	enum frame_kind kind;
	struct slice rest;
	size_t n, len;

	(void)state;
	frame_put_gone(&bytes, 1);
	frame_put_gone(&bytes, 2);
	for (n = 0; n < 13; n++)
		assert_int_equal(frame_next(&len, &kind, &rest,
				     (struct slice){ bytes.at, n }), ERR_BUSY);
	for (; n <= bytes.len; n++) {
		assert_int_equal(frame_next(&len, &kind, &rest,
				     (struct slice){ bytes.at, n }), ERR_OK);
		assert_int_equal(len, 13);
	}
}

static void
an_impossible_length_is_refused_at_once(void **state)
{
	enum frame_kind kind;
	struct slice rest;
	size_t len;

	(void)state;
	assert_int_equal(frame_next(&len, &kind, &rest, SLICE("\0\0\0\0")),
	    ERR_SYNTAX);
	buf_put_u32(&bytes, FRAME_MAX + 1);
	assert_int_equal(frame_next(&len, &kind, &rest, buf_slice(&bytes)),
	    ERR_TOO_BIG);
}

#define CASE(f) cmocka_unit_test_teardown(f, clear)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_request_reads_back_as_it_was),
		CASE(a_reply_reads_back_as_it_was),
		CASE(small_frames_read_back_as_they_were),
		CASE(what_is_short_or_long_is_refused),
		CASE(a_request_that_no_net_would_send_is_refused),
		CASE(a_reply_that_no_hall_would_send_is_refused),
		CASE(a_frame_is_known_when_it_is_whole),
		CASE(an_impossible_length_is_refused_at_once),
	};

	return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
