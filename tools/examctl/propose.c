/* Proposals: made here by other commands, listed, confirmed, withdrawn. */
#include "examctl/propose.h"

#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/say.h"
#include "examctl/tell.h"

static void
say_made(const json_t *p)
{
	json_int_t number = member_number(p, "proposal");

	say("proposal %" JSON_INTEGER_FORMAT ": %s %s\n"
	    "A second person confirms it: examctl confirm "
	    "%" JSON_INTEGER_FORMAT "\n",
	    number, member_text(p, "act"), member_text(p, "object"), number);
}

enum outcome
propose(struct call *call, const char *act, const char *object, json_t *body)
{
	struct ask request = { .route = ROUTE_PROPOSE, .body = body };

	json_object_set_new(body, "act", json_string(act));
	json_object_set_new(body, "object", json_string(object));
	return act_and_tell(call, &request, say_made);
}

static void
put_proposal(struct table *t, const json_t *p)
{
	char at[SAY_TIME_MAX];

	time_words(at, member_text(p, "at"));
	table_cellf(t, "%" JSON_INTEGER_FORMAT, member_number(p, "proposal"));
	table_cell(t, member_text(p, "state"));
	table_cell(t, member_text(p, "act"));
	if (member_number(p, "minutes") > 0)
		table_cellf(t, "%s +%" JSON_INTEGER_FORMAT " min",
		    member_text(p, "object"), member_number(p, "minutes"));
	else
		table_cell(t, member_text(p, "object"));
	table_cell(t, member_text(p, "by"));
	table_cell(t, at);
	table_cell(t, member_text(p, "second"));
	table_cellf(t, "%s: %s", member_text(p, "reason"),
	    member_text(p, "words"));
}

static void
say_proposals(const json_t *reply)
{
	static const struct column columns[] = { { "NUMBER", COLUMN_RIGHT },
		{ "STATE", COLUMN_LEFT }, { "ACT", COLUMN_LEFT },
		{ "OBJECT", COLUMN_LEFT }, { "BY", COLUMN_LEFT },
		{ "AT", COLUMN_LEFT }, { "SECOND", COLUMN_LEFT },
		{ "WHY", COLUMN_WIDE } };
	struct table *t =
	    table_new(columns, sizeof(columns) / sizeof(*columns));
	const json_t *p;
	size_t i;

	json_array_foreach(json_object_get(reply, "proposals"), i, p)
	    put_proposal(t, p);
	say_table(t, "no proposals");
}

enum outcome
run_proposals(struct call *call)
{
	struct ask request = { .route = ROUTE_PROPOSALS };

	return tell_reply(call, &request, say_proposals);
}

/* Confirm or withdraw the one that the argument numbers. */
static enum outcome
finish(struct call *call, enum route route, tell_words *done)
{
	const char *words = call->options[OPTION_WORDS];
	struct ask request = { .route = route,
		.params = { call->arguments[0] } };
	enum outcome outcome;
	json_int_t number;

	outcome = act_number(&number, call->arguments[0], "proposal");
	if (outcome != DONE)
		return outcome;
	request.body = json_object();
	if (words != NULL)
		json_object_set_new(request.body, "words", json_string(words));
	return tell_reply(call, &request, done);
}

static void
say_confirmed(const json_t *p)
{
	say("proposal %" JSON_INTEGER_FORMAT " is confirmed and done\n",
	    member_number(p, "proposal"));
}

enum outcome
run_confirm(struct call *call)
{
	return finish(call, ROUTE_CONFIRM, say_confirmed);
}

static void
say_withdrawn(const json_t *p)
{
	say("proposal %" JSON_INTEGER_FORMAT " is withdrawn\n",
	    member_number(p, "proposal"));
}

enum outcome
run_withdraw(struct call *call)
{
	return finish(call, ROUTE_WITHDRAW, say_withdrawn);
}
