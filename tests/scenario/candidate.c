/* What candidates do. */
#include <string.h>

#include "proto/out.h"
#include "story.h"

bool
request_option(struct line *l, struct scene_request *r)
{
	if (line_if(l, "key")) {
		r->key = line_word(l);
		return true;
	}
	if (line_if(l, "arrived")) {
		r->ago_ms = line_duration(l);
		if (!line_if(l, "ago"))
			line_fail(l, "it says: arrived 3s ago");
		return true;
	}
	return false;
}

static void
send(struct story *s, struct line *l, struct scene_request *r)
{
	struct scene_reply reply;

	while (request_option(l, r))
		;
	scene_ask(&s->scene, r, &reply);
	if (r->route == ROUTE_RECEIPT)
		receipt_check_reply(s, l, &reply);
	outcome(s, l, &reply);
}

/* ---- answers ---- */

bool
long_text(struct buf *b, const char *text)
{
	long n;

	if (strncmp(text, "long:", 5) != 0)
		return false;
	for (n = strtol(text + 5, NULL, 10); n > 0; n--)
		buf_put_text(b, "\xf0\x9f\x98\x80");
	return true;
}

static void
write_text(struct buf *b, const char *text)
{
	struct buf whole = { 0 };

	if (long_text(&whole, text))
		out_text(b, NULL, buf_slice(&whole));
	else
		out_text(b, NULL, slice_of(text + (*text == '=')));
	buf_fini(&whole);
}

/* 1+3, and of pairs 1-2+2-1. */
static void
write_numbers(struct buf *b, const char *text)
{
	bool pairs = strchr(text, '-') != NULL;
	char *end;

	for (; *text != '\0'; text = *end != '\0' ? end + 1 : end) {
		if (pairs)
			out_open_array(b, NULL);
		out_int(b, NULL, strtol(text, &end, 10));
		if (pairs && *end == '-')
			out_int(b, NULL, strtol(end + 1, &end, 10));
		if (pairs)
			out_close_array(b);
	}
}

/* 2 is a choice, 1+3 are two, 1-3+2-1 pairs of row and column, "nothing" is
 * none, anything else is a text. */
static void
write_response(struct buf *b, const char *text)
{
	out_open_array(b, "response");
	out_open_array(b, NULL);
	if (strspn(text, "0123456789+-") == strlen(text))
		write_numbers(b, text);
	else if (strcmp(text, "nothing") != 0)
		write_text(b, text);
	out_close_array(b);
	out_close_array(b);
}

static void
write_entered(const struct story *s, struct line *l, struct buf *b)
{
	struct wall at = s->scene.now.wall;

	if (line_if_two(l, "entered", "at")) {
		at = line_time(l);
	} else if (line_if(l, "entered")) {
		at = wall_add(at, -line_duration(l));
		if (!line_if(l, "ago"))
			line_fail(l, "it says: entered 3s ago");
	} else {
		return;
	}
	out_time(b, "entered_at", at);
}

static void
answer(struct story *s, struct line *l, struct scene_request *r)
{
	struct buf body = { 0 };

	r->route = ROUTE_ANSWER;
	r->params[0] = line_word(l);
	if (!line_if(l, "with"))
		line_fail(l, "it says: answers 3 with 2 seq 1");
	out_open(&body, NULL);
	write_response(&body, line_word(l));
	if (!line_if(l, "seq"))
		line_fail(l, "it says: answers 3 with 2 seq 1");
	out_int(&body, "seq", line_number(l, 0, UINT32_MAX));
	write_entered(s, l, &body);
	out_close(&body);
	r->body = buf_slice(&body);
	send(s, l, r);
	buf_fini(&body);
}

/* ---- the rest ---- */

static void
send_body(struct story *s, struct line *l, struct scene_request *r,
    enum route route, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

static void
send_body(struct story *s, struct line *l, struct scene_request *r,
    enum route route, const char *fmt, ...)
{
	struct buf body = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&body, fmt, ap);
	va_end(ap);
	r->route = route;
	r->body = buf_slice(&body);
	send(s, l, r);
	buf_fini(&body);
}

static void
report(struct story *s, struct line *l, struct scene_request *r)
{
	long long item = line_number(l, 0, 1000);

	send_body(s, l, r, ROUTE_REPORT, "{\"item\":%lld,\"text\":\"%s\"}", item,
	    line_word(l));
}

/* What is not refused must be a PNG file. */
static void
see_image(struct story *s, struct line *l, struct scene_request *r)
{
	struct scene_reply reply;

	r->route = ROUTE_IMAGE;
	r->params[1] = line_word(l);
	if (!line_if(l, "of"))
		line_fail(l, "it says: sees image 1 of 3");
	r->params[0] = line_word(l);
	scene_ask(&s->scene, r, &reply);
	if (reply.status == 200 &&
	    (reply.type != BODY_PNG || reply.text.len < 8 ||
		memcmp(reply.text.at, "\x89PNG\r\n\x1a\n", 8) != 0))
		line_fail(l, "that is no image");
	outcome(s, l, &reply);
}

/* The member of their own view that a client has shown all up to. */
static long long
shown_member(struct story *s, const struct scene_request *r, size_t message)
{
	struct scene_reply reply;
	const json_t *v;
	long long n;

	scene_ask(&s->scene,
	    &(struct scene_request){ ROUTE_ATTEMPT, .token = r->token },
	    &reply);
	v = message > 0 ?
		json_object_get(json_array_get(json_object_get(reply.body,
						   "messages"),
				    message - 1),
		    "message") :
		json_object_get(reply.body, "told");
	n = (long long)json_integer_value(v);
	scene_reply_fini(&reply);
	return n;
}

/* has seen all | all but 3 (places in the journal) | message 2 | event 1000 */
static void
has_seen(struct story *s, struct line *l, struct scene_request *r)
{
	long long event;

	if (line_if(l, "message"))
		event = shown_member(s, r, (size_t)line_number(l, 1, 1000));
	else if (line_if(l, "event"))
		event = line_number(l, 0, INT32_MAX);
	else if (line_if(l, "all"))
		event = shown_member(s, r, 0) -
		    (line_if(l, "but") ? line_number(l, 0, 1000) : 0);
	else
		line_fail(l, "it says: has seen all");
	send_body(s, l, r, ROUTE_SEEN, "{\"event\":%lld}", event);
}

static void
send_to(struct story *s, struct line *l, struct scene_request *r,
    enum route route)
{
	r->route = route;
	r->params[0] = line_word(l);
	send(s, l, r);
}

static void
sign_in(struct story *s, struct line *l, struct cast_candidate *who)
{
	const char *device = "computer", *code = NULL;
	const struct cast_device *again = NULL;
	struct scene_reply reply;

	if (line_if(l, "again"))
		again = cast_device(who, line_if(l, "on") ? line_word(l)
							  : NULL);

	if (line_if(l, "as"))
		device = line_word(l);
	if (line_if_two(l, "with", "code"))
		code = line_word(l);
	cast_sign_in(&s->cast, who, device, code,
	    again != NULL ? again->token : NULL, &reply);
	outcome(s, l, &reply);
}

/* A frame of the staff from the candidates' net, with any token. */
static void
send_raw(struct story *s, struct line *l, struct scene_request *r)
{
	const char *name = line_word(l);
	int i;

	for (i = 0; i < N_ROUTES; i++)
		if (strcmp(route_facts[i].name, name) == 0)
			break;
	if (i == N_ROUTES)
		line_fail(l, "there is no route %s", name);
	r->route = (enum route)i;
	r->params[0] = "1";
	r->local = line_if_two(l, "as", "local");
	send(s, l, r);
}

static bool
acts_with_number(struct story *s, struct line *l, struct scene_request *r)
{
	if (line_if(l, "enters"))
		send_to(s, l, r, ROUTE_ENTER);
	else if (line_if(l, "closes"))
		send_to(s, l, r, ROUTE_CLOSE);
	else if (line_if(l, "answers"))
		answer(s, l, r);
	else if (line_if(l, "leaves"))
		send_body(s, l, r, ROUTE_NEXT, "{\"from\":%lld}",
		    (long long)line_number(l, 0, 1000));
	else if (line_if(l, "flags") && (r->params[0] = line_word(l)) != NULL)
		send_body(s, l, r, ROUTE_FLAG, "{\"flagged\":true}");
	else if (line_if(l, "unflags") && (r->params[0] = line_word(l)) != NULL)
		send_body(s, l, r, ROUTE_FLAG, "{\"flagged\":false}");
	else
		return false;
	return true;
}

static bool
acts_plainly(struct story *s, struct line *l, struct scene_request *r)
{
	if (line_if(l, "looks"))
		send(s, l, r);
	else if (line_if_two(l, "reads", "paper"))
		send_body(s, l, r, ROUTE_PAPER, "%s", "");
	else if (line_if_two(l, "reads", "result"))
		send_body(s, l, r, ROUTE_RESULT, "%s", "");
	else if (line_if_two(l, "reads", "receipt"))
		send_body(s, l, r, ROUTE_RECEIPT, "%s", "");
	else if (line_if(l, "listens"))
		send_body(s, l, r, ROUTE_EVENTS, "%s", "");
	else if (line_if(l, "opens"))
		send_body(s, l, r, ROUTE_OPEN, "{\"accept_rules\":true}");
	else if (line_if(l, "submits"))
		send_body(s, l, r, ROUTE_SUBMIT, "{\"confirm\":true}");
	else if (line_if_two(l, "signs", "out"))
		send_body(s, l, r, ROUTE_SIGN_OUT, "%s", "");
	else if (line_if_two(l, "asks", "for"))
		send_body(s, l, r, ROUTE_HELP, "{\"text\":\"%s\"}", line_word(l));
	else if (line_if(l, "reports"))
		report(s, l, r);
	else if (line_if_two(l, "sees", "image"))
		see_image(s, l, r);
	else if (line_if_two(l, "has", "seen"))
		has_seen(s, l, r);
	else if (line_if(l, "sends"))
		send_raw(s, l, r);
	else
		return false;
	return true;
}

/* "C-1" or "C-1@tablet"; NULL: no such candidate, unless it is "nobody", who
 * may try to sign in. */
static struct cast_candidate *
candidate_of(struct story *s, const char *word, const char **device)
{
	static struct cast_candidate nobody = { .number = "nobody" };
	const char *at = strchr(word, '@');
	char number[IDENT_MAX];

	snprintf(number, sizeof(number), "%.*s",
	    at != NULL ? (int)(at - word) : (int)strlen(word), word);
	*device = at != NULL ? at + 1 : NULL;
	if (strcmp(number, nobody.number) == 0)
		return &nobody;
	return cast_candidate(&s->cast, number);
}

bool
candidate_says(struct story *s, struct line *l)
{
	const char *name;
	struct cast_candidate *who = candidate_of(s, l->words[0], &name);
	const struct cast_device *device;
	struct scene_request r = { .route = ROUTE_ATTEMPT, .address = 1 };

	if (who == NULL)
		return false;
	l->at = 1;
	if (line_if_two(l, "signs", "in")) {
		sign_in(s, l, who);
		return true;
	}
	device = cast_device(who, name);
	if (name != NULL && device == NULL)
		line_fail(l, "%s has no such device", l->words[0]);
	r.token = device != NULL ? device->token : NULL;
	if (!acts_with_number(s, l, &r) && !acts_plainly(s, l, &r))
		line_fail(l, "a candidate cannot do that");
	return true;
}
