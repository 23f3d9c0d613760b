/* Programmes, schedules and the sittings they make. */
#include <string.h>

#include "examctl/act.h"
#include "examctl/commands.h"
#include "examctl/local.h"
#include "examctl/member.h"
#include "examctl/say.h"
#include "examctl/upload.h"

enum outcome
run_programme_check(struct call *call)
{
	return local_check_all(call, local_check_programme);
}

enum outcome
run_schedule_check(struct call *call)
{
	const char *programme = call->options[OPTION_PROGRAMME];
	const char *bank = call->options[OPTION_BANK];
	enum outcome worst = DONE;
	size_t i;

	if ((programme == NULL) != (bank == NULL)) {
		complain("--programme and --bank are given together: a paper "
			 "is drawn by the one from the other");
		return MISUSED;
	}
	for (i = 0; i < call->n_arguments; i++) {
		enum outcome outcome = local_check_schedule(call->arguments[i],
		    programme, bank);

		if (outcome > worst)
			worst = outcome;
	}
	return worst;
}

enum outcome
run_programme_load(struct call *call)
{
	enum outcome outcome;
	json_t *reply;

	outcome = upload(&reply, call, ROUTE_PROGRAMME_LOAD, NULL,
	    call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON))
		say_json(reply);
	else
		say("programme %s, version %s, is loaded\n",
		    member_text(reply, "programme"),
		    member_text(reply, "version"));
	json_decref(reply);
	return DONE;
}

enum outcome
run_schedule_load(struct call *call)
{
	struct buf sittings = { 0 };
	enum outcome outcome;
	json_t *reply;

	outcome = upload(&reply, call, ROUTE_SCHEDULE_LOAD, NULL,
	    call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON)) {
		say_json(reply);
	} else {
		list_words(&sittings, json_object_get(reply, "sittings"));
		say("loaded: %.*s\n", SLICE_FMT(buf_slice(&sittings)));
		buf_fini(&sittings);
	}
	json_decref(reply);
	return DONE;
}

/* "full (4 sections), upgrade (2 sections)" */
static void
put_routes(struct table *t, const json_t *routes)
{
	struct buf words = { 0 };
	const json_t *r;
	size_t i;

	json_array_foreach (routes, i, r)
		buf_printf(&words, "%s%s (%" JSON_INTEGER_FORMAT " sections)",
		    i > 0 ? ", " : "", member_text(r, "route"),
		    member_number(r, "sections"));
	buf_put_u8(&words, '\0');
	table_cell(t, words.at);
	buf_fini(&words);
}

enum outcome
run_programme_list(struct call *call)
{
	static const struct column columns[] = { { "PROGRAMME", COLUMN_LEFT },
		{ "CREDENTIAL", COLUMN_LEFT }, { "TITLE", COLUMN_WIDE },
		{ "BODY", COLUMN_LEFT }, { "ROUTES", COLUMN_LEFT } };
	struct ask request = { .route = ROUTE_PROGRAMMES };
	enum outcome outcome;
	json_t *reply, *p;
	struct table *t;
	size_t i;

	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON)) {
		say_json(reply);
		json_decref(reply);
		return DONE;
	}
	t = table_new(columns, sizeof(columns) / sizeof(*columns));
	json_array_foreach (json_object_get(reply, "programmes"), i, p) {
		table_cellf(t, "%s@%s", member_text(p, "programme"),
		    member_text(p, "version"));
		table_cell(t, member_text(p, "credential"));
		table_cell(t, member_text(p, "title"));
		table_cell(t, member_text(p, "body"));
		put_routes(t, json_object_get(p, "routes"));
	}
	say_table(t, "no programmes");
	json_decref(reply);
	return DONE;
}

static void
put_sitting(struct table *t, const json_t *s)
{
	char opens[SAY_TIME_MAX], closes[SAY_TIME_MAX];
	struct buf routes = { 0 };

	time_words(opens, member_text(s, "opens"));
	time_words(closes, member_text(s, "closes"));
	list_words(&routes, json_object_get(s, "routes"));
	buf_put_u8(&routes, '\0');
	table_cell(t, member_text(s, "sitting"));
	table_cell(t, member_text(s, "title"));
	table_cell(t, opens);
	table_cell(t, closes);
	table_cell(t, member_text(s, "zone"));
	table_cell(t, routes.at);
	table_cellf(t, "%s@%s", member_text(s, "bank"),
	    member_text(s, "bank_version"));
	table_cellf(t, "%" JSON_INTEGER_FORMAT, member_number(s, "candidates"));
	table_cellf(t, "%" JSON_INTEGER_FORMAT, member_number(s, "tickets"));
	table_cell(t, member_text(s, "results"));
	buf_fini(&routes);
}

static const struct column sitting_columns[] = { { "SITTING", COLUMN_LEFT },
	{ "TITLE", COLUMN_WIDE }, { "OPENS", COLUMN_LEFT },
	{ "CLOSES", COLUMN_LEFT }, { "ITS ZONE", COLUMN_LEFT },
	{ "ROUTES", COLUMN_LEFT }, { "BANK", COLUMN_LEFT },
	{ "CANDIDATES", COLUMN_RIGHT }, { "TICKETS", COLUMN_RIGHT },
	{ "RESULTS", COLUMN_LEFT } };

static struct table *
sitting_table(void)
{
	return table_new(sitting_columns,
	    sizeof(sitting_columns) / sizeof(*sitting_columns));
}

enum outcome
run_schedule_list(struct call *call)
{
	struct ask request = { .route = ROUTE_SITTINGS };
	enum outcome outcome;
	json_t *reply, *s;
	struct table *t;
	size_t i;

	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON)) {
		say_json(reply);
	} else {
		t = sitting_table();
		json_array_foreach (json_object_get(reply, "sittings"), i, s)
			put_sitting(t, s);
		say_table(t, "no sittings");
	}
	json_decref(reply);
	return DONE;
}

enum outcome
run_postpone(struct call *call)
{
	struct ask request = { .route = ROUTE_POSTPONE,
		.params = { call->arguments[0] },
		.body = json_pack("{ss}", "opens", call->arguments[1]) };
	enum outcome outcome = act_reason(request.body, call);
	struct table *t;
	json_t *reply;

	if (outcome != DONE) {
		json_decref(request.body);
		return outcome;
	}
	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON)) {
		say_json(reply);
	} else {
		t = sitting_table();
		put_sitting(t, reply);
		say_table(t, "");
	}
	json_decref(reply);
	return DONE;
}
