#include "test.h"

#include "client.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rig.h"

int
client_connect(const struct rig *r)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)r->tcp_port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	rig_be_patient(fd);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	return fd;
}

static bool
handshake(struct client *c, struct rig *r, SSL_CTX *tls, struct slice before)
{
	*c = (struct client){ .fd = client_connect(r) };
	client_send_slice(c, before);
	c->ssl = SSL_new(tls);
	SSL_CTX_free(tls);
	SSL_set_fd(c->ssl, c->fd);
	if (SSL_connect(c->ssl) == 1)
		return true;
	ERR_clear_error();
	client_close(c);
	return false;
}

bool
client_try(struct client *c, struct rig *r, int max_version,
    struct slice before)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_client_method());

	SSL_CTX_set_max_proto_version(tls, max_version);
	return handshake(c, r, tls, before);
}

/* By TLS 1.3 a client learns only from what comes next whether it may stay;
 * what comes is the answer to a request that the hall does not see. */
static bool
is_let_in(struct client *c)
{
	static const char ask[] = "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n";
	char first;

	if (SSL_write(c->ssl, ask, sizeof(ask) - 1) > 0 &&
	    SSL_peek(c->ssl, &first, 1) == 1) {
		free(client_reply(c));
		return true;
	}
	ERR_clear_error();
	client_close(c);
	return false;
}

static int
note_question(SSL *ssl, void *client)
{
	struct client *c = client;

	(void)ssl;
	c->asked = true;
	return 1;
}

bool
client_try_as(struct client *c, struct rig *r, const struct identity *i,
    const struct identity *by, int max_version)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_client_method());

	SSL_CTX_set_max_proto_version(tls, max_version);
	SSL_CTX_set_cert_cb(tls, note_question, c);
	if (i != NULL) {
		SSL_CTX_use_certificate(tls, i->x509);
		SSL_CTX_use_PrivateKey(tls, i->key);
	}
	if (by != NULL)
		SSL_CTX_add1_chain_cert(tls, by->x509);
	return handshake(c, r, tls, SLICE_NONE) && is_let_in(c);
}

struct client
client_open(struct rig *r)
{
	struct client c;

	assert_true(client_try(&c, r, 0, SLICE_NONE));
	return c;
}

struct client
client_on(int fd)
{
	return (struct client){ .fd = fd };
}

void
client_close(struct client *c)
{
	SSL_free(c->ssl);
	if (c->fd >= 0)
		close(c->fd);
	buf_fini(&c->in);
	*c = (struct client){ .fd = -1 };
}

void
client_send_slice(struct client *c, struct slice s)
{
	while (s.len > 0) {
		int part = s.len < 100000 ? (int)s.len : 100000;
		int n = c->ssl != NULL
		    ? SSL_write(c->ssl, s.at, part)
		    : (int)send(c->fd, s.at, (size_t)part, MSG_NOSIGNAL);

		assert_true(n > 0);
		s.at += n;
		s.len -= (size_t)n;
	}
}

void
client_send(struct client *c, const char *text)
{
	client_send_slice(c, slice_of(text));
}

/* false: the server has hung up. */
static bool
read_more(struct client *c)
{
	char *to = buf_reserve(&c->in, 65536);
	int n = c->ssl != NULL ? SSL_read(c->ssl, to, 65535)
			       : (int)recv(c->fd, to, 65535, 0);

	ERR_clear_error();
	if (n <= 0)
		return false;
	c->in.len += (size_t)n;
	return true;
}

/* What is there as text, which it must be. */
static const char *
text_of(struct client *c)
{
	*buf_reserve(&c->in, 1) = '\0';
	return c->in.at;
}

static char *
take(struct client *c, size_t n)
{
	char *text = alloc_zero(n + 1, 1);

	memcpy(text, c->in.at, n);
	buf_drop(&c->in, n);
	return text;
}

static size_t
read_to(struct client *c, const char *mark)
{
	const char *at;

	while ((at = strstr(text_of(c), mark)) == NULL)
		assert_true(read_more(c));
	return (size_t)(at - c->in.at) + strlen(mark);
}

char *
client_head_reply(struct client *c)
{
	return take(c, read_to(c, "\r\n\r\n"));
}

char *
client_reply(struct client *c)
{
	size_t head = read_to(c, "\r\n\r\n"), body = 0;
	const char *at = strstr(c->in.at, "Content-Length: ");

	if (at != NULL && at < c->in.at + head)
		body = strtoul(at + strlen("Content-Length: "), NULL, 10);
	while (c->in.len < head + body)
		assert_true(read_more(c));
	return take(c, head + body);
}

char *
client_read_until(struct client *c, const char *text)
{
	return take(c, read_to(c, text));
}

bool
client_is_ended(struct client *c)
{
	return c->in.len == 0 && !read_more(c);
}

void
client_server_name(const struct client *c, char name[64])
{
	X509 *x = SSL_get1_peer_certificate(c->ssl);

	X509_NAME_get_text_by_NID(X509_get_subject_name(x), NID_commonName,
	    name, 64);
	X509_free(x);
}

void
client_ask_and_hear(struct rig *r, struct client *c)
{
	char *reply;

	client_send(c, CLIENT_ASK);
	rig_reply(r, rig_expect_request(r).conn, 200, "{}");
	reply = client_reply(c);
	assert_memory_equal(reply, "HTTP/1.1 200 OK\r\n", 17);
	free(reply);
}

void
client_expect(struct client *c, unsigned status)
{
	char *reply = client_reply(c), line[32];

	snprintf(line, sizeof(line), "HTTP/1.1 %u ", status);
	if (strncmp(reply, line, strlen(line)) != 0)
		fail_msg("not %u: %s", status, reply);
	free(reply);
}

void
client_expect_text(const char *reply, const char *text)
{
	if (strstr(reply, text) == NULL)
		fail_msg("no %s in %s", text, reply);
}

struct client
client_open_stream(uint64_t *conn, struct rig *r, uint64_t first,
    uint64_t second)
{
	struct client c = client_open(r);
	char *head;

	client_send(&c, CLIENT_EVENTS);
	*conn = rig_begin_stream(r, first, second);
	head = client_read_until(&c, "event: hi\n\n");
	client_expect_text(head, "Content-Type: text/event-stream\r\n");
	assert_null(strstr(head, "Content-Length"));
	free(head);
	return c;
}
