/* Requests and their replies, as they come and go on the wire. */
#include "net_case.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "exam/limits.h"

static void
a_save_reaches_the_hall_and_its_reply_the_client(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	int64_t before = clock_boottime();
	struct frame_request got;
	char *reply;

	client_send(&c, CLIENT_SAVE);
	got = rig_expect_request(r);
	assert_int_equal(got.route, ROUTE_ANSWER);
	assert_int_equal(got.peer, PEER_TCP);
	assert_memory_equal(got.address + 10, "\xff\xff\x7f\0\0\1", 6);
	assert_true(got.has_token);
	assert_int_equal(got.token[31], 31);
	assert_true(slice_is(got.params[0], "3"));
	assert_true(slice_is(got.body, "{\"seq\":1}"));
	assert_true(got.arrived >= before && got.arrived <= clock_boottime());
	rig_reply(r, got.conn, 200, "{\"item\":3}");
	reply = client_reply(&c);
	client_expect_text(reply, "HTTP/1.1 200 OK\r\n");
	client_expect_text(reply, "Content-Type: application/json\r\n");
	client_expect_text(reply, "Content-Length: 10\r\n");
	client_expect_text(reply, "Cache-Control: no-store\r\n");
	client_expect_text(reply, "Strict-Transport-Security: ");
	client_expect_text(reply, "\r\n\r\n{\"item\":3}");
	assert_null(strstr(reply, "Connection: close"));
	free(reply);
	client_close(&c);
}

static void
a_connection_is_kept_for_the_next_request(void **state)
{
	struct client c = client_open(*state);
	int i;

	for (i = 0; i < 20; i++)
		client_ask_and_hear(*state, &c);
	client_close(&c);
}

/* Such a crowd's turns are paced. */
static void
where_many_wait_each_is_heard_and_answered(void **state)
{
	struct client crowd[NET_PACE_FROM + 4];
	uint64_t conns[NET_PACE_FROM + 4];
	size_t n = sizeof(crowd) / sizeof(crowd[0]), i;

	for (i = 0; i < n; i++) {
		crowd[i] = client_open(*state);
		client_send(&crowd[i], CLIENT_SAVE);
		conns[i] = rig_expect_request(*state).conn;
	}
	for (i = 0; i < n; i++)
		rig_reply(*state, conns[n - 1 - i], 200, "{}");
	for (i = 0; i < n; i++) {
		client_expect(&crowd[i], 200);
		client_close(&crowd[i]);
	}
}

static void
a_request_may_come_byte_by_byte(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	size_t i;

	for (i = 0; i < strlen(CLIENT_SAVE); i++)
		client_send_slice(&c, (struct slice){ &CLIENT_SAVE[i], 1 });
	rig_reply(r, rig_expect_request(r).conn, 200, "{}");
	client_expect(&c, 200);
	client_ask_and_hear(r, &c);
	client_close(&c);
}

static void
pipelined_requests_are_answered_one_by_one(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r), other = client_open(r);
	struct frame_request first, second;

	client_send(&c, CLIENT_SAVE CLIENT_ASK CLIENT_SAVE);
	first = rig_expect_request(r);
	client_send(&other, "GET /nowhere HTTP/1.1\r\n" CLIENT_LINES "\r\n");
	client_expect(&other, 404);
	assert_true(rig_hall_is_quiet(r));
	rig_reply(r, first.conn, 200, "{}");
	second = rig_expect_request(r);
	assert_int_equal(second.route, ROUTE_ATTEMPT);
	assert_true(first.conn != second.conn);
	rig_reply(r, second.conn, 409, "{}");
	rig_reply(r, rig_expect_request(r).conn, 201, "{}");
	client_expect(&c, 200);
	client_expect(&c, 409);
	client_expect(&c, 201);
	client_close(&c);
	client_close(&other);
}

static void
a_refusal_explains_itself_and_does_not_trouble_the_hall(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	char *reply;

	client_send(&c, "PUT /v1/session HTTP/1.1\r\n" CLIENT_LINES "\r\n");
	reply = client_reply(&c);
	client_expect_text(reply, "HTTP/1.1 405 ");
	client_expect_text(reply, "Allow: POST, DELETE\r\n");
	client_expect_text(reply, "application/problem+json\r\n");
	client_expect_text(reply, "\"type\":\"urn:examd:problem:method\"");
	client_expect_text(reply, "\"server_time\":\"2");
	free(reply);
	client_send(&c, "GET /v1/attempt HTTP/1.1\r\nHost: a\r\n\r\n");
	reply = client_reply(&c);
	client_expect_text(reply, "HTTP/1.1 401 ");
	client_expect_text(reply, "WWW-Authenticate: Bearer\r\n");
	free(reply);
	assert_true(rig_hall_is_quiet(r));
	client_ask_and_hear(r, &c);
	client_close(&c);
}

static void
a_page_needs_no_hall(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	char *reply;

	client_send(&c, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
	reply = client_reply(&c);
	client_expect_text(reply, "HTTP/1.1 200 OK\r\n");
	client_expect_text(reply, "<!doctype html>");
	free(reply);
	client_send(&c, "POST / HTTP/1.1\r\nHost: a\r\n\r\n");
	reply = client_reply(&c);
	client_expect_text(reply, "HTTP/1.1 405 ");
	client_expect_text(reply, "Allow: GET, HEAD\r\n");
	free(reply);
	assert_true(rig_hall_is_quiet(r));
	client_ask_and_hear(r, &c);
	client_send(&c, "GET / HTTP/1.1\r\nHost: a\r\n"
			"Content-Length: 1\r\n\r\nx");
	client_expect(&c, 413);
	assert_true(client_is_ended(&c));
	client_close(&c);
}

static void
a_malformed_request_ends_the_connection(void **state)
{
	struct client c = client_open(*state);

	client_send(&c, "GET / HTTP/1.1\r\nHost: a\r\n"
			"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
			CLIENT_ASK);
	client_expect(&c, 400);
	assert_true(client_is_ended(&c));
	assert_true(rig_hall_is_quiet(*state));
	client_close(&c);
}

static void
head_is_answered_without_a_body(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	char *reply;

	client_send(&c, "HEAD /v1/health HTTP/1.1\r\nHost: a\r\n\r\n");
	rig_reply(r, rig_expect_request(r).conn, 200, "{\"status\":\"ok\"}");
	reply = client_head_reply(&c);
	client_expect_text(reply, "Content-Length: 15\r\n");
	free(reply);
	client_ask_and_hear(r, &c);
	client_close(&c);
}

static void
connection_close_is_obeyed(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	char *reply;

	client_send(&c, "GET /v1/health HTTP/1.1\r\nHost: a\r\n"
			"Connection: close\r\n\r\n");
	rig_reply(r, rig_expect_request(r).conn, 200, "{}");
	reply = client_reply(&c);
	client_expect_text(reply, "Connection: close\r\n");
	free(reply);
	assert_true(client_is_ended(&c));
	assert_int_equal(SSL_get_shutdown(c.ssl), SSL_RECEIVED_SHUTDOWN);
	client_close(&c);
}

static void
a_session_begins_and_ends_with_a_cookie(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	struct frame_reply reply = { .status = 201, .type = BODY_JSON,
		.flags = REPLY_SET_TOKEN, .token = { 0xab } };
	struct buf b = { 0 };
	char *text;

	client_send(&c, CLIENT_ASK);
	reply.conn = rig_expect_request(r).conn;
	frame_put_reply(&b, &reply);
	rig_send(r, &b);
	text = client_reply(&c);
	client_expect_text(text, "Set-Cookie: __Host-exam=ab00000000");
	client_expect_text(text,
	    "; Path=/; Secure; HttpOnly; SameSite=Strict\r\n");
	free(text);
	client_send(&c, CLIENT_ASK);
	reply.conn = rig_expect_request(r).conn;
	reply.flags = REPLY_CLEAR_TOKEN;
	frame_put_reply(&b, &reply);
	rig_send(r, &b);
	text = client_reply(&c);
	client_expect_text(text, "Set-Cookie: __Host-exam=; Path=/;");
	client_expect_text(text, "Max-Age=0\r\n");
	free(text);
	client_close(&c);
}

static void
the_local_socket_tells_who_asks(void **state)
{
	struct rig *r = *state;
	struct client c = client_on(rig_open_local(r));
	struct frame_request got;
	char *reply;

	client_send(&c, "GET /v1/attempt HTTP/1.1\r\nHost: local\r\n\r\n");
	got = rig_expect_request(r);
	assert_int_equal(got.peer, PEER_LOCAL);
	assert_int_equal(got.uid, getuid());
	rig_reply(r, got.conn, 200, "{}");
	reply = client_reply(&c);
	assert_null(strstr(reply, "Strict-Transport-Security"));
	free(reply);
	client_close(&c);
}

static void
a_balancer_says_whom_it_brings(void **state)
{
	static const char from_it[] =
	    "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c"
	    "\xc0\0\2\7\x7f\0\0\1\x30\x39\x01\xbb";
	struct slice hello = { from_it, sizeof(from_it) - 1 };
	struct rig *r = *state;
	struct frame_request got;
	struct client c;

	assert_int_equal(rig_stop(r), 1);
	r->options.proxy_from = "::1, 127.0.0.1";
	rig_start(r);
	assert_false(client_try(&c, r, 0, SLICE_NONE));
	assert_true(client_try(&c, r, 0, hello));
	client_send(&c, CLIENT_ASK);
	got = rig_expect_request(r);
	assert_memory_equal(got.address + 10, "\xff\xff\xc0\0\2\7", 6);
	rig_reply(r, got.conn, 200, "{}");
	client_expect(&c, 200);
	client_close(&c);
}

static void
a_large_upload_and_a_large_reply_arrive_whole(void **state)
{
	struct rig *r = *state;
	size_t n = 3 << 20;
	char *body = alloc_zero(n + 1, 1), *reply;
	struct frame_request got;
	struct client c;

	assert_int_equal(rig_stop(r), 1);
	r->options.port = PORT_STAFF;
	rig_start(r);
	c = client_open(r);
	memset(body, 'x', n);
	client_send(&c, "POST /v1/banks HTTP/1.1\r\n" CLIENT_LINES
			"Content-Type: application/json\r\n"
			"Content-Length: 3145728\r\n\r\n");
	client_send_slice(&c, (struct slice){ body, n });
	got = rig_expect_request(r);
	assert_int_equal(got.body.len, n);
	rig_reply(r, got.conn, 201, body);
	reply = client_reply(&c);
	assert_true(strlen(reply) > n);
	assert_memory_equal(reply + strlen(reply) - n, body, n);
	free(reply);
	free(body);
	client_close(&c);
}

/* As the candidate's net takes it: the longest that fits an item. */
static void
an_essay_arrives_whole_and_nothing_longer(void **state)
{
	struct rig *r = *state;
	char *body = alloc_zero(BODY_ANSWER_MAX + 1, 1), *reply, head[512];
	struct client c = client_open(r);
	struct frame_request got;

	memset(body, 'x', BODY_ANSWER_MAX);
	snprintf(head, sizeof(head),
	    "PUT /v1/attempt/answers/3 HTTP/1.1\r\n" CLIENT_LINES
	    "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n",
	    BODY_ANSWER_MAX);
	client_send(&c, head);
	client_send_slice(&c, (struct slice){ body, BODY_ANSWER_MAX });
	got = rig_expect_request(r);
	assert_int_equal(got.route, ROUTE_ANSWER);
	assert_int_equal(got.body.len, BODY_ANSWER_MAX);
	assert_memory_equal(got.body.at, body, BODY_ANSWER_MAX);
	rig_reply(r, got.conn, 200, "{}");
	free(client_reply(&c));
	snprintf(head, sizeof(head),
	    "PUT /v1/attempt/answers/3 HTTP/1.1\r\n" CLIENT_LINES
	    "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n",
	    BODY_ANSWER_MAX + 1);
	client_send(&c, head);
	reply = client_reply(&c);
	client_expect_text(reply, "HTTP/1.1 413 ");
	free(reply);
	free(body);
	client_close(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_save_reaches_the_hall_and_its_reply_the_client),
		CASE(a_connection_is_kept_for_the_next_request),
		CASE(where_many_wait_each_is_heard_and_answered),
		CASE(a_request_may_come_byte_by_byte),
		CASE(pipelined_requests_are_answered_one_by_one),
		CASE(a_refusal_explains_itself_and_does_not_trouble_the_hall),
		CASE(a_page_needs_no_hall),
		CASE(a_malformed_request_ends_the_connection),
		CASE(head_is_answered_without_a_body),
		CASE(connection_close_is_obeyed),
		CASE(a_session_begins_and_ends_with_a_cookie),
		CASE(the_local_socket_tells_who_asks),
		CASE(a_balancer_says_whom_it_brings),
		CASE(a_large_upload_and_a_large_reply_arrive_whole),
		CASE(an_essay_arrives_whole_and_nothing_longer),
	};

	return cmocka_run_group_tests_name("exchange", tests, NULL, NULL) +
	    cmocka_run_group_tests_name("exchange, in a sandbox", tests,
		net_case_sandbox, NULL);
}
