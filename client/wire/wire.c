#include "wire/wire.h"

#include <poll.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/hash.h"
#include "exam/buf.h"
#include "wire/channel.h"
#include "wire/http.h"
#include "wire/request.h"

#define READ_AT_ONCE 16384 /* a TLS record */

enum stage { IDLE, CONNECTING, SENDING, READING };

struct wire {
	struct wire_server *server; /* lent */
	struct channel *channel;
	char *token;
	enum stage stage;
	bool kept;	/* the connection served an earlier request */
	struct buf out; /* the request; kept whole to be sent again */
	size_t sent;
	struct buf in;
	struct http_head head;
	size_t head_len; /* 0: the head is not all there */
	int64_t reply_ms;
	struct mono deadline;
	char why[WIRE_WHY_MAX];
};

struct wire *
wire_new(struct wire_server *server)
{
	struct wire *w = alloc_zero(1, sizeof(*w));

	w->server = server;
	w->channel = channel_new(server);
	return w;
}

void
wire_free(struct wire *w)
{
	if (w == NULL)
		return;
	channel_free(w->channel);
	free(w->token);
	buf_fini(&w->out);
	buf_fini(&w->in);
	free(w);
}

void
wire_set_token(struct wire *w, const char *token)
{
	free(w->token);
	w->token = token == NULL ? NULL : alloc_text(token);
}

static struct mono
now(void)
{
	return (struct mono){ clock_boottime() };
}

static enum err
fail(struct wire *w, enum err e, const char *why)
{
	if (why != w->why)
		snprintf(w->why, sizeof(w->why), "%s", why);
	return e;
}

/* From the start: connect if need be, then send. */
static enum err
begin(struct wire *w)
{
	w->sent = 0;
	w->head_len = 0;
	buf_clear(&w->in);
	w->deadline = mono_add(now(), w->reply_ms);
	w->kept = !channel_is_closed(w->channel);
	w->stage = w->kept ? SENDING : CONNECTING;
	if (w->kept || channel_open(w->channel) == ERR_OK)
		return ERR_OK;
	return fail(w, ERR_SYS, channel_why(w->channel));
}

void
wire_start(struct wire *w, const struct wire_request *r)
{
	buf_clear(&w->out);
	request_put(&w->out, w->server, w->token, r);
	w->reply_ms = r->reply_ms > 0 ? r->reply_ms : WIRE_REPLY_MS;
	w->kept = false;
	w->stage = CONNECTING;
	/* A failure to begin is told by wire_advance(), as any other. */
	if (begin(w) != ERR_OK)
		channel_close(w->channel);
}

static enum err
connect_step(struct wire *w)
{
	enum err e = channel_is_closed(w->channel) ? ERR_SYS :
						     channel_connect(w->channel);

	if (e == ERR_OK) {
		w->stage = SENDING;
		w->deadline = mono_add(now(), w->reply_ms);
	}
	return e == ERR_SYS ? fail(w, e, channel_why(w->channel)) : e;
}

static enum err
send_step(struct wire *w)
{
	size_t n;
	enum err e;

	while (w->sent < w->out.len) {
		e = channel_write(w->channel, &n,
		    (struct slice){ w->out.at + w->sent,
			w->out.len - w->sent });
		if (e != ERR_OK)
			return e == ERR_SYS ?
			    fail(w, e, channel_why(w->channel)) : e;
		w->sent += n;
	}
	w->stage = READING;
	return ERR_OK;
}

static enum err
read_more(struct wire *w)
{
	size_t n;
	enum err e = channel_read(w->channel, &n,
	    buf_reserve(&w->in, READ_AT_ONCE), READ_AT_ONCE);

	if (e == ERR_SYS)
		return fail(w, e, channel_why(w->channel));
	if (e != ERR_OK)
		return e;
	if (n == 0)
		return fail(w, ERR_SYS, "the server closed the connection");
	w->in.len += n;
	return ERR_OK;
}

/* ERR_OK: the reply is whole. */
static enum err
parse(struct wire *w)
{
	enum err e;

	if (w->head_len == 0) {
		e = http_read_head(&w->head, &w->head_len, buf_slice(&w->in));
		if (e == ERR_BUSY)
			return e;
		if (e != ERR_OK || w->head.endless)
			return fail(w, ERR_SYNTAX,
			    "what the server sent is not a reply of examd");
	}
	if (w->in.len - w->head_len < w->head.length)
		return ERR_BUSY;
	if (w->in.len - w->head_len > w->head.length)
		return fail(w, ERR_SYNTAX,
		    "the server sent more than it announced");
	return ERR_OK;
}

static enum err
read_step(struct wire *w)
{
	enum err e;

	do {
		e = read_more(w);
		if (e == ERR_OK)
			e = parse(w);
		else
			break;
	} while (e == ERR_BUSY);
	return e;
}

/* The reply owns the bytes from here. */
static enum err
finish(struct wire *w, struct wire_reply *reply)
{
	struct wire_reply got = { .status = w->head.status,
		.retry_after = w->head.retry_after };

	got.bytes = w->in.at;
	got.body = (struct slice){ w->in.at + w->head_len, w->head.length };
	w->in = (struct buf){ 0 };
	w->stage = IDLE;
	if (w->head.close)
		channel_close(w->channel);
	if (w->head.json)
		got.json = json_loadb(got.body.at, got.body.len,
		    JSON_REJECT_DUPLICATES, NULL);
	if (w->head.json && got.json == NULL) {
		wire_reply_fini(&got);
		return fail(w, ERR_SYNTAX, "the server's reply is not JSON");
	}
	*reply = got;
	return ERR_OK;
}

/* A kept connection that ended before a byte of the reply was already dead
 * when the request was written; one more try is not a second request. */
static bool
may_begin_again(const struct wire *w)
{
	return w->kept && w->in.len == 0;
}

static enum err
step(struct wire *w)
{
	enum err e = ERR_OK;

	if (w->stage == CONNECTING)
		e = connect_step(w);
	if (e == ERR_OK && w->stage == SENDING)
		e = send_step(w);
	if (e == ERR_OK && w->stage == READING)
		e = read_step(w);
	if (e == ERR_BUSY && w->stage != CONNECTING &&
	    mono_reached(now(), w->deadline))
		return fail(w, ERR_SYS, "the server did not answer in time");
	return e;
}

static enum err
advance(struct wire *w, struct wire_reply *reply)
{
	enum err e = step(w);

	if (e == ERR_SYS && may_begin_again(w)) {
		channel_close(w->channel);
		e = begin(w);
		if (e == ERR_OK)
			e = step(w);
	}
	return e == ERR_OK ? finish(w, reply) : e;
}

enum wire_state
wire_advance(struct wire *w, struct wire_reply *reply)
{
	enum err e;

	if (w->stage == IDLE)
		return WIRE_IDLE;
	e = advance(w, reply);
	if (e == ERR_BUSY)
		return WIRE_BUSY;
	if (e == ERR_OK)
		return WIRE_DONE;
	wire_abandon(w);
	return WIRE_FAILED;
}

void
wire_abandon(struct wire *w)
{
	channel_close(w->channel);
	w->stage = IDLE;
}

int
wire_fd(const struct wire *w)
{
	return w->stage == IDLE ? -1 : channel_fd(w->channel);
}

short
wire_events(const struct wire *w)
{
	return channel_events(w->channel);
}

struct mono
wire_deadline(const struct wire *w)
{
	if (w->stage == IDLE)
		return MONO_NEVER;
	if (channel_is_closed(w->channel))
		return (struct mono){ 0 };
	return w->stage == CONNECTING ? channel_deadline(w->channel) :
					w->deadline;
}

static void
wait_for(const struct wire *w)
{
	struct pollfd p = { .fd = wire_fd(w), .events = wire_events(w) };
	int64_t ms = wire_deadline(w).ms - now().ms;

	if (ms > 0)
		poll(&p, 1, ms < SECONDS(60) ? (int)ms : (int)SECONDS(60));
}

enum err
wire_call(struct wire *w, struct wire_reply *reply, const struct wire_request *r)
{
	enum err e;

	wire_start(w, r);
	while ((e = advance(w, reply)) == ERR_BUSY)
		wait_for(w);
	if (e != ERR_OK)
		wire_abandon(w);
	return e;
}

enum err
wire_call_json(struct wire *w, struct wire_reply *reply,
    enum http_method method, const char *path, const char *key,
    const json_t *body)
{
	struct wire_request r = { .method = method, .path = path, .key = key };
	char *text = NULL;
	enum err e;

	if (body != NULL) {
		text = alloc_checked(json_dumps(body, JSON_COMPACT));
		r.body = slice_of(text);
	}
	e = wire_call(w, reply, &r);
	free(text);
	return e;
}

const char *
wire_why(const struct wire *w)
{
	return w->why;
}

bool
wire_is_untrusted(const struct wire *w)
{
	return channel_is_untrusted(w->channel);
}

bool
wire_lacks_certificate(const struct wire *w)
{
	return channel_lacks_certificate(w->channel);
}

void
wire_reply_fini(struct wire_reply *r)
{
	json_decref(r->json);
	free(r->bytes);
	*r = (struct wire_reply){ 0 };
}

void
wire_key(char key[WIRE_KEY_LEN + 1])
{
	uint8_t random[WIRE_KEY_LEN / 2];

	hash_random(random, sizeof(random));
	hash_hex(key, random, sizeof(random));
}
