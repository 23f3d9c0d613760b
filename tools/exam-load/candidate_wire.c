/* The two connections of a candidate, and what comes on them. */
#include <string.h>

#include "base/clock.h"
#include "exam-load/candidate.h"
#include "exam-load/reply.h"
#include "exam/routes.h"

/* What came and was not whole before goes first. */
static struct slice
with_rest(struct buf *rest, struct slice bytes)
{
	if (rest->len == 0)
		return bytes;
	buf_put_slice(rest, bytes);
	return buf_slice(rest);
}

static void
keep_rest(struct buf *rest, struct slice bytes)
{
	if (rest->len == 0)
		buf_put_slice(rest, bytes);
}

static void
strange(struct candidate *c)
{
	crowd_trouble(c->crowd, TROUBLE_STRANGE, SLICE_NONE);
	link_close(&c->link);
	candidate_try_again(c, 0);
}

static void
link_bytes(void *owner, struct slice bytes)
{
	struct candidate *c = owner;
	struct slice all = with_rest(&c->in, bytes);
	struct reply reply;
	struct buf whole;
	size_t len;
	enum err e = reply_next(&len, &reply, all, CROWD_REPLY_MAX);

	if (e == ERR_BUSY) {
		keep_rest(&c->in, all);
		return;
	}
	/* the reply may make this candidate ask again: begin with nothing */
	whole = c->in;
	c->in = (struct buf){ 0 };
	if (e != ERR_OK || len != all.len || !c->asked)
		strange(c);
	else
		candidate_replied(c, &reply);
	buf_fini(&whole);
}

static void
link_up(void *owner)
{
	candidate_work(owner);
}

static void
link_ended(void *owner, enum link_end why)
{
	static const enum trouble troubles[] = {
		[LINK_END_CONNECT] = TROUBLE_CONNECT,
		[LINK_END_HANDSHAKE] = TROUBLE_HANDSHAKE,
		[LINK_END_CLOSED] = TROUBLE_CLOSED,
	};
	struct candidate *c = owner;

	buf_fini(&c->in);
	/* one that nothing is asked on may end, as any idle connection */
	if (!c->asked)
		return;
	crowd_trouble(c->crowd, troubles[why], SLICE_NONE);
	candidate_try_again(c, 0);
}

static void
stream_up(void *owner)
{
	struct candidate *c = owner;
	struct buf request = { 0 };

	buf_printf(&request,
	    "GET %s HTTP/1.1\r\nHost: exam-load\r\n"
	    "Accept: text/event-stream\r\nAuthorization: Bearer %s\r\n\r\n",
	    route_facts[ROUTE_EVENTS].path, c->token);
	link_send(&c->stream, buf_slice(&request));
	buf_fini(&request);
}

/* Does the server push that the attempt is over?  An event that is cut in two
 * there is missed, and the candidate looks for itself later. */
static bool
tells_end(struct slice bytes)
{
	static const char *const ends[] = { "\"state\":\"expired\"",
		"\"state\":\"submitted\"", "\"state\":\"terminated\"" };
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (memmem(bytes.at, bytes.len, ends[i], strlen(ends[i])) !=
		    NULL)
			return true;
	return false;
}

/* The head of the stream is what it pursued; of its events the last is heard,
 * the others are passed over. */
static void
stream_bytes(void *owner, struct slice bytes)
{
	struct candidate *c = owner;
	struct slice all;
	struct reply reply;
	size_t len;
	enum err e;

	if (c->streamed) {
		if (c->told_end_us == 0 && tells_end(bytes)) {
			c->told_end_us = clock_stopwatch_us();
			c->crowd->told_ends++;
		}
		return;
	}
	all = with_rest(&c->stream_in, bytes);
	e = reply_next(&len, &reply, all, CROWD_REPLY_MAX);
	if (e == ERR_BUSY) {
		keep_rest(&c->stream_in, all);
		return;
	}
	if (e == ERR_OK && reply.status == 200 && reply.stream) {
		buf_fini(&c->stream_in);
		candidate_streams(c);
		return;
	}
	crowd_trouble(c->crowd, TROUBLE_STRANGE, SLICE_NONE);
	buf_fini(&c->stream_in);
	link_close(&c->stream);
	candidate_try_again(c, 0);
}

static void
stream_ended(void *owner, enum link_end why)
{
	struct candidate *c = owner;

	(void)why;
	buf_fini(&c->stream_in);
	crowd_trouble(c->crowd, TROUBLE_CLOSED, SLICE_NONE);
	if (c->goal == GOAL_STREAMED)
		candidate_try_again(c, 0);
}

static const struct link_calls link_calls = { link_up, link_bytes, link_ended };
static const struct link_calls stream_calls = { stream_up, stream_bytes,
	stream_ended };

static void
open_link(struct candidate *c, struct link *l)
{
	if (l->state == LINK_CLOSED && link_open(l) != ERR_OK) {
		crowd_trouble(
		    c->crowd, TROUBLE_CONNECT, SLICE("no descriptor left"));
		candidate_try_again(c, 0);
	}
}

/* Do what the step asks for, as far as the connection lets. */
void
candidate_work(struct candidate *c)
{
	static struct buf request;

	c->asked = c->step < N_STEPS || c->step == STEP_STREAM;
	c->asked_us = clock_stopwatch_us();
	if (c->step == STEP_STREAM)
		open_link(c, &c->stream);
	else if (c->link.state != LINK_UP)
		open_link(c, &c->link);
	else if (c->step < N_STEPS) {
		buf_clear(&request);
		step_put(&request, c);
		link_send(&c->link, buf_slice(&request));
	}
}

void
candidate_wire_init(struct candidate *c)
{
	link_init(&c->link, c->crowd->target, &link_calls, c);
	link_init(&c->stream, c->crowd->target, &stream_calls, c);
}
