/* An item as a candidate sees it, in text. */
#include <stdio.h>
#include <string.h>

#include "examctl/ask.h"
#include "examctl/commands.h"
#include "examctl/local.h"
#include "examctl/member.h"
#include "examctl/preview.h"
#include "examctl/say.h"
#include "examctl/text.h"

#define WIDTH 76

/* a, b … z, aa: as the terminal client names choices. */
static void
put_letter(struct buf *out, size_t place)
{
	char letter[2] = { (char)('a' + place % 26), '\0' };

	if (place >= 26)
		buf_put_u8(out, (uint8_t)('a' + place / 26 - 1));
	buf_put_text(out, letter);
}

static void
put_choices(struct buf *out, const json_t *interaction)
{
	json_int_t most = member_number(interaction, "max");
	const json_t *choice;
	size_t i;

	json_array_foreach (json_object_get(interaction, "choices"), i,
	    choice) {
		buf_put_text(out, most == 1 ? "( ) " : "[ ] ");
		put_letter(out, i);
		buf_put_text(out, "  ");
		text_wrap(out, member_text(choice, "text"), 7, WIDTH);
	}
	if (most != 1)
		buf_printf(out, "(at least %" JSON_INTEGER_FORMAT,
		    member_number(interaction, "min"));
	if (most > 1)
		buf_printf(out, ", at most %" JSON_INTEGER_FORMAT, most);
	if (most != 1)
		buf_put_text(out, ")\n");
}

static void
put_entry(struct buf *out, const json_t *interaction, const char *unit)
{
	bool number = strcmp(member_text(interaction, "format"), "number") == 0;

	buf_printf(out, "%s: ______________", number ? "number" : "text");
	if (*unit != '\0') {
		buf_put_u8(out, ' ');
		text_put(out, unit);
	}
	if (member_number(interaction, "max_length") > 0)
		buf_printf(out, "   (at most %" JSON_INTEGER_FORMAT
				" characters)",
		    member_number(interaction, "max_length"));
	buf_put_u8(out, '\n');
}

void
preview_item(struct buf *out, const json_t *item)
{
	double marks = json_number_value(json_object_get(item, "marks"));
	const json_t *interaction;
	size_t i;

	buf_printf(out, "%s, %g %s\n\n", member_text(item, "type"), marks,
	    marks > 1 ? "marks" : "mark");
	text_wrap(out, member_text(item, "stem"), 0, WIDTH);
	json_array_foreach (json_object_get(item, "interactions"), i,
	    interaction) {
		buf_put_u8(out, '\n');
		if (strcmp(member_text(interaction, "kind"), "choice") == 0)
			put_choices(out, interaction);
		else
			put_entry(out, interaction, member_text(item, "unit"));
	}
}

static enum outcome
fetch(json_t **item, struct call *call, const char *at)
{
	const char *bank = call->arguments[0];
	char *name = alloc_checked(strndup(bank, (size_t)(at - bank)));
	struct ask request = { .route = ROUTE_ITEM_PREVIEW,
		.params = { name, at + 1, call->arguments[1] } };
	enum outcome outcome = ask(item, call, &request);

	free(name);
	return outcome;
}

static enum outcome
read_local(json_t **item, const struct call *call)
{
	struct buf text = { 0 };
	enum outcome outcome = local_item_view(&text, call->arguments[0],
	    call->arguments[1]);

	if (outcome == DONE) {
		*item = json_loadb(text.at, text.len, 0, NULL);
		if (*item == NULL)
			outcome = REFUSED;
	}
	buf_fini(&text);
	return outcome;
}

/* BANK@VERSION has an @ and no slash; a file that is named like
 * one is given as ./NAME. */
enum outcome
run_bank_preview(struct call *call)
{
	const char *name = call->arguments[0], *at = strchr(name, '@');
	bool loaded = at != NULL && strchr(name, '/') == NULL;
	struct buf out = { 0 };
	enum outcome outcome;
	json_t *item;

	outcome = loaded ? fetch(&item, call, at) : read_local(&item, call);
	if (outcome != DONE)
		return outcome;
	if (call_has(call, OPTION_JSON)) {
		say_json(item);
	} else {
		preview_item(&out, item);
		say_buf(&out);
	}
	json_decref(item);
	return DONE;
}
