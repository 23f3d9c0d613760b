#include "base/log.h"
#include "net/exchange.h"
#include "net/hear.h"
#include "net/net.h"

void
net_close_hall(struct net *n)
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
	net_close_hall(n);
	net_tell_parent(n, CONTROL_BROKEN);
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

/* Callers took the place that the last link had; the spare one is for this. */
static void
ask_for_another(struct net *n)
{
	if (listeners_give_spare(&n->listeners)) {
		net_tell_parent(n, CONTROL_BROKEN);
	} else {
		log_line(LOG_ERROR, "the parent sent no link to the hall");
		net_stop(n, 1);
	}
}

void
net_open_hall(struct net *n, int fd)
{
	if (fd < 0 || evutil_make_socket_nonblocking(fd) != 0) {
		ask_for_another(n);
		return;
	}
	if (link_is_open(n->link))
		net_close_hall(n);
	link_open(n->link, fd);
	n->hall = alloc_checked(event_new(n->base, fd, EV_READ | EV_PERSIST,
	    on_hall, n));
	n->hall_writable = alloc_checked(event_new(n->base, fd, EV_WRITE,
	    on_hall_writable, n));
	event_add(n->hall, NULL);
	listeners_renew_spare(&n->listeners);
}

void
net_tell_hall(struct net *n)
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
