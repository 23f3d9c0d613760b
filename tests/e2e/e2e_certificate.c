/* Which certificates a server starts with, and who may go on with a session. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "base/openssl.h"
#include "roles.h"
#include "sitter.h"
#include "support/identity.h"
#include "support/program.h"
#include "support/self_signed.h"
#include "test.h"

#define CONF_MAX (16 << 10)
#define SESSION_KEY_LEN 32

static struct centre centre;
static char chain[SERVER_PATH_MAX], key[SERVER_PATH_MAX];

static int
open_centre(void **state)
{
	(void)state;
	centre_init(&centre, "u");
	server_path(chain, &centre.server, "data/keys/cert.pem");
	server_path(key, &centre.server, "data/keys/key.pem");
	return 0;
}

static int
close_centre(void **state)
{
	(void)state;
	centre_fini(&centre);
	return 0;
}

/* ---- starting ---- */

static void
assert_refused(const char *words)
{
	struct ran r;

	program_run(&r, ARGV(EXAMD, "-c", centre.server.conf));
	if ((r.status != 1 && r.status != EXIT_REFUSED) ||
	    strstr(r.err, words) == NULL)
		fail_msg("status %d, not for: %s\n%s", r.status, words, r.err);
	assert_string_equal(r.out, ""); /* it was never ready */
	ran_fini(&r);
}

static void
write_broken_chain(void)
{
	struct identity body, stranger, own;

	identity_make_authority(&body, "body", NULL, -1, 9);
	identity_make_authority(&stranger, "body", NULL, -1, 9);
	identity_make(&own, "localhost", &body, "serverAuth");
	identity_write(&own, chain, false);
	identity_write(&stranger, chain, true);
	identity_write_key(&own, key);
	identity_fini(&body);
	identity_fini(&stranger);
	identity_fini(&own);
}

static void
what_clients_would_refuse_is_refused_at_start(void **state)
{
	char other[SERVER_PATH_MAX];

	(void)state;
	assert_int_equal(server_stop(&centre.server), 0);
	self_signed_write(chain, key, -1, 9);
	server_path(other, &centre.server, "other.pem");
	self_signed_write(other, key, -1, 9);
	assert_refused("key.pem: is not the key of ");
	self_signed_write(chain, key, -9, -1);
	assert_refused("cert.pem: has expired");
	self_signed_write(chain, key, 1, 9);
	assert_refused("cert.pem: is not valid yet");
	write_broken_chain();
	assert_refused("cert.pem: certificate 2: did not sign the one before");
	self_signed_write(chain, key, -1, 9);
	server_start(&centre.server);
}

/* The sitting goes on for eight hours. */
static void
one_that_ends_before_a_sitting_is_refused_at_start(void **state)
{
	(void)state;
	assert_int_equal(server_stop(&centre.server), 0);
	self_signed_write_for(chain, key, 60);
	assert_refused("room: the certificate ends at ");
	self_signed_write_for(chain, key, 9 * 60);
	server_start(&centre.server);
}

static void
at_a_reload_it_is_warned_about_and_taken(void **state)
{
	(void)state;
	self_signed_write_for(chain, key, 60);
	assert_int_equal(kill(centre.server.pid, SIGHUP), 0);
	/* by the hall; the parent tells of the reload when it likes */
	server_hear_log(&centre.server, "sittings that close later: 1, first "
					"room at ");
}

static void
who_sits_is_not_left_without_a_server(void **state)
{
	struct sitter s;

	(void)state;
	sitter_init(&s, &centre, 0, "desk");
	sitter_enter(&s);
	sitter_fini(&s);
	assert_int_equal(server_stop(&centre.server), 0);
	self_signed_write_for(chain, key, 60);
	server_start(&centre.server);
	server_hear_log(&centre.server, "sittings that close later: 1, first "
					"room at ");
}

/* ---- sessions ---- */

struct guest {
	SSL_CTX *tls;
	unsigned tickets; /* that it was given */
};

static int
take_ticket(SSL *ssl, SSL_SESSION *session)
{
	struct guest *g = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	(void)session;
	g->tickets++;
	return 0;
}

static void
guest_init(struct guest *g, int version)
{
	*g = (struct guest){ SSL_CTX_new(TLS_client_method()), 0 };
	assert_non_null(g->tls);
	SSL_CTX_set_app_data(g->tls, g);
	SSL_CTX_set_session_cache_mode(g->tls, SSL_SESS_CACHE_CLIENT);
	SSL_CTX_sess_set_new_cb(g->tls, take_ticket);
	assert_int_equal(SSL_CTX_set_min_proto_version(g->tls, version), 1);
	assert_int_equal(SSL_CTX_set_max_proto_version(g->tls, version), 1);
}

static void
guest_fini(struct guest *g)
{
	SSL_CTX_free(g->tls);
}

static int
connect_to(const char *address)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_port = htons((uint16_t)atoi(strchr(address, ':') + 1));
	assert_int_equal(
	    connect(fd, (const struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

/* Until the end, so that a ticket would have come. */
static void
talk(SSL *ssl)
{
	static const char ask[] = "GET /v1/health HTTP/1.1\r\nHost: x\r\n"
				  "Connection: close\r\n\r\n";
	char reply[4096];

	assert_int_equal(
	    SSL_write(ssl, ask, sizeof(ask) - 1), (int)sizeof(ask) - 1);
	while (SSL_read(ssl, reply, sizeof(reply)) > 0)
		;
}

/* Goes there with an earlier session, or NULL; returns the one it has then. */
static SSL_SESSION *
visit(struct guest *g, const char *address, SSL_SESSION *earlier)
{
	int fd = connect_to(address);
	SSL *ssl = SSL_new(g->tls);
	SSL_SESSION *session;

	assert_int_equal(SSL_set_fd(ssl, fd), 1);
	if (earlier != NULL)
		assert_int_equal(SSL_set_session(ssl, earlier), 1);
	if (SSL_connect(ssl) != 1)
		fail_msg("no handshake with %s", address);
	assert_int_equal(SSL_session_reused(ssl), 0);
	talk(ssl);
	session = SSL_get1_session(ssl);
	assert_int_equal(SSL_SESSION_is_resumable(session), 0);
	SSL_free(ssl);
	close(fd);
	return session;
}

static void
assert_nothing_resumes(int version)
{
	SSL_SESSION *candidates, *again, *staff;
	struct guest g;

	guest_init(&g, version);
	candidates = visit(&g, centre.server.candidates, NULL);
	again = visit(&g, centre.server.candidates, candidates);
	staff = visit(&g, centre.server.staff, candidates);
	assert_int_equal(g.tickets, 0);
	SSL_SESSION_free(candidates);
	SSL_SESSION_free(again);
	SSL_SESSION_free(staff);
	guest_fini(&g);
}

static void
nothing_resumes_on_either_port_with_tls_13(void **state)
{
	(void)state;
	assert_nothing_resumes(TLS1_3_VERSION);
}

/* RFC 8446 §4.2.11: a key as if it had been agreed on before. */
static int
offer_key(SSL *ssl, const EVP_MD *md, const unsigned char **name, size_t *len,
    SSL_SESSION **session)
{
	static const unsigned char suite[] = { 0x13, 0x01 };
	static const unsigned char secret[SESSION_KEY_LEN] = { 1 };
	SSL_SESSION *s = SSL_SESSION_new();

	(void)md;
	assert_int_equal(
	    SSL_SESSION_set1_master_key(s, secret, sizeof(secret)), 1);
	assert_int_equal(
	    SSL_SESSION_set_cipher(s, SSL_CIPHER_find(ssl, suite)), 1);
	assert_int_equal(
	    SSL_SESSION_set_protocol_version(s, TLS1_3_VERSION), 1);
	*name = (const unsigned char *)"a ticket of the other port";
	*len = strlen((const char *)*name);
	*session = s;
	return 1;
}

static void
a_key_that_nobody_gave_out_is_passed_over(void **state)
{
	struct guest g;

	(void)state;
	guest_init(&g, TLS1_3_VERSION);
	SSL_CTX_set_psk_use_session_callback(g.tls, offer_key);
	SSL_SESSION_free(visit(&g, centre.server.candidates, NULL));
	SSL_SESSION_free(visit(&g, centre.server.staff, NULL));
	guest_fini(&g);
}

static void
nothing_resumes_on_either_port_with_tls_12(void **state)
{
	struct buf conf = { 0 };

	(void)state;
	assert_int_equal(
	    file_read(&conf, centre.server.conf, CONF_MAX), ERR_OK);
	buf_put_text(&conf, "tls-versions 1.2 1.3\n");
	assert_int_equal(
	    file_replace(centre.server.conf, buf_slice(&conf), 0600), ERR_OK);
	buf_fini(&conf);
	assert_int_equal(server_stop(&centre.server), 0);
	server_start(&centre.server);
	assert_nothing_resumes(TLS1_2_VERSION);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_resumes_on_either_port_with_tls_13),
		cmocka_unit_test(a_key_that_nobody_gave_out_is_passed_over),
		cmocka_unit_test(nothing_resumes_on_either_port_with_tls_12),
		cmocka_unit_test(who_sits_is_not_left_without_a_server),
		cmocka_unit_test(at_a_reload_it_is_warned_about_and_taken),
		cmocka_unit_test(what_clients_would_refuse_is_refused_at_start),
	};
	const struct CMUnitTest empty_room[] = {
		cmocka_unit_test(
		    one_that_ends_before_a_sitting_is_refused_at_start),
	};
	int failed = cmocka_run_group_tests(tests, open_centre, close_centre);

	return failed +
	       cmocka_run_group_tests(empty_room, open_centre, close_centre);
}
