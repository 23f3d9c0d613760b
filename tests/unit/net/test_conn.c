#include "test.h"

#include <sys/socket.h>
#include <unistd.h>

#include "net/exchange.h"
#include "net/net.h"

/* A net without its loop: connections on socketpairs, time by hand. */
static struct net net;
static const struct net_options options = { .port = PORT_CANDIDATE,
	.connections = 4, .per_address = 4 };

#define T0 SECONDS(1000)
#define ASK                                                                    \
	"GET /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "         \
	"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"     \
	"\r\n\r\n"

static int hall; /* the other end of the link */

static int
setup(void **state)
{
	int pair[2];

	(void)state;
	net = (struct net){ .options = &options, .now = { T0 }, .looked = true };
	net.base = event_base_new();
	net.link = link_new();
	net.crowd = crowd_new(options.per_address);
	net.sessions = crowd_new(SESSION_CONNECTIONS_MAX);
	net.topics = topics_new();
	net.room = alloc_zero(1, NET_ROOM);
	conns_init(&net.conns, options.connections);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) != 0)
		return -1;
	link_open(net.link, pair[0]);
	hall = pair[1];
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	conns_fini(&net.conns);
	link_free(net.link);
	close(hall);
	crowd_free(net.crowd);
	crowd_free(net.sessions);
	topics_free(net.topics);
	event_base_free(net.base);
	free(net.room);
	return 0;
}

/* A connection on the administration socket; returns the client's end. */
static int
come_in(struct conn **c)
{
	const struct peer peer = { .kind = PEER_LOCAL };
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0,
			     pair), 0);
	conn_open(&net, pair[0], &peer, CONN_IDLE);
	*c = TAILQ_LAST(&net.conns.in[CONN_IDLE], conn_list);
	return pair[1];
}

static void
say(int client, struct conn *c, const char *text)
{
	assert_int_equal(send(client, text, strlen(text), 0), strlen(text));
	conn_step(c, ON_READY);
}

/* The rest of a turn, at this time. */
static void
turn_at(int64_t ms)
{
	net.now = (struct mono){ T0 + ms };
	conns_expire(&net.conns, net.now);
	conns_write(&net.conns);
	conns_reap(&net.conns);
}

static void
expect_status(int client, const char *line)
{
	char text[4096] = "";

	assert_true(recv(client, text, sizeof(text) - 1, 0) > 0);
	assert_memory_equal(text, line, strlen(line));
}

static bool
is_ended(int client)
{
	char c;

	return recv(client, &c, 1, 0) == 0;
}

static void
begin_stream(struct conn *c, uint64_t topic)
{
	const struct frame_reply r = { .conn = c->id, .status = 200,
		.flags = REPLY_STREAM, .n_topics = 1, .topics = { topic } };

	exchange_reply(c, &r);
	conns_write(&net.conns);
}

static void
every_living_state_can_time_out_and_hang_up(void **state)
{
	int s;

	(void)state;
	for (s = 0; s < CONN_DEAD; s++) {
		assert_true(conn_expects((enum conn_state)s, ON_READY));
		assert_true(conn_expects((enum conn_state)s, ON_TIMEOUT));
		assert_true(conn_expects((enum conn_state)s, ON_HANGUP));
		assert_true(conn_expects((enum conn_state)s, ON_BROKEN));
		assert_true(conn_expects((enum conn_state)s, ON_DRAIN));
		assert_true(conn_state_may_last((enum conn_state)s) > 0);
	}
}

static void
an_idle_connection_may_think_for_five_minutes(void **state)
{
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	turn_at(MINUTES(5) - 1);
	assert_int_equal(c->state, CONN_IDLE);
	turn_at(MINUTES(5));
	assert_true(is_ended(client));
	close(client);
}

static void
a_head_must_be_whole_after_ten_seconds_however_busy(void **state)
{
	struct conn *c;
	int client = come_in(&c), i;

	(void)state;
	for (i = 0; i < 10; i++) {
		say(client, c, "G");
		assert_int_equal(c->state, CONN_HEAD);
		turn_at(SECONDS(i));
	}
	turn_at(SECONDS(10) - 1);
	assert_int_equal(c->state, CONN_HEAD);
	turn_at(SECONDS(10));
	expect_status(client, "HTTP/1.1 408 ");
	assert_true(is_ended(client));
	close(client);
}

static void
a_body_that_does_not_come_is_408(void **state)
{
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	say(client, c, "POST /v1/session HTTP/1.1\r\nHost: a\r\n"
		       "Content-Type: application/json\r\n"
		       "Content-Length: 100\r\n\r\n{");
	assert_int_equal(c->state, CONN_BODY);
	assert_int_equal(net.held, 100);
	turn_at(SECONDS(60));
	expect_status(client, "HTTP/1.1 408 ");
	turn_at(SECONDS(63));
	assert_int_equal(net.held, 0);
	close(client);
}

static void
bodies_beyond_the_limit_of_all_are_refused(void **state)
{
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	net.held = HELD_MAX - 99;
	say(client, c, "POST /v1/session HTTP/1.1\r\nHost: a\r\n"
		       "Content-Type: application/json\r\n"
		       "Content-Length: 100\r\n\r\n{");
	turn_at(0);
	expect_status(client, "HTTP/1.1 503 ");
	assert_int_equal(net.held, HELD_MAX - 99);
	close(client);
}

static const uint8_t somewhere[ADDRESS_LEN] = { 0x20, 1 };

/* Its body is as long as a candidate may declare, and does not come. */
static struct conn *
come_in_as_guest(int *client)
{
	struct conn *c;

	*client = come_in(&c);
	crowd_enter(net.crowd, &c->guest, somewhere);
	say(*client, c, "POST /v1/session HTTP/1.1\r\nHost: a\r\n"
			"Content-Type: application/json\r\n"
			"Content-Length: 16384\r\n\r\n{");
	conns_serve_guests(&net.conns);
	assert_int_equal(c->state, CONN_BODY);
	return c;
}

static void
a_guest_s_slow_body_gives_way_to_another_guest_s(void **state)
{
	struct conn *slow, *next;
	int clients[2];

	(void)state;
	net.held_by_guests = HELD_GUESTS_MAX - 16384;
	slow = come_in_as_guest(&clients[0]);
	next = come_in_as_guest(&clients[1]);
	assert_int_equal(slow->state, CONN_DEAD);
	assert_int_equal(net.held, 16384);
	conn_step(next, ON_HANGUP);
	assert_int_equal(net.held, 0);
	assert_int_equal(net.held_by_guests, HELD_GUESTS_MAX - 16384);
	close(clients[0]);
	close(clients[1]);
}

static void
a_guest_s_large_reply_gives_way_to_a_body(void **state)
{
	static char text[UNSENT_MAX + 1];
	const struct frame_reply large = { .status = 200, .type = BODY_JSON,
		.body = { text, sizeof(text) } };
	struct conn *reader;
	int clients[2];

	(void)state;
	clients[0] = come_in(&reader);
	crowd_enter(net.crowd, &reader->guest, somewhere);
	say(clients[0], reader, "GET /v1/health HTTP/1.1\r\nHost: a\r\n\r\n");
	exchange_reply(reader, &large);
	assert_int_equal(net.held_by_guests, sizeof(text));
	net.held_by_guests = HELD_GUESTS_MAX;
	(void)come_in_as_guest(&clients[1]);
	assert_int_equal(reader->state, CONN_DEAD);
	assert_int_equal(net.held, 16384);
	close(clients[0]);
	close(clients[1]);
}

static void
a_guest_is_let_in_for_half_a_minute(void **state)
{
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	crowd_enter(net.crowd, &c->guest, somewhere);
	say(client, c, "GET /v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n");
	turn_at(0);
	expect_status(client, "HTTP/1.1 404 ");
	assert_int_equal(c->state, CONN_LOBBY);
	turn_at(SECONDS(30));
	assert_true(is_ended(client));
	close(client);
}

static const struct frame_reply image = {
	.status = 200, .type = BODY_PNG, .body = { "\x89PNG\r\n\x1a\n", 8 }
};

/* What is being written is held, until it is written. */
static void
an_image_is_held_until_it_has_left(void **state)
{
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	say(client, c, ASK);
	exchange_reply(c, &image);
	assert_int_equal(net.held, image.body.len);
	conn_flush(c);
	assert_int_equal(net.held, 0);
	expect_status(client, "HTTP/1.1 200 ");
	close(client);
}

static void
an_image_whose_reader_goes_is_let_go(void **state)
{
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	say(client, c, ASK);
	exchange_reply(c, &image);
	assert_int_equal(net.held, image.body.len);
	close(client);
	conn_step(c, ON_HANGUP);
	turn_at(0);
	assert_int_equal(net.held, 0);
}

static void
images_beyond_the_limit_of_all_are_put_off(void **state)
{
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	net.held = HELD_MAX - image.body.len + 1;
	say(client, c, ASK);
	exchange_reply(c, &image);
	turn_at(0);
	expect_status(client, "HTTP/1.1 503 ");
	assert_int_equal(net.held, HELD_MAX - image.body.len + 1);
	close(client);
}

static void
a_hall_that_says_nothing_is_apologised_for(void **state)
{
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	say(client, c, ASK);
	assert_int_equal(c->state, CONN_WAITING);
	turn_at(SECONDS(30) - 1);
	assert_int_equal(c->state, CONN_WAITING);
	turn_at(SECONDS(30));
	expect_status(client, "HTTP/1.1 503 ");
	close(client);
}

static void
a_late_answer_does_not_reach_the_next_request(void **state)
{
	struct conn *c;
	int client = come_in(&c);
	uint64_t first, second;

	(void)state;
	say(client, c, ASK);
	first = c->id;
	assert_ptr_equal(conns_find(&net.conns, first), c);
	conn_step(c, ON_BROKEN);
	turn_at(0);
	assert_int_equal(c->state, CONN_IDLE);
	assert_null(conns_find(&net.conns, first));
	say(client, c, ASK);
	second = c->id;
	assert_true(first != second);
	assert_null(conns_find(&net.conns, first));
	assert_ptr_equal(conns_find(&net.conns, second), c);
	close(client);
}

static void
a_reply_to_the_dead_is_harmless(void **state)
{
	const struct frame_reply r = { .status = 200 };
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	say(client, c, ASK);
	conn_step(c, ON_HANGUP);
	exchange_reply(c, &r); /* dead, not yet reaped */
	conn_push(c, SLICE("data: x\n\n"));
	assert_int_equal(c->state, CONN_DEAD);
	turn_at(0);
	assert_true(is_ended(client));
	assert_int_equal(conns_count(&net.conns), 0);
	close(client);
}

static void
a_client_that_hangs_up_still_gets_its_reply_and_is_let_go(void **state)
{
	const struct frame_reply r = { .status = 200 };
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	say(client, c, ASK);
	shutdown(client, SHUT_WR);
	conn_step(c, ON_READY);
	assert_int_equal(c->state, CONN_WAITING);
	exchange_reply(c, &r);
	turn_at(0);
	expect_status(client, "HTTP/1.1 200 OK\r\n");
	assert_int_equal(conns_count(&net.conns), 0);
	close(client);
}

static void
no_stream_begins_for_a_client_that_has_hung_up(void **state)
{
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	say(client, c, ASK);
	assert_int_equal(link_flush(net.link), ERR_OK);
	shutdown(client, SHUT_WR);
	conn_step(c, ON_READY);
	begin_stream(c, 1);
	assert_null(topics_first(net.topics, 1));
	assert_true(link_backlog(net.link) > 0);
	assert_int_equal(conns_count(&net.conns), 0);
	close(client);
}

static void
the_body_of_a_refused_request_is_not_the_next_request(void **state)
{
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	say(client, c, "POST /nowhere HTTP/1.1\r\nHost: a\r\n"
		       "Content-Length: 500\r\n\r\n" ASK);
	turn_at(0);
	expect_status(client, "HTTP/1.1 404 ");
	assert_true(is_ended(client));
	assert_int_equal(link_backlog(net.link), 0);
	close(client);
}

static void
a_quiet_stream_gets_a_comment_every_15_seconds(void **state)
{
	struct conn *c;
	int client = come_in(&c);
	char text[8] = "";

	(void)state;
	say(client, c, ASK);
	begin_stream(c, 1);
	expect_status(client, "HTTP/1.1 200 OK\r\n");
	turn_at(SECONDS(15) - 1);
	assert_true(recv(client, text, sizeof(text), 0) < 0);
	turn_at(SECONDS(15));
	assert_int_equal(recv(client, text, sizeof(text), 0), 4);
	assert_memory_equal(text, ": \n\n", 4);
	turn_at(SECONDS(30) - 1);
	assert_true(recv(client, text, sizeof(text), 0) < 0);
	turn_at(SECONDS(30));
	assert_int_equal(recv(client, text, sizeof(text), 0), 4);
	close(client);
}

static void
a_slow_reader_is_dropped_and_the_hall_hears_so(void **state)
{
	static char event[16384];
	struct conn *c;
	int client = come_in(&c);
	size_t pushed = 0;

	(void)state;
	say(client, c, ASK);
	begin_stream(c, 1);
	assert_int_equal(link_flush(net.link), ERR_OK);
	while (c->state == CONN_STREAM) {
		conn_push(c, (struct slice){ event, sizeof(event) });
		conns_write(&net.conns);
		pushed += sizeof(event);
		assert_true(pushed < 4 << 20);
	}
	assert_true(pushed > STREAM_BACKLOG_MAX);
	assert_true(link_backlog(net.link) > 0);
	assert_null(topics_first(net.topics, 1));
	close(client);
}

static void
the_first_bytes_of_a_stream_are_no_backlog(void **state)
{
	static char room[4 << 20];
	struct frame_reply r = { .status = 200, .flags = REPLY_STREAM,
		.body = { room, sizeof(room) } };
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	say(client, c, ASK);
	exchange_reply(c, &r);
	conns_write(&net.conns);
	assert_true(c->out.len - c->sent > STREAM_BACKLOG_MAX);
	conn_push(c, SLICE("data: x\n\n"));
	assert_int_equal(c->state, CONN_STREAM);
	close(client);
}

static void
nobody_comes_in_when_all_slots_are_taken(void **state)
{
	struct conn *c;
	int clients[5], i;

	(void)state;
	for (i = 0; i < 5; i++)
		clients[i] = come_in(&c);
	assert_int_equal(conns_count(&net.conns), 4);
	assert_true(is_ended(clients[4]));
	close(clients[0]);
	conn_step(TAILQ_FIRST(&net.conns.in[CONN_IDLE]), ON_READY);
	conns_reap(&net.conns);
	assert_int_equal(conns_count(&net.conns), 3);
	for (i = 1; i < 5; i++)
		close(clients[i]);
}

static void
what_a_client_pipelines_is_read_only_so_far(void **state)
{
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	say(client, c, ASK ASK);
	assert_int_equal(c->state, CONN_WAITING);
	assert_int_equal(c->in.len, strlen(ASK));
	assert_int_equal(c->heard & EV_READ, 0);
	close(client);
}

static void
an_idle_connection_owns_no_buffer(void **state)
{
	const struct frame_reply r = { .status = 200 };
	struct conn *c;
	int client = come_in(&c);

	(void)state;
	say(client, c, ASK);
	exchange_reply(c, &r);
	turn_at(0);
	assert_int_equal(c->state, CONN_IDLE);
	assert_null(c->in.at);
	assert_null(c->out.at);
	close(client);
}

/* In the midst of a handshake whose client says nothing more. */
static struct conn *
shake_hands_from(SSL_CTX *tls, uint8_t address, int *client)
{
	const uint8_t where[ADDRESS_LEN] = { [10] = 0xff,
		[11] = 0xff,
		[ADDRESS_LEN - 1] = address };
	struct conn *c;

	*client = come_in(&c);
	crowd_enter(net.crowd, &c->guest, where);
	conns_move(&net.conns, c, CONN_HANDSHAKE, net.now);
	c->wire.ssl = SSL_new(tls);
	SSL_set_accept_state(c->wire.ssl);
	return c;
}

static void
a_newcomer_shakes_hands_though_neighbours_come_without_end(void **state)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
	int clients[3];
	struct conn *c[3];
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++)
		c[i] = shake_hands_from(tls, i < 2 ? 1 : 2, &clients[i]);
	crowd_remember(net.crowd, &c[0]->guest);
	for (i = 0; i < 3; i++)
		conns_line_up(&net.conns, c[i]);
	conns_serve_guests(&net.conns);
	conns_serve_guests(&net.conns);
	assert_true(conns_is_in_line(&net.conns, c[1]));
	assert_false(conns_is_in_line(&net.conns, c[2]));
	for (i = 0; i < 3; i++)
		close(clients[i]);
	SSL_CTX_free(tls);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_living_state_can_time_out_and_hang_up),
		CASE(an_idle_connection_may_think_for_five_minutes),
		CASE(a_head_must_be_whole_after_ten_seconds_however_busy),
		CASE(a_body_that_does_not_come_is_408),
		CASE(bodies_beyond_the_limit_of_all_are_refused),
		CASE(a_guest_s_slow_body_gives_way_to_another_guest_s),
		CASE(a_guest_s_large_reply_gives_way_to_a_body),
		CASE(a_guest_is_let_in_for_half_a_minute),
		CASE(an_image_is_held_until_it_has_left),
		CASE(an_image_whose_reader_goes_is_let_go),
		CASE(images_beyond_the_limit_of_all_are_put_off),
		CASE(a_hall_that_says_nothing_is_apologised_for),
		CASE(a_late_answer_does_not_reach_the_next_request),
		CASE(a_reply_to_the_dead_is_harmless),
		CASE(a_client_that_hangs_up_still_gets_its_reply_and_is_let_go),
		CASE(no_stream_begins_for_a_client_that_has_hung_up),
		CASE(the_body_of_a_refused_request_is_not_the_next_request),
		CASE(a_quiet_stream_gets_a_comment_every_15_seconds),
		CASE(a_slow_reader_is_dropped_and_the_hall_hears_so),
		CASE(the_first_bytes_of_a_stream_are_no_backlog),
		CASE(nobody_comes_in_when_all_slots_are_taken),
		CASE(what_a_client_pipelines_is_read_only_so_far),
		CASE(an_idle_connection_owns_no_buffer),
		CASE(a_newcomer_shakes_hands_though_neighbours_come_without_end),
	};

	return cmocka_run_group_tests_name("conn", tests, NULL, NULL);
}
