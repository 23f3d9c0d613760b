/* Certificates, shown and demanded, and the TLS that is spoken. */
#include "net_case.h"

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
	client_expect(&c, 404);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_new_certificate_leaves_old_connections_alone),
		CASE(staff_show_a_certificate_where_it_is_demanded),
		CASE(a_certificate_that_will_not_do_is_refused),
		CASE(several_authorities_and_those_below_them_are_known),
		CASE(a_demand_begins_and_ends_with_a_new_message),
		CASE(the_port_of_candidates_never_asks_for_one),
		CASE(the_local_socket_demands_none),
		CASE(tls_1_2_is_spoken_only_if_configured),
		CASE(no_ticket_is_given),
	};

	return cmocka_run_group_tests_name("tls", tests, NULL, NULL) +
	    cmocka_run_group_tests_name("tls, in a sandbox", tests,
		net_case_sandbox, NULL);
}
