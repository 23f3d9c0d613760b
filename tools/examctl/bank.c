/* Question banks. */
#include <string.h>

#include "examctl/commands.h"
#include "examctl/local.h"
#include "examctl/member.h"
#include "examctl/propose.h"
#include "examctl/say.h"
#include "examctl/text.h"
#include "examctl/upload.h"

enum outcome
run_bank_check(struct call *call)
{
	return local_check_all(call, local_check_bank);
}

static void
say_loaded(const json_t *bank)
{
	json_int_t items = member_number(bank, "items");

	say("%s@%s: %" JSON_INTEGER_FORMAT " %s, %s\n"
	    "SHA-256 %s\n",
	    member_text(bank, "bank"), member_text(bank, "version"), items,
	    text_plural((double)items, "item", "items"),
	    member_text(bank, "state"), member_text(bank, "sha256"));
}

enum outcome
run_bank_load(struct call *call)
{
	return upload_and_tell(
	    call, ROUTE_BANK_LOAD, NULL, call->arguments[0], say_loaded);
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

static void
say_banks(const json_t *reply)
{
	static const struct column columns[] = { { "BANK", COLUMN_LEFT },
		{ "TITLE", COLUMN_WIDE }, { "ITEMS", COLUMN_RIGHT },
		{ "STATE", COLUMN_LEFT }, { "LOADED BY", COLUMN_LEFT },
		{ "AT", COLUMN_LEFT }, { "APPROVED BY", COLUMN_LEFT },
		{ "SHA-256", COLUMN_LEFT } };
	struct table *t =
	    table_new(columns, sizeof(columns) / sizeof(*columns));
	const json_t *b;
	size_t i;

	json_array_foreach(json_object_get(reply, "banks"), i, b)
	    put_bank(t, b);
	say_table(t, "no banks");
}

enum outcome
run_bank_list(struct call *call)
{
	struct ask request = { .route = ROUTE_BANKS };

	return tell_reply(call, &request, say_banks);
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
