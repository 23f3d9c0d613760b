/* A sitting's room, once or followed, and one attempt's timeline. */
#include "examctl/attempt_ref.h"
#include "examctl/ask.h"
#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/room_watch.h"
#include "examctl/row.h"
#include "examctl/say.h"

static void
say_room(const json_t *room)
{
	struct table *t = table_new(row_columns, n_row_columns);
	const json_t *row;
	size_t i;

	json_array_foreach (json_object_get(room, "candidates"), i, row)
		row_put(t, row, 0);
	say_table(t, "nobody is registered for this sitting");
}

enum outcome
run_room(struct call *call)
{
	struct ask request = { .route = ROUTE_ROOM,
		.params = { call->arguments[0] } };
	enum outcome outcome;
	json_t *reply;

	if (call_has(call, OPTION_WATCH))
		return room_watch(call, call->arguments[0]);
	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON))
		say_json(reply);
	else
		say_room(reply);
	json_decref(reply);
	return DONE;
}

static void
put_event(struct table *t, const json_t *e)
{
	const char *reason = member_text(e, "reason");
	char at[SAY_TIME_MAX];

	time_of_day(at, member_text(e, "at"));
	table_cellf(t, "%" JSON_INTEGER_FORMAT, member_number(e, "number"));
	table_cell(t, at);
	table_cell(t, member_text(e, "kind"));
	table_cell(t, member_text(e, "by"));
	if (*reason != '\0')
		table_cellf(t, "%s (%s: %s)", member_text(e, "text"), reason,
		    member_text(e, "words"));
	else
		table_cell(t, member_text(e, "text"));
}

static void
say_timeline(const json_t *attempt)
{
	static const struct column columns[] = { { "NUMBER", COLUMN_RIGHT },
		{ "AT", COLUMN_LEFT }, { "EVENT", COLUMN_LEFT },
		{ "BY", COLUMN_LEFT }, { "WHAT", COLUMN_WIDE } };
	struct table *t = table_new(columns,
	    sizeof(columns) / sizeof(*columns));
	const json_t *events = json_object_get(attempt, "events"), *e;
	char day[SAY_TIME_MAX];
	size_t i;

	row_say(attempt);
	if (json_array_size(events) > 0) {
		time_words(day,
		    member_text(json_array_get(events, 0), "at"));
		say("The first event is of %s.\n\n", day);
	}
	json_array_foreach (events, i, e)
		put_event(t, e);
	say_table(t, "nothing has happened yet");
}

enum outcome
run_show(struct call *call)
{
	struct ask request = { .route = ROUTE_TIMELINE };
	char attempt[ATTEMPT_TEXT_MAX];
	enum outcome outcome;
	json_t *reply;

	outcome = attempt_find(attempt, call, call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	request.params[0] = attempt;
	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON))
		say_json(reply);
	else
		say_timeline(reply);
	json_decref(reply);
	return DONE;
}
