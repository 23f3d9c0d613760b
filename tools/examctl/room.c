/* A sitting's room, once or followed, and one attempt's timeline. */
#include <string.h>

#include "examctl/attempt_ref.h"
#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/room_watch.h"
#include "examctl/row.h"
#include "examctl/say.h"
#include "examctl/tell.h"

static void
say_room(const json_t *room)
{
	struct table *t = table_new(row_columns, n_row_columns);
	const json_t *row;
	size_t i;

	json_array_foreach (json_object_get(room, "candidates"), i, row)
		row_put(t, row, 0);
	say_table(t, "nobody is registered here");
}

enum outcome
run_room(struct call *call)
{
	struct ask request = { .route = ROUTE_ROOM,
		.params = { call->arguments[0] } };
	struct buf query = { 0 };
	enum outcome outcome;

	if (call_has(call, OPTION_WATCH))
		return room_watch(call, call->arguments[0]);
	request.query = room_query(&query, call);
	outcome = tell_reply(call, &request, say_room);
	buf_fini(&query);
	return outcome;
}

/* What the server says of it, without the kind that it begins with. */
static void
put_facts(struct buf *what, const json_t *e)
{
	const char *kind = member_text(e, "kind");
	const char *text = member_text(e, "text");

	if (strncmp(text, kind, strlen(kind)) == 0)
		text += strlen(kind);
	text += strspn(text, " ");
	if (strcmp(text, "device 0") == 0)
		text = "no device";
	buf_put_text(what, text);
}

/* The facts, the reason, and whatever somebody wrote. */
static void
put_what(struct buf *what, const json_t *e)
{
	const char *reason = member_text(e, "reason");
	const char *words = member_text(e, "words");

	put_facts(what, e);
	if (*reason != '\0')
		buf_printf(what, "%s%s", what->len > 0 ? "; " : "", reason);
	if (*words != '\0')
		buf_printf(what, "%s%s", *reason != '\0' ? ": "
			: what->len > 0		  ? "; "
						  : "",
		    words);
	buf_put_u8(what, '\0');
}

static void
put_event(struct table *t, const json_t *e)
{
	struct buf what = { 0 };
	char at[SAY_TIME_MAX];

	time_exact(at, member_text(e, "at"));
	put_what(&what, e);
	table_cellf(t, "%" JSON_INTEGER_FORMAT, member_number(e, "number"));
	table_cell(t, at);
	table_cell(t, member_text(e, "kind"));
	table_cell(t, member_text(e, "by"));
	table_cell(t, what.at);
	buf_fini(&what);
}

static void
say_timeline(const json_t *attempt)
{
	static const struct column columns[] = { { "NUMBER", COLUMN_RIGHT },
		{ "AT", COLUMN_LEFT }, { "EVENT", COLUMN_LEFT },
		{ "BY", COLUMN_LEFT }, { "WHAT", COLUMN_WRAP } };
	struct table *t = table_new(columns,
	    sizeof(columns) / sizeof(*columns));
	const json_t *e;
	size_t i;

	row_say(attempt);
	json_array_foreach (json_object_get(attempt, "events"), i, e)
		put_event(t, e);
	say_table(t, "nothing has happened yet");
}

enum outcome
run_show(struct call *call)
{
	struct ask request = { .route = ROUTE_TIMELINE };
	char attempt[ATTEMPT_TEXT_MAX];
	enum outcome outcome;

	outcome = attempt_find(attempt, call, call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	request.params[0] = attempt;
	return tell_reply(call, &request, say_timeline);
}
