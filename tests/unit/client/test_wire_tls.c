#include "test.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exam/alloc.h"
#include "support/identity.h"
#include "support/self_signed.h"
#include "base/openssl.h"
#include "wire/wire.h"

/* A TLS server on a loopback address that answers one request a connection
 * and then closes it without saying that it will. */
struct place {
	char root[64], certificate[96], key[96], other[96];
	char own[96], own_key[96]; /* the client's */
	char authority[96];	   /* which must have signed it; "": none asked */
	int version;		   /* at most this TLS; 0: any */
	pid_t pid;
	int port;
};

static void
need(bool done)
{
	if (!done)
		abort();
}

static int
make_place(void **state)
{
	struct place *p = alloc_zero(1, sizeof(*p));

	strcpy(p->root, "/tmp/test_wire_tls.XXXXXX");
	need(mkdtemp(p->root) != NULL);
	snprintf(p->certificate, sizeof(p->certificate), "%s/cert", p->root);
	snprintf(p->key, sizeof(p->key), "%s/key", p->root);
	snprintf(p->other, sizeof(p->other), "%s/other", p->root);
	snprintf(p->own, sizeof(p->own), "%s/own", p->root);
	snprintf(p->own_key, sizeof(p->own_key), "%s/own-key", p->root);
	self_signed_write(p->other, p->key, -1, 1);
	self_signed_write(p->certificate, p->key, -1, 1);
	*state = p;
	return 0;
}

static int
drop_place(void **state)
{
	struct place *p = *state;
	char command[96];

	if (p->pid > 0) {
		kill(p->pid, SIGKILL);
		waitpid(p->pid, NULL, 0);
	}
	snprintf(command, sizeof(command), "rm -rf '%s'", p->root);
	need(system(command) == 0);
	free(p);
	return 0;
}

static void
serve_one(SSL_CTX *tls, int fd, bool silent)
{
	static const char reply[] = "HTTP/1.1 200 OK\r\nContent-Type: "
		"application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}";
	SSL *ssl = SSL_new(tls);
	char room[4096];

	SSL_set_fd(ssl, fd);
	if (SSL_accept(ssl) == 1 && SSL_read(ssl, room, sizeof(room)) > 0 &&
	    (!silent || SSL_read(ssl, room, sizeof(room)) > 0))
		SSL_write(ssl, reply, (int)strlen(reply));
	SSL_free(ssl);
	close(fd);
}

static void
serve(const struct place *p, int listener, bool silent)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_IGN);
	need(SSL_CTX_use_certificate_chain_file(tls, p->certificate) == 1 &&
	    SSL_CTX_use_PrivateKey_file(tls, p->key, SSL_FILETYPE_PEM) == 1);
	SSL_CTX_set_max_proto_version(tls, p->version);
	if (p->authority[0] != '\0') {
		need(SSL_CTX_load_verify_file(tls, p->authority) == 1);
		SSL_CTX_set_verify(tls,
		    SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	}
	for (;;)
		serve_one(tls, accept(listener, NULL, NULL), silent);
}

static void
start(struct place *p, const char *address, bool silent)
{
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);

	at.sin_addr.s_addr = inet_addr(address);
	need(bind(listener, (struct sockaddr *)&at, sizeof(at)) == 0 &&
	    listen(listener, 8) == 0 &&
	    getsockname(listener, (struct sockaddr *)&at, &len) == 0);
	p->port = ntohs(at.sin_port);
	p->pid = fork();
	if (p->pid == 0)
		serve(p, listener, silent);
	close(listener);
}

static struct wire_server *
server_at(const struct place *p, const char *host, const char *ca_file)
{
	struct wire_server *s;
	char address[96], why[WIRE_WHY_MAX];

	snprintf(address, sizeof(address), "https://%s:%d", host, p->port);
	assert_int_equal(wire_server_new(&s, why, address, ca_file), ERR_OK);
	return s;
}

static const struct wire_request health = { .method = METHOD_GET,
	.path = "/v1/health", .reply_ms = 5000 };

static void
assert_calls(struct wire *w, int n)
{
	struct wire_reply r = { 0 };

	for (; n > 0; n--) {
		if (wire_call(w, &r, &health) != ERR_OK)
			fail_msg("%s", wire_why(w));
		assert_true(json_is_true(json_object_get(r.json, "ok")));
		wire_reply_fini(&r);
	}
}

static void
assert_refused(const struct place *p, const char *host, const char *ca_file)
{
	struct wire_server *s = server_at(p, host, ca_file);
	struct wire *w = wire_new(s);
	struct wire_reply r;

	assert_int_equal(wire_call(w, &r, &health), ERR_SYS);
	assert_true(wire_is_untrusted(w));
	wire_free(w);
	wire_server_free(s);
}

static void
a_server_with_the_name_asked_for_is_talked_to(void **state)
{
	static const char *const hosts[] = { "localhost", "127.0.0.1" };
	struct place *p = *state;
	size_t i;

	start(p, "127.0.0.1", false);
	for (i = 0; i < 2; i++) {
		struct wire_server *s = server_at(p, hosts[i], p->certificate);
		struct wire *w = wire_new(s);

		assert_calls(w, 1);
		wire_free(w);
		wire_server_free(s);
	}
}

static void
a_kept_connection_that_ended_is_opened_again(void **state)
{
	struct place *p = *state;
	struct wire_server *s;
	struct wire *w;

	start(p, "127.0.0.1", false);
	s = server_at(p, "localhost", p->certificate);
	w = wire_new(s);
	assert_calls(w, 4);
	wire_free(w);
	wire_server_free(s);
}

static void
another_name_is_refused(void **state)
{
	struct place *p = *state;

	start(p, "127.0.0.2", false);
	assert_refused(p, "127.0.0.2", p->certificate);
}

static void
an_unknown_authority_is_refused(void **state)
{
	struct place *p = *state;

	start(p, "127.0.0.1", false);
	assert_refused(p, "localhost", p->other);
	assert_refused(p, "localhost", NULL);
}

/* The client's certificate and key, and a server that demands one of that
 * authority. */
static void
start_demanding(struct place *p, int version)
{
	struct identity authority, own;

	identity_make_authority(&authority, "staff", NULL, -1, 1);
	identity_make(&own, "anna", &authority, "clientAuth");
	snprintf(p->authority, sizeof(p->authority), "%s/authority", p->root);
	identity_write(&authority, p->authority, false);
	identity_write(&own, p->own, false);
	identity_write_key(&own, p->own_key);
	identity_fini(&own);
	identity_fini(&authority);
	p->version = version;
	start(p, "127.0.0.1", false);
}

static void
assert_demands(struct wire *w)
{
	struct wire_reply r;

	assert_int_equal(wire_call(w, &r, &health), ERR_SYS);
	assert_true(wire_lacks_certificate(w));
	assert_false(wire_is_untrusted(w));
	assert_non_null(strstr(wire_why(w),
	    ": it demands a certificate of its clients"));
}

static void
a_server_that_demands_a_certificate_is_shown_one(void **state)
{
	static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };
	char why[WIRE_WHY_MAX];
	size_t i;

	for (i = 0; i < 2; i++) {
		struct place *p = *state;
		struct wire_server *s;
		struct wire *w;

		start_demanding(p, versions[i]);
		s = server_at(p, "localhost", p->certificate);
		w = wire_new(s);
		assert_demands(w);
		assert_int_equal(wire_server_present(s, why, p->own,
				     p->own_key), ERR_OK);
		assert_calls(w, 1);
		assert_false(wire_lacks_certificate(w));
		wire_free(w);
		wire_server_free(s);
		kill(p->pid, SIGKILL);
		waitpid(p->pid, NULL, 0);
	}
}

static void
a_certificate_that_is_refused_is_told_as_such(void **state)
{
	/* The second is still being written when the refusal comes. */
	static const size_t lengths[] = { 0, 8 << 20 };
	struct place *p = *state;
	struct wire_request request = health;
	char why[WIRE_WHY_MAX], *body = alloc_zero(lengths[1], 1);
	struct wire_server *s;
	struct wire_reply r;
	struct wire *w;
	size_t i;

	start_demanding(p, 0);
	s = server_at(p, "localhost", p->certificate);
	w = wire_new(s);
	assert_int_equal(wire_server_present(s, why, p->certificate, p->key),
	    ERR_OK);
	for (i = 0; i < 2; i++) {
		request.body = (struct slice){ body, lengths[i] };
		assert_int_equal(wire_call(w, &r, &request), ERR_SYS);
		assert_false(wire_lacks_certificate(w));
		assert_string_equal(wire_why(w), "the server refuses our "
						 "certificate: tlsv1 alert unknown ca");
	}
	wire_free(w);
	wire_server_free(s);
	free(body);
}

static void
a_certificate_needs_its_own_key(void **state)
{
	const struct place *p = *state;
	char why[WIRE_WHY_MAX], expected[WIRE_WHY_MAX];
	struct wire_server *s;

	assert_int_equal(wire_server_new(&s, why, "localhost", NULL), ERR_OK);
	assert_int_equal(wire_server_present(s, why, p->other, p->key),
	    ERR_INVALID);
	snprintf(expected, sizeof(expected),
	    "%s is not the key of %s, in PEM without a passphrase", p->key,
	    p->other);
	assert_string_equal(why, expected);
	assert_int_equal(wire_server_present(s, why, p->key, p->key),
	    ERR_INVALID);
	snprintf(expected, sizeof(expected), "%s holds no certificate in PEM",
	    p->key);
	assert_string_equal(why, expected);
	assert_int_equal(wire_server_present(s, why, p->certificate, p->own),
	    ERR_INVALID);
	wire_server_free(s);
	assert_int_equal(wire_server_new(&s, why, "unix:/nowhere", NULL),
	    ERR_OK);
	assert_int_equal(wire_server_present(s, why, "no", "no"), ERR_OK);
	wire_server_free(s);
}

static void
a_silent_server_is_given_up(void **state)
{
	struct wire_request impatient = health;
	struct place *p = *state;
	struct wire_server *s;
	struct wire_reply r;
	struct wire *w;

	start(p, "127.0.0.1", true);
	s = server_at(p, "localhost", p->certificate);
	w = wire_new(s);
	impatient.reply_ms = 20;
	assert_int_equal(wire_call(w, &r, &impatient), ERR_SYS);
	assert_string_equal(wire_why(w), "the server did not answer in time");
	wire_free(w);
	wire_server_free(s);
}

static void
an_address_that_is_none_is_refused(void **state)
{
	static const char *const addresses[] = { "", ":443", "host:", "host:0",
		"host:65536", "host:4x", "[::1", "[name]:443", "a/b",
		"http://host", "unix:" };
	struct wire_server *s;
	char why[WIRE_WHY_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(addresses) / sizeof(*addresses); i++)
		if (wire_server_new(&s, why, addresses[i], NULL) !=
		    ERR_INVALID)
			fail_msg("%s", addresses[i]);
	assert_int_equal(wire_server_new(&s, why, "[::1]:8443", NULL), ERR_OK);
	assert_string_equal(wire_server_name(s), "[::1]:8443");
	wire_server_free(s);
	assert_int_equal(wire_server_new(&s, why, "host", "/nowhere"),
	    ERR_INVALID);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, make_place, drop_place)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_server_with_the_name_asked_for_is_talked_to),
		CASE(a_kept_connection_that_ended_is_opened_again),
		CASE(another_name_is_refused),
		CASE(an_unknown_authority_is_refused),
		CASE(a_server_that_demands_a_certificate_is_shown_one),
		CASE(a_certificate_that_is_refused_is_told_as_such),
		CASE(a_certificate_needs_its_own_key),
		CASE(a_silent_server_is_given_up),
		cmocka_unit_test(an_address_that_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
