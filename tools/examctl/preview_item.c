/* An item as a candidate sees it, in text. */
#include <stdio.h>
#include <string.h>

#include "examctl/member.h"
#include "examctl/preview.h"
#include "examctl/text.h"

#define GRID_COLUMNS_MAX 12 /* boxes in a line, and room for the row's text */
#define ESSAY_LINES 3

void
preview_letter(struct buf *out, size_t place)
{
	if (place >= 26)
		buf_put_u8(out, (uint8_t)('a' + place / 26 - 1));
	buf_put_u8(out, (uint8_t)('a' + place % 26));
}

static void
put_line(struct buf *out, const char *text, size_t indent)
{
	text_wrap(out, text, indent, PREVIEW_WIDTH);
}

/* ---- one interaction ---- */

static void
put_list(struct buf *out, const json_t *list, const char *box)
{
	size_t i, indent = strlen(box) + 3;
	const json_t *choice;

	json_array_foreach(list, i, choice)
	{
		buf_put_text(out, box);
		preview_letter(out, i);
		buf_put_text(out, "  ");
		put_line(out, member_text(choice, "text"), indent);
	}
}

static void
put_choices(struct buf *out, const json_t *in)
{
	json_int_t least = member_number(in, "min");
	json_int_t most = member_number(in, "max");

	put_list(
	    out, json_object_get(in, "choices"), most == 1 ? "( ) " : "[ ] ");
	if (most > 1 && least == most)
		buf_printf(out, "(%" JSON_INTEGER_FORMAT " of them)\n", most);
	else if (most > 1 && least > 0)
		buf_printf(out,
		    "(%" JSON_INTEGER_FORMAT " to %" JSON_INTEGER_FORMAT ")\n",
		    least, most);
	else if (most > 1)
		buf_printf(out, "(at most %" JSON_INTEGER_FORMAT ")\n", most);
	else if (most < 1 && least > 0)
		buf_printf(out, "(at least %" JSON_INTEGER_FORMAT ")\n", least);
}

static void
put_order(struct buf *out, const json_t *in)
{
	buf_put_text(out, "put in order:\n");
	put_list(out, json_object_get(in, "choices"), "    ");
}

/* The letters of the columns, above their boxes. */
static void
put_letters(struct buf *out, size_t n)
{
	size_t i;

	buf_put_text(out, "    ");
	for (i = 0; i < n; i++) {
		buf_put_text(out, i < 26 ? "  " : " ");
		preview_letter(out, i);
		buf_put_text(out, i + 1 < n ? " " : "\n");
	}
}

static void
put_row(struct buf *out, const json_t *row, size_t number, size_t boxes,
    const char *box)
{
	size_t i;

	buf_printf(out, "%3zu", number);
	for (i = 0; i < boxes; i++)
		buf_printf(out, " %s", box);
	buf_put_text(out, "  ");
	put_line(out, member_text(row, "text"), 5 + boxes * 4);
}

/* How often something may be used, where that is a limit. */
static void
put_most(struct buf *out, const char *what, json_int_t most, size_t all)
{
	if (most == 1 && all > 1)
		buf_printf(out, "(one per %s)\n", what);
	else if (most > 1 && (size_t)most < all)
		buf_printf(out, "(at most %" JSON_INTEGER_FORMAT " per %s)\n",
		    most, what);
}

static void
put_match(struct buf *out, const json_t *in)
{
	const json_t *rows = json_object_get(in, "rows"), *row;
	const json_t *columns = json_object_get(in, "columns");
	size_t i, n = json_array_size(columns);
	size_t boxes = n <= GRID_COLUMNS_MAX ? n : 0;
	bool one = member_number(in, "row_max") == 1;

	if (boxes > 0)
		put_letters(out, boxes);
	json_array_foreach(rows, i, row)
	    put_row(out, row, i + 1, boxes, one ? "( )" : "[ ]");
	buf_put_u8(out, '\n');
	put_list(out, columns, "    ");
	put_most(out, "row", member_number(in, "row_max"), n);
	put_most(out, "column", member_number(in, "column_max"),
	    json_array_size(rows));
}

/* number 0: it stands at no gap of the stem. */
static void
put_entry(struct buf *out, const json_t *in, const char *unit, size_t number)
{
	buf_put_text(out, strcmp(member_text(in, "format"), "number") == 0
			      ? "number"
			      : "text");
	if (number > 0)
		buf_printf(out, " (%zu)", number);
	buf_put_text(out, ": ______________");
	if (*unit != '\0') {
		buf_put_u8(out, ' ');
		text_put(out, unit);
	}
	if (member_number(in, "max_length") > 0)
		buf_printf(out,
		    "   (at most %" JSON_INTEGER_FORMAT " characters)",
		    member_number(in, "max_length"));
	buf_put_u8(out, '\n');
}

static void
put_words(struct buf *out, json_int_t least, json_int_t most)
{
	if (least > 0 && most > 0)
		buf_printf(out,
		    ", %" JSON_INTEGER_FORMAT " to %" JSON_INTEGER_FORMAT
		    " words",
		    least, most);
	else if (least > 0)
		buf_printf(
		    out, ", at least %" JSON_INTEGER_FORMAT " words", least);
	else if (most > 0)
		buf_printf(
		    out, ", at most %" JSON_INTEGER_FORMAT " words", most);
}

static void
put_essay(struct buf *out, const json_t *in)
{
	int line, column;

	for (line = 0; line < ESSAY_LINES; line++) {
		for (column = 0; column < PREVIEW_WIDTH; column++)
			buf_put_u8(out, '_');
		buf_put_u8(out, '\n');
	}
	buf_printf(out, "(at most %" JSON_INTEGER_FORMAT " characters",
	    member_number(in, "max_length"));
	put_words(out, member_number(in, "min_words"),
	    member_number(in, "max_words"));
	buf_put_text(out, ")\n");
}

static bool
is_gap(const json_t *in)
{
	const char *kind = member_text(in, "kind");

	return strcmp(kind, "inline") == 0 || strcmp(kind, "text") == 0;
}

/* Does the stem say where this interaction stands? */
static bool
has_gap(const json_t *item, size_t number)
{
	char mark[32];

	snprintf(mark, sizeof(mark), "[[%zu]]", number);
	return strstr(member_text(item, "stem"), mark) != NULL;
}

static void
put_interaction(
    struct buf *out, const json_t *item, const json_t *in, size_t number)
{
	const char *kind = member_text(in, "kind");

	buf_put_u8(out, '\n');
	if (strcmp(kind, "inline") == 0)
		buf_printf(out, "___(%zu)___\n", number);
	if (json_object_get(in, "prompt") != NULL)
		put_line(out, member_text(in, "prompt"), 0);
	if (strcmp(kind, "choice") == 0)
		put_choices(out, in);
	else if (strcmp(kind, "inline") == 0)
		put_list(out, json_object_get(in, "choices"), "( ) ");
	else if (strcmp(kind, "order") == 0)
		put_order(out, in);
	else if (strcmp(kind, "match") == 0)
		put_match(out, in);
	else if (strcmp(kind, "extended") == 0)
		put_essay(out, in);
	else
		put_entry(out, in, member_text(item, "unit"),
		    has_gap(item, number) ? number : 0);
}

/* ---- the item ---- */

/* [[n]] as ___(n)___ where something is filled in. */
static void
put_stem(struct buf *out, const json_t *item)
{
	const json_t *interactions = json_object_get(item, "interactions");
	const char *at = member_text(item, "stem");
	struct buf stem = { 0 };
	unsigned n;
	int len;

	while (*at != '\0') {
		n = 0;
		len = 0;
		if (sscanf(at, "[[%3u]]%n", &n, &len) == 1 && len > 0 &&
		    n > 0 && is_gap(json_array_get(interactions, n - 1))) {
			buf_printf(&stem, "___(%u)___", n);
			at += len;
		} else {
			buf_put_u8(&stem, (uint8_t)*at++);
		}
	}
	buf_put_u8(&stem, '\0');
	put_line(out, stem.at, 0);
	buf_fini(&stem);
}

static void
put_stimulus(struct buf *out, const json_t *stimulus)
{
	if (stimulus == NULL)
		return;
	if (json_object_get(stimulus, "title") != NULL) {
		buf_put_text(out, "  ");
		put_line(out, member_text(stimulus, "title"), 2);
		buf_put_u8(out, '\n');
	}
	buf_put_text(out, "  ");
	put_line(out, member_text(stimulus, "text"), 2);
	preview_exhibits(out, json_object_get(stimulus, "exhibits"), 2);
	buf_put_u8(out, '\n');
}

void
preview_item(struct buf *out, const json_t *item)
{
	double marks = json_number_value(json_object_get(item, "marks"));
	const json_t *in;
	size_t i;

	buf_printf(out, "%s, %g %s\n\n", member_text(item, "type"), marks,
	    marks > 1 ? "marks" : "mark");
	put_stimulus(out, json_object_get(item, "stimulus"));
	put_stem(out, item);
	preview_exhibits(out, json_object_get(item, "exhibits"), 0);
	json_array_foreach(json_object_get(item, "interactions"), i, in)
	    put_interaction(out, item, in, i + 1);
}
