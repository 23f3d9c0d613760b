#include "net/exchange.h"

#include "net/net.h"
#include "net/pages.h"
#include "net/request.h"

static struct reply_manner
manner(const struct conn *c)
{
	return (struct reply_manner){
		.port = c->net->options->port,
		.tls = c->peer.kind == PEER_TCP,
		.head_only = c->head_only,
		.close = c->close || c->net->draining,
		.date = c->net->date,
		.now = c->net->wall,
	};
}

enum conn_state
exchange_refuse(struct conn *c, enum refusal why, const char *allow)
{
	if (refusal_facts[why].closes)
		c->close = true;
	reply_put_refusal(&c->out, why, allow, manner(c));
	conns_want_turn(&c->net->conns, c);
	return CONN_WRITING;
}

void
exchange_release(struct conn *c)
{
	c->net->held -= c->held;
	if (conn_is_guest(c))
		c->net->held_by_guests -= c->held;
	c->held = 0;
	c->need = 0;
}

/* The guest who has been sending, or reading, for longest hangs up. */
static bool
turn_out_holder(struct net *net, enum conn_state in)
{
	struct conn *c;

	TAILQ_FOREACH(c, &net->conns.in[in], peers)
		if (conn_is_guest(c) && c->held > 0) {
			conn_step(c, ON_HANGUP);
			net->turned_away++;
			return true;
		}
	return false;
}

/* Guests have a share of their own, so that they leave room for the others; in
 * it who is quick goes before who is not. */
static bool
make_room(struct net *net, size_t len)
{
	while (net->held_by_guests + len > HELD_GUESTS_MAX)
		if (!turn_out_holder(net, CONN_BODY) &&
		    !turn_out_holder(net, CONN_WRITING))
			return false;
	return true;
}

/* Bytes that come or go: however many want it at once, all that they keep in
 * memory stays bounded. */
static bool
hold(struct conn *c, size_t len)
{
	struct net *net = c->net;
	bool guest = conn_is_guest(c);

	if ((guest && !make_room(net, len)) || net->held + len > HELD_MAX)
		return false;
	net->held += len;
	if (guest)
		net->held_by_guests += len;
	c->held = len;
	return true;
}

/* The body is still to come; there must be room for the whole of it now. */
static enum conn_state
await_body(struct conn *c, const struct http_head *h)
{
	if (!hold(c, (size_t)h->body_len))
		return exchange_refuse(c, REFUSED_CROWDED, "");
	c->need = h->len + (size_t)h->body_len;
	return CONN_BODY;
}

static enum link_order
order_of(enum route r)
{
	return r == ROUTE_ANSWER || r == ROUTE_FLAG ? LINK_SAVES : LINK_OTHERS;
}

static enum conn_state
ask_hall(struct conn *c, struct frame_request *r)
{
	struct net *net = c->net;

	if (!link_is_open(net->link))
		return exchange_refuse(c, REFUSED_AWAY, "");
	if (link_backlog(net->link) > HELD_MAX)
		return exchange_refuse(c, REFUSED_STALLED, "");
	c->id = conns_name(&net->conns, c);
	c->had_token = r->has_token && route_facts[r->route].who != ROLE_PUBLIC;
	memcpy(c->session, r->token, sizeof(c->session));
	r->conn = c->id;
	r->peer = c->peer.kind;
	r->uid = c->peer.uid;
	memcpy(r->address, c->peer.address, sizeof(r->address));
	r->arrived = c->read_at;
	link_put_request(net->link, r, order_of(r->route));
	return CONN_WAITING;
}

/* A refused request's body is not read, so nothing can follow it. */
static enum conn_state
refuse_request(struct conn *c, enum refusal why, const struct http_head *h)
{
	char allow[TARGET_ALLOW_MAX] = "";

	if (h->body_len > 0)
		c->close = true;
	if (why == REFUSED_METHOD)
		target_allow(allow, c->net->options->port, h->path);
	return exchange_refuse(c, why, allow);
}

/*
 * A browser opens half a dozen connections to load a page and leaves them
 * open.  Where places run short, who is not signed in gives theirs back.
 */
static bool
must_make_room(const struct conn *c)
{
	const struct net *net = c->net;

	return conn_is_guest(c) &&
	    (conns_count(&net->conns) > net->options->connections / 2 ||
		crowd_is_dense(net->crowd, c->peer.address));
}

static enum conn_state
show_page(struct conn *c, const struct page *p, const struct http_head *h)
{
	if (h->body_len > 0)
		return refuse_request(c, REFUSED_BIG_BODY, h);
	if (h->method != METHOD_GET && h->method != METHOD_HEAD)
		return exchange_refuse(c, REFUSED_METHOD, PAGES_ALLOW);
	if (!hold(c, p->plain.len))
		return exchange_refuse(c, REFUSED_CROWDED, "");
	c->close = c->close || must_make_room(c);
	pages_put(&c->out, p, h, manner(c));
	conns_want_turn(&c->net->conns, c);
	return CONN_WRITING;
}

/* The head is whole; is the body? */
static enum conn_state
consider(size_t *used, struct conn *c, const struct http_head *h,
    struct slice bytes)
{
	struct frame_request r = { .conn = 0 };
	const struct page *page;
	enum refusal why;

	c->head_only = h->method == METHOD_HEAD;
	c->close = c->close || h->close;
	*used = h->len;
	why = request_read(
	    &r, &c->net->target, h, c->net->options->port, c->peer.kind);
	if (why == REFUSED_PATH &&
	    (page = pages_find(c->net->options->port, h->path)) != NULL)
		return show_page(c, page, h);
	if (why != REFUSED_NOT)
		return refuse_request(c, why, h);
	if (bytes.len - h->len < h->body_len) {
		*used = 0;
		return await_body(c, h);
	}
	r.body = (struct slice){ bytes.at + h->len, (size_t)h->body_len };
	*used += r.body.len;
	return ask_hall(c, &r);
}

static enum conn_state
between_requests(const struct conn *c)
{
	return conn_is_guest(c) ? CONN_LOBBY : CONN_IDLE;
}

static enum conn_state
judge(size_t *used, struct conn *c, struct slice bytes)
{
	struct http_head h;
	enum refusal why;

	exchange_release(c);
	c->head_only = false;
	switch (http_read_head(&h, &why, bytes)) {
	case HTTP_MORE:
		return bytes.len > 0 ? CONN_HEAD : between_requests(c);
	case HTTP_REFUSED:
		return exchange_refuse(c, why, "");
	case HTTP_WHOLE:
		break;
	}
	return consider(used, c, &h, bytes);
}

/* What was not used stays for later. */
static void
keep(struct conn *c, struct slice bytes, size_t used)
{
	if (c->in.len > 0)
		buf_drop(&c->in, used);
	else if (bytes.len > used)
		buf_put(&c->in, bytes.at + used, bytes.len - used);
	if (c->in.len == 0)
		buf_fini(&c->in);
}

enum conn_state
exchange_take(struct conn *c, struct slice bytes)
{
	enum conn_state to = c->state;
	size_t used = 0;

	if (c->in.len > 0) {
		buf_put_slice(&c->in, bytes);
		bytes = buf_slice(&c->in);
	}
	if (bytes.len >= c->need)
		to = judge(&used, c, bytes);
	keep(c, bytes, used);
	return to;
}

static bool
is_repeated(const struct frame_reply *r, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (r->topics[i] == r->topics[at])
			return true;
	return false;
}

static void
begin_stream(struct conn *c, const struct frame_reply *r)
{
	size_t i;

	c->pushed = 0;
	for (i = 0; i < r->n_topics; i++) {
		c->topics[i].conn = c;
		if (!is_repeated(r, i))
			topics_join(c->net->topics, r->topics[i],
			    &c->topics[i]);
	}
	conn_step(c, ON_STREAM);
}

/* An image may be thousands of times as large as a save, and everybody may be
 * asked to look at it at once; and so may a guest's reply be, by as many as
 * like. */
static bool
is_to_be_held(const struct conn *c, const struct frame_reply *r)
{
	bool image = r->type == BODY_PNG || r->type == BODY_JPEG;

	return !c->head_only &&
	    (image || (conn_is_guest(c) && r->body.len > UNSENT_MAX));
}

void
exchange_reply(struct conn *c, const struct frame_reply *r)
{
	bool good = r->status >= 200 && r->status < 300;
	bool stream = (r->flags & REPLY_STREAM) != 0;

	if (c->state != CONN_WAITING)
		return;
	if (good && (r->flags & REPLY_SET_TOKEN) != 0)
		conn_trust(c, r->token);
	else if (good && c->had_token)
		conn_trust(c, c->session);
	if (is_to_be_held(c, r) && !hold(c, r->body.len)) {
		(void)exchange_refuse(c, REFUSED_CROWDED, "");
		conn_step(c, ON_REPLY);
		return;
	}
	reply_put(&c->out, r, manner(c));
	if (stream && !c->head_only && !c->ended) {
		begin_stream(c, r);
		return;
	}
	if (stream) {
		c->close = true;
		link_put_gone(c->net->link, c->id);
	}
	conn_step(c, ON_REPLY);
}

bool
exchange_append(struct conn *c, struct slice text)
{
	buf_drop(&c->out, c->sent);
	c->sent = 0;
	if (c->pushed > c->out.len)
		c->pushed = c->out.len;
	if (c->pushed > STREAM_BACKLOG_MAX)
		return false;
	buf_put_slice(&c->out, text);
	c->pushed += text.len;
	conns_want_turn(&c->net->conns, c);
	return true;
}

void
exchange_sent(struct conn *c)
{
	exchange_release(c);
	buf_fini(&c->out);
	c->sent = c->pushed = 0;
}
