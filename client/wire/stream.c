#include "wire/stream.h"

#include "base/clock.h"
#include "base/hash.h"
#include "exam/buf.h"
#include "wire/backoff.h"
#include "wire/channel.h"
#include "wire/http.h"
#include "wire/request.h"

#define READ_AT_ONCE 16384 /* a TLS record */

enum stage {
	PAUSING,    /* until the deadline, then connect */
	CONNECTING, /* the channel keeps its own deadline */
	SENDING,
	HEAD,	 /* waiting for the reply's head */
	REFUSAL, /* reading the body of a reply that is no stream */
	LISTENING,
	STOPPED
};

struct stream {
	struct wire_server *server; /* lent */
	struct channel *channel;
	enum stage stage;
	struct mono deadline;
	struct backoff backoff;
	struct buf out;
	size_t sent;
	struct buf in;
	struct http_head head;
	struct sse sse;
	struct wire_reply reply; /* the refusal */
};

static struct mono
now(void)
{
	return (struct mono){ clock_boottime() };
}

static uint32_t
random_number(void)
{
	uint32_t n;

	hash_random(&n, sizeof(n));
	return n;
}

struct stream *
stream_new(struct wire_server *server, const char *path, const char *token,
    int64_t first_ms)
{
	struct wire_request r = { .method = METHOD_GET, .path = path };
	struct stream *s = alloc_zero(1, sizeof(*s));

	s->server = server;
	s->channel = channel_new(server);
	request_put(&s->out, server, token, &r);
	s->stage = PAUSING;
	s->deadline = mono_add(now(),
	    first_ms > 0 ? (int64_t)(random_number() % (uint64_t)first_ms) : 0);
	return s;
}

void
stream_free(struct stream *s)
{
	if (s == NULL)
		return;
	channel_free(s->channel);
	buf_fini(&s->out);
	buf_fini(&s->in);
	sse_fini(&s->sse);
	wire_reply_fini(&s->reply);
	free(s);
}

/* Comes back after a pause; STREAM_DOWN if there was anything to lose. */
static enum stream_news
lose(struct stream *s)
{
	bool was_up = s->stage == LISTENING;

	channel_close(s->channel);
	s->stage = PAUSING;
	s->deadline = mono_add(now(),
	    backoff_next(&s->backoff, random_number()));
	return was_up ? STREAM_DOWN : STREAM_NOTHING;
}

static enum err
open_step(struct stream *s)
{
	if (!mono_reached(now(), s->deadline))
		return ERR_BUSY;
	sse_fini(&s->sse);
	s->sse = (struct sse){ 0 };
	buf_clear(&s->in);
	s->sent = 0;
	s->stage = CONNECTING;
	return channel_open(s->channel);
}

static enum err
connect_step(struct stream *s)
{
	enum err e = channel_connect(s->channel);

	if (e == ERR_OK) {
		s->stage = SENDING;
		s->deadline = mono_add(now(), WIRE_REPLY_MS);
	}
	return e;
}

static enum err
send_step(struct stream *s)
{
	size_t n;
	enum err e = channel_write(s->channel, &n,
	    (struct slice){ s->out.at + s->sent, s->out.len - s->sent });

	if (e == ERR_OK)
		s->sent += n;
	if (s->sent == s->out.len)
		s->stage = HEAD;
	return e;
}

static enum err
read_more(struct stream *s)
{
	size_t n;
	enum err e = channel_read(s->channel, &n,
	    buf_reserve(&s->in, READ_AT_ONCE), READ_AT_ONCE);

	if (e != ERR_OK)
		return e;
	if (n == 0)
		return ERR_SYS;
	s->in.len += n;
	return ERR_OK;
}

/* What is in s->in goes to the event parser. */
static void
feed(struct stream *s)
{
	sse_feed(&s->sse, buf_slice(&s->in));
	buf_clear(&s->in);
	s->deadline = mono_add(now(), STREAM_SILENCE_MS);
}

static enum err
head_step(struct stream *s, enum stream_news *news)
{
	size_t len;
	enum err e = read_more(s);

	if (e == ERR_OK)
		e = http_read_head(&s->head, &len, buf_slice(&s->in));
	if (e == ERR_BUSY && s->in.len < HTTP_HEAD_MAX)
		return e;
	if (e != ERR_OK)
		return ERR_SYS;
	buf_drop(&s->in, len);
	if (!s->head.endless) {
		s->stage = REFUSAL;
		return ERR_OK;
	}
	s->stage = LISTENING;
	backoff_reset(&s->backoff);
	feed(s);
	*news = STREAM_UP;
	return ERR_OK;
}

/* The server is busy or restarting: that passes.  Anything else does not. */
static bool
passes(int status)
{
	return status >= 500 || status == 429;
}

static enum err
refusal_step(struct stream *s, enum stream_news *news)
{
	enum err e = ERR_OK;

	if (s->in.len < s->head.length && (e = read_more(s)) != ERR_OK)
		return e;
	if (s->in.len < s->head.length)
		return ERR_OK;
	if (passes(s->head.status))
		return ERR_SYS;
	wire_reply_fini(&s->reply);
	s->reply.status = s->head.status;
	s->reply.json = json_loadb(s->in.at, s->head.length,
	    JSON_REJECT_DUPLICATES, NULL);
	channel_close(s->channel);
	s->stage = STOPPED;
	*news = STREAM_REFUSED;
	return ERR_OK;
}

static enum err
listen_step(struct stream *s, enum stream_news *news, struct sse_event *event)
{
	enum err e = sse_next(&s->sse, event);

	if (e == ERR_OK)
		*news = STREAM_EVENT;
	if (e != ERR_BUSY)
		return e == ERR_OK ? e : ERR_SYS;
	e = read_more(s);
	if (e == ERR_OK)
		feed(s);
	return e;
}

static enum err
step(struct stream *s, enum stream_news *news, struct sse_event *event)
{
	switch (s->stage) {
	case PAUSING:
		return open_step(s);
	case CONNECTING:
		return connect_step(s);
	case SENDING:
		return send_step(s);
	case HEAD:
		return head_step(s, news);
	case REFUSAL:
		return refusal_step(s, news);
	case LISTENING:
		return listen_step(s, news, event);
	case STOPPED:
		return ERR_BUSY;
	}
	return ERR_SYS;
}

static bool
is_overdue(const struct stream *s)
{
	return s->stage != PAUSING && s->stage != CONNECTING &&
	    s->stage != STOPPED && mono_reached(now(), s->deadline);
}

enum stream_news
stream_advance(struct stream *s, struct sse_event *event)
{
	enum stream_news news = STREAM_NOTHING;
	enum err e;

	do
		e = step(s, &news, event);
	while (e == ERR_OK && news == STREAM_NOTHING);
	if (news != STREAM_NOTHING)
		return news;
	return e != ERR_BUSY || is_overdue(s) ? lose(s) : STREAM_NOTHING;
}

int
stream_fd(const struct stream *s)
{
	return channel_fd(s->channel);
}

short
stream_events(const struct stream *s)
{
	return channel_events(s->channel);
}

struct mono
stream_deadline(const struct stream *s)
{
	if (s->stage == STOPPED)
		return MONO_NEVER;
	return s->stage == CONNECTING ? channel_deadline(s->channel) :
					s->deadline;
}

const struct wire_reply *
stream_reply(const struct stream *s)
{
	return &s->reply;
}

bool
stream_is_up(const struct stream *s)
{
	return s->stage == LISTENING;
}
