#include "net/listeners.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "net/net.h"

#define SILENT_MS 60000 /* unacknowledged for so long: the peer is gone */

union address {
	struct sockaddr any;
	struct sockaddr_storage room;
};

static void
take_spare(struct listeners *l, int like)
{
	l->spare = fcntl(like, F_DUPFD_CLOEXEC, 0);
}

enum callers { NOBODY, SOMEBODY, UNKNOWN };

/* No descriptor is left: take one caller in with the spare one and hang up,
 * so that he knows and the queue moves.  (Without a descriptor accept(2) does
 * not even tell whether somebody is there.) */
static enum callers
turn_one_away(struct listeners *l, int fd)
{
	enum callers there = UNKNOWN;
	int caller;

	if (!listeners_give_spare(l))
		return UNKNOWN;
	caller = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (caller >= 0) {
		close(caller);
		there = SOMEBODY;
	} else if (errno == EAGAIN) {
		there = NOBODY;
	}
	take_spare(l, fd);
	return there;
}

static void
set_tcp_options(int fd)
{
	int on = 1, unsent = UNSENT_MAX;
	unsigned silent = SILENT_MS;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &silent, sizeof(silent));
	setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof(unsent));
}

static void
welcome_local(struct net *net, int fd)
{
	struct peer peer = { .kind = PEER_LOCAL };
	struct ucred who;
	socklen_t len = sizeof(who);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) != 0) {
		close(fd);
		return;
	}
	peer.uid = who.uid;
	conn_open(net, fd, &peer, CONN_IDLE);
}

static void
welcome_tcp(struct net *net, int fd, const struct sockaddr *from)
{
	struct peer peer = { .kind = PEER_TCP };

	address_of(peer.address, from);
	set_tcp_options(fd);
	conn_open(net, fd, &peer,
	    proxies_have(&net->proxies, peer.address) ? CONN_PROXY
						      : CONN_HANDSHAKE);
}

/* Not the fault of the door: the caller went away, or a signal came. */
static bool
is_passing(int error)
{
	return error != EMFILE && error != ENFILE && error != ENOBUFS &&
	    error != ENOMEM;
}

static void
pause_all(struct listeners *l)
{
	struct timeval later = { DEAF_MS / 1000, 0 };
	size_t i;

	log_line(LOG_ERROR, "out of descriptors or memory; not listening for %d ms",
	    (int)DEAF_MS);
	for (i = 0; i < l->n; i++)
		if (l->at[i].open)
			event_del(l->at[i].event);
	event_add(l->again, &later);
}

static enum callers
refused_by_kernel(struct door *d, int error)
{
	struct listeners *l = &d->net->listeners;
	enum callers there;

	if (error == EAGAIN || error == EWOULDBLOCK)
		return NOBODY;
	if (is_passing(error))
		return SOMEBODY;
	if (conn_turn_out(d->net, NULL)) {
		conns_reap(&d->net->conns);
		return SOMEBODY;
	}
	there = turn_one_away(l, d->fd);
	if (there == UNKNOWN)
		pause_all(l);
	return there;
}

static enum callers
welcome_one(struct door *d)
{
	union address from = { .any = { .sa_family = AF_UNSPEC } };
	socklen_t len = sizeof(from);
	int fd = accept4(d->fd, &from.any, &len, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0)
		return refused_by_kernel(d, errno);
	if (d->kind == LISTENER_LOCAL)
		welcome_local(d->net, fd);
	else
		welcome_tcp(d->net, fd, &from.any);
	return SOMEBODY;
}

static void
on_callers(evutil_socket_t fd, short what, void *arg)
{
	struct door *d = arg;
	int n;

	(void)fd;
	(void)what;
	net_look_at_clock(d->net);
	for (n = 0; n < ACCEPTS_A_TURN; n++)
		if (welcome_one(d) != SOMEBODY)
			break;
}

static void
on_again(evutil_socket_t fd, short what, void *arg)
{
	struct net *net = arg;
	struct listeners *l = &net->listeners;
	size_t i;

	(void)fd;
	(void)what;
	listeners_renew_spare(l);
	for (i = 0; i < l->n; i++)
		if (l->at[i].open)
			event_add(l->at[i].event, NULL);
}

void
listeners_init(struct net *net)
{
	net->listeners = (struct listeners){ .spare = -1 };
	net->listeners.again = alloc_checked(evtimer_new(net->base, on_again,
	    net));
}

enum err
listeners_add(struct net *net, int fd, enum listener kind)
{
	struct listeners *l = &net->listeners;
	struct door *d;

	if (l->n == LISTENERS_MAX)
		return ERR_FULL;
	if (evutil_make_socket_nonblocking(fd) != 0)
		return ERR_SYS;
	d = &l->at[l->n++];
	*d = (struct door){ .net = net, .fd = fd, .kind = kind };
	d->event = alloc_checked(event_new(net->base, fd, EV_READ | EV_PERSIST,
	    on_callers, d));
	if (l->spare < 0)
		take_spare(l, fd);
	return ERR_OK;
}

void
listeners_open(struct net *net)
{
	struct listeners *l = &net->listeners;
	size_t i;

	for (i = 0; i < l->n; i++) {
		struct door *d = &l->at[i];

		if (d->open || (d->kind == LISTENER_TCP && net->tls == NULL))
			continue;
		d->open = true;
		event_add(d->event, NULL);
	}
}

bool
listeners_give_spare(struct listeners *l)
{
	if (l->spare < 0)
		return false;
	close(l->spare);
	l->spare = -1;
	return true;
}

void
listeners_renew_spare(struct listeners *l)
{
	if (l->n > 0 && l->spare < 0)
		take_spare(l, l->at[0].fd);
}

void
listeners_close(struct net *net)
{
	struct listeners *l = &net->listeners;
	size_t i;

	for (i = 0; i < l->n; i++) {
		event_free(l->at[i].event);
		close(l->at[i].fd);
	}
	if (l->spare >= 0)
		close(l->spare);
	event_free(l->again);
	*l = (struct listeners){ .spare = -1 };
}
