/* Texts that people mark: listed, and one of them. */
#include <stdio.h>
#include <string.h>

#include "examctl/commands.h"
#include "examctl/member.h"
#include "examctl/preview.h"
#include "examctl/say.h"
#include "examctl/tell.h"
#include "examctl/text.h"

#define WIDTH 76

static double
marks_of(const json_t *v, const char *name)
{
	return json_number_value(json_object_get(v, name));
}

/* ---- the list ---- */

static void
put_script(struct table *t, const json_t *script)
{
	table_cell(t, member_text(script, "script"));
	table_cell(t, member_text(script, "bank_item"));
	table_cell(t, member_text(script, "state"));
	table_cellf(t, "%" JSON_INTEGER_FORMAT,
	    member_number(script, "markers"));
	if (json_is_number(json_object_get(script, "marks")))
		table_cellf(t, "%.10g of %.10g", marks_of(script, "marks"),
		    marks_of(script, "max_marks"));
	else
		table_cellf(t, "- of %.10g", marks_of(script, "max_marks"));
	table_cell(t, member_is_true(script, "to_do") ? "yes" : "");
}

static void
say_scripts(const json_t *reply)
{
	static const struct column columns[] = { { "SCRIPT", COLUMN_LEFT },
		{ "ITEM", COLUMN_WIDE }, { "STATE", COLUMN_LEFT },
		{ "MARKERS", COLUMN_RIGHT }, { "MARKS", COLUMN_RIGHT },
		{ "FOR YOU", COLUMN_LEFT } };
	struct table *t = table_new(columns,
	    sizeof(columns) / sizeof(*columns));
	const json_t *marking = json_object_get(reply, "marking"), *script;
	size_t i, to_do = 0;

	json_array_foreach (json_object_get(reply, "scripts"), i, script) {
		put_script(t, script);
		to_do += member_is_true(script, "to_do") ? 1 : 0;
	}
	say_table(t, "no texts to mark");
	if (member_number(marking, "markers") > 1)
		say("Each is marked by two; if they are more than %.10g marks "
		    "apart, a third decides.\n",
		    marks_of(marking, "tolerance"));
	if (to_do > 0)
		say("%zu %s for you: examctl script SCRIPT shows one, "
		    "examctl mark SCRIPT marks it.\n",
		    to_do, text_plural((double)to_do, "waits", "wait"));
}

enum outcome
run_scripts(struct call *call)
{
	struct ask request = { .route = ROUTE_SCRIPTS,
		.params = { call->arguments[0] } };

	return tell_reply(call, &request, say_scripts);
}

/* ---- one ---- */

static void
put_title(struct buf *out, const char *title)
{
	buf_printf(out, "\n%s\n", title);
}

/* The texts of the response, each with its number of words. */
static void
put_response(struct buf *out, const json_t *script)
{
	const json_t *item = json_object_get(script, "item"), *interaction;
	const json_t *response = json_object_get(item, "response");
	const json_t *words = json_object_get(script, "words");
	json_int_t count;
	size_t i, n = 0;

	json_array_foreach (json_object_get(item, "interactions"), i,
	    interaction) {
		const json_t *text = json_array_get(
		    json_array_get(response, i), 0);

		if (strcmp(member_text(interaction, "kind"), "extended") != 0)
			continue;
		count = json_integer_value(json_array_get(words, n++));
		buf_printf(out, "\nRESPONSE, %" JSON_INTEGER_FORMAT " %s\n",
		    count, text_plural((double)count, "word", "words"));
		text_wrap(out,
		    json_is_string(text) ? json_string_value(text) : "(none)",
		    0, WIDTH);
	}
}

static void
put_rubric(struct buf *out, const json_t *rubric)
{
	const json_t *c;
	size_t i;

	put_title(out, "RUBRIC");
	json_array_foreach (rubric, i, c) {
		text_pad(out, member_text(c, "criterion"), 16, false);
		buf_printf(out, " up to %-5.10g ", marks_of(c, "max_marks"));
		text_wrap(out, member_text(c, "text"), 29, WIDTH);
	}
}

static void
put_given(struct buf *out, const json_t *given)
{
	const json_t *g, *marks;
	const char *criterion;
	size_t i;

	if (json_array_size(given) > 0)
		put_title(out, "MARKS GIVEN");
	json_array_foreach (given, i, g) {
		text_put(out, member_text(g, "by"));
		buf_printf(out, ": %.10g (", marks_of(g, "marks"));
		json_object_foreach (json_object_get(g, "criteria"), criterion,
		    marks)
			buf_printf(out, " %s %.10g", criterion,
			    json_number_value(marks));
		buf_put_text(out, " )\n");
		if (*member_text(g, "words") != '\0') {
			buf_put_text(out, "  ");
			text_wrap(out, member_text(g, "words"), 2, WIDTH);
		}
	}
}

static void
put_whole(struct buf *out, const json_t *script)
{
	buf_printf(out, "Script %s, %s: ", member_text(script, "script"),
	    member_text(script, "state"));
	preview_item(out, json_object_get(script, "item"));
	put_response(out, script);
	put_rubric(out, json_object_get(script, "rubric"));
	if (*member_text(script, "rationale") != '\0') {
		put_title(out, "WHAT A GOOD RESPONSE HAS");
		text_wrap(out, member_text(script, "rationale"), 0, WIDTH);
	}
	put_given(out, json_object_get(script, "given"));
}

static void
say_script(const json_t *script)
{
	struct buf out = { 0 };

	put_whole(&out, script);
	say_buf(&out);
}

enum outcome
run_script(struct call *call)
{
	struct ask request = { .route = ROUTE_SCRIPT,
		.params = { call->arguments[0] } };

	return tell_reply(call, &request, say_script);
}
