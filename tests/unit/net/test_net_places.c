/* Who keeps a connection where places or descriptors run short. */
#include "net_case.h"

#include "exam/limits.h"

/* One that has been heard and waits for nothing. */
static struct client
guest_open(struct rig *r)
{
	struct client c = client_open(r);

	client_send(&c, "GET /v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n");
	client_expect(&c, 404);
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
			  "Authorization: Bearer " CLIENT_TOKEN "\r\n\r\n");
	rig_reply(r, rig_expect_request(r).conn, 200, "{}");
	client_expect(&one, 200);
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
	client_expect_text(reply, "HTTP/1.1 200 OK\r\n");
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
	client_expect(&in[0], 200);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(an_address_s_newest_guest_takes_the_place_of_its_longest),
		CASE(a_token_that_nobody_looked_at_makes_no_member),
		CASE(where_places_run_short_a_page_gives_its_own_back),
		CASE(
		    a_session_s_newest_connection_takes_the_place_of_its_longest),
		CASE(where_all_places_are_taken_a_guest_s_is_free),
		CASE(without_descriptors_callers_are_turned_away),
		CASE(without_descriptors_a_guest_s_is_free),
	};

	return cmocka_run_group_tests_name("places", tests, NULL, NULL) +
	    cmocka_run_group_tests_name("places, in a sandbox", tests,
		net_case_sandbox, NULL);
}
