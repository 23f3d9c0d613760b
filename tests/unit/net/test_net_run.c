#include "test.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "exam/limits.h"
#include "rig.h"

#define LINES "Host: localhost\r\nAuthorization: Bearer " RIG_TOKEN "\r\n"
#define ASK "GET /v1/attempt HTTP/1.1\r\n" LINES "\r\n"
#define EVENTS "GET /v1/events HTTP/1.1\r\n" LINES "\r\n"
#define SAVE                                                                   \
	"PUT /v1/attempt/answers/3 HTTP/1.1\r\n" LINES                         \
	"Content-Type: application/json\r\nContent-Length: 9\r\n\r\n"          \
	"{\"seq\":1}"

static bool sandboxed;

static int
setup(void **state)
{
	static struct rig r;

	rig_defaults(&r);
	r.options.sandbox = sandboxed;
	*state = &r;
	return 0;
}

static int
started(void **state)
{
	setup(state);
	rig_start(*state);
	return 0;
}

static int
stopped(void **state)
{
	return rig_stop(*state) == 1 ? 0 : -1;
}

static void
expect_status(struct client *c, unsigned status)
{
	char *reply = client_reply(c), line[32];

	snprintf(line, sizeof(line), "HTTP/1.1 %u ", status);
	if (strncmp(reply, line, strlen(line)) != 0)
		fail_msg("not %u: %s", status, reply);
	free(reply);
}

static void
expect_has(const char *reply, const char *text)
{
	if (strstr(reply, text) == NULL)
		fail_msg("no %s in %s", text, reply);
}

static void
a_save_reaches_the_hall_and_its_reply_the_client(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	int64_t before = clock_boottime();
	struct frame_request got;
	char *reply;

	client_send(&c, SAVE);
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
	expect_has(reply, "HTTP/1.1 200 OK\r\n");
	expect_has(reply, "Content-Type: application/json\r\n");
	expect_has(reply, "Content-Length: 10\r\n");
	expect_has(reply, "Cache-Control: no-store\r\n");
	expect_has(reply, "Strict-Transport-Security: ");
	expect_has(reply, "\r\n\r\n{\"item\":3}");
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
		client_send(&crowd[i], SAVE);
		conns[i] = rig_expect_request(*state).conn;
	}
	for (i = 0; i < n; i++)
		rig_reply(*state, conns[n - 1 - i], 200, "{}");
	for (i = 0; i < n; i++) {
		expect_status(&crowd[i], 200);
		client_close(&crowd[i]);
	}
}

static void
a_request_may_come_byte_by_byte(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	size_t i;

	for (i = 0; i < strlen(SAVE); i++)
		client_send_slice(&c, (struct slice){ &SAVE[i], 1 });
	rig_reply(r, rig_expect_request(r).conn, 200, "{}");
	expect_status(&c, 200);
	client_ask_and_hear(r, &c);
	client_close(&c);
}

static void
pipelined_requests_are_answered_one_by_one(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r), other = client_open(r);
	struct frame_request first, second;

	client_send(&c, SAVE ASK SAVE);
	first = rig_expect_request(r);
	client_send(&other, "GET /nowhere HTTP/1.1\r\n" LINES "\r\n");
	expect_status(&other, 404);
	assert_true(rig_hall_is_quiet(r));
	rig_reply(r, first.conn, 200, "{}");
	second = rig_expect_request(r);
	assert_int_equal(second.route, ROUTE_ATTEMPT);
	assert_true(first.conn != second.conn);
	rig_reply(r, second.conn, 409, "{}");
	rig_reply(r, rig_expect_request(r).conn, 201, "{}");
	expect_status(&c, 200);
	expect_status(&c, 409);
	expect_status(&c, 201);
	client_close(&c);
	client_close(&other);
}

static void
a_refusal_explains_itself_and_does_not_trouble_the_hall(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	char *reply;

	client_send(&c, "PUT /v1/session HTTP/1.1\r\n" LINES "\r\n");
	reply = client_reply(&c);
	expect_has(reply, "HTTP/1.1 405 ");
	expect_has(reply, "Allow: POST, DELETE\r\n");
	expect_has(reply, "application/problem+json\r\n");
	expect_has(reply, "\"type\":\"urn:examd:problem:method\"");
	expect_has(reply, "\"server_time\":\"2");
	free(reply);
	client_send(&c, "GET /v1/attempt HTTP/1.1\r\nHost: a\r\n\r\n");
	reply = client_reply(&c);
	expect_has(reply, "HTTP/1.1 401 ");
	expect_has(reply, "WWW-Authenticate: Bearer\r\n");
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
	expect_has(reply, "HTTP/1.1 200 OK\r\n");
	expect_has(reply, "<!doctype html>");
	free(reply);
	client_send(&c, "POST / HTTP/1.1\r\nHost: a\r\n\r\n");
	reply = client_reply(&c);
	expect_has(reply, "HTTP/1.1 405 ");
	expect_has(reply, "Allow: GET, HEAD\r\n");
	free(reply);
	assert_true(rig_hall_is_quiet(r));
	client_ask_and_hear(r, &c);
	client_send(&c, "GET / HTTP/1.1\r\nHost: a\r\n"
			"Content-Length: 1\r\n\r\nx");
	expect_status(&c, 413);
	assert_true(client_is_ended(&c));
	client_close(&c);
}

static void
a_malformed_request_ends_the_connection(void **state)
{
	struct client c = client_open(*state);

	client_send(&c, "GET / HTTP/1.1\r\nHost: a\r\n"
			"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" ASK);
	expect_status(&c, 400);
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
	expect_has(reply, "Content-Length: 15\r\n");
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
	expect_has(reply, "Connection: close\r\n");
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

	client_send(&c, ASK);
	reply.conn = rig_expect_request(r).conn;
	frame_put_reply(&b, &reply);
	rig_send(r, &b);
	text = client_reply(&c);
	expect_has(text, "Set-Cookie: __Host-exam=ab00000000");
	expect_has(text, "; Path=/; Secure; HttpOnly; SameSite=Strict\r\n");
	free(text);
	client_send(&c, ASK);
	reply.conn = rig_expect_request(r).conn;
	reply.flags = REPLY_CLEAR_TOKEN;
	frame_put_reply(&b, &reply);
	rig_send(r, &b);
	text = client_reply(&c);
	expect_has(text, "Set-Cookie: __Host-exam=; Path=/;");
	expect_has(text, "Max-Age=0\r\n");
	free(text);
	client_close(&c);
}

static void
without_a_hall_clients_hear_503_until_the_next_one(void **state)
{
	struct rig *r = *state;
	struct client waiting = client_open(r), idle = client_open(r);
	char *reply;

	client_send(&waiting, SAVE);
	rig_expect_request(r);
	rig_kill_hall(r);
	reply = client_reply(&waiting);
	expect_has(reply, "HTTP/1.1 503 ");
	expect_has(reply, "Retry-After: 1\r\n");
	expect_has(reply, "\"type\":\"urn:examd:problem:busy\"");
	free(reply);
	assert_int_equal(rig_hear(r), CONTROL_BROKEN);
	client_send(&idle, ASK);
	expect_status(&idle, 503);
	rig_new_hall(r);
	rig_sync(r);
	client_ask_and_hear(r, &waiting);
	client_ask_and_hear(r, &idle);
	client_close(&waiting);
	client_close(&idle);
}

static void
nonsense_from_the_hall_ends_the_link_only(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	struct buf nonsense = { 0 };

	client_send(&c, SAVE);
	rig_expect_request(r);
	buf_put(&nonsense, "\1\0\0\0\1", 5);
	rig_send(r, &nonsense);
	expect_status(&c, 503);
	assert_int_equal(rig_hear(r), CONTROL_BROKEN);
	rig_kill_hall(r);
	rig_new_hall(r);
	rig_sync(r);
	client_ask_and_hear(r, &c);
	client_close(&c);
}

static void
an_answer_to_nobody_is_harmless(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r), other = client_open(r);
	uint64_t gone;

	client_send(&c, ASK);
	gone = rig_expect_request(r).conn;
	client_close(&c);
	client_ask_and_hear(r, &other);
	rig_reply(r, gone, 200, "{}");
	rig_reply(r, gone, 200, "{}");
	rig_reply(r, UINT64_MAX, 200, "{}");
	rig_reply(r, 0, 200, "{}");
	client_ask_and_hear(r, &other);
	client_close(&other);
}

static void
send_stream(struct rig *r, uint64_t conn, uint64_t first, uint64_t second)
{
	struct frame_reply reply = { .conn = conn, .status = 200,
		.flags = REPLY_STREAM, .n_topics = 2,
		.topics = { first, second }, .body = SLICE("event: hi\n\n") };
	struct buf b = { 0 };

	frame_put_reply(&b, &reply);
	rig_send(r, &b);
}

/* Answer a request for events with a stream on these two topics. */
static uint64_t
begin_stream(struct rig *r, uint64_t first, uint64_t second)
{
	uint64_t conn = rig_expect_request(r).conn;

	send_stream(r, conn, first, second);
	return conn;
}

static struct client
open_stream(uint64_t *conn, struct rig *r, uint64_t first, uint64_t second)
{
	struct client c = client_open(r);
	char *head;

	client_send(&c, EVENTS);
	*conn = begin_stream(r, first, second);
	head = client_read_until(&c, "event: hi\n\n");
	expect_has(head, "Content-Type: text/event-stream\r\n");
	assert_null(strstr(head, "Content-Length"));
	free(head);
	return c;
}

static void
push(struct rig *r, uint64_t topic, const char *text)
{
	struct frame_push p = { topic, slice_of(text) };
	struct buf b = { 0 };

	frame_put_push(&b, &p);
	rig_send(r, &b);
}

static void
drop(struct rig *r, uint64_t topic)
{
	struct buf b = { 0 };

	frame_put_drop(&b, topic);
	rig_send(r, &b);
}

static void
expect_events(struct client *c, const char *text)
{
	char *got = client_read_until(c, text);

	assert_string_equal(got, text);
	free(got);
}

static void
a_push_reaches_those_who_listen_and_nobody_else(void **state)
{
	struct rig *r = *state;
	uint64_t id;
	struct client a = open_stream(&id, r, 1, 100);
	struct client b = open_stream(&id, r, 2, 100);

	push(r, 1, "data: one\n\n");
	push(r, 100, "data: all\n\n");
	push(r, 2, "data: two\n\n");
	push(r, 3, "data: nobody\n\n");
	push(r, 100, "data: end\n\n");
	expect_events(&a, "data: one\n\ndata: all\n\ndata: end\n\n");
	expect_events(&b, "data: all\n\ndata: two\n\ndata: end\n\n");
	client_close(&a);
	client_close(&b);
}

static void
a_topic_said_twice_is_heard_once(void **state)
{
	struct rig *r = *state;
	uint64_t id;
	struct client c = open_stream(&id, r, 7, 7);

	push(r, 7, "data: once\n\n");
	push(r, 7, "data: end\n\n");
	expect_events(&c, "data: once\n\ndata: end\n\n");
	client_close(&c);
	assert_true(rig_expect_gone(r) == id);
}

static void
a_dropped_stream_ends_after_its_last_event(void **state)
{
	struct rig *r = *state;
	uint64_t id;
	struct client c = open_stream(&id, r, 5, 6);

	push(r, 5, "event: taken-over\ndata: {}\n\n");
	drop(r, 6);
	expect_events(&c, "event: taken-over\ndata: {}\n\n");
	assert_true(client_is_ended(&c));
	assert_true(rig_expect_gone(r) == id);
	client_close(&c);
}

static void
the_hall_hears_that_a_stream_is_gone(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r), other = client_open(r);
	uint64_t id;

	client_send(&c, EVENTS);
	client_close(&c); /* before it begins */
	id = begin_stream(r, 1, 2);
	assert_true(rig_expect_gone(r) == id);
	send_stream(r, id, 1, 2); /* to nobody */
	assert_true(rig_expect_gone(r) == id);
	c = open_stream(&id, r, 1, 2);
	client_close(&c);
	assert_true(rig_expect_gone(r) == id);
	push(r, 1, "data: late\n\n");
	client_ask_and_hear(r, &other);
	client_close(&other);
}

static void
streams_end_with_the_hall(void **state)
{
	struct rig *r = *state;
	uint64_t id;
	struct client c = open_stream(&id, r, 1, 2);

	rig_kill_hall(r);
	assert_true(client_is_ended(&c));
	assert_int_equal(rig_hear(r), CONTROL_BROKEN);
	client_close(&c);
	rig_new_hall(r);
}

static void
a_new_certificate_leaves_old_connections_alone(void **state)
{
	struct rig *r = *state;
	struct client old = client_open(r), fresh;
	char name[64];

	rig_send_certificate(r, "second");
	rig_control(r, CONTROL_CERTIFICATE, -1, SLICE("nonsense\0nonsense"));
	rig_control(r, CONTROL_CERTIFICATE, -1, SLICE("nonsense\0nonsense\0"));
	rig_sync(r);
	fresh = client_open(r);
	client_server_name(&fresh, name);
	assert_string_equal(name, "second");
	client_server_name(&old, name);
	assert_string_equal(name, "first");
	client_ask_and_hear(r, &old);
	client_ask_and_hear(r, &fresh);
	client_close(&old);
	client_close(&fresh);
}

/* The authority of the staff, and a port that demands what it signs. */
static struct rig *
demand_certificates(struct rig *r, struct identity *authority, enum port port)
{
	assert_int_equal(rig_stop(r), 1);
	r->options.port = port;
	r->options.tls12 = true;
	rig_start(r);
	identity_make_authority(authority, "staff", NULL, -1, 1);
	rig_send_authorities(r, "demanding", authority, NULL);
	rig_sync(r);
	return r;
}

static void
staff_show_a_certificate_where_it_is_demanded(void **state)
{
	static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };
	struct identity authority, anna;
	struct rig *r = demand_certificates(*state, &authority, PORT_STAFF);
	struct client c;
	size_t i;

	identity_make(&anna, "anna", &authority, "clientAuth");
	for (i = 0; i < 2; i++) {
		assert_false(client_try_as(&c, r, NULL, NULL, versions[i]));
		assert_true(client_try_as(&c, r, &anna, NULL, versions[i]));
		assert_true(c.asked);
		client_close(&c);
	}
	assert_true(rig_hall_is_quiet(r));
	identity_fini(&anna);
	identity_fini(&authority);
}

static void
a_certificate_that_will_not_do_is_refused(void **state)
{
	struct identity authority, foreign, mallory, anna, machine;
	struct rig *r = demand_certificates(*state, &authority, PORT_STAFF);
	struct client c;

	identity_make_authority(&foreign, "staff", NULL, -1, 1);
	identity_make(&mallory, "mallory", &foreign, "clientAuth");
	assert_false(client_try_as(&c, r, &mallory, NULL, 0));
	assert_false(client_try_as(&c, r, &mallory, &foreign, 0));
	identity_make(&machine, "machine", &authority, "serverAuth");
	assert_false(client_try_as(&c, r, &machine, NULL, 0));
	identity_make(&anna, "anna", &authority, "clientAuth");
	identity_fini(&mallory);
	identity_make(&mallory, "mallory", &anna, "clientAuth");
	assert_false(client_try_as(&c, r, &mallory, &anna, 0));
	identity_fini(&machine);
	identity_fini(&anna);
	identity_fini(&mallory);
	identity_fini(&foreign);
	identity_fini(&authority);
}

static void
several_authorities_and_those_below_them_are_known(void **state)
{
	struct identity root, office, other, anna, ben;
	struct rig *r = demand_certificates(*state, &root, PORT_STAFF);
	struct client c;

	identity_make_authority(&office, "office", &root, -1, 1);
	identity_make_authority(&other, "other", NULL, -1, 1);
	identity_make(&anna, "anna", &office, "clientAuth");
	identity_make(&ben, "ben", &other, "clientAuth");
	assert_false(client_try_as(&c, r, &anna, NULL, 0));
	assert_true(client_try_as(&c, r, &anna, &office, 0));
	client_close(&c);
	rig_send_authorities(r, "two", &office, &other);
	rig_sync(r);
	assert_true(client_try_as(&c, r, &anna, NULL, 0));
	client_close(&c);
	assert_true(client_try_as(&c, r, &ben, NULL, 0));
	client_close(&c);
	identity_fini(&ben);
	identity_fini(&anna);
	identity_fini(&other);
	identity_fini(&office);
	identity_fini(&root);
}

static void
a_demand_begins_and_ends_with_a_new_message(void **state)
{
	struct identity authority;
	struct rig *r = demand_certificates(*state, &authority, PORT_STAFF);
	struct client c;

	assert_false(client_try_as(&c, r, NULL, NULL, 0));
	rig_send_certificate(r, "content");
	rig_sync(r);
	assert_true(client_try_as(&c, r, NULL, NULL, 0));
	client_close(&c);
	identity_fini(&authority);
}

static void
the_port_of_candidates_never_asks_for_one(void **state)
{
	struct identity authority, anna;
	struct rig *r = demand_certificates(*state, &authority, PORT_CANDIDATE);
	struct client c;
	char name[64];

	identity_make(&anna, "anna", &authority, "clientAuth");
	assert_true(client_try_as(&c, r, &anna, NULL, 0));
	client_server_name(&c, name);
	assert_string_equal(name, "demanding");
	assert_false(c.asked);
	client_close(&c);
	identity_fini(&anna);
	identity_fini(&authority);
}

static void
the_local_socket_demands_none(void **state)
{
	struct identity authority;
	struct rig *r = demand_certificates(*state, &authority, PORT_STAFF);
	struct client c = client_on(rig_open_local(r));

	client_send(&c, "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
	expect_status(&c, 404);
	client_close(&c);
	identity_fini(&authority);
}

static void
tls_1_2_is_spoken_only_if_configured(void **state)
{
	struct rig *r = *state;
	struct client c;

	assert_false(client_try(&c, r, TLS1_2_VERSION, SLICE_NONE));
	assert_int_equal(rig_stop(r), 1);
	r->options.tls12 = true;
	rig_start(r);
	assert_true(client_try(&c, r, TLS1_2_VERSION, SLICE_NONE));
	client_ask_and_hear(r, &c);
	client_close(&c);
}

static void
no_ticket_is_given(void **state)
{
	struct client c = client_open(*state);

	client_ask_and_hear(*state, &c);
	assert_string_equal(SSL_get_version(c.ssl), "TLSv1.3");
	assert_false(SSL_SESSION_is_resumable(SSL_get0_session(c.ssl)));
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
	client_send(&c, "POST /v1/banks HTTP/1.1\r\n" LINES
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
	    "PUT /v1/attempt/answers/3 HTTP/1.1\r\n" LINES
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
	    "PUT /v1/attempt/answers/3 HTTP/1.1\r\n" LINES
	    "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n",
	    BODY_ANSWER_MAX + 1);
	client_send(&c, head);
	reply = client_reply(&c);
	expect_has(reply, "HTTP/1.1 413 ");
	free(reply);
	free(body);
	client_close(&c);
}

static void
a_stalled_hall_holds_up_nobody_who_needs_no_hall(void **state)
{
	struct rig *r = *state;
	struct client many[24], c = client_open(r);
	char head[] = "POST /v1/session HTTP/1.1\r\nHost: a\r\n"
		      "Content-Type: application/json\r\n"
		      "Content-Length: 16384\r\n\r\n";
	char *body = alloc_zero(16384, 1);
	size_t i;

	memset(body, ' ', 16384);
	for (i = 0; i < 24; i++) {
		many[i] = client_open(r);
		client_send(&many[i], head);
		client_send_slice(&many[i], (struct slice){ body, 16384 });
	}
	client_send(&c, "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
	expect_status(&c, 404);
	for (i = 0; i < 24; i++)
		rig_reply(r, rig_expect_request(r).conn, 401, "{}");
	for (i = 0; i < 24; i++) {
		expect_status(&many[i], 401);
		client_close(&many[i]);
	}
	client_close(&c);
	free(body);
}

/* One that has been heard and waits for nothing. */
static struct client
guest_open(struct rig *r)
{
	struct client c = client_open(r);

	client_send(&c, "GET /v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n");
	expect_status(&c, 404);
	return c;
}

static void
an_address_s_newest_guest_takes_the_place_of_its_longest(void **state)
{
	struct rig *r = *state;
	struct client member, one, two, three;

	assert_int_equal(rig_stop(r), 1);
	r->options.per_address = 2;
	rig_start(r);
	member = client_open(r);
	client_ask_and_hear(r, &member); /* is not counted any more */
	one = guest_open(r);
	two = guest_open(r);
	three = guest_open(r);
	assert_true(client_is_ended(&one));
	client_ask_and_hear(r, &two);
	client_ask_and_hear(r, &three);
	client_ask_and_hear(r, &member);
	client_close(&member);
	client_close(&one);
	client_close(&two);
	client_close(&three);
}

/* What is open to everybody is answered to a made up token, too. */
static void
a_token_that_nobody_looked_at_makes_no_member(void **state)
{
	struct rig *r = *state;
	struct client one, two;

	assert_int_equal(rig_stop(r), 1);
	r->options.per_address = 1;
	rig_start(r);
	one = client_open(r);
	client_send(&one, "GET /v1/health HTTP/1.1\r\nHost: a\r\n"
			  "Authorization: Bearer " RIG_TOKEN "\r\n\r\n");
	rig_reply(r, rig_expect_request(r).conn, 200, "{}");
	expect_status(&one, 200);
	two = client_open(r);
	assert_true(client_is_ended(&one));
	client_close(&one);
	client_close(&two);
}

/* Asks for a page; does the server end the connection behind it? */
static bool
ends_after_a_page(struct client *c)
{
	char *reply;
	bool ends;

	client_send(c, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
	reply = client_reply(c);
	expect_has(reply, "HTTP/1.1 200 OK\r\n");
	ends = strstr(reply, "Connection: close\r\n") != NULL;
	free(reply);
	return ends;
}

static void
where_places_run_short_a_page_gives_its_own_back(void **state)
{
	struct rig *r = *state;
	struct client member, guest, last;

	assert_int_equal(rig_stop(r), 1);
	r->options.connections = 4;
	rig_start(r);
	member = client_open(r);
	client_ask_and_hear(r, &member);
	guest = client_open(r);
	assert_false(ends_after_a_page(&guest));
	last = client_open(r);
	assert_false(ends_after_a_page(&member));
	assert_true(ends_after_a_page(&last));
	assert_true(client_is_ended(&last));
	client_close(&member);
	client_close(&guest);
	client_close(&last);
}

static void
a_session_s_newest_connection_takes_the_place_of_its_longest(void **state)
{
	struct rig *r = *state;
	struct client in[SESSION_CONNECTIONS_MAX + 1];
	size_t i;

	for (i = 0; i <= SESSION_CONNECTIONS_MAX; i++) {
		in[i] = client_open(r);
		client_ask_and_hear(r, &in[i]);
	}
	assert_true(client_is_ended(&in[0]));
	for (i = 1; i <= SESSION_CONNECTIONS_MAX; i++)
		client_ask_and_hear(r, &in[i]);
	for (i = 0; i <= SESSION_CONNECTIONS_MAX; i++)
		client_close(&in[i]);
}

static void
where_all_places_are_taken_a_guest_s_is_free(void **state)
{
	struct rig *r = *state;
	struct client one, guest, two, three;

	assert_int_equal(rig_stop(r), 1);
	r->options.connections = 2;
	rig_start(r);
	one = client_open(r);
	client_ask_and_hear(r, &one);
	guest = guest_open(r);
	two = client_open(r);
	assert_true(client_is_ended(&guest));
	client_ask_and_hear(r, &two);
	assert_false(client_try(&three, r, 0, SLICE_NONE));
	client_ask_and_hear(r, &one);
	client_ask_and_hear(r, &two);
	client_close(&guest);
	client_close(&one);
	client_close(&two);
}

static void
without_descriptors_callers_are_turned_away(void **state)
{
	struct rig *r = *state;
	struct client in[32], late;
	size_t n = 0, i;

	assert_int_equal(rig_stop(r), 1);
	r->files = 20;
	rig_start(r);
	while (client_try(&in[n], r, 0, SLICE_NONE)) {
		client_ask_and_hear(r, &in[n]);
		assert_true(++n < 32);
	}
	assert_true(n > 4);
	assert_false(client_try(&late, r, 0, SLICE_NONE));
	for (i = 0; i < n; i++)
		client_ask_and_hear(r, &in[i]);
	client_send(&in[0], "GET /v1/health HTTP/1.1\r\nHost: a\r\n"
			    "Connection: close\r\n\r\n");
	rig_reply(r, rig_expect_request(r).conn, 200, "{}");
	expect_status(&in[0], 200);
	assert_true(client_is_ended(&in[0]));
	client_close(&in[0]);
	client_ask_and_hear(r, &in[1]);
	client_ask_and_hear(r, &in[1]);
	late = client_open(r);
	client_ask_and_hear(r, &late);
	client_close(&late);
	for (i = 1; i < n; i++)
		client_close(&in[i]);
}

static void
without_descriptors_a_guest_s_is_free(void **state)
{
	struct rig *r = *state;
	struct client guests[32], late;
	size_t i;

	assert_int_equal(rig_stop(r), 1);
	r->files = 20;
	rig_start(r);
	for (i = 0; i < 32; i++)
		guests[i] = guest_open(r);
	late = client_open(r);
	client_ask_and_hear(r, &late);
	assert_true(client_is_ended(&guests[0]));
	client_close(&late);
	for (i = 0; i < 32; i++)
		client_close(&guests[i]);
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
	client_send(&c, ASK);
	got = rig_expect_request(r);
	assert_memory_equal(got.address + 10, "\xff\xff\xc0\0\2\7", 6);
	rig_reply(r, got.conn, 200, "{}");
	expect_status(&c, 200);
	client_close(&c);
}

static void
draining_finishes_what_waits_and_ends_with_0(void **state)
{
	struct rig *r = *state;
	struct client waiting, idle, stream;
	uint64_t id, request;
	char *reply;

	rig_start(r);
	waiting = client_open(r);
	idle = client_open(r);
	stream = open_stream(&id, r, 1, 2);
	client_ask_and_hear(r, &idle);
	client_send(&waiting, SAVE);
	request = rig_expect_request(r).conn;
	rig_control(r, CONTROL_DRAIN, -1, SLICE_NONE);
	assert_true(client_is_ended(&stream));
	assert_true(client_is_ended(&idle));
	client_close(&stream);
	client_close(&idle);
	rig_reply(r, request, 200, "{}");
	reply = client_reply(&waiting);
	expect_has(reply, "HTTP/1.1 200 OK\r\n");
	expect_has(reply, "Connection: close\r\n");
	free(reply);
	assert_true(client_is_ended(&waiting));
	client_close(&waiting);
	assert_int_equal(rig_wait(r), 0);
}

static void
a_net_without_parent_ends(void **state)
{
	rig_start(*state);
	assert_int_equal(rig_stop(*state), 1);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, started, stopped)

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
		CASE(without_a_hall_clients_hear_503_until_the_next_one),
		CASE(nonsense_from_the_hall_ends_the_link_only),
		CASE(an_answer_to_nobody_is_harmless),
		CASE(a_push_reaches_those_who_listen_and_nobody_else),
		CASE(a_topic_said_twice_is_heard_once),
		CASE(a_dropped_stream_ends_after_its_last_event),
		CASE(the_hall_hears_that_a_stream_is_gone),
		CASE(streams_end_with_the_hall),
		CASE(a_new_certificate_leaves_old_connections_alone),
		CASE(staff_show_a_certificate_where_it_is_demanded),
		CASE(a_certificate_that_will_not_do_is_refused),
		CASE(several_authorities_and_those_below_them_are_known),
		CASE(a_demand_begins_and_ends_with_a_new_message),
		CASE(the_port_of_candidates_never_asks_for_one),
		CASE(the_local_socket_demands_none),
		CASE(tls_1_2_is_spoken_only_if_configured),
		CASE(no_ticket_is_given),
		CASE(the_local_socket_tells_who_asks),
		CASE(a_large_upload_and_a_large_reply_arrive_whole),
		CASE(an_essay_arrives_whole_and_nothing_longer),
		CASE(a_stalled_hall_holds_up_nobody_who_needs_no_hall),
		CASE(an_address_s_newest_guest_takes_the_place_of_its_longest),
		CASE(a_token_that_nobody_looked_at_makes_no_member),
		CASE(where_places_run_short_a_page_gives_its_own_back),
		CASE(a_session_s_newest_connection_takes_the_place_of_its_longest),
		CASE(where_all_places_are_taken_a_guest_s_is_free),
		CASE(without_descriptors_callers_are_turned_away),
		CASE(without_descriptors_a_guest_s_is_free),
		CASE(a_balancer_says_whom_it_brings),
		cmocka_unit_test_setup(
		    draining_finishes_what_waits_and_ends_with_0, setup),
		cmocka_unit_test_setup(a_net_without_parent_ends, setup),
	};
	int failed = cmocka_run_group_tests_name("net", tests, NULL, NULL);

	sandboxed = true;
	return failed + cmocka_run_group_tests_name("net in its sandbox", tests,
	    NULL, NULL);
}
