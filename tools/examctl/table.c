#include "examctl/table.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>

#include "examctl/text.h"

#define GAP 2 /* columns of blanks between two columns of the table */
#define NARROWEST 8
#define INDENT 8 /* of what stands below its row */

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

/* How a table is shown on so many columns. */
struct layout {
	size_t widths[LIST_COLUMNS_MAX];
	bool left_out[LIST_COLUMNS_MAX];
	bool below; /* the last column's cells stand below their rows */
};

static void
measure_cells(struct layout *l, const struct table *t)
{
	size_t i;

	*l = (struct layout){ 0 };
	for (i = 0; i < t->n_columns; i++)
		l->widths[i] = text_width(t->columns[i].title);
	for (i = 0; i < t->n_cells; i++) {
		size_t width = text_width(t->cells[i]);

		if (width > l->widths[i % t->n_columns])
			l->widths[i % t->n_columns] = width;
	}
}

static size_t
line_width(const struct layout *l, const struct table *t)
{
	size_t i, total = 0;

	for (i = 0; i < t->n_columns; i++)
		if (!l->left_out[i])
			total += l->widths[i] + (total > 0 ? GAP : 0);
	return total;
}

static void
narrow(struct layout *l, const struct table *t, size_t limit)
{
	size_t i, over;

	for (i = 0; i < t->n_columns && line_width(l, t) > limit; i++) {
		over = line_width(l, t) - limit;
		if (l->left_out[i] || !gives_way(t->columns[i].kind) ||
		    l->widths[i] <= NARROWEST)
			continue;
		if (over > l->widths[i] - NARROWEST)
			over = l->widths[i] - NARROWEST;
		l->widths[i] -= over;
	}
}

static void
lay_out(struct layout *l, const struct table *t, size_t limit)
{
	size_t i, last = t->n_columns - 1;

	measure_cells(l, t);
	if (limit == 0 || line_width(l, t) <= limit)
		return;
	l->below = t->columns[last].kind == COLUMN_BELOW;
	l->left_out[last] = l->below;
	narrow(l, t, limit);
	for (i = t->n_columns; i-- > 0 && line_width(l, t) > limit;)
		if (t->columns[i].kind == COLUMN_SPARE)
			l->left_out[i] = true;
}

static void
end_line(struct buf *out, size_t start)
{
	while (out->len > start && out->at[out->len - 1] == ' ')
		out->len--;
	buf_put_u8(out, '\n');
}

static void
put_row(struct buf *out, const struct table *t, const struct layout *l,
    const char *const *cells)
{
	size_t i, start = out->len, at = 0;

	for (i = 0; i < t->n_columns; i++) {
		if (l->left_out[i])
			continue;
		if (at > 0)
			buf_printf(out, "%*s", GAP, "");
		if (t->columns[i].kind == COLUMN_WRAP && *cells[i] != '\0') {
			text_wrap(out, cells[i], at, at + l->widths[i]);
			return;
		}
		text_pad(out, cells[i], l->widths[i],
		    t->columns[i].kind == COLUMN_RIGHT);
		at += l->widths[i] + GAP;
	}
	end_line(out, start);
}

static void
put_below(struct buf *out, const char *cell, size_t width)
{
	if (*cell == '\0')
		return;
	buf_printf(out, "%*s", INDENT, "");
	text_wrap(out, cell, INDENT, width);
}

void
table_put(struct buf *out, const struct table *t, size_t width, bool bold)
{
	const char *cells[LIST_COLUMNS_MAX];
	struct layout layout;
	size_t i, row;

	lay_out(&layout, t, width);
	for (i = 0; i < t->n_columns; i++)
		cells[i] = t->columns[i].title;
	if (bold)
		buf_put_text(out, "\033[1m");
	put_row(out, t, &layout, cells);
	if (bold)
		buf_put_text(out, "\033[0m");
	for (row = 0; row < table_n_rows(t); row++) {
		for (i = 0; i < t->n_columns; i++)
			cells[i] = t->cells[row * t->n_columns + i];
		put_row(out, t, &layout, cells);
		if (layout.below)
			put_below(out, cells[t->n_columns - 1], width);
	}
}
