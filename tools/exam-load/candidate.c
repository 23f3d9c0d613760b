#include "exam-load/candidate.h"

#include <event2/event.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "exam-load/reply.h"
#include "exam/routes.h"

#define REPLY_US 20000000	 /* longer, and nobody would wait */
#define AGAIN_MS 100		 /* doubled for each try in a row … */
#define AGAIN_MAX_MS 3200	 /* … up to this */
#define ENTRY_TRIES 12		 /* to get in: half a minute */

static void work(struct candidate *);

static void
set_timer(struct candidate *c, int64_t us)
{
	struct timeval t = { us / 1000000, us % 1000000 };

	event_add(c->timer, &t);
}

/* It will not get in, or not be checked. */
static void
give_up(struct candidate *c)
{
	link_close(&c->link);
	link_close(&c->stream);
	c->step = STEP_FAILED;
	c->asked = false;
	if (c->checking)
		crowd_checked(c->crowd, false);
	else if (!c->entered)
		crowd_failed(c->crowd);
}

/* The step under way, once more after a while. */
static void
try_again(struct candidate *c, int64_t least_ms)
{
	unsigned doublings = c->tries < 5 ? c->tries : 5;
	int64_t ms = AGAIN_MS << doublings;

	c->asked = false;
	if (++c->tries > ENTRY_TRIES && (!c->entered || c->checking)) {
		give_up(c);
		return;
	}
	if (ms > AGAIN_MAX_MS)
		ms = AGAIN_MAX_MS;
	ms = ms / 2 + seed_next(&c->random) % (ms / 2 + 1);
	set_timer(c, 1000 * (ms > least_ms ? ms : least_ms));
}

static void
choose_save(struct candidate *c)
{
	struct kept *k;

	c->current =
	    (uint16_t)(seed_next(&c->random) % (uint32_t)c->questions.n);
	k = &c->kept[c->current];
	k->sent_seq++;
	k->sent_seed = seed_next(&c->random);
	c->step = STEP_SAVE;
}

/* The next save: at once, or when it is due. */
static void
save_again(struct candidate *c)
{
	int64_t now = clock_stopwatch_us();

	if (c->crowd->phase != PHASE_RUNNING)
		return;
	if (c->crowd->interval_us > 0)
		c->due_us += c->crowd->interval_us;
	else
		c->due_us = now;
	if (c->due_us > now) {
		c->step = STEP_READY;
		set_timer(c, c->due_us - now);
		return;
	}
	choose_save(c);
	work(c);
}

static void
ready(struct candidate *c, enum step done)
{
	if (done == STEP_CHECK) {
		link_close(&c->link);
		crowd_checked(c->crowd, true);
	} else if (done == STEP_SAVE)
		save_again(c);
	else if (!c->entered) {
		c->entered = true;
		crowd_entered(c->crowd, c->began_us);
	}
}

/* What follows from a good reply. */
static void
go_on(struct candidate *c, enum step next)
{
	enum step done = c->step;

	c->tries = 0;
	c->step = next;
	if (next == STEP_FAILED) {
		crowd_trouble(c->crowd, TROUBLE_REFUSED,
		    SLICE("the attempt cannot be entered"));
		give_up(c);
	} else if (next == STEP_READY && done == STEP_PAPER &&
	    c->crowd->options.mode == MODE_IDLE) {
		c->step = STEP_STREAM;
		work(c);
	} else if (next == STEP_READY)
		ready(c, done);
	else
		work(c);
}

/* A reply that is not the wanted one. */
static void
refused(struct candidate *c, const struct reply *r)
{
	if (r->status == 503 || r->status == 429) {
		crowd_trouble(c->crowd, TROUBLE_BUSY, SLICE_NONE);
		try_again(c, 1000 * (int64_t)r->retry_after);
	} else if (r->status == 401 && c->step != STEP_SIGN_IN) {
		c->resume = c->step;
		c->step = STEP_SIGN_IN;
		try_again(c, 0);
	} else if (r->status == 409 && c->step == STEP_OPEN) {
		c->step = STEP_ATTEMPT;
		work(c);
	} else {
		crowd_trouble(c->crowd, TROUBLE_REFUSED, r->body);
		give_up(c);
	}
}

static void
replied(struct candidate *c, const struct reply *r)
{
	c->asked = false;
	if (r->close)
		link_close(&c->link);
	if (r->status >= 200 && r->status < 300)
		go_on(c, step_take(c, r->body));
	else
		refused(c, r);
}

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
	try_again(c, 0);
}

static void
link_bytes(void *owner, struct slice bytes)
{
	struct candidate *c = owner;
	struct slice all = with_rest(&c->in, bytes);
	struct reply reply;
	struct buf whole;
	size_t len;
	enum err e = reply_next(&len, &reply, all);

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
		replied(c, &reply);
	buf_fini(&whole);
}

static void
link_up(void *owner)
{
	work(owner);
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
	if (c->step == STEP_READY)
		return;
	crowd_trouble(c->crowd, troubles[why], SLICE_NONE);
	try_again(c, 0);
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

/* The head of the stream lets the candidate in; its events are passed over. */
static void
stream_bytes(void *owner, struct slice bytes)
{
	struct candidate *c = owner;
	struct slice all;
	struct reply reply;
	size_t len;
	enum err e;

	if (c->entered)
		return;
	all = with_rest(&c->stream_in, bytes);
	e = reply_next(&len, &reply, all);
	if (e == ERR_BUSY) {
		keep_rest(&c->stream_in, all);
		return;
	}
	if (e == ERR_OK && reply.status == 200 && reply.stream) {
		buf_fini(&c->stream_in);
		c->step = STEP_READY;
		c->asked = false;
		ready(c, STEP_STREAM);
		return;
	}
	crowd_trouble(c->crowd, TROUBLE_STRANGE, SLICE_NONE);
	buf_fini(&c->stream_in);
	link_close(&c->stream);
	try_again(c, 0);
}

static void
stream_ended(void *owner, enum link_end why)
{
	struct candidate *c = owner;

	(void)why;
	buf_fini(&c->stream_in);
	crowd_trouble(c->crowd, TROUBLE_CLOSED, SLICE_NONE);
	if (!c->entered)
		try_again(c, 0);
}

static const struct link_calls link_calls = { link_up, link_bytes,
	link_ended };
static const struct link_calls stream_calls = { stream_up, stream_bytes,
	stream_ended };

static void
open_link(struct candidate *c, struct link *l)
{
	if (l->state == LINK_CLOSED && link_open(l) != ERR_OK) {
		crowd_trouble(c->crowd, TROUBLE_CONNECT,
		    SLICE("no descriptor left"));
		try_again(c, 0);
	}
}

/* Do what the step asks for, as far as the connection lets. */
static void
work(struct candidate *c)
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

static void
timer_due(evutil_socket_t fd, short what, void *owner)
{
	struct candidate *c = owner;

	(void)fd;
	(void)what;
	if (c->step == STEP_READY && c->crowd->phase == PHASE_RUNNING)
		choose_save(c);
	if (c->step < N_STEPS || c->step == STEP_STREAM)
		work(c);
}

void
candidate_init(struct candidate *c, struct crowd *crowd,
    const struct ticket *ticket, uint64_t seed)
{
	*c = (struct candidate){ .crowd = crowd, .ticket = ticket,
		.random = seed, .resume = STEP_OPEN };
	link_init(&c->link, crowd->target, &link_calls, c);
	link_init(&c->stream, crowd->target, &stream_calls, c);
	c->timer = alloc_checked(
	    event_new(crowd->target->base, -1, 0, timer_due, c));
}

void
candidate_fini(struct candidate *c)
{
	link_close(&c->link);
	link_close(&c->stream);
	event_free(c->timer);
	buf_fini(&c->in);
	buf_fini(&c->stream_in);
	questions_fini(&c->questions);
	free(c->kept);
}

void
candidate_enter(struct candidate *c)
{
	c->began_us = clock_stopwatch_us();
	c->step = STEP_SIGN_IN;
	work(c);
}

void
candidate_save_at(struct candidate *c, int64_t us)
{
	int64_t now = clock_stopwatch_us();

	c->due_us = us;
	set_timer(c, us > now ? us - now : 0);
}

void
candidate_check(struct candidate *c)
{
	event_del(c->timer);
	link_close(&c->link);
	buf_fini(&c->in);
	c->checking = true;
	c->tries = 0;
	c->step = STEP_CHECK;
	work(c);
}

void
candidate_tick(struct candidate *c, int64_t now_us)
{
	if (!c->asked || now_us - c->asked_us < REPLY_US)
		return;
	crowd_trouble(c->crowd, TROUBLE_TIMEOUT, SLICE_NONE);
	link_close(&c->link);
	if (!c->entered)
		link_close(&c->stream);
	buf_fini(&c->in);
	buf_fini(&c->stream_in);
	try_again(c, 0);
}
