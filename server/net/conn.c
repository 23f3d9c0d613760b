#include "net/conn.h"

#include <stddef.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/exchange.h"
#include "net/net.h"

static const struct {
	const char *name;
	int64_t may_last;
} states[] = {
#define X(name, may_last) { #name, may_last },
	CONN_STATES(X)
#undef X
};

/*
 * What to do, by state and event.  Each action says which state follows.
 * An empty place means the event cannot happen there; if it does, hang up.
 */
typedef enum conn_state action(struct conn *);

static action introduce, line_up, shake_hands, hear, notice, overhear, watch,
    linger, answer, attend, next, apologise, unavailable, comment, hurry,
    finish, farewell, drop, stay;

static action *const on[N_CONN_STATES][N_CONN_EVENTS] = {
	[CONN_PROXY] = {
		[ON_READY] = introduce,
		[ON_BROKEN] = stay,	[ON_DRAIN] = drop,
		[ON_TIMEOUT] = drop,	[ON_HANGUP] = drop,
	},
	[CONN_HANDSHAKE] = {
		[ON_READY] = line_up,	[ON_TURN] = shake_hands,
		[ON_BROKEN] = stay,	[ON_DRAIN] = drop,
		[ON_TIMEOUT] = drop,	[ON_HANGUP] = drop,
	},
	[CONN_LOBBY] = {
		[ON_READY] = line_up,	[ON_TURN] = hear,
		[ON_BROKEN] = stay,	[ON_DRAIN] = farewell,
		[ON_TIMEOUT] = farewell, [ON_HANGUP] = drop,
	},
	[CONN_IDLE] = {
		[ON_READY] = hear,
		[ON_BROKEN] = stay,	[ON_DRAIN] = farewell,
		[ON_TIMEOUT] = farewell, [ON_HANGUP] = drop,
	},
	[CONN_HEAD] = {
		[ON_READY] = notice,	[ON_TURN] = hear,
		[ON_BROKEN] = stay,	[ON_DRAIN] = stay,
		[ON_TIMEOUT] = hurry,	[ON_HANGUP] = drop,
	},
	[CONN_BODY] = {
		[ON_READY] = notice,	[ON_TURN] = hear,
		[ON_BROKEN] = stay,	[ON_DRAIN] = stay,
		[ON_TIMEOUT] = hurry,	[ON_HANGUP] = drop,
	},
	[CONN_WAITING] = {
		[ON_READY] = overhear,
		[ON_REPLY] = answer,	[ON_STREAM] = attend,
		[ON_BROKEN] = unavailable, [ON_DRAIN] = stay,
		[ON_TIMEOUT] = apologise, [ON_HANGUP] = drop,
	},
	[CONN_WRITING] = {
		[ON_READY] = overhear,	[ON_FLUSHED] = next,
		[ON_BROKEN] = stay,	[ON_DRAIN] = finish,
		[ON_TIMEOUT] = drop,	[ON_HANGUP] = drop,
	},
	[CONN_STREAM] = {
		[ON_READY] = watch,	[ON_FLUSHED] = stay,
		[ON_DROP] = finish,	[ON_BROKEN] = finish,
		[ON_DRAIN] = finish,
		[ON_TIMEOUT] = comment,	[ON_HANGUP] = drop,
	},
	[CONN_CLOSING] = {
		[ON_READY] = linger,
		[ON_BROKEN] = stay,	[ON_DRAIN] = stay,
		[ON_TIMEOUT] = drop,	[ON_HANGUP] = drop,
	},
};

/* The event stream is over: nobody pushes to it, and the hall hears so. */
static void
leave_stream(struct conn *c)
{
	size_t i;

	for (i = 0; i < TOPICS_MAX; i++)
		topics_leave(&c->topics[i]);
	link_put_gone(c->net->link, c->id);
}

static void
on_ready(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	(void)fd;
	(void)what;
	net_look_at_clock(c->net);
	conn_step(c, ON_READY);
}

static void
listen_for(struct conn *c, short what)
{
	if (what == c->heard)
		return;
	if (c->heard != 0)
		event_del(&c->event);
	c->heard = what;
	if (what == 0)
		return;
	event_assign(&c->event, c->net->base, c->wire.fd,
	    (short)(what | EV_PERSIST), on_ready, c);
	event_add(&c->event, NULL);
}

/* May more be read?  What is pipelined waits in the socket while there is
 * some of it in the buffer. */
static bool
has_room(const struct conn *c)
{
	return !c->ended && (c->in.len == 0 ||
		(c->state != CONN_WAITING && c->state != CONN_WRITING));
}

/* What a connection wants to hear follows from its state.  Who stands in a line
 * has been heard already. */
static void
listen_by_state(struct conn *c)
{
	bool deaf = c->state == CONN_DEAD ||
	    conns_is_in_line(&c->net->conns, c);
	int what = 0;

	if (!deaf && has_room(c))
		what |= EV_READ;
	if (!deaf && c->blocked)
		what |= EV_WRITE;
	listen_for(c, (short)what);
}

/* The one place where a state changes. */
static void
enter(struct conn *c, enum conn_state to)
{
	if (c->state == CONN_STREAM && to != CONN_STREAM)
		leave_stream(c);
	if (to != CONN_WAITING && to != CONN_STREAM)
		c->id = 0;
	if (to == CONN_DEAD) {
		exchange_release(c);
		crowd_leave(c->net->crowd, &c->guest);
		crowd_leave(c->net->sessions, &c->member);
	}
	if (conn_is_guest(c))
		crowd_move_on(c->net->crowd, &c->guest);
	conns_move(&c->net->conns, c, to, c->net->now);
}

void
conn_step(struct conn *c, enum conn_event ev)
{
	action *act = on[c->state][ev];
	enum conn_state to;

	if (c->state == CONN_DEAD)
		return;
	to = act != NULL ? act(c) : CONN_DEAD;
	if (to != c->state || ev == ON_TIMEOUT)
		enter(c, to);
	listen_by_state(c);
}

bool
conn_is_guest(const struct conn *c)
{
	return c->guest.home != NULL;
}

/* Who stands in a line or waits for the hall waits for us. */
static bool
could_go(const struct conn *c)
{
	return c->queued_in == NULL && c->state != CONN_WAITING;
}

/* part: which of a connection's is in this crowd. */
static bool
turn_out(struct crowd *crowd, const uint8_t *address, size_t part)
{
	struct guest *g = crowd_first(crowd, address);
	size_t n;

	for (n = 0; g != NULL && n < GUESTS_LOOKED_AT; n++) {
		struct conn *c = (struct conn *)((char *)g - part);

		if (could_go(c)) {
			c->net->turned_away++;
			conn_step(c, ON_HANGUP);
			return true;
		}
		g = crowd_next(g, address);
	}
	return false;
}

bool
conn_turn_out(struct net *net, const uint8_t *address)
{
	return turn_out(net->crowd, address, offsetof(struct conn, guest));
}

/* So that no candidate can take everybody's place, either. */
static void
join_session(struct conn *c, const uint8_t *token)
{
	struct crowd *all = c->net->sessions;

	if (crowd_is_full(all, token))
		(void)turn_out(all, token, offsetof(struct conn, member));
	crowd_enter(all, &c->member, token);
}

void
conn_trust(struct conn *c, const uint8_t *token)
{
	if (!conn_is_guest(c))
		return;
	crowd_remember(c->net->crowd, &c->guest);
	crowd_leave(c->net->crowd, &c->guest);
	if (c->net->options->port == PORT_CANDIDATE)
		join_session(c, token);
}

/* Its address is known now: may it come in? */
static bool
admit(struct conn *c)
{
	struct net *net = c->net;

	if (crowd_is_full(net->crowd, c->peer.address) &&
	    !conn_turn_out(net, c->peer.address)) {
		net->turned_away++;
		return false;
	}
	crowd_enter(net->crowd, &c->guest, c->peer.address);
	return wire_secure(&c->wire, c->net->tls) == ERR_OK;
}

void
conn_open(struct net *net, int fd, const struct peer *peer,
    enum conn_state first)
{
	struct conn *c = conns_add(net, first);

	if (c == NULL && conn_turn_out(net, NULL)) {
		conns_reap(&net->conns);
		c = conns_add(net, first);
	}
	if (c == NULL) {
		net->turned_away++;
		close(fd);
		return;
	}
	c->wire.fd = fd;
	c->peer = *peer;
	if (first == CONN_HANDSHAKE && !admit(c))
		conn_step(c, ON_HANGUP);
	else
		listen_by_state(c);
}

/* Into the room that all share; one record, and when it came. */
static enum wire_says
read_some(struct slice *bytes, struct conn *c)
{
	char *room = c->net->room;
	enum wire_says says;
	size_t n;

	says = wire_read(&n, &c->wire, room, NET_ROOM);
	if (says != WIRE_DONE)
		return says;
	c->read_at = clock_boottime();
	*bytes = (struct slice){ room, n };
	return WIRE_DONE;
}

/* Not a byte behind the header is read: there begins TLS. */
static enum conn_state
introduce(struct conn *c)
{
	size_t need = proxy_need(buf_slice(&c->in)), n;
	char room[PROXY_HEAD_MAX];
	enum wire_says says;
	enum err e;

	says = wire_read(&n, &c->wire, room, need - c->in.len);
	if (says != WIRE_DONE)
		return says == WIRE_ENDED ? CONN_DEAD : CONN_PROXY;
	buf_put(&c->in, room, n);
	need = proxy_need(buf_slice(&c->in));
	if (c->in.len < need)
		return CONN_PROXY;
	e = proxy_read(c->peer.address, buf_slice(&c->in));
	buf_fini(&c->in);
	return e == ERR_OK && admit(c) ? CONN_HANDSHAKE : CONN_DEAD;
}

/* What who is not signed in wants costs only so much of a turn. */
static enum conn_state
line_up(struct conn *c)
{
	conns_line_up(&c->net->conns, c);
	return c->state;
}

static enum conn_state
notice(struct conn *c)
{
	return conn_is_guest(c) ? line_up(c) : hear(c);
}

static enum conn_state
shake_hands(struct conn *c)
{
	enum wire_says says = wire_handshake(&c->wire);

	c->blocked = says == WIRE_WANTS_WRITE;
	if (says == WIRE_ENDED)
		return CONN_DEAD;
	return says == WIRE_DONE ? CONN_LOBBY : CONN_HANDSHAKE;
}

static bool
is_reading(enum conn_state s)
{
	return s == CONN_LOBBY || s == CONN_IDLE || s == CONN_HEAD ||
	    s == CONN_BODY;
}

/* Who has hung up asks nothing more. */
static enum conn_state
go_on(struct conn *c, struct slice bytes)
{
	enum conn_state to = exchange_take(c, bytes);

	return c->ended && is_reading(to) ? farewell(c) : to;
}

static enum conn_state
hear(struct conn *c)
{
	struct slice bytes;
	enum wire_says says = read_some(&bytes, c);

	c->blocked = says == WIRE_WANTS_WRITE;
	c->ended = c->wire.ended;
	if (says == WIRE_DONE)
		return go_on(c, bytes);
	if (says != WIRE_ENDED)
		return c->state;
	wire_finish(&c->wire);
	return CONN_DEAD;
}

/* Something comes, or something can go, while a request is being answered. */
static enum conn_state
overhear(struct conn *c)
{
	struct slice bytes;
	enum wire_says says;

	if (c->out.len > 0)
		conns_want_turn(&c->net->conns, c);
	if (!has_room(c))
		return c->state;
	says = read_some(&bytes, c);
	if (says == WIRE_DONE)
		buf_put_slice(&c->in, bytes);
	c->ended = says == WIRE_ENDED || c->wire.ended;
	return c->state;
}

/* Whatever a client says on an event stream, it is not a request. */
static enum conn_state
watch(struct conn *c)
{
	struct slice bytes;

	if (c->out.len > 0)
		conns_want_turn(&c->net->conns, c);
	return read_some(&bytes, c) == WIRE_ENDED || c->wire.ended ?
	    CONN_DEAD : CONN_STREAM;
}

static enum conn_state
linger(struct conn *c)
{
	return wire_discard(&c->wire, c->net->room, NET_ROOM) == WIRE_ENDED
	    ? CONN_DEAD
	    : CONN_CLOSING;
}

static enum conn_state
answer(struct conn *c)
{
	conns_want_turn(&c->net->conns, c);
	return CONN_WRITING;
}

static enum conn_state
attend(struct conn *c)
{
	conns_want_turn(&c->net->conns, c);
	return CONN_STREAM;
}

static enum conn_state
next(struct conn *c)
{
	if (c->close || c->net->draining)
		return farewell(c);
	return go_on(c, SLICE_NONE);
}

static enum conn_state
apologise(struct conn *c)
{
	return exchange_refuse(c, REFUSED_STALLED, "");
}

static enum conn_state
unavailable(struct conn *c)
{
	return exchange_refuse(c, REFUSED_AWAY, "");
}

static enum conn_state
hurry(struct conn *c)
{
	return exchange_refuse(c, REFUSED_SLOW, "");
}

static enum conn_state
comment(struct conn *c)
{
	return exchange_append(c, SLICE(": \n\n")) ? CONN_STREAM : CONN_DEAD;
}

static enum conn_state
finish(struct conn *c)
{
	c->close = true;
	conns_want_turn(&c->net->conns, c);
	return CONN_WRITING;
}

static enum conn_state
farewell(struct conn *c)
{
	c->blocked = false;
	wire_finish(&c->wire);
	return c->ended ? CONN_DEAD : CONN_CLOSING;
}

static enum conn_state
drop(struct conn *c)
{
	(void)c;
	return CONN_DEAD;
}

static enum conn_state
stay(struct conn *c)
{
	return c->state;
}

void
conn_push(struct conn *c, struct slice text)
{
	if (c->state == CONN_STREAM && !exchange_append(c, text))
		conn_step(c, ON_HANGUP);
}

void
conn_flush(struct conn *c)
{
	enum wire_says says = WIRE_DONE;
	size_t n;

	while (says == WIRE_DONE && c->sent < c->out.len) {
		says = wire_write(&n, &c->wire,
		    (struct slice){ c->out.at + c->sent, c->out.len - c->sent });
		if (says == WIRE_DONE)
			c->sent += n;
	}
	c->blocked = says == WIRE_WANTS_WRITE;
	if (says == WIRE_ENDED) {
		conn_step(c, ON_HANGUP);
	} else if (c->sent == c->out.len) {
		exchange_sent(c);
		conn_step(c, ON_FLUSHED);
	} else {
		listen_by_state(c);
	}
}

const char *
conn_state_name(enum conn_state s)
{
	return states[s].name;
}

int64_t
conn_state_may_last(enum conn_state s)
{
	return states[s].may_last;
}

bool
conn_expects(enum conn_state s, enum conn_event ev)
{
	return on[s][ev] != NULL;
}
