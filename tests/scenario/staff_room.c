/* What the staff do with rooms and with scripts. */
#include <string.h>

#include "staff_act.h"

/* The room alone, in a query that lives as long as the act. */
static void
only_room(struct act *a)
{
	static char query[IDENT_MAX + sizeof("room=")];

	if (!line_more(a->line) ||
	    strcmp(a->line->words[a->line->at], "->") == 0)
		return;
	snprintf(query, sizeof(query), "room=%s", line_word(a->line));
	a->request.query = query;
}

static void
watch(struct act *a)
{
	struct scene_reply reply;

	a->request.route = ROUTE_STAFF_EVENTS;
	a->request.params[0] = a->story->sitting;
	only_room(a);
	act_send(a, &reply);
	if (reply.status == 200)
		a->who->stream = reply.conn;
	outcome(a->story, a->line, &reply);
}

/* broadcasts "words" [in aula] [not on walls] */
static void
broadcast(struct act *a)
{
	act_begin_body(a, ROUTE_BROADCAST);
	a->request.params[0] = a->story->sitting;
	out_word(&a->body, "text", line_word(a->line));
	if (line_if(a->line, "in"))
		out_word(&a->body, "room", line_word(a->line));
	if (line_if_two(a->line, "not", "on") && line_if(a->line, "walls"))
		out_bool(&a->body, "wall", false);
	out_close(&a->body);
	act_finish(a);
}

/* names carl+dora for aula */
static void
name_proctors(struct act *a)
{
	const char *people = line_word(a->line);

	act_begin_body(a, ROUTE_ROOM_PROCTORS);
	write_people(
	    &a->body, "proctors", strcmp(people, "nobody") == 0 ? "" : people);
	if (!line_if(a->line, "for"))
		line_fail(a->line, "it says: names carl+dora for aula");
	a->request.params[0] = a->story->sitting;
	a->request.params[1] = line_word(a->line);
	act_finish_with_reason(a);
}

/* seats C-1 in aula [at 3] */
static void
seat(struct act *a)
{
	act_begin_body(a, ROUTE_SEAT);
	(void)act_on(a);
	if (!line_if(a->line, "in"))
		line_fail(a->line, "it says: seats C-1 in aula at 3");
	out_word(&a->body, "room", line_word(a->line));
	if (line_if(a->line, "at"))
		out_int(&a->body, "seat", line_number(a->line, 0, 100000));
	act_finish_with_reason(a);
}

/* C-1 4: the script of their item. */
static void
to_script(struct act *a)
{
	static char script[48];
	const struct cast_candidate *c = act_on(a);

	snprintf(script, sizeof(script), "%s-%s", c->attempt,
	    line_word(a->line));
	a->request.params[0] = script;
}

/* marks C-1 4 with whole=2+clear=0.5 [saying "words"] */
static void
mark(struct act *a)
{
	const char *at, *end;

	a->request.route = ROUTE_SCRIPT_MARK;
	to_script(a);
	if (!line_if(a->line, "with"))
		line_fail(a->line, "it says: marks C-1 4 with whole=2");
	buf_put_text(&a->body, "{\"criteria\":{");
	for (at = line_word(a->line); *at != '\0'; at = end + (*end == '+')) {
		size_t name = strcspn(at, "=");

		end = at + strcspn(at, "+");
		buf_printf(&a->body, "%s\"%.*s\":%.*s",
		    a->body.at[a->body.len - 1] == '{' ? "" : ",", (int)name,
		    at, (int)(end - at - (ptrdiff_t)name - 1), at + name + 1);
	}
	buf_put_text(&a->body, "}");
	if (line_if(a->line, "saying"))
		buf_printf(&a->body, ",\"words\":\"%s\"",
		    line_word(a->line));
	buf_put_text(&a->body, "}");
	act_finish(a);
}

bool
act_on_scripts(struct act *a)
{
	if (line_if(a->line, "marks")) {
		mark(a);
	} else if (line_if_two(a->line, "lists", "scripts")) {
		a->request.route = ROUTE_SCRIPTS;
		a->request.params[0] = a->story->sitting;
		act_finish(a);
	} else if (line_if_two(a->line, "reads", "script")) {
		a->request.route = ROUTE_SCRIPT;
		to_script(a);
		act_finish(a);
	} else if (line_if_two(a->line, "reads", "result")) {
		a->request.route = ROUTE_ATTEMPT_RESULT;
		(void)act_on(a);
		act_finish(a);
	} else {
		return false;
	}
	return true;
}

/* sees image 1 of gap */
static void
see_image(struct act *a)
{
	a->request.route = ROUTE_ITEM_IMAGE;
	a->request.params[0] = "small";
	a->request.params[1] = "1";
	a->request.params[3] = line_word(a->line);
	if (!line_if(a->line, "of"))
		line_fail(a->line, "it says: sees image 1 of gap");
	a->request.params[2] = line_word(a->line);
	act_finish(a);
}

bool
act_in_room(struct act *a)
{
	if (line_if_two(a->line, "watches", "room")) {
		watch(a);
	} else if (line_if_two(a->line, "lists", "room")) {
		a->request.route = ROUTE_ROOM;
		a->request.params[0] = a->story->sitting;
		only_room(a);
		act_finish(a);
	} else if (line_if_two(a->line, "lists", "rooms")) {
		a->request.route = ROUTE_ROOMS;
		a->request.params[0] = a->story->sitting;
		act_finish(a);
	} else if (line_if(a->line, "broadcasts")) {
		broadcast(a);
	} else if (line_if(a->line, "names")) {
		name_proctors(a);
	} else if (line_if(a->line, "seats")) {
		seat(a);
	} else if (line_if_two(a->line, "sees", "image")) {
		see_image(a);
	} else if (line_if_two(a->line, "looks", "at")) {
		a->request.route = ROUTE_TIMELINE;
		(void)act_on(a);
		act_finish(a);
	} else {
		return false;
	}
	return true;
}
