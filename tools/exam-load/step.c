/* What a candidate asks in each step, and what it makes of the reply. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "exam-load/candidate.h"
#include "exam-load/reply.h"
#include "exam/routes.h"

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

static void
put_get(struct buf *out, const struct candidate *c, enum route route)
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
	return c->resume;
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
	if (state != NULL && strcmp(state, "in-section") == 0)
		next = STEP_PAPER;
	else if (state != NULL && strcmp(state, "terminated") != 0 &&
	    c->section > 0)
		next = STEP_ENTER;
	json_decref(attempt);
	return next;
}

static void
put_attempt(struct buf *out, struct candidate *c)
{
	put_get(out, c, ROUTE_ATTEMPT);
}

static void
put_enter(struct buf *out, struct candidate *c)
{
	put_request(out, c, ROUTE_ENTER, c->section, SLICE_NONE);
}

static enum step
take_enter(struct candidate *c, struct slice body)
{
	(void)c;
	(void)body;
	return STEP_PAPER;
}

static void
put_paper(struct buf *out, struct candidate *c)
{
	put_get(out, c, ROUTE_PAPER);
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

static enum step
take_save(struct candidate *c, struct slice body)
{
	struct slice event = reply_member(body, "event");
	struct kept *k = &c->kept[c->current];
	struct ack ack = { .seq = k->sent_seq, .seed = k->sent_seed,
		.question = c->current };
	char digits[24];

	if (!slice_is(reply_member(body, "verdict"), "counted")) {
		crowd_trouble(c->crowd, TROUBLE_NOT_COUNTED, body);
		return STEP_READY;
	}
	snprintf(digits, sizeof(digits), "%.*s", SLICE_FMT(event));
	ack.candidate = (uint32_t)(c - c->crowd->candidates);
	ack.event = strtoull(digits, NULL, 10);
	if (ack.event <= c->last_event)
		crowd_trouble(c->crowd, TROUBLE_POSITION, body);
	c->last_event = ack.event;
	k->seq = k->sent_seq;
	k->seed = k->sent_seed;
	crowd_acknowledged(c->crowd, &ack, c->due_us);
	return STEP_READY;
}

static const json_t *
item_of(const json_t *paper, uint16_t number)
{
	const json_t *item;
	size_t i;

	json_array_foreach (json_object_get(paper, "items"), i, item)
		if (json_integer_value(json_object_get(item, "item")) ==
		    number)
			return item;
	return NULL;
}

/* One item: what the server has against what it acknowledged.  A later save
 * that was sent and never acknowledged may be there, too. */
static void
check_item(struct verdict *v, const struct question *q, const struct kept *k,
    const json_t *item)
{
	json_int_t seq = json_integer_value(json_object_get(item, "seq"));
	const json_t *response = json_object_get(item, "response");

	v->checked++;
	if (seq < (json_int_t)k->seq)
		v->lost++;
	else if (!(seq == (json_int_t)k->seq &&
		     question_response_is(q, k->seed, response)) &&
	    !(seq == (json_int_t)k->sent_seq &&
		question_response_is(q, k->sent_seed, response)))
		v->altered++;
}

static enum step
take_check(struct candidate *c, struct slice body)
{
	json_t *paper = json_loadb(body.at, body.len, 0, NULL);
	size_t i;

	for (i = 0; i < c->questions.n; i++)
		if (c->kept[i].seq > 0)
			check_item(&c->crowd->verdict, &c->questions.at[i],
			    &c->kept[i], item_of(paper, c->questions.at[i].item));
	json_decref(paper);
	return STEP_READY;
}

static const struct {
	void (*put)(struct buf *, struct candidate *);
	enum step (*take)(struct candidate *, struct slice body);
} steps[N_STEPS] = {
	[STEP_SIGN_IN] = { put_sign_in, take_sign_in },
	[STEP_OPEN] = { put_open, take_attempt },
	[STEP_ATTEMPT] = { put_attempt, take_attempt },
	[STEP_ENTER] = { put_enter, take_enter },
	[STEP_PAPER] = { put_paper, take_paper },
	[STEP_SAVE] = { put_save, take_save },
	[STEP_CHECK] = { put_paper, take_check },
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
