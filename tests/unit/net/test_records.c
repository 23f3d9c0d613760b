/* TLS records that arrive together, cut anywhere, or behind one another. */
#include "net_case.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* From now on what the client says is kept until send_kept(). */
static BIO *
keep(struct client *c)
{
	BIO *kept = BIO_new(BIO_s_mem());

	SSL_set0_wbio(c->ssl, kept);
	return kept;
}

static void
send_kept(struct client *c, BIO *kept, size_t len)
{
	char *at;
	size_t there = (size_t)BIO_get_mem_data(kept, &at);
	char *bytes;

	if (len > there)
		len = there;
	if (len == 0)
		return;
	bytes = malloc(len + 1);
	assert_int_equal(BIO_read(kept, bytes, (int)len), (int)len);
	assert_int_equal(send(c->fd, bytes, len, MSG_NOSIGNAL), (ssize_t)len);
	free(bytes);
}

static void
expect_answer(struct rig *r, struct client *c)
{
	char *reply;

	rig_reply(r, rig_expect_request(r).conn, 200, "{}");
	reply = client_reply(c);
	assert_memory_equal(reply, "HTTP/1.1 200 OK\r\n", 17);
	free(reply);
}

static void
a_request_cut_into_records_that_come_at_once_is_one_request(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	BIO *kept = keep(&c);
	const char *at;

	for (at = CLIENT_ASK; *at != '\0'; at++)
		client_send_slice(&c, (struct slice){ at, 1 });
	send_kept(&c, kept, SIZE_MAX);
	expect_answer(r, &c);
	client_close(&c);
}

static void
requests_in_records_that_come_at_once_are_all_answered(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	BIO *kept = keep(&c);
	int i;

	for (i = 0; i < 20; i++)
		client_send(&c, CLIENT_ASK);
	send_kept(&c, kept, SIZE_MAX);
	for (i = 0; i < 20; i++)
		expect_answer(r, &c);
	client_close(&c);
}

static void
a_record_cut_anywhere_behind_another_loses_nothing(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	BIO *kept = keep(&c);
	size_t one, cut;

	for (cut = 1; cut < 40; cut += 7) {
		client_send(&c, CLIENT_ASK);
		one = (size_t)BIO_pending(kept);
		client_send(&c, CLIENT_ASK);
		send_kept(&c, kept, one + cut);
		expect_answer(r, &c);
		send_kept(&c, kept, SIZE_MAX);
		expect_answer(r, &c);
	}
	client_close(&c);
}

static void
a_request_with_the_end_of_the_handshake_is_answered(void **state)
{
	struct rig *r = *state;
	struct client c;
	SSL *ssl;
	BIO *kept;
	int says;

	assert_true(client_try(&c, r, TLS1_3_VERSION, SLICE_NONE));
	ssl = SSL_new(SSL_get_SSL_CTX(c.ssl));
	client_close(&c);
	c = client_on(client_connect(r));
	c.ssl = ssl;
	SSL_set_fd(c.ssl, c.fd);
	SSL_set_connect_state(c.ssl);
	kept = keep(&c);
	fcntl(c.fd, F_SETFL, O_NONBLOCK);
	while ((says = SSL_do_handshake(c.ssl)) != 1) {
		assert_int_equal(SSL_get_error(c.ssl, says), SSL_ERROR_WANT_READ);
		send_kept(&c, kept, SIZE_MAX);
		poll(&(struct pollfd){ c.fd, POLLIN, 0 }, 1,
		    RIG_PATIENCE_S * 1000);
	}
	fcntl(c.fd, F_SETFL, 0);
	client_send(&c, CLIENT_ASK);
	send_kept(&c, kept, SIZE_MAX);
	expect_answer(r, &c);
	client_close(&c);
}

static void
a_goodbye_right_behind_a_request_is_heard_after_the_answer(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	BIO *kept = keep(&c);

	client_send(&c, CLIENT_ASK);
	SSL_shutdown(c.ssl);
	send_kept(&c, kept, SIZE_MAX);
	expect_answer(r, &c);
	assert_true(client_is_ended(&c));
	client_close(&c);
}

static void
a_goodbye_behind_half_a_request_ends_the_connection(void **state)
{
	struct rig *r = *state;
	struct client c = client_open(r);
	BIO *kept = keep(&c);

	client_send(&c, "GET /v1/attempt HTT");
	SSL_shutdown(c.ssl);
	send_kept(&c, kept, SIZE_MAX);
	assert_true(client_is_ended(&c));
	client_close(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_request_cut_into_records_that_come_at_once_is_one_request),
		CASE(requests_in_records_that_come_at_once_are_all_answered),
		CASE(a_record_cut_anywhere_behind_another_loses_nothing),
		CASE(a_request_with_the_end_of_the_handshake_is_answered),
		CASE(a_goodbye_right_behind_a_request_is_heard_after_the_answer),
		CASE(a_goodbye_behind_half_a_request_ends_the_connection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
