/* What the staff do. */
#include <string.h>

#include "staff_act.h"

#define CAST_PASSWORD "correct horse battery staple" /* of all the staff */

/* body TEXT: instead of the usual one, as it is. */
static bool
other_body(struct act *a)
{
	if (!line_if(a->line, "body"))
		return false;
	buf_clear(&a->body);
	buf_put_text(&a->body, line_word(a->line));
	return true;
}

void
act_send(struct act *a, struct scene_reply *reply)
{
	while (request_option(a->line, &a->request) || other_body(a))
		;
	a->request.body = buf_slice(&a->body);
	cast_ask(&a->story->cast, a->who, &a->request, reply);
}

void
act_finish(struct act *a)
{
	struct scene_reply reply;

	act_send(a, &reply);
	outcome(a->story, a->line, &reply);
}

struct cast_candidate *
act_on(struct act *a)
{
	const char *number = line_word(a->line);
	struct cast_candidate *c = cast_candidate(&a->story->cast, number);

	if (c == NULL)
		line_fail(a->line, "there is no candidate %s", number);
	a->request.params[0] = c->attempt;
	return c;
}

void
act_begin_body(struct act *a, enum route route)
{
	a->request.route = route;
	out_open(&a->body, NULL);
}

/* because REASON "words": or the usual ones. */
void
act_finish_with_reason(struct act *a)
{
	const char *reason = "technical", *words = "as the story has it";

	if (line_if(a->line, "because")) {
		reason = line_word(a->line);
		words = line_word(a->line);
	}
	out_word(&a->body, "reason", reason);
	out_word(&a->body, "words", words);
	out_close(&a->body);
	act_finish(a);
}

static void
write_minutes(struct act *a, bool required)
{
	if (line_if(a->line, "by"))
		out_int(&a->body, "minutes",
		    line_duration(a->line) / MINUTES(1));
	else if (required)
		line_fail(a->line, "it says: by 10m");
}

/* ---- acts on one candidate ---- */

static bool
act_with_reason(struct act *a)
{
	static const struct {
		const char *verb;
		enum route route;
		bool minutes, required;
	} verbs[] = {
		{ "pauses", ROUTE_PAUSE, false, false },
		{ "resumes", ROUTE_RESUME, false, false },
		{ "terminates", ROUTE_TERMINATE, false, false },
		{ "moves", ROUTE_MOVE_DEVICE, false, false },
		{ "notes", ROUTE_INCIDENT, false, false },
		{ "extends", ROUTE_EXTEND, true, true },
		{ "reopens", ROUTE_REOPEN, true, false },
	};
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		if (!line_if(a->line, verbs[i].verb))
			continue;
		(void)act_on(a);
		act_begin_body(a, verbs[i].route);
		if (verbs[i].minutes)
			write_minutes(a, verbs[i].required);
		act_finish_with_reason(a);
		return true;
	}
	return false;
}

static void
reissue(struct act *a)
{
	struct cast_candidate *c = act_on(a);
	struct scene_reply reply;

	act_begin_body(a, ROUTE_TICKET_REISSUE);
	out_word(&a->body, "reason", "candidate-request");
	out_word(&a->body, "words", "the letter was lost");
	out_close(&a->body);
	act_send(a, &reply);
	if (reply.status == 201)
		cast_remember_ticket(&a->story->cast, c->sitting, reply.body);
	outcome(a->story, a->line, &reply);
}

static bool
act_on_candidate(struct act *a)
{
	if (line_if_two(a->line, "checks", "in")) {
		(void)act_on(a);
		act_begin_body(a, ROUTE_CHECK_IN);
		out_word(&a->body, "document", "passport ending 123");
	} else if (line_if(a->line, "admits")) {
		(void)act_on(a);
		act_begin_body(a, ROUTE_ADMIT);
	} else if (line_if(a->line, "messages")) {
		(void)act_on(a);
		act_begin_body(a, ROUTE_MESSAGE);
		out_word(&a->body, "text", line_word(a->line));
	} else {
		return false;
	}
	out_close(&a->body);
	act_finish(a);
	return true;
}

/* ---- acts that need two ---- */

static void
propose(struct act *a)
{
	const char *what = line_word(a->line), *object = line_word(a->line);
	const struct cast_candidate *c = cast_candidate(&a->story->cast, object);
	struct scene_reply reply;

	act_begin_body(a, ROUTE_PROPOSE);
	out_word(&a->body, "act", what);
	out_word(&a->body, "object", c != NULL ? c->attempt : object);
	write_minutes(a, false);
	out_word(&a->body, "reason", "organisation");
	out_word(&a->body, "words", "as the story has it");
	out_close(&a->body);
	act_send(a, &reply);
	if (reply.status == 201)
		snprintf(a->story->proposal, sizeof(a->story->proposal), "%lld",
		    (long long)json_integer_value(
			json_object_get(reply.body, "proposal")));
	outcome(a->story, a->line, &reply);
}

/* confirms 3: not the last one made. */
static void
to_proposal(struct act *a)
{
	const char *next = line_more(a->line) ? a->line->words[a->line->at] : "";

	a->request.params[0] = *next >= '0' && *next <= '9' ?
	    line_word(a->line) :
	    a->story->proposal;
}

static bool
act_on_proposal(struct act *a)
{
	if (line_if(a->line, "proposes")) {
		propose(a);
		return true;
	}
	if (line_if_two(a->line, "lists", "proposals")) {
		a->request.route = ROUTE_PROPOSALS;
		act_finish(a);
		return true;
	}
	if (line_if(a->line, "confirms"))
		a->request.route = ROUTE_CONFIRM;
	else if (line_if(a->line, "withdraws"))
		a->request.route = ROUTE_WITHDRAW;
	else
		return false;
	to_proposal(a);
	act_finish(a);
	return true;
}

/* ---- acts on a sitting ---- */

/* Does the next word have so many fields? */
static bool
has_fields(const struct line *l, size_t n)
{
	const char *at = line_more(l) ? l->words[l->at] : "";
	size_t commas = 0;

	for (; *at != '\0'; at++)
		commas += *at == ',';
	return commas + 1 == n;
}

/* imports into s "C-9,Nine,upgrade,1,0" …: number, name, route, factor,
 * minutes; all may have room and seat, too. */
static void
import(struct act *a)
{
	struct scene_reply reply;

	a->request.route = ROUTE_CANDIDATES;
	a->request.params[0] = line_word(a->line);
	buf_printf(&a->body, "number,name,route,factor,extra_minutes%s\n",
	    has_fields(a->line, 7) ? ",room,seat" : "");
	while (line_more(a->line) && !line_if(a->line, "->"))
		buf_printf(&a->body, "%s\n", line_word(a->line));
	if (line_more(a->line))
		a->line->at--; /* the arrow */
	act_send(a, &reply);
	outcome(a->story, a->line, &reply);
}

static void
postpone(struct act *a)
{
	act_begin_body(a, ROUTE_POSTPONE);
	a->request.params[0] = line_word(a->line);
	if (!line_if(a->line, "to"))
		line_fail(a->line, "it says: postpones s to 2026-03-29T01:30");
	out_word(&a->body, "opens", line_word(a->line));
	act_finish_with_reason(a);
}

/* exports s WORDS…: the results as CSV; each is somewhere in it, quotes left
 * out. */
static void
export_results(struct act *a)
{
	struct scene_reply reply;
	struct buf plain = { 0 };
	const char *words;
	size_t i;

	a->request.route = ROUTE_RESULTS;
	a->request.query = "format=csv";
	a->request.params[0] = line_word(a->line);
	cast_ask(&a->story->cast, a->who, &a->request, &reply);
	for (i = 0; i < reply.text.len; i++)
		if (reply.text.at[i] != '"')
			buf_put_u8(&plain, (uint8_t)reply.text.at[i]);
	buf_put_u8(&plain, 0);
	while (line_more(a->line)) {
		words = line_word(a->line);
		if (strstr(plain.at, words) == NULL)
			line_fail(a->line, "\"%s\" is not in %s", words,
			    plain.at);
	}
	scene_reply_fini(&reply);
	buf_fini(&plain);
}

static bool
act_on_sitting(struct act *a)
{
	if (line_if_two(a->line, "imports", "into")) {
		import(a);
	} else if (line_if(a->line, "postpones")) {
		postpone(a);
	} else if (line_if(a->line, "releases")) {
		act_begin_body(a, ROUTE_RELEASE);
		a->request.params[0] = line_word(a->line);
		out_close(&a->body);
		act_finish(a);
	} else if (line_if(a->line, "exports")) {
		export_results(a);
	} else {
		return false;
	}
	return true;
}

/* anna signs in [with password WORDS]: once more, on another device. */
static bool
act_on_self(struct act *a)
{
	const char *password = CAST_PASSWORD;

	if (!line_if_two(a->line, "signs", "in"))
		return false;
	if (line_if_two(a->line, "with", "password"))
		password = line_word(a->line);
	act_begin_body(a, ROUTE_STAFF_SIGN_IN);
	out_word(&a->body, "name", a->who->name);
	out_word(&a->body, "password", password);
	out_close(&a->body);
	act_finish(a);
	return true;
}

bool
staff_says(struct story *s, struct line *l)
{
	struct act a = { .story = s, .line = l,
		.who = cast_staff(&s->cast, l->words[0]) };

	if (a.who == NULL)
		return false;
	l->at = 1;
	if (line_if(l, "reissues"))
		reissue(&a);
	else if (!act_with_reason(&a) && !act_on_candidate(&a) &&
		 !act_on_proposal(&a) && !act_in_room(&a) &&
		 !act_on_scripts(&a) && !act_on_evidence(&a) &&
		 !act_on_sitting(&a) && !act_on_self(&a))
		line_fail(l, "nobody of the staff can do that");
	buf_fini(&a.body);
	return true;
}
