/*
 * The table of requests, sent to a running examd over TLS: for each request
 * that is taken there is a reply about its content, what is refused is refused
 * by the rule that the table names, and then the connection ends.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/openssl.h"
#include "http_requests.h"
#include "http_stream.h"
#include "support/server.h"
#include "test.h"

#define PATIENCE_S 20
#define READ_MAX 16384

static struct server server;
static SSL_CTX *tls;

static int
open_server(void **state)
{
	(void)state;
	server_init(&server);
	server_start(&server);
	tls = SSL_CTX_new(TLS_client_method());
	return tls == NULL;
}

static int
close_server(void **state)
{
	(void)state;
	SSL_CTX_free(tls);
	server_fini(&server);
	return 0;
}

/* ---- a client ---- */

struct client {
	const char *about; /* the case */
	int fd;
	SSL *ssl;
	struct buf in;
	bool ended;
};

static int
connect_to(const char *address)
{
	const char *colon = strchr(address, ':');
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)atoi(colon + 1)),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct timeval patience = { PATIENCE_S, 0 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

static void
begin(struct client *c, const char *about)
{
	*c = (struct client){ .about = about,
		.fd = connect_to(server.candidates),
		.ssl = SSL_new(tls) };
	SSL_set_fd(c->ssl, c->fd);
	assert_int_equal(SSL_connect(c->ssl), 1);
}

static void
end(struct client *c)
{
	SSL_free(c->ssl);
	close(c->fd);
	buf_fini(&c->in);
}

static void
say(struct client *c, struct slice bytes)
{
	if (bytes.len > 0)
		assert_true(SSL_write(c->ssl, bytes.at, (int)bytes.len) > 0);
}

/* More of what the server says; an end without close_notify is none. */
static void
hear(struct client *c)
{
	int n = SSL_read(c->ssl, buf_reserve(&c->in, READ_MAX), READ_MAX);

	if (n > 0)
		c->in.len += (size_t)n;
	else if (SSL_get_error(c->ssl, n) == SSL_ERROR_ZERO_RETURN)
		c->ended = true;
	else
		fail_msg("%s: no reply", c->about);
}

/* ---- replies ---- */

struct reply {
	unsigned status;
	struct slice head, body; /* into what was heard */
};

static struct slice
find(struct slice all, const char *text)
{
	const char *at = memmem(all.at, all.len, text, strlen(text));

	if (at == NULL)
		return SLICE_NONE;
	return (struct slice){ at, all.len - (size_t)(at - all.at) };
}

static size_t
body_len_of(struct slice head)
{
	static const char name[] = "\r\nContent-Length: ";
	struct slice at = find(head, name);

	return at.at == NULL ? 0 : (size_t)atol(at.at + sizeof(name) - 1);
}

/* Of a reply's head and body there are so many bytes; 0: not all have come. */
static size_t
read_reply(struct reply *r, struct slice all, bool head_only)
{
	struct slice end = find(all, "\r\n\r\n");
	size_t head = all.len - end.len + 4, body;

	if (end.at == NULL)
		return 0;
	r->head = (struct slice){ all.at, head };
	body = head_only ? 0 : body_len_of(r->head);
	if (all.len < head + body)
		return 0;
	assert_true(all.len > 12 && memcmp(all.at, "HTTP/1.1 ", 9) == 0);
	r->status = (unsigned)atoi(all.at + 9);
	r->body = (struct slice){ all.at + head, body };
	return head + body;
}

/* The next reply; its bytes are the client's until it is dropped. */
static size_t
await_reply(struct reply *r, struct client *c, bool head_only)
{
	size_t len;

	while ((len = read_reply(r, buf_slice(&c->in), head_only)) == 0) {
		if (c->ended)
			fail_msg("%s: the server hung up", c->about);
		hear(c);
	}
	return len;
}

static bool
is_about(const struct reply *r, const char *rule)
{
	char text[64];

	snprintf(text, sizeof(text), "\"rule\":\"%s\"", rule);
	return find(r->body, text).at != NULL;
}

/* Nothing is known by the paths of the table but the first page. */
static void
expect_taken(struct client *c, const struct stream_request *sent)
{
	bool head_only = sent->head.method == METHOD_HEAD;
	struct reply r;
	size_t len = await_reply(&r, c, head_only);

	if (r.status != 200 && r.status != 404 && r.status != 405 &&
	    r.status != 413)
		fail_msg("%s: taken, and told %u", c->about, r.status);
	buf_drop(&c->in, len);
}

static void
expect_refused(struct client *c, enum refusal why)
{
	struct reply r;
	size_t len = await_reply(&r, c, false);

	/* The path is judged before the body. */
	if (why == REFUSED_BIG_BODY)
		why = REFUSED_PATH;
	if (r.status != refusal_facts[why].status ||
	    !is_about(&r, refusal_facts[why].rule))
		fail_msg("%s: told %u", c->about, r.status);
	assert_non_null(find(r.head, "\r\nConnection: close\r\n").at);
	buf_drop(&c->in, len);
}

static void
expect_end(struct client *c)
{
	while (!c->ended)
		hear(c);
	if (c->in.len > 0)
		fail_msg("%s: told more: %.*s", c->about,
		    SLICE_FMT(buf_slice(&c->in)));
}

/* ---- */

/* The server hangs up behind a request that says so, and one whose body it did
 * not want. */
static bool
is_last(const struct stream_request *r)
{
	return r->head.close || r->body.len > 0;
}

/* A head that is whole is answered before its body is there; for the rest of a
 * head the server would wait. */
static void
expect_more(struct client *c, struct slice bytes)
{
	struct stream_request r;

	if (http_read_head(&r.head, &r.why, bytes) == HTTP_WHOLE)
		expect_taken(c, &r);
	else
		SSL_shutdown(c->ssl);
}

static void
expect_all(struct client *c, struct slice bytes)
{
	struct stream_request r;
	enum http_verdict v;

	while ((v = stream_next(&r, &bytes)) == HTTP_WHOLE) {
		expect_taken(c, &r);
		if (is_last(&r))
			break;
	}
	if (v == HTTP_REFUSED)
		expect_refused(c, r.why);
	if (v == HTTP_MORE)
		expect_more(c, bytes);
	expect_end(c);
}

static void
try_case(const struct request_case *known, size_t first)
{
	struct slice bytes = known->bytes;
	struct client c;

	begin(&c, known->name);
	say(&c, (struct slice){ bytes.at, first });
	say(&c, (struct slice){ bytes.at + first, bytes.len - first });
	expect_all(&c, bytes);
	end(&c);
}

static void
each_request_is_answered_as_the_table_says(void **state)
{
	const struct request_case *known;
	size_t i;

	(void)state;
	for (i = 0; (known = request_case(i)) != NULL; i++)
		try_case(known, 0);
}

static void
each_request_is_answered_the_same_in_two_parts(void **state)
{
	const struct request_case *known;
	size_t i;

	(void)state;
	for (i = 0; (known = request_case(i)) != NULL; i++)
		if (known->bytes.len > 0)
			try_case(known, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_request_is_answered_as_the_table_says),
		cmocka_unit_test(
		    each_request_is_answered_the_same_in_two_parts),
	};

	return cmocka_run_group_tests_name(
	    "http server", tests, open_server, close_server);
}
