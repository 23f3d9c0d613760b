#include "exam/frame.h"

/* Where the length goes is known only when the frame is written. */
static size_t
begin(struct buf *b, enum frame_kind kind)
{
	size_t start = b->len;

	buf_put_u32(b, 0);
	buf_put_u8(b, (uint8_t)kind);
	return start;
}

static void
end(struct buf *b, size_t start)
{
	size_t n = b->len - start - 4, i;

	for (i = 0; i < 4; i++)
		b->at[start + i] = (char)(n >> (8 * i));
}

void
frame_put_request(struct buf *b, const struct frame_request *r)
{
	size_t start = begin(b, FRAME_REQUEST), i;

	buf_put_u64(b, r->conn);
	buf_put_u16(b, (uint16_t)r->route);
	buf_put_u8(b, (uint8_t)r->peer);
	buf_put_u32(b, r->uid);
	buf_put(b, r->address, sizeof(r->address));
	buf_put_i64(b, r->arrived);
	buf_put_u8(b, r->has_token);
	buf_put(b, r->token, TOKEN_LEN);
	for (i = 0; i < ROUTE_PARAMS_MAX; i++)
		buf_put_blob(b, r->params[i]);
	buf_put_blob(b, r->query);
	buf_put_blob(b, r->key);
	buf_put_blob(b, r->body);
	end(b, start);
}

void
frame_put_gone(struct buf *b, uint64_t conn)
{
	size_t start = begin(b, FRAME_GONE);

	buf_put_u64(b, conn);
	end(b, start);
}

void
frame_put_reply(struct buf *b, const struct frame_reply *r)
{
	size_t start = begin(b, FRAME_REPLY), i;

	buf_put_u64(b, r->conn);
	buf_put_u16(b, r->status);
	buf_put_u8(b, (uint8_t)r->type);
	buf_put_u8(b, r->flags);
	buf_put_u16(b, r->retry_after);
	buf_put(b, r->token, TOKEN_LEN);
	buf_put_u8(b, r->n_topics);
	for (i = 0; i < r->n_topics; i++)
		buf_put_u64(b, r->topics[i]);
	buf_put_blob(b, r->body);
	end(b, start);
}

void
frame_put_push(struct buf *b, const struct frame_push *p)
{
	size_t start = begin(b, FRAME_PUSH);

	buf_put_u64(b, p->topic);
	buf_put_blob(b, p->text);
	end(b, start);
}

void
frame_put_drop(struct buf *b, uint64_t topic)
{
	size_t start = begin(b, FRAME_DROP);

	buf_put_u64(b, topic);
	end(b, start);
}

enum err
frame_next(size_t *len, enum frame_kind *kind, struct slice *rest,
    struct slice bytes)
{
	struct cursor c = cursor_on(bytes);
	size_t n = cursor_u32(&c);

	if (c.bad)
		return ERR_BUSY;
	if (n > FRAME_MAX)
		return ERR_TOO_BIG;
	if (n < 1)
		return ERR_SYNTAX;
	if (c.left < n)
		return ERR_BUSY;
	*len = n + 4;
	*kind = (enum frame_kind)cursor_u8(&c);
	*rest = (struct slice){ c.at, n - 1 };
	return ERR_OK;
}

static void
take_bytes(struct cursor *c, uint8_t *to, size_t n)
{
	struct slice s = cursor_take(c, n);

	if (s.len == n)
		memcpy(to, s.at, n);
}

enum err
frame_get_request(struct frame_request *r, struct slice bytes)
{
	struct cursor c = cursor_on(bytes);
	struct frame_request got = { 0 };
	unsigned route, peer, token;
	size_t i;

	got.conn = cursor_u64(&c);
	route = cursor_u16(&c);
	peer = cursor_u8(&c);
	got.uid = cursor_u32(&c);
	take_bytes(&c, got.address, sizeof(got.address));
	got.arrived = cursor_i64(&c);
	token = cursor_u8(&c);
	take_bytes(&c, got.token, TOKEN_LEN);
	for (i = 0; i < ROUTE_PARAMS_MAX; i++)
		got.params[i] = cursor_blob(&c);
	got.query = cursor_blob(&c);
	got.key = cursor_blob(&c);
	got.body = cursor_blob(&c);
	if (!cursor_done(&c) || route >= N_ROUTES || peer > PEER_LOCAL ||
	    token > 1 || got.body.len > route_facts[route].body_max)
		return ERR_SYNTAX;
	got.route = (enum route)route;
	got.peer = (enum peer_kind)peer;
	got.has_token = token != 0;
	*r = got;
	return ERR_OK;
}

enum err
frame_get_gone(uint64_t *conn, struct slice bytes)
{
	struct cursor c = cursor_on(bytes);
	uint64_t got = cursor_u64(&c);

	if (!cursor_done(&c))
		return ERR_SYNTAX;
	*conn = got;
	return ERR_OK;
}

enum err
frame_get_reply(struct frame_reply *r, struct slice bytes)
{
	struct cursor c = cursor_on(bytes);
	struct frame_reply got = { 0 };
	unsigned type;
	size_t i;

	got.conn = cursor_u64(&c);
	got.status = cursor_u16(&c);
	type = cursor_u8(&c);
	got.flags = cursor_u8(&c);
	got.retry_after = cursor_u16(&c);
	take_bytes(&c, got.token, TOKEN_LEN);
	got.n_topics = cursor_u8(&c);
	if (got.n_topics > TOPICS_MAX)
		return ERR_SYNTAX;
	for (i = 0; i < got.n_topics; i++)
		got.topics[i] = cursor_u64(&c);
	got.body = cursor_blob(&c);
	if (!cursor_done(&c) || type >= N_BODY_TYPES || got.status < 200 ||
	    got.status > 599 || got.flags >= REPLY_NO_SUCH_FLAGS)
		return ERR_SYNTAX;
	got.type = (enum body_type)type;
	*r = got;
	return ERR_OK;
}

enum err
frame_get_push(struct frame_push *p, struct slice bytes)
{
	struct cursor c = cursor_on(bytes);
	struct frame_push got;

	got.topic = cursor_u64(&c);
	got.text = cursor_blob(&c);
	if (!cursor_done(&c))
		return ERR_SYNTAX;
	*p = got;
	return ERR_OK;
}

enum err
frame_get_drop(uint64_t *topic, struct slice bytes)
{
	return frame_get_gone(topic, bytes);
}
