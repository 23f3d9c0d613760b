/* What a candidate asks in each step, and what it makes of the reply, until it
 * has saved; step_after.c has the rest. */
#include <string.h>

#include "exam-load/candidate.h"
#include "exam-load/reply.h"
#include "exam-load/steps.h"
#include "exam/routes.h"

static uint64_t
slice_number(struct slice s)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < s.len && s.at[i] >= '0' && s.at[i] <= '9'; i++)
		n = 10 * n + (uint64_t)(s.at[i] - '0');
	return n;
}

/* The request line; number: for the parameter of the path, if it has one. */
static void
put_line(struct buf *out, enum route route, unsigned number)
{
	const struct route_facts *f = &route_facts[route];
	size_t before = strcspn(f->path, "{");

	buf_put_text(out, method_name(f->method));
	buf_put(out, " ", 1);
	buf_put(out, f->path, before);
	if (f->path[before] != '\0')
		buf_printf(out, "%u%s", number,
		    strchr(f->path + before, '}') + 1);
	buf_put_text(out, " HTTP/1.1\r\nHost: exam-load\r\n");
}

static void
put_request(struct buf *out, const struct candidate *c, enum route route,
    unsigned number, struct slice body)
{
	put_line(out, route, number);
	if (c->token[0] != '\0')
		buf_printf(out, "Authorization: Bearer %s\r\n", c->token);
	if (body.len > 0)
		buf_put_text(out, "Content-Type: application/json\r\n");
	buf_printf(out, "Content-Length: %zu\r\n\r\n", body.len);
	buf_put_slice(out, body);
}

void
step_put_get(struct buf *out, const struct candidate *c, enum route route)
{
	put_line(out, route, 0);
	buf_printf(out, "Authorization: Bearer %s\r\n\r\n", c->token);
}

static void
put_sign_in(struct buf *out, struct candidate *c)
{
	struct buf body = { 0 };

	c->token[0] = '\0';
	buf_printf(&body,
	    "{\"candidate\":\"%s\",\"code\":\"%s\",\"device\":\"exam-load\"}",
	    c->ticket->number, c->ticket->code);
	put_request(out, c, ROUTE_SIGN_IN, 0, buf_slice(&body));
	buf_fini(&body);
}

static enum step
take_sign_in(struct candidate *c, struct slice body)
{
	struct slice token = reply_member(body, "token");

	if (token.len != TOKEN_TEXT_LEN ||
	    !slice_is(reply_member(body, "device"), "current"))
		return STEP_FAILED;
	memcpy(c->token, token.at, token.len);
	c->token[token.len] = '\0';
	c->attempt = slice_number(reply_member(body, "attempt"));
	return c->goal == GOAL_SIGNED_IN && c->resume == STEP_OPEN ? STEP_WINDOW
								   : c->resume;
}

static const char *
text_at(const json_t *object, const char *outer, const char *inner)
{
	return json_string_value(
	    json_object_get(json_object_get(object, outer), inner));
}

/* When its window opens, for the first who may say so. */
static enum step
take_window(struct candidate *c, struct slice body)
{
	json_t *attempt = json_loadb(body.at, body.len, 0, NULL);
	const char *opens = text_at(attempt, "window", "opens");
	struct wall at;

	crowd_heard_time(c->crowd,
	    json_string_value(json_object_get(attempt, "server_time")));
	if (c->crowd->opens_us == 0 && opens != NULL && wall_parse(&at, opens))
		c->crowd->opens_us = 1000 * at.ms + c->crowd->offset_us;
	json_decref(attempt);
	return STEP_OPEN;
}

/* When its time ends, if it runs. */
static void
take_clock(struct candidate *c, const json_t *attempt)
{
	const char *deadline = text_at(attempt, "clock", "deadline");
	struct wall at;

	crowd_heard_time(c->crowd,
	    json_string_value(json_object_get(attempt, "server_time")));
	if (deadline != NULL && wall_parse(&at, deadline))
		c->deadline_ms = at.ms;
}

static void
put_open(struct buf *out, struct candidate *c)
{
	put_request(out, c, ROUTE_OPEN, 0,
	    SLICE("{\"accept_rules\":true}"));
}

/* The section that may be entered; 0: none. */
static uint16_t
next_section(const json_t *attempt)
{
	const json_t *s;
	size_t i;

	json_array_foreach (json_object_get(attempt, "sections"), i, s) {
		const char *state =
		    json_string_value(json_object_get(s, "state"));

		if (state != NULL && strcmp(state, "next") == 0)
			return (uint16_t)json_integer_value(
			    json_object_get(s, "section"));
	}
	return 0;
}

/* From an attempt object: on to the paper, or into a section first. */
static enum step
take_attempt(struct candidate *c, struct slice body)
{
	json_t *attempt = json_loadb(body.at, body.len, 0, NULL);
	const char *state = json_string_value(json_object_get(attempt, "state"));
	enum step next = STEP_FAILED;

	c->section = next_section(attempt);
	take_clock(c, attempt);
	if (state != NULL && strcmp(state, "in-section") == 0)
		next = STEP_PAPER;
	else if (state != NULL && strcmp(state, "terminated") != 0 &&
	    c->section > 0)
		next = STEP_ENTER;
	c->opened = next != STEP_FAILED;
	json_decref(attempt);
	return next;
}

static void
put_attempt(struct buf *out, struct candidate *c)
{
	step_put_get(out, c, ROUTE_ATTEMPT);
}

static void
put_enter(struct buf *out, struct candidate *c)
{
	put_request(out, c, ROUTE_ENTER, c->section, SLICE_NONE);
}

static enum step
take_enter(struct candidate *c, struct slice body)
{
	json_t *attempt = json_loadb(body.at, body.len, 0, NULL);

	take_clock(c, attempt);
	json_decref(attempt);
	return STEP_PAPER;
}

static void
put_paper(struct buf *out, struct candidate *c)
{
	step_put_get(out, c, ROUTE_PAPER);
}

/* Numbering goes on where an earlier run left it. */
static enum step
take_paper(struct candidate *c, struct slice body)
{
	json_t *paper = json_loadb(body.at, body.len, 0, NULL);
	const json_t *items = json_object_get(paper, "items");
	enum err e;
	size_t i;

	questions_fini(&c->questions);
	e = questions_read(&c->questions, paper);
	if (e == ERR_OK)
		c->kept = alloc_resize(c->kept, c->questions.n,
		    sizeof(*c->kept));
	for (i = 0; e == ERR_OK && i < c->questions.n; i++) {
		json_int_t seq = json_integer_value(
		    json_object_get(json_array_get(items, i), "seq"));

		c->kept[i] = (struct kept){
			.sent_seq = seq > 0 ? (uint32_t)seq : 0,
		};
	}
	json_decref(paper);
	c->entered = e == ERR_OK;
	return e == ERR_OK ? STEP_READY : STEP_FAILED;
}

static void
put_save(struct buf *out, struct candidate *c)
{
	const struct question *q = &c->questions.at[c->current];
	const struct kept *k = &c->kept[c->current];
	static struct buf body;

	buf_clear(&body);
	buf_printf(&body, "{\"seq\":%u,\"response\":", (unsigned)k->sent_seq);
	question_respond(&body, q, k->sent_seed);
	buf_put_u8(&body, '}');
	put_request(out, c, ROUTE_ANSWER, (unsigned)q->item, buf_slice(&body));
}

/* Stored, and it does not count: when the bell rings that is an answer like any
 * other, else something is wrong. */
static void
take_verdict(struct candidate *c, struct slice body)
{
	struct stretch *s = crowd_stretch(c->crowd);

	if (s->order.phase == PHASE_BELL)
		s->late++;
	else
		crowd_trouble(c->crowd, TROUBLE_NOT_COUNTED, body);
}

static enum step
take_save(struct candidate *c, struct slice body)
{
	struct kept *k = &c->kept[c->current];
	struct ack ack = { .candidate = (uint32_t)(c - c->crowd->candidates),
		.seq = k->sent_seq,
		.seed = k->sent_seed,
		.question = c->current,
		.event = slice_number(reply_member(body, "event")) };

	if (!slice_is(reply_member(body, "verdict"), "counted")) {
		take_verdict(c, body);
		return STEP_READY;
	}
	if (ack.event <= c->last_event)
		crowd_trouble(c->crowd, TROUBLE_POSITION, body);
	c->last_event = ack.event;
	k->seq = k->sent_seq;
	k->seed = k->sent_seed;
	crowd_acknowledged(c->crowd, &ack, c->due_us, c->asked_us,
	    reply_member(body, "saved_at"));
	return STEP_READY;
}

static const struct {
	void (*put)(struct buf *, struct candidate *);
	enum step (*take)(struct candidate *, struct slice body);
} steps[N_STEPS] = {
	[STEP_SIGN_IN] = { put_sign_in, take_sign_in },
	[STEP_WINDOW] = { put_attempt, take_window },
	[STEP_OPEN] = { put_open, take_attempt },
	[STEP_ATTEMPT] = { put_attempt, take_attempt },
	[STEP_ENTER] = { put_enter, take_enter },
	[STEP_PAPER] = { put_paper, take_paper },
	[STEP_SAVE] = { put_save, take_save },
	[STEP_END] = { put_attempt, step_take_end },
	[STEP_RESULT] = { step_put_result, step_take_result },
	[STEP_CHECK] = { put_paper, step_take_check },
};

void
step_put(struct buf *out, struct candidate *c)
{
	steps[c->step].put(out, c);
}

enum step
step_take(struct candidate *c, struct slice body)
{
	return steps[c->step].take(c, body);
}
