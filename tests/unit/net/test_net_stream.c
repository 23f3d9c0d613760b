/* Streams of events, and who hears what the hall pushes. */
#include "net_case.h"

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
	struct client a = client_open_stream(&id, r, 1, 100);
	struct client b = client_open_stream(&id, r, 2, 100);

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
	struct client c = client_open_stream(&id, r, 7, 7);

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
	struct client c = client_open_stream(&id, r, 5, 6);

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

	client_send(&c, CLIENT_EVENTS);
	client_close(&c); /* before it begins */
	id = rig_begin_stream(r, 1, 2);
	assert_true(rig_expect_gone(r) == id);
	rig_send_stream(r, id, 1, 2); /* to nobody */
	assert_true(rig_expect_gone(r) == id);
	c = client_open_stream(&id, r, 1, 2);
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
	struct client c = client_open_stream(&id, r, 1, 2);

	rig_kill_hall(r);
	assert_true(client_is_ended(&c));
	assert_int_equal(rig_hear(r), CONTROL_BROKEN);
	client_close(&c);
	rig_new_hall(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_push_reaches_those_who_listen_and_nobody_else),
		CASE(a_topic_said_twice_is_heard_once),
		CASE(a_dropped_stream_ends_after_its_last_event),
		CASE(the_hall_hears_that_a_stream_is_gone),
		CASE(streams_end_with_the_hall),
	};

	return cmocka_run_group_tests_name("stream", tests, NULL, NULL) +
	    cmocka_run_group_tests_name("stream, in a sandbox", tests,
		net_case_sandbox, NULL);
}
