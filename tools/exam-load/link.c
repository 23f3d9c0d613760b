#include "base/openssl.h"

#include "exam-load/link.h"

#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_ROOM (64 << 10)

static void link_ready(evutil_socket_t fd, short what, void *owner);

void
link_init(struct link *l, const struct link_target *target,
    const struct link_calls *calls, void *owner)
{
	*l = (struct link){ .target = target, .calls = calls, .owner = owner,
		.fd = -1 };
}

/* Ask for the next moment when fd can do this. */
static void
wait_for(struct link *l, short what)
{
	if (l->waits == what)
		return;
	if (l->event == NULL)
		l->event = alloc_checked(event_new(l->target->base, l->fd,
		    what | EV_PERSIST, link_ready, l));
	else {
		event_del(l->event);
		(void)event_assign(l->event, l->target->base, l->fd,
		    what | EV_PERSIST, link_ready, l);
	}
	event_add(l->event, NULL);
	l->waits = what;
}

void
link_close(struct link *l)
{
	if (l->state == LINK_CLOSED)
		return;
	if (l->state == LINK_UP)
		(void)SSL_shutdown(l->ssl);
	ERR_clear_error();
	event_free(l->event);
	SSL_free(l->ssl);
	close(l->fd);
	buf_fini(&l->out);
	l->event = NULL;
	l->ssl = NULL;
	l->fd = -1;
	l->waits = 0;
	l->state = LINK_CLOSED;
}

static void
end(struct link *l)
{
	enum link_end why = l->state == LINK_CONNECTING ? LINK_END_CONNECT
	    : l->state == LINK_HANDSHAKE		? LINK_END_HANDSHAKE
							: LINK_END_CLOSED;

	link_close(l);
	l->calls->ended(l->owner, why);
}

enum err
link_open(struct link *l)
{
	const struct link_target *t = l->target;
	char name[sizeof(t->name)];
	int one = 1;

	assert(l->state == LINK_CLOSED);
	l->fd = socket(t->address.ss_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (l->fd < 0)
		return ERR_SYS;
	l->ssl = alloc_checked(SSL_new(t->tls));
	if (t->name_is_ip)
		(void)X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(l->ssl),
		    t->name);
	else {
		memcpy(name, t->name, sizeof(name));
		(void)SSL_set1_host(l->ssl, name);
		(void)SSL_set_tlsext_host_name(l->ssl, name);
	}
	(void)setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	(void)SSL_set_fd(l->ssl, l->fd);
	SSL_set_connect_state(l->ssl);
	/* what it says now, SO_ERROR says again when it is writable */
	(void)connect(l->fd, (const struct sockaddr *)&t->address,
	    t->address_len);
	l->state = LINK_CONNECTING;
	wait_for(l, EV_WRITE);
	return ERR_OK;
}

/* After an SSL call that did not succeed: wait for what it wants; false: the
 * connection is over. */
static bool
wait_for_tls(struct link *l, int result)
{
	switch (SSL_get_error(l->ssl, result)) {
	case SSL_ERROR_WANT_READ:
		wait_for(l, EV_READ);
		return true;
	case SSL_ERROR_WANT_WRITE:
		wait_for(l, EV_WRITE);
		return true;
	default:
		ERR_clear_error();
		return false;
	}
}

static void
shake_hands(struct link *l)
{
	int result = SSL_do_handshake(l->ssl);

	if (result == 1) {
		l->state = LINK_UP;
		l->target->traffic->handshakes++;
		wait_for(l, EV_READ);
		l->calls->up(l->owner);
	} else if (!wait_for_tls(l, result))
		end(l);
}

static void
connected(struct link *l)
{
	socklen_t len = sizeof(int);
	int error = 0;

	if (getsockopt(l->fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0 ||
	    error != 0) {
		end(l);
		return;
	}
	l->state = LINK_HANDSHAKE;
	shake_hands(l);
}

/* false: the connection is over. */
static bool
flush(struct link *l)
{
	size_t written;

	while (l->out.len > 0) {
		int result = SSL_write_ex(l->ssl, l->out.at, l->out.len,
		    &written);

		if (result != 1)
			return wait_for_tls(l, result);
		buf_drop(&l->out, written);
	}
	wait_for(l, EV_READ);
	return true;
}

void
link_send(struct link *l, struct slice bytes)
{
	size_t written = 0;

	assert(l->state == LINK_UP);
	l->target->traffic->out_bytes += bytes.len;
	if (l->out.len == 0 &&
	    SSL_write_ex(l->ssl, bytes.at, bytes.len, &written) == 1 &&
	    written == bytes.len)
		return;
	/* what broke will be heard when it is read */
	ERR_clear_error();
	buf_put(&l->out, bytes.at + written, bytes.len - written);
	wait_for(l, EV_WRITE);
}

/* Until there is no more, or the owner closed the link. */
static void
read_all(struct link *l)
{
	static char room[READ_ROOM];
	size_t len;

	while (l->state == LINK_UP) {
		int result = SSL_read_ex(l->ssl, room, sizeof(room), &len);

		if (result == 1) {
			l->target->traffic->in_bytes += len;
			l->calls->bytes(l->owner, (struct slice){ room, len });
			continue;
		}
		if (l->out.len > 0 &&
		    SSL_get_error(l->ssl, result) == SSL_ERROR_WANT_READ)
			return;
		if (!wait_for_tls(l, result))
			end(l);
		return;
	}
}

static void
link_ready(evutil_socket_t fd, short what, void *owner)
{
	struct link *l = owner;

	(void)fd;
	(void)what;
	switch (l->state) {
	case LINK_CLOSED:
		break;
	case LINK_CONNECTING:
		connected(l);
		break;
	case LINK_HANDSHAKE:
		shake_hands(l);
		break;
	case LINK_UP:
		if (l->out.len > 0 && !flush(l))
			end(l);
		else
			read_all(l);
		break;
	}
}
