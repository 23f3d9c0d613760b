#include "examctl/table.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>

#include "examctl/text.h"

#define GAP 2 /* columns of blanks between two columns of the table */
#define NARROWEST 8

struct table {
	const struct column *columns;
	size_t n_columns;
	char **cells; /* row by row, owned */
	size_t n_cells, room;
};

struct table *
table_new(const struct column *columns, size_t n)
{
	struct table *t = alloc_zero(1, sizeof(*t));

	assert(n > 0 && n <= LIST_COLUMNS_MAX);
	t->columns = columns;
	t->n_columns = n;
	return t;
}

void
table_free(struct table *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < t->n_cells; i++)
		free(t->cells[i]);
	free(t->cells);
	free(t);
}

void
table_cell(struct table *t, const char *text)
{
	if (t->n_cells == t->room) {
		t->room = t->room > 0 ? 2 * t->room : 64;
		t->cells = alloc_resize(t->cells, t->room, sizeof(*t->cells));
	}
	t->cells[t->n_cells++] = alloc_text(text);
}

void
table_cellf(struct table *t, const char *fmt, ...)
{
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	buf_put_u8(&text, '\0');
	table_cell(t, text.at);
	buf_fini(&text);
}

size_t
table_n_rows(const struct table *t)
{
	return t->n_cells / t->n_columns;
}

static bool
gives_way(enum column_kind kind)
{
	return kind == COLUMN_WIDE || kind == COLUMN_WRAP;
}

static void
measure(const struct table *t, size_t *widths, size_t limit)
{
	size_t i, total = GAP * (t->n_columns - 1);

	for (i = 0; i < t->n_columns; i++)
		widths[i] = text_width(t->columns[i].title);
	for (i = 0; i < t->n_cells; i++) {
		size_t width = text_width(t->cells[i]);

		if (width > widths[i % t->n_columns])
			widths[i % t->n_columns] = width;
	}
	for (i = 0; i < t->n_columns; i++)
		total += widths[i];
	for (i = 0; i < t->n_columns && limit > 0 && total > limit; i++) {
		size_t over = total - limit;

		if (!gives_way(t->columns[i].kind) || widths[i] <= NARROWEST)
			continue;
		if (over > widths[i] - NARROWEST)
			over = widths[i] - NARROWEST;
		widths[i] -= over;
		total -= over;
	}
}

static void
put_row(struct buf *out, const struct table *t, const size_t *widths,
    const char *const *cells)
{
	size_t i, start = out->len, at = 0;

	for (i = 0; i < t->n_columns; i++) {
		if (i > 0)
			buf_printf(out, "%*s", GAP, "");
		if (t->columns[i].kind == COLUMN_WRAP && *cells[i] != '\0') {
			text_wrap(out, cells[i], at, at + widths[i]);
			return;
		}
		text_pad(out, cells[i], widths[i],
		    t->columns[i].kind == COLUMN_RIGHT);
		at += widths[i] + GAP;
	}
	while (out->len > start && out->at[out->len - 1] == ' ')
		out->len--;
	buf_put_u8(out, '\n');
}

void
table_put(struct buf *out, const struct table *t, size_t width, bool bold)
{
	const char *cells[LIST_COLUMNS_MAX];
	size_t widths[LIST_COLUMNS_MAX];
	size_t i, row;

	measure(t, widths, width);
	for (i = 0; i < t->n_columns; i++)
		cells[i] = t->columns[i].title;
	if (bold)
		buf_put_text(out, "\033[1m");
	put_row(out, t, widths, cells);
	if (bold)
		buf_put_text(out, "\033[0m");
	for (row = 0; row < table_n_rows(t); row++) {
		for (i = 0; i < t->n_columns; i++)
			cells[i] = t->cells[row * t->n_columns + i];
		put_row(out, t, widths, cells);
	}
}
