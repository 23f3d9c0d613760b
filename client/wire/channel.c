#include "wire/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "exam/alloc.h"
#include "exam/limits.h"
#include "wire/server.h"

enum stage { CLOSED, CONNECTING, HANDSHAKE, UP };

struct channel {
	struct wire_server *server; /* lent */
	enum stage stage;
	int fd;
	SSL *ssl;
	const struct addrinfo *address; /* the one being tried */
	struct mono deadline;
	short events;
	bool untrusted; /* the certificate was refused */
	bool asked;	/* for ours, and nothing was heard since */
	bool lacking;	/* it was asked for, there is none, and that failed */
	char why[WIRE_WHY_MAX];
};

struct channel *
channel_new(struct wire_server *server)
{
	struct channel *c = alloc_zero(1, sizeof(*c));

	c->server = server;
	c->fd = -1;
	return c;
}

/* close_notify is sent if the socket takes it at once; nobody waits for the
 * answer. */
void
channel_close(struct channel *c)
{
	if (c->ssl != NULL && c->stage == UP)
		SSL_shutdown(c->ssl);
	SSL_free(c->ssl);
	ERR_clear_error();
	if (c->fd >= 0)
		close(c->fd);
	c->ssl = NULL;
	c->fd = -1;
	c->stage = CLOSED;
}

void
channel_free(struct channel *c)
{
	if (c == NULL)
		return;
	channel_close(c);
	free(c);
}

static enum err
fail(struct channel *c, const char *what, const char *detail)
{
	snprintf(c->why, sizeof(c->why), "%.100s: %.140s", what, detail);
	channel_close(c);
	return ERR_SYS;
}

static enum err
start_connect(struct channel *c, int family, const struct sockaddr *to,
    socklen_t len)
{
	c->fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		return fail(c, c->server->name, strerror(errno));
	c->stage = CONNECTING;
	c->events = POLLOUT;
	c->deadline = mono_add((struct mono){ clock_boottime() },
	    WIRE_CONNECT_MS);
	if (connect(c->fd, to, len) == 0 || errno == EINPROGRESS)
		return ERR_OK;
	return fail(c, c->server->name, strerror(errno));
}

static enum err
open_local(struct channel *c)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	if (strlen(c->server->path) >= sizeof(to.sun_path))
		return fail(c, c->server->path, strerror(ENAMETOOLONG));
	memcpy(to.sun_path, c->server->path, strlen(c->server->path));
	return start_connect(c, AF_UNIX, (const struct sockaddr *)&to,
	    sizeof(to));
}

/* The first address, from this one on, that does not fail at once. */
static enum err
try_addresses(struct channel *c, const struct addrinfo *from)
{
	enum err e = ERR_SYS;

	for (c->address = from; c->address != NULL && e != ERR_OK;) {
		e = start_connect(c, c->address->ai_family, c->address->ai_addr,
		    c->address->ai_addrlen);
		if (e != ERR_OK)
			c->address = c->address->ai_next;
	}
	return e;
}

enum err
channel_open(struct channel *c)
{
	c->lacking = false;
	if (c->server->path != NULL)
		return open_local(c);
	if (server_resolve(c->server, c->why) != ERR_OK)
		return ERR_SYS;
	return try_addresses(c, c->server->addresses);
}

/* This address failed; is there another? */
static enum err
next_address(struct channel *c, const char *detail)
{
	const struct addrinfo *next = c->address == NULL ? NULL :
							   c->address->ai_next;

	fail(c, c->server->name, detail);
	if (next == NULL || try_addresses(c, next) != ERR_OK)
		return ERR_SYS;
	return ERR_BUSY;
}

/* What OpenSSL complained about, in words. */
static enum err
tls_failed(struct channel *c)
{
	long verdict = SSL_get_verify_result(c->ssl);
	const char *text = ERR_reason_error_string(ERR_peek_last_error());

	if (text == NULL)
		text = "the connection was closed";
	c->untrusted = verdict != X509_V_OK;
	if (c->untrusted)
		return fail(c, "the server's certificate is not trusted",
		    X509_verify_cert_error_string(verdict));
	c->lacking = c->asked && SSL_get_certificate(c->ssl) == NULL;
	if (c->lacking)
		return fail(c, c->server->name,
		    "it demands a certificate of its clients");
	return fail(c, c->asked ? "the server refuses our certificate" :
				  c->server->name, text);
}

/* ERR_BUSY and the events to poll for; or what is wrong. */
static enum err
tls_wants(struct channel *c, int result)
{
	switch (SSL_get_error(c->ssl, result)) {
	case SSL_ERROR_WANT_READ:
		c->events = POLLIN;
		return ERR_BUSY;
	case SSL_ERROR_WANT_WRITE:
		c->events = POLLOUT;
		return ERR_BUSY;
	default:
		return tls_failed(c);
	}
}

/* The server asks who we are.  By TLS 1.3 it says only after the handshake
 * whether the answer will do. */
static int
note_question(SSL *ssl, void *channel)
{
	struct channel *c = channel;

	(void)ssl;
	c->asked = true;
	return 1;
}

static enum err
start_handshake(struct channel *c)
{
	int one = 1;

	if (c->server->path != NULL) {
		c->stage = UP;
		return ERR_OK;
	}
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	c->ssl = server_new_tls(c->server);
	if (c->ssl == NULL || SSL_set_fd(c->ssl, c->fd) != 1)
		return fail(c, c->server->name, "TLS cannot start");
	SSL_set_cert_cb(c->ssl, note_question, c);
	c->asked = false;
	c->stage = HANDSHAKE;
	return ERR_OK;
}

static enum err
finish_connect(struct channel *c)
{
	struct pollfd p = { .fd = c->fd, .events = POLLOUT };
	int error = 0;
	socklen_t len = sizeof(error);

	if (poll(&p, 1, 0) == 0)
		return ERR_BUSY;
	if (getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
		error = errno;
	return error != 0 ? next_address(c, strerror(error)) :
			    start_handshake(c);
}

static enum err
shake_hands(struct channel *c)
{
	int got;

	ERR_clear_error();
	got = SSL_connect(c->ssl);
	if (got != 1)
		return tls_wants(c, got);
	c->untrusted = false;
	c->stage = UP;
	return ERR_OK;
}

enum err
channel_connect(struct channel *c)
{
	enum err e = ERR_OK;

	if (c->stage == CONNECTING)
		e = finish_connect(c);
	if (e == ERR_OK && c->stage == HANDSHAKE)
		e = shake_hands(c);
	if (e == ERR_BUSY && mono_reached((struct mono){ clock_boottime() },
				 c->deadline))
		e = next_address(c, "it does not answer");
	return e;
}

static enum err
socket_result(struct channel *c, size_t *len, ssize_t got, short wants)
{
	c->events = wants;
	if (got >= 0) {
		*len = (size_t)got;
		return ERR_OK;
	}
	if (errno == EAGAIN || errno == EINTR)
		return ERR_BUSY;
	return fail(c, c->server->name, strerror(errno));
}

/* Where the server refuses us by TLS 1.3, its alert may cross what we write:
 * the write fails, and why is there to be read. */
static enum err
write_failed(struct channel *c, int got)
{
	size_t n;
	char byte;

	if (c->asked && SSL_get_error(c->ssl, got) == SSL_ERROR_SYSCALL)
		got = SSL_read_ex(c->ssl, &byte, 1, &n);
	return got == 1 ? fail(c, c->server->name, "the connection was closed") :
			  tls_wants(c, got);
}

enum err
channel_write(struct channel *c, size_t *len, struct slice s)
{
	int got;

	if (c->ssl == NULL)
		return socket_result(c, len,
		    send(c->fd, s.at, s.len, MSG_NOSIGNAL), POLLOUT);
	ERR_clear_error();
	got = SSL_write_ex(c->ssl, s.at, s.len, len);
	return got == 1 ? ERR_OK : write_failed(c, got);
}

enum err
channel_read(struct channel *c, size_t *len, char *room, size_t room_len)
{
	int got;

	if (c->ssl == NULL)
		return socket_result(c, len, recv(c->fd, room, room_len, 0),
		    POLLIN);
	ERR_clear_error();
	got = SSL_read_ex(c->ssl, room, room_len, len);
	if (got == 1) {
		c->asked = false;
		return ERR_OK;
	}
	if (SSL_get_error(c->ssl, got) == SSL_ERROR_ZERO_RETURN) {
		*len = 0;
		return ERR_OK;
	}
	return tls_wants(c, got);
}

bool
channel_is_closed(const struct channel *c)
{
	return c->stage == CLOSED;
}

int
channel_fd(const struct channel *c)
{
	return c->fd;
}

short
channel_events(const struct channel *c)
{
	return c->events;
}

struct mono
channel_deadline(const struct channel *c)
{
	return c->deadline;
}

const char *
channel_why(const struct channel *c)
{
	return c->why;
}

bool
channel_is_untrusted(const struct channel *c)
{
	return c->untrusted;
}

bool
channel_lacks_certificate(const struct channel *c)
{
	return c->lacking;
}
