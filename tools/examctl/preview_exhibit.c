/* Tables and images of a preview. */
#include <stdint.h>
#include <string.h>

#include "exam/limits.h"
#include "examctl/member.h"
#include "examctl/preview.h"
#include "examctl/text.h"

#define BETWEEN 3 /* " | " */

static void
put_blanks(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_put_u8(out, ' ');
}

static void
put_wrapped(struct buf *out, const char *text, size_t indent)
{
	put_blanks(out, indent);
	text_wrap(out, text, indent, PREVIEW_WIDTH);
}

/* ---- tables ---- */

static const char *
cell_text(const json_t *row, size_t i)
{
	const char *text = json_string_value(json_array_get(row, i));

	return text != NULL ? text : "";
}

struct column {
	size_t width; /* of its lines */
	size_t least; /* of its longest word */
};

struct grid {
	const json_t *table;
	size_t indent, n;
	struct column columns[TABLE_COLUMNS_MAX];
};

/* The widest part of a text that no character of end stands in. */
static size_t
widest(const char *text, const char *end)
{
	struct buf part = { 0 };
	size_t len, width, most = 0;

	for (; *text != '\0'; text += len + (text[len] != '\0')) {
		len = strcspn(text, end);
		buf_clear(&part);
		buf_put(&part, text, len);
		buf_put_u8(&part, '\0');
		width = text_width(part.at);
		if (width > most)
			most = width;
	}
	buf_fini(&part);
	return most;
}

static void
measure_row(struct grid *g, const json_t *row)
{
	size_t i;

	for (i = 0; i < g->n; i++) {
		struct column *c = &g->columns[i];
		const char *text = cell_text(row, i);
		size_t width = widest(text, "\n"), least = widest(text, " \n");

		if (width > c->width)
			c->width = width;
		if (least > c->least)
			c->least = least;
	}
}

/* The column that can give way and is the widest; NULL: none can. */
static struct column *
find_wide(struct grid *g)
{
	struct column *found = NULL;
	size_t i;

	for (i = 0; i < g->n; i++)
		if (g->columns[i].width > g->columns[i].least &&
		    (found == NULL || g->columns[i].width > found->width))
			found = &g->columns[i];
	return found;
}

/* false: it is wider than the page, however its cells are broken. */
static bool
measure(struct grid *g)
{
	const json_t *row;
	struct column *wide;
	size_t i, sum;

	g->n = json_array_size(json_object_get(g->table, "head"));
	if (g->n == 0 || g->n > TABLE_COLUMNS_MAX)
		return false;
	measure_row(g, json_object_get(g->table, "head"));
	json_array_foreach(json_object_get(g->table, "rows"), i, row)
	    measure_row(g, row);
	for (sum = g->indent + (g->n - 1) * BETWEEN, i = 0; i < g->n; i++)
		sum += g->columns[i].width;
	while (sum > PREVIEW_WIDTH && (wide = find_wide(g)) != NULL) {
		wide->width--;
		sum--;
	}
	return sum <= PREVIEW_WIDTH;
}

/* A line of a cell, filled up; *at goes on behind it. */
static void
put_cell_line(
    struct buf *out, const struct buf *lines, size_t *at, size_t width)
{
	struct buf line = { 0 };
	const char *end;

	if (*at < lines->len) {
		end = (const char *)memchr(
		    lines->at + *at, '\n', lines->len - *at);
		buf_put(
		    &line, lines->at + *at, (size_t)(end - lines->at) - *at);
		*at = (size_t)(end - lines->at) + 1;
	}
	buf_put_u8(&line, '\0');
	text_pad(out, line.at, width, false);
	buf_fini(&line);
}

static void
drop_blanks(struct buf *out)
{
	while (out->len > 0 && out->at[out->len - 1] == ' ')
		out->len--;
}

static void
put_row(struct buf *out, const struct grid *g, const json_t *row)
{
	struct buf cells[TABLE_COLUMNS_MAX] = { { 0 } };
	size_t at[TABLE_COLUMNS_MAX] = { 0 }, i;
	bool more = true;

	for (i = 0; i < g->n; i++)
		text_wrap(&cells[i], cell_text(row, i), 0, g->columns[i].width);
	while (more) {
		more = false;
		put_blanks(out, g->indent);
		for (i = 0; i < g->n; i++) {
			buf_put_text(out, i > 0 ? " | " : "");
			put_cell_line(
			    out, &cells[i], &at[i], g->columns[i].width);
			more |= at[i] < cells[i].len;
		}
		drop_blanks(out);
		buf_put_u8(out, '\n');
	}
	for (i = 0; i < g->n; i++)
		buf_fini(&cells[i]);
}

static void
put_rule(struct buf *out, const struct grid *g)
{
	size_t i, n;

	put_blanks(out, g->indent);
	for (i = 0; i < g->n; i++) {
		buf_put_text(out, i > 0 ? "-+-" : "");
		for (n = g->columns[i].width; n > 0; n--)
			buf_put_u8(out, '-');
	}
	buf_put_u8(out, '\n');
}

static void
put_grid(struct buf *out, const struct grid *g)
{
	const json_t *row;
	size_t i;

	put_row(out, g, json_object_get(g->table, "head"));
	put_rule(out, g);
	json_array_foreach(json_object_get(g->table, "rows"), i, row)
	    put_row(out, g, row);
}

/* A table that is too wide: its rows one by one, each cell with its title. */
static void
put_records(struct buf *out, const struct grid *g)
{
	const json_t *head = json_object_get(g->table, "head"), *row;
	struct buf line = { 0 };
	size_t i, j;

	json_array_foreach(json_object_get(g->table, "rows"), i, row)
	{
		put_blanks(out, g->indent);
		buf_printf(out, "row %zu\n", i + 1);
		for (j = 0; j < json_array_size(head); j++) {
			buf_clear(&line);
			buf_printf(&line, "%s: %s", cell_text(head, j),
			    cell_text(row, j));
			buf_put_u8(&line, '\0');
			put_wrapped(out, line.at, g->indent + 2);
		}
	}
	buf_fini(&line);
}

static void
put_table(struct buf *out, const json_t *table, size_t indent)
{
	struct grid g = { .table = table, .indent = indent };

	if (json_object_get(table, "caption") != NULL)
		put_wrapped(out, member_text(table, "caption"), indent);
	if (measure(&g))
		put_grid(out, &g);
	else
		put_records(out, &g);
}

/* ---- images ---- */

static void
put_image(struct buf *out, const json_t *image, size_t indent)
{
	struct buf line = { 0 };

	buf_printf(&line,
	    "[image: %s] (%" JSON_INTEGER_FORMAT " by %" JSON_INTEGER_FORMAT
	    " pixels)",
	    member_text(image, "alt"), member_number(image, "width"),
	    member_number(image, "height"));
	buf_put_u8(&line, '\0');
	put_wrapped(out, line.at, indent);
	if (json_object_get(image, "long") != NULL)
		put_wrapped(out, member_text(image, "long"), indent + 2);
	buf_fini(&line);
}

void
preview_exhibits(struct buf *out, const json_t *exhibits, size_t indent)
{
	const json_t *exhibit;
	size_t i;

	json_array_foreach(exhibits, i, exhibit)
	{
		buf_put_u8(out, '\n');
		if (strcmp(member_text(exhibit, "kind"), "table") == 0)
			put_table(out, exhibit, indent);
		else
			put_image(out, exhibit, indent);
	}
}
