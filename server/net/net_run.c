/*
 * net_run: the turn of a net process, and what it hears from the parent and
 * the hall.
 */
#include <signal.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "net/exchange.h"
#include "net/net.h"
#include "net/tls.h"

void
net_look_at_clock(struct net *n)
{
	if (n->looked)
		return;
	n->looked = true;
	n->now = (struct mono){ clock_boottime() };
	n->wall = clock_wall();
	if (n->wall.ms / 1000 != n->date_second) {
		n->date_second = n->wall.ms / 1000;
		reply_date(n->date, n->wall);
	}
}

static void
stop(struct net *n, int status)
{
	n->over = true;
	n->status = status;
}

static void
tell_parent(struct net *n, enum control_kind kind)
{
	struct control_message m = { .kind = kind, .fd = -1 };

	if (control_send(CONTROL_FD, &m) != ERR_OK) {
		log_line(LOG_ERROR, "the parent does not listen");
		stop(n, 1);
	}
}

/* The link. */

static void
close_hall(struct net *n)
{
	if (n->hall != NULL)
		event_free(n->hall);
	if (n->hall_writable != NULL)
		event_free(n->hall_writable);
	n->hall = n->hall_writable = NULL;
	n->hall_blocked = false;
	link_close(n->link);
	conns_tell_all(&n->conns, ON_BROKEN);
}

static void
lose_hall(struct net *n)
{
	log_line(LOG_WARNING, "the link to the hall has ended");
	close_hall(n);
	tell_parent(n, CONTROL_BROKEN);
}

/* A reply to nobody is normal; a stream nobody reads must be known as gone. */
static void
hear_reply(struct net *n, const struct frame_reply *r)
{
	struct conn *c = conns_find(&n->conns, r->conn);

	if (c != NULL)
		exchange_reply(c, r);
	else if ((r->flags & REPLY_STREAM) != 0)
		link_put_gone(n->link, r->conn);
}

static void
hear_push(struct net *n, const struct frame_push *p)
{
	struct subscription *s, *next;

	for (s = topics_first(n->topics, p->topic); s != NULL; s = next) {
		next = topics_next(s);
		conn_push(s->conn, p->text);
	}
}

static void
hear_drop(struct net *n, uint64_t topic)
{
	struct subscription *s, *next;

	for (s = topics_first(n->topics, topic); s != NULL; s = next) {
		next = topics_next(s);
		conn_step(s->conn, ON_DROP);
	}
}

static enum err
hear_frame(struct net *n, enum frame_kind kind, struct slice rest)
{
	struct frame_reply reply;
	struct frame_push push;
	uint64_t topic;
	enum err e = ERR_SYNTAX;

	switch (kind) {
	case FRAME_REPLY:
		if ((e = frame_get_reply(&reply, rest)) == ERR_OK)
			hear_reply(n, &reply);
		break;
	case FRAME_PUSH:
		if ((e = frame_get_push(&push, rest)) == ERR_OK)
			hear_push(n, &push);
		break;
	case FRAME_DROP:
		if ((e = frame_get_drop(&topic, rest)) == ERR_OK)
			hear_drop(n, topic);
		break;
	case FRAME_REQUEST:
	case FRAME_GONE:
		break;
	}
	return e;
}

static void
on_hall(evutil_socket_t fd, short what, void *arg)
{
	struct net *n = arg;
	enum frame_kind kind;
	struct slice rest;
	enum err e;

	(void)fd;
	(void)what;
	net_look_at_clock(n);
	e = link_read(n->link);
	while (e == ERR_OK)
		if ((e = link_next(&kind, &rest, n->link)) == ERR_OK)
			e = hear_frame(n, kind, rest);
	if (e != ERR_BUSY)
		lose_hall(n);
}

static void
on_hall_writable(evutil_socket_t fd, short what, void *arg)
{
	struct net *n = arg;

	(void)fd;
	(void)what;
	net_look_at_clock(n);
	n->hall_blocked = false;
}

static void
open_hall(struct net *n, int fd)
{
	if (fd < 0 || evutil_make_socket_nonblocking(fd) != 0) {
		log_line(LOG_ERROR, "the parent sent no link to the hall");
		return;
	}
	if (link_is_open(n->link))
		close_hall(n);
	link_open(n->link, fd);
	n->hall = alloc_checked(event_new(n->base, fd, EV_READ | EV_PERSIST,
	    on_hall, n));
	n->hall_writable = alloc_checked(event_new(n->base, fd, EV_WRITE,
	    on_hall_writable, n));
	event_add(n->hall, NULL);
}

/* The parent. */

static void
renew_certificate(struct net *n, struct slice pem)
{
	SSL_CTX *tls;

	if (tls_open(&tls, pem, n->options->tls12) != ERR_OK) {
		log_line(LOG_ERROR,
		    "the certificate and its key cannot be used; %s",
		    n->tls == NULL ? "there is none" : "the old ones stay");
		return;
	}
	SSL_CTX_free(n->tls);
	n->tls = tls;
}

static void
add_listener(struct net *n, const struct control_message *m)
{
	bool known = m->arg == LISTENER_TCP || m->arg == LISTENER_LOCAL;

	if (m->fd >= 0 && known && !n->draining &&
	    listeners_add(n, m->fd, (enum listener)m->arg) == ERR_OK)
		return;
	log_line(LOG_ERROR, "the parent sent a listener that cannot be used");
	if (m->fd >= 0)
		close(m->fd);
}

static void
drain(struct net *n)
{
	if (n->draining)
		return;
	n->draining = true;
	n->drained_by = mono_add(n->now, DRAIN_MS);
	listeners_close(n);
	conns_tell_all(&n->conns, ON_DRAIN);
}

static void
hear_parent(struct net *n, const struct control_message *m)
{
	switch (m->kind) {
	case CONTROL_LISTEN:
		add_listener(n, m);
		return;
	case CONTROL_HALL:
		open_hall(n, m->fd);
		return;
	case CONTROL_CERTIFICATE:
		renew_certificate(n, m->body);
		break;
	case CONTROL_LOG:
		log_limit((enum log_level)m->arg);
		break;
	case CONTROL_DRAIN:
		drain(n);
		break;
	case CONTROL_NET:
	case CONTROL_READY:
	case CONTROL_BROKEN:
	case CONTROL_HELPER:
	case CONTROL_HELPER_DONE:
	case CONTROL_KINDS:
		log_line(LOG_WARNING, "message %d is not for a net",
		    (int)m->kind);
		break;
	}
	if (m->fd >= 0)
		close(m->fd);
}

/* Everything needed is here: nothing more is opened, and guests may come. */
static void
become_ready(struct net *n)
{
	const struct listeners *l = &n->listeners;
	size_t i;

	if (!n->ready && (l->n == 0 || !link_is_open(n->link)))
		return;
	for (i = 0; i < l->n && !n->ready; i++)
		if (l->at[i].kind == LISTENER_TCP && n->tls == NULL)
			return;
	if (!n->ready && n->options->sandbox &&
	    sandbox_enter(SANDBOX_NET) != ERR_OK) {
		log_line(LOG_ERROR, "the sandbox cannot be entered");
		stop(n, 1);
		return;
	}
	listeners_open(n);
	if (!n->ready)
		tell_parent(n, CONTROL_READY);
	n->ready = true;
}

static void
on_control(evutil_socket_t fd, short what, void *arg)
{
	struct net *n = arg;
	struct control_message m;
	enum err e;

	(void)what;
	net_look_at_clock(n);
	while ((e = control_receive(fd, &m, n->room)) == ERR_OK ||
	    e == ERR_SYNTAX)
		if (e == ERR_OK) {
			hear_parent(n, &m);
			OPENSSL_cleanse(n->room, m.body.len);
		}
	if (e != ERR_BUSY) {
		log_line(LOG_ERROR, "the parent is gone");
		stop(n, 1);
	}
	if (!n->over && !n->draining)
		become_ready(n);
}

/* The turn. */

static void
on_alarm(evutil_socket_t fd, short what, void *arg)
{
	struct net *n = arg;

	(void)fd;
	(void)what;
	n->alarm_at = MONO_NEVER;
	net_look_at_clock(n);
}

/* Wake up when the first deadline is reached. */
static void
set_alarm(struct net *n)
{
	struct mono first = conns_deadline(&n->conns);
	struct timeval in;
	int64_t ms;

	if (n->draining && n->drained_by.ms < first.ms)
		first = n->drained_by;
	if (first.ms >= n->alarm_at.ms)
		return;
	ms = first.ms > n->now.ms ? first.ms - n->now.ms : 0;
	in = (struct timeval){ ms / 1000, ms % 1000 * 1000 };
	event_add(n->alarm, &in);
	n->alarm_at = first;
}

static bool
is_at_rest(const struct net *n)
{
	return conns_at_rest(&n->conns) &&
	    (n->hall_blocked || link_backlog(n->link) == 0);
}

static void
wait_and_hear(struct net *n)
{
	set_alarm(n);
	n->looked = false;
	event_base_loop(n->base,
	    is_at_rest(n) ? EVLOOP_ONCE : EVLOOP_ONCE | EVLOOP_NONBLOCK);
	net_look_at_clock(n);
}

static void
tell_hall(struct net *n)
{
	enum err e;

	if (n->hall_blocked)
		return;
	e = link_flush(n->link);
	if (e == ERR_BUSY) {
		n->hall_blocked = true;
		event_add(n->hall_writable, NULL);
	} else if (e != ERR_OK) {
		lose_hall(n);
	}
}

static void
finish_drain(struct net *n)
{
	if (n->draining && (conns_count(&n->conns) == 0 ||
			       mono_reached(n->now, n->drained_by)))
		stop(n, 0);
}

static void
turn(struct net *n)
{
	wait_and_hear(n);
	tell_hall(n);
	conns_write(&n->conns);
	conns_shake_hands(&n->conns, HANDSHAKES_A_TURN);
	conns_expire(&n->conns, n->now);
	conns_reap(&n->conns);
	finish_drain(n);
}

/* From nothing, and back. */

static struct event_base *
open_base(void)
{
	struct event_config *c = alloc_checked(event_config_new());
	struct event_base *base;

	event_config_set_flag(c, EVENT_BASE_FLAG_NOLOCK);
	base = alloc_checked(event_base_new_with_config(c));
	event_config_free(c);
	return base;
}

static void
listen_to_parent(struct net *n)
{
	evutil_make_socket_nonblocking(CONTROL_FD);
	n->control = alloc_checked(event_new(n->base, CONTROL_FD,
	    EV_READ | EV_PERSIST, on_control, n));
	event_add(n->control, NULL);
	n->alarm = alloc_checked(evtimer_new(n->base, on_alarm, n));
	n->alarm_at = MONO_NEVER;
}

static enum err
open_net(struct net *n, const struct net_options *options)
{
	*n = (struct net){ .options = options };
	if (proxies_read(&n->proxies, options->proxy_from) != ERR_OK) {
		log_line(LOG_ERROR, "proxy addresses cannot be read: %s",
		    options->proxy_from);
		return ERR_INVALID;
	}
	if (options->sandbox)
		sandbox_hide_memory();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN); /* the parent hears it and drains us */
	OPENSSL_init_ssl(0, NULL);
	n->base = open_base();
	n->link = link_new();
	n->crowd = crowd_new(options->per_address);
	n->topics = topics_new();
	n->room = alloc_zero(1, NET_ROOM);
	conns_init(&n->conns, options->connections);
	listeners_init(n);
	net_look_at_clock(n);
	listen_to_parent(n);
	return ERR_OK;
}

static void
close_net(struct net *n)
{
	if (!n->draining)
		listeners_close(n);
	conns_fini(&n->conns);
	close_hall(n);
	event_free(n->control);
	event_free(n->alarm);
	event_base_free(n->base);
	link_free(n->link);
	crowd_free(n->crowd);
	topics_free(n->topics);
	SSL_CTX_free(n->tls);
	free(n->room);
}

int
net_run(const struct net_options *options)
{
	struct net n;

	if (open_net(&n, options) != ERR_OK)
		return 1;
	while (!n.over)
		turn(&n);
	close_net(&n);
	return n.status;
}
