/* "expect …": how things stand, without doing anything. */
#include <string.h>

#include "story.h"

static void
ask_local(struct story *s, enum route route, const char *param,
    struct scene_reply *reply)
{
	scene_ask(&s->scene, &(struct scene_request){ route,
		.slot = SLOT_STAFF, .local = true, .params = { param } }, reply);
}

static struct cast_candidate *
candidate(struct story *s, struct line *l)
{
	const char *number = line_word(l);
	struct cast_candidate *c = cast_candidate(&s->cast, number);

	if (c == NULL)
		line_fail(l, "there is no candidate %s", number);
	return c;
}

/* expect row C-1 …: as the proctor sees it */
static void
expect_row(struct story *s, struct line *l)
{
	struct scene_reply reply;

	ask_local(s, ROUTE_TIMELINE, candidate(s, l)->attempt, &reply);
	outcome_rest(s, l, reply.body);
	scene_reply_fini(&reply);
}

/* expect history C-1 KIND [times N] […]: some event of this kind is so */
static void
expect_history(struct story *s, struct line *l)
{
	const char *attempt = candidate(s, l)->attempt, *kind = line_word(l);
	int64_t times = line_if(l, "times") ? line_number(l, 0, 1000) : -1;
	bool found = false;
	int64_t n = 0;
	char told[TOLD_MAX] = "there is none";
	struct scene_reply reply;
	const json_t *e;
	size_t i;

	ask_local(s, ROUTE_TIMELINE, attempt, &reply);
	json_array_foreach(json_object_get(reply.body, "events"), i, e) {
		if (strcmp(json_string_value(json_object_get(e, "kind")),
			kind) != 0)
			continue;
		n++;
		found |= outcome_members(s, l, e, told);
	}
	if (times >= 0 && n != times)
		line_fail(l, "%s happened %lld times", kind, (long long)n);
	if (times != 0 && !found)
		line_fail(l, "%s: %s", kind, told);
	l->at = l->n;
	scene_reply_fini(&reply);
}

/* The element of a list whose member is this; NULL: none. */
static const json_t *
find_in(const json_t *list, const char *name, const char *value)
{
	const json_t *v;
	size_t i;

	json_array_foreach(list, i, v)
		if (strcmp(json_string_value(json_object_get(v, name)),
			value) == 0)
			return v;
	return NULL;
}

/* expect result C-1 …: as the body's list has it */
static void
expect_result(struct story *s, struct line *l)
{
	const struct cast_candidate *c = candidate(s, l);
	struct scene_reply reply;

	ask_local(s, ROUTE_RESULTS, c->sitting, &reply);
	outcome_rest(s, l, find_in(json_object_get(reply.body, "rows"),
			    "candidate", c->number));
	scene_reply_fini(&reply);
}

/* expect sitting s …: as the calendar has it */
static void
expect_sitting(struct story *s, struct line *l)
{
	const char *ident = line_word(l);
	struct scene_reply reply;

	ask_local(s, ROUTE_SITTINGS, NULL, &reply);
	outcome_rest(s, l, find_in(json_object_get(reply.body, "sittings"),
			    "sitting", ident));
	scene_reply_fini(&reply);
}

/* expect candidate C-1 …: their own view, without anything being done */
static void
expect_candidate(struct story *s, struct line *l, const char *word)
{
	const char *at = strchr(word, '@');
	char number[IDENT_MAX];
	const struct cast_candidate *c;
	const struct cast_device *device;
	struct scene_reply reply;

	snprintf(number, sizeof(number), "%.*s", (int)strcspn(word, "@"), word);
	c = cast_candidate(&s->cast, number);
	if (c == NULL)
		line_fail(l, "there is no candidate %s", number);
	device = cast_device(c, at != NULL ? at + 1 : NULL);
	if (device == NULL)
		line_fail(l, "%s is not signed in", word);
	scene_ask(&s->scene, &(struct scene_request){ ROUTE_ATTEMPT,
		.token = device->token }, &reply);
	outcome_rest(s, l, reply.body);
	scene_reply_fini(&reply);
}

/* The stream of a member of the staff. */
static struct scene_stream *
stream_of(struct story *s, struct line *l)
{
	const char *name = line_word(l);
	const struct cast_staff *who = cast_staff(&s->cast, name);
	struct scene_stream *stream =
	    who != NULL ? scene_stream(&s->scene, who->stream) : NULL;

	if (stream == NULL)
		line_fail(l, "%s watches nothing", name);
	return stream;
}

/* Each of the words, on all streams or on one. */
static void
expect_pushed(struct story *s, struct line *l, bool wanted)
{
	struct buf *pushed =
	    line_if(l, "to") ? &stream_of(s, l)->pushed : &s->scene.pushed;
	bool found;

	buf_put_u8(pushed, 0);
	do {
		found = strstr(pushed->at, line_word(l)) != NULL;
		if (found != wanted)
			line_fail(l, "pushed: %s", pushed->at);
	} while (line_more(l));
	buf_clear(pushed);
}

static void
expect_ended(struct story *s, struct line *l, bool wanted)
{
	if (stream_of(s, l)->ended != wanted)
		line_fail(l, wanted ? "it goes on" : "it has ended");
}

void
expect_line(struct story *s, struct line *l)
{
	struct scene_reply reply;

	if (line_if(l, "row")) {
		expect_row(s, l);
	} else if (line_if(l, "history")) {
		expect_history(s, l);
	} else if (line_if(l, "result")) {
		expect_result(s, l);
	} else if (line_if(l, "sitting")) {
		expect_sitting(s, l);
	} else if (line_if(l, "pushed")) {
		expect_pushed(s, l, true);
	} else if (line_if_two(l, "not", "pushed")) {
		expect_pushed(s, l, false);
	} else if (line_if(l, "ended")) {
		expect_ended(s, l, true);
	} else if (line_if_two(l, "not", "ended")) {
		expect_ended(s, l, false);
	} else if (line_if(l, "status")) {
		ask_local(s, ROUTE_STATUS, NULL, &reply);
		outcome_rest(s, l, reply.body);
		scene_reply_fini(&reply);
	} else {
		expect_candidate(s, l, line_word(l));
	}
	if (line_more(l))
		line_fail(l, "\"%s\" is not understood here", line_word(l));
}
