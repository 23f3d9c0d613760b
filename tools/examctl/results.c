/* Results: shown, proposed for confirmation, released. */
#include <stdio.h>
#include <string.h>

#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/propose.h"
#include "examctl/say.h"
#include "examctl/tell.h"
#include "wire/wire.h"

static void
put_percent(struct table *t, const json_t *percent)
{
	if (json_is_number(percent))
		table_cellf(t, "%.2f %%", json_number_value(percent));
	else
		table_cell(t, "-");
}

/* "1: 87.50 passed, 2: …" */
static void
put_sections(struct table *t, const json_t *sections)
{
	struct buf words = { 0 };
	const json_t *s;
	size_t i;

	json_array_foreach (sections, i, s)
		buf_printf(&words, "%s%.1f%s", i > 0 ? "  " : "",
		    json_number_value(json_object_get(s, "percent")),
		    json_is_false(json_object_get(s, "passed")) ? "!" : "");
	buf_put_u8(&words, '\0');
	table_cell(t, words.at);
	buf_fini(&words);
}

static bool
is_unmarked(const json_t *row)
{
	return member_number(row, "scripts_settled") <
	    member_number(row, "scripts");
}

static void
put_result(struct table *t, const json_t *row)
{
	const json_t *passed = json_object_get(row, "passed");
	const char *receipt = member_text(row, "receipt");

	table_cell(t, member_text(row, "candidate"));
	table_cell(t, member_text(row, "name"));
	table_cell(t, member_text(row, "route"));
	table_cell(t, member_text(row, "state"));
	put_percent(t, json_object_get(row, "percent"));
	table_cell(t, json_is_true(passed) ? "passed"
		: json_is_false(passed)	   ? "not passed"
		: is_unmarked(row)	   ? "marking"
					   : "-");
	put_sections(t, json_object_get(row, "sections"));
	table_cellf(t, "%" JSON_INTEGER_FORMAT, member_number(row, "late"));
	table_cell(t, *receipt != '\0' ? receipt : "-");
}

static bool
is_closed(const char *state)
{
	static const char *const closed[] = { "submitted", "expired",
		"terminated", "absent" };
	size_t i;

	for (i = 0; i < sizeof(closed) / sizeof(*closed); i++)
		if (strcmp(state, closed[i]) == 0)
			return true;
	return false;
}

static size_t
count_unmarked(const json_t *rows)
{
	const json_t *row;
	size_t i, n = 0;

	json_array_foreach (rows, i, row)
		n += is_unmarked(row) ? 1 : 0;
	return n;
}

static size_t
count_open(const json_t *rows)
{
	const json_t *row;
	size_t i, n = 0;

	json_array_foreach (rows, i, row)
		n += is_closed(member_text(row, "state")) ? 0 : 1;
	return n;
}

/* Which proposal it is that waits; none if it was finished just now. */
static enum outcome
say_proposal(struct call *call, const char *sitting)
{
	struct ask request = { .route = ROUTE_PROPOSALS };
	enum outcome outcome;
	json_t *reply, *p;
	size_t i;

	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	json_array_foreach (json_object_get(reply, "proposals"), i, p) {
		json_int_t number = member_number(p, "proposal");

		if (strcmp(member_text(p, "act"), "confirm-results") == 0 &&
		    strcmp(member_text(p, "object"), sitting) == 0 &&
		    strcmp(member_text(p, "state"), "open") == 0)
			say("Proposal %" JSON_INTEGER_FORMAT " of %s waits for "
			    "an examiner or registrar other than %s: "
			    "examctl confirm %" JSON_INTEGER_FORMAT "\n",
			    number, member_text(p, "by"),
			    member_text(p, "by"), number);
	}
	json_decref(reply);
	return DONE;
}

/* What has to happen before the candidates see them. */
static enum outcome
say_next(struct call *call, const json_t *reply)
{
	const char *sitting = member_text(reply, "sitting");
	const char *results = member_text(reply, "results");
	const json_t *rows = json_object_get(reply, "rows");
	size_t n = count_open(rows), unmarked = count_unmarked(rows);

	if (n > 0)
		say("%zu of %zu attempts %s not closed yet; results are "
		    "confirmed once they all are.\n",
		    n, json_array_size(rows), n == 1 ? "is" : "are");
	if (unmarked > 0)
		say("%zu %s; examctl scripts %s lists what is to be marked.\n",
		    unmarked,
		    unmarked == 1 ? "attempt waits for its markers"
				  : "attempts wait for their markers",
		    sitting);
	if (strcmp(results, "proposed") == 0)
		return say_proposal(call, sitting);
	if (strcmp(results, "confirmed") == 0)
		say("A registrar releases them: examctl release %s\n",
		    sitting);
	else if (strcmp(results, "open") == 0 && n == 0 &&
	    unmarked == 0)
		say("An examiner or registrar proposes them: examctl "
		    "propose-results %s\n",
		    sitting);
	return DONE;
}

static void
say_results(const json_t *reply)
{
	static const struct column columns[] = { { "CANDIDATE", COLUMN_LEFT },
		{ "NAME", COLUMN_WIDE }, { "ROUTE", COLUMN_LEFT },
		{ "STATE", COLUMN_LEFT }, { "TOTAL", COLUMN_RIGHT },
		{ "RESULT", COLUMN_LEFT }, { "SECTIONS %", COLUMN_LEFT },
		{ "LATE", COLUMN_RIGHT }, { "RECEIPT", COLUMN_LEFT } };
	struct table *t = table_new(columns,
	    sizeof(columns) / sizeof(*columns));
	const json_t *row;
	size_t i;

	json_array_foreach (json_object_get(reply, "rows"), i, row)
		put_result(t, row);
	say_table(t, "no attempts");
	say("Results of %s are %s.  A section marked ! is below its cut.\n",
	    member_text(reply, "sitting"), member_text(reply, "results"));
}

enum outcome
run_results(struct call *call)
{
	struct ask request = { .route = ROUTE_RESULTS,
		.params = { call->arguments[0] } };
	enum outcome outcome;
	json_t *reply;

	if (call_has(call, OPTION_CSV)) {
		request.query = "format=csv";
		return tell_raw(call, &request);
	}
	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON))
		say_json(reply);
	else {
		say_results(reply);
		outcome = say_next(call, reply);
	}
	json_decref(reply);
	return outcome;
}

enum outcome
run_propose_results(struct call *call)
{
	return propose(call, "confirm-results", call->arguments[0],
	    json_object());
}

static void
say_released(const json_t *sitting)
{
	say("results of %s are released\n", member_text(sitting, "sitting"));
}

enum outcome
run_release(struct call *call)
{
	struct ask request = { .route = ROUTE_RELEASE,
		.params = { call->arguments[0] },
		.body = json_object() };

	return tell_reply(call, &request, say_released);
}
