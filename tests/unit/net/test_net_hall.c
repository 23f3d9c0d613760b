/* What becomes of clients when the hall or the parent is slow, mad or gone. */
#include "net_case.h"

static void
without_a_hall_clients_hear_503_until_the_next_one(void **state)
{
	struct rig *r = *state;
	struct client waiting = client_open(r), idle = client_open(r);
	char *reply;

	client_send(&waiting, CLIENT_SAVE);
	rig_expect_request(r);
	rig_kill_hall(r);
	reply = client_reply(&waiting);
	client_expect_text(reply, "HTTP/1.1 503 ");
	client_expect_text(reply, "Retry-After: 1\r\n");
	client_expect_text(reply, "\"type\":\"urn:examd:problem:busy\"");
	free(reply);
	assert_int_equal(rig_hear(r), CONTROL_BROKEN);
	client_send(&idle, CLIENT_ASK);
	client_expect(&idle, 503);
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

	client_send(&c, CLIENT_SAVE);
	rig_expect_request(r);
	buf_put(&nonsense, "\1\0\0\0\1", 5);
	rig_send(r, &nonsense);
	client_expect(&c, 503);
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

	client_send(&c, CLIENT_ASK);
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
	client_expect(&c, 404);
	for (i = 0; i < 24; i++)
		rig_reply(r, rig_expect_request(r).conn, 401, "{}");
	for (i = 0; i < 24; i++) {
		client_expect(&many[i], 401);
		client_close(&many[i]);
	}
	client_close(&c);
	free(body);
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
	stream = client_open_stream(&id, r, 1, 2);
	client_ask_and_hear(r, &idle);
	client_send(&waiting, CLIENT_SAVE);
	request = rig_expect_request(r).conn;
	rig_control(r, CONTROL_DRAIN, -1, SLICE_NONE);
	assert_true(client_is_ended(&stream));
	assert_true(client_is_ended(&idle));
	client_close(&stream);
	client_close(&idle);
	rig_reply(r, request, 200, "{}");
	reply = client_reply(&waiting);
	client_expect_text(reply, "HTTP/1.1 200 OK\r\n");
	client_expect_text(reply, "Connection: close\r\n");
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(without_a_hall_clients_hear_503_until_the_next_one),
		CASE(nonsense_from_the_hall_ends_the_link_only),
		CASE(an_answer_to_nobody_is_harmless),
		CASE(a_stalled_hall_holds_up_nobody_who_needs_no_hall),
		CASE_OF_ITS_OWN(
		    draining_finishes_what_waits_and_ends_with_0),
		CASE_OF_ITS_OWN(a_net_without_parent_ends),
	};

	return cmocka_run_group_tests_name("hall", tests, NULL, NULL) +
	    cmocka_run_group_tests_name("hall, in a sandbox", tests,
		net_case_sandbox, NULL);
}
