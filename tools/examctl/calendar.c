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

static void
say_programme(const json_t *programme)
{
	say("programme %s, version %s, is loaded\n",
	    member_text(programme, "programme"),
	    member_text(programme, "version"));
}

enum outcome
run_programme_load(struct call *call)
{
	return upload_and_tell(call, ROUTE_PROGRAMME_LOAD, NULL,
	    call->arguments[0], say_programme);
}

static void
say_loaded(const json_t *reply)
{
	struct buf sittings = { 0 };

	list_words(&sittings, json_object_get(reply, "sittings"));
	say("loaded: %.*s\n", SLICE_FMT(buf_slice(&sittings)));
	buf_fini(&sittings);
}

enum outcome
run_schedule_load(struct call *call)
{
	return upload_and_tell(
	    call, ROUTE_SCHEDULE_LOAD, NULL, call->arguments[0], say_loaded);
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

static void
put_programme(struct table *t, const json_t *p)
{
	table_cellf(
	    t, "%s@%s", member_text(p, "programme"), member_text(p, "version"));
	table_cell(t, member_text(p, "credential"));
	table_cell(t, member_text(p, "title"));
	table_cell(t, member_text(p, "body"));
	put_routes(t, json_object_get(p, "routes"));
}

static void
say_programmes(const json_t *reply)
{
	static const struct column columns[] = { { "PROGRAMME", COLUMN_LEFT },
		{ "CREDENTIAL", COLUMN_LEFT }, { "TITLE", COLUMN_WIDE },
		{ "BODY", COLUMN_LEFT }, { "ROUTES", COLUMN_LEFT } };
	struct table *t =
	    table_new(columns, sizeof(columns) / sizeof(*columns));
	const json_t *p;
	size_t i;

	json_array_foreach(json_object_get(reply, "programmes"), i, p)
	    put_programme(t, p);
	say_table(t, "no programmes");
}

enum outcome
run_programme_list(struct call *call)
{
	struct ask request = { .route = ROUTE_PROGRAMMES };

	return tell_reply(call, &request, say_programmes);
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

static void
say_sittings(const json_t *reply)
{
	struct table *t = sitting_table();
	const json_t *s;
	size_t i;

	json_array_foreach(json_object_get(reply, "sittings"), i, s)
	    put_sitting(t, s);
	say_table(t, "no sittings");
}

enum outcome
run_schedule_list(struct call *call)
{
	struct ask request = { .route = ROUTE_SITTINGS };

	return tell_reply(call, &request, say_sittings);
}

static void
say_sitting(const json_t *sitting)
{
	struct table *t = sitting_table();

	put_sitting(t, sitting);
	say_table(t, "");
}

enum outcome
run_postpone(struct call *call)
{
	struct ask request = { .route = ROUTE_POSTPONE,
		.params = { call->arguments[0] },
		.body = json_pack("{ss}", "opens", call->arguments[1]) };

	return act_and_tell(call, &request, say_sitting);
}
