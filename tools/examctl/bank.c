/* Question banks. */
#include <string.h>

#include "examctl/commands.h"
#include "examctl/local.h"
#include "examctl/member.h"
#include "examctl/propose.h"
#include "examctl/say.h"
#include "examctl/upload.h"

enum outcome
run_bank_check(struct call *call)
{
	return local_check_all(call, local_check_bank);
}

enum outcome
run_bank_load(struct call *call)
{
	enum outcome outcome;
	json_t *reply;

	outcome = upload(&reply, call, ROUTE_BANK_LOAD, NULL,
	    call->arguments[0]);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON))
		say_json(reply);
	else
		say("%s@%s: %" JSON_INTEGER_FORMAT " items, %s\n"
		    "SHA-256 %s\n",
		    member_text(reply, "bank"), member_text(reply, "version"),
		    member_number(reply, "items"), member_text(reply, "state"),
		    member_text(reply, "sha256"));
	json_decref(reply);
	return DONE;
}

static void
put_bank(struct table *t, const json_t *b)
{
	struct buf approved = { 0 };
	char at[SAY_TIME_MAX];

	time_words(at, member_text(b, "loaded_at"));
	list_words(&approved, json_object_get(b, "approved_by"));
	buf_put_u8(&approved, '\0');
	table_cellf(t, "%s@%s", member_text(b, "bank"),
	    member_text(b, "version"));
	table_cell(t, member_text(b, "title"));
	table_cellf(t, "%" JSON_INTEGER_FORMAT, member_number(b, "items"));
	table_cell(t, member_text(b, "state"));
	table_cell(t, member_text(b, "loaded_by"));
	table_cell(t, at);
	table_cell(t, approved.at);
	table_cellf(t, "%.12s", member_text(b, "sha256"));
	buf_fini(&approved);
}

enum outcome
run_bank_list(struct call *call)
{
	static const struct column columns[] = { { "BANK", COLUMN_LEFT },
		{ "TITLE", COLUMN_WIDE }, { "ITEMS", COLUMN_RIGHT },
		{ "STATE", COLUMN_LEFT }, { "LOADED BY", COLUMN_LEFT },
		{ "AT", COLUMN_LEFT }, { "APPROVED BY", COLUMN_LEFT },
		{ "SHA-256", COLUMN_LEFT } };
	struct ask request = { .route = ROUTE_BANKS };
	enum outcome outcome;
	json_t *reply, *b;
	struct table *t;
	size_t i;

	outcome = ask(&reply, call, &request);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON)) {
		say_json(reply);
	} else {
		t = table_new(columns, sizeof(columns) / sizeof(*columns));
		json_array_foreach (json_object_get(reply, "banks"), i, b)
			put_bank(t, b);
		say_table(t, "no banks");
	}
	json_decref(reply);
	return DONE;
}

enum outcome
run_bank_approve(struct call *call)
{
	if (strchr(call->arguments[0], '@') == NULL) {
		complain("\"%s\" is no BANK@VERSION", call->arguments[0]);
		return MISUSED;
	}
	return propose(call, "approve-bank", call->arguments[0],
	    json_object());
}
