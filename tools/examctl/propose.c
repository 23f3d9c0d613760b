/* Proposals: made here by other commands, listed, confirmed, withdrawn. */
#include "examctl/propose.h"

#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/say.h"

enum outcome
propose(struct call *call, const char *act, const char *object, json_t *body)
{
	struct ask request = { .route = ROUTE_PROPOSE, .body = body };
	enum outcome outcome;
	json_int_t number;
	json_t *reply;

	json_object_set_new(body, "act", json_string(act));
	json_object_set_new(body, "object", json_string(object));
	outcome = act_reason(body, call);
	if (outcome != DONE) {
		json_decref(body);
		return outcome;
	}
	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	number = member_number(reply, "proposal");
	if (call_has(call, OPTION_JSON))
		say_json(reply);
	else
		say("proposal %" JSON_INTEGER_FORMAT ": %s %s\n"
		    "A second person confirms it: examctl confirm "
		    "%" JSON_INTEGER_FORMAT "\n",
		    number, act, object, number);
	json_decref(reply);
	return DONE;
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

enum outcome
run_proposals(struct call *call)
{
	static const struct column columns[] = { { "NUMBER", COLUMN_RIGHT },
		{ "STATE", COLUMN_LEFT }, { "ACT", COLUMN_LEFT },
		{ "OBJECT", COLUMN_LEFT }, { "BY", COLUMN_LEFT },
		{ "AT", COLUMN_LEFT }, { "SECOND", COLUMN_LEFT },
		{ "WHY", COLUMN_WIDE } };
	struct ask request = { .route = ROUTE_PROPOSALS };
	enum outcome outcome;
	struct table *t;
	json_t *reply, *p;
	size_t i;

	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON)) {
		say_json(reply);
	} else {
		t = table_new(columns, sizeof(columns) / sizeof(*columns));
		json_array_foreach (json_object_get(reply, "proposals"), i, p)
			put_proposal(t, p);
		say_table(t, "no proposals");
	}
	json_decref(reply);
	return DONE;
}

/* Confirm or withdraw the one that the argument numbers. */
static enum outcome
finish(struct call *call, enum route route, const char *done)
{
	const char *words = call->options[OPTION_WORDS];
	struct ask request = { .route = route,
		.params = { call->arguments[0] } };
	enum outcome outcome;
	json_int_t number;
	json_t *reply;

	outcome = act_number(&number, call->arguments[0], "proposal");
	if (outcome != DONE)
		return outcome;
	request.body = json_object();
	if (words != NULL)
		json_object_set_new(request.body, "words", json_string(words));
	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON))
		say_json(reply);
	else
		say("proposal %" JSON_INTEGER_FORMAT " %s\n", number, done);
	json_decref(reply);
	return DONE;
}

enum outcome
run_confirm(struct call *call)
{
	return finish(call, ROUTE_CONFIRM, "is confirmed and done");
}

enum outcome
run_withdraw(struct call *call)
{
	return finish(call, ROUTE_WITHDRAW, "is withdrawn");
}
