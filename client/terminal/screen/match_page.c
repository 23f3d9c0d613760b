#include "terminal/screen/item_parts.h"

#include <stdio.h>

#include "terminal/session/words.h"

#define GRID_TEXT_MIN 24 /* columns for the text of a row beside a grid */
#define GRID_CELL 4	 /* columns of one cell */
#define GRID_LABEL 8	 /* the marker, the number and what is between */

static void
put_columns(struct page *p, const struct interaction *in)
{
	char label[3], text[24];
	size_t i;

	for (i = 0; i < in->n_choices; i++) {
		choice_label(label, i);
		snprintf(text, sizeof(text), "  %s  ", label);
		page_put(p, STYLE_PLAIN, text, slice_of(in->choices[i].text));
	}
	page_put_blank(p);
}

static void
pad_to(struct buf *b, int column)
{
	int n = words_columns(buf_slice(b));

	for (; n < column; n++)
		buf_put_u8(b, ' ');
}

static void
put_grid_head(struct page *p, const struct interaction *in, int text_width)
{
	struct buf row = { 0 };
	char label[3];
	size_t c;

	pad_to(&row, text_width);
	for (c = 0; c < in->n_choices; c++) {
		choice_label(label, c);
		buf_printf(&row, " %-*s", GRID_CELL - 1, label);
	}
	page_put_row(p, STYLE_PLAIN, buf_slice(&row), 0, 0);
	buf_fini(&row);
}

static bool
is_paired(const struct item *item, size_t part, size_t row, size_t column)
{
	const struct interaction *in = &item->interactions[part];

	return item_has_pair(
	    item, part, in->rows[row].number, in->choices[column].number);
}

/* The cells of one row; the one with the focus is marked. */
static void
put_cells(struct buf *b, size_t *cell, size_t *cell_len, const struct view *v,
    const struct item *item, size_t part, size_t row)
{
	const struct interaction *in = &item->interactions[part];
	size_t c, at;

	for (c = 0; c < in->n_choices; c++) {
		at = b->len;
		buf_printf(b, " %s ",
		    is_paired(item, part, row, c) ? v->signs->answered
						  : v->signs->unseen);
		if (v->focus.column == c && spot_is_here(v, part, row)) {
			*cell = at;
			*cell_len = b->len - at;
		}
		buf_put_u8(b, ' ');
	}
}

/* The row's text beside its cells, which stand on its first line. */
static void
put_grid_row(struct page *p, const struct view *v, const struct item *item,
    size_t part, size_t row, int text_width)
{
	const struct interaction *in = &item->interactions[part];
	struct page side;
	char label[40];
	size_t i;

	snprintf(label, sizeof(label), "%s %2zu  ", spot_marker(v, part, row),
	    row + 1);
	page_init(&side, text_width - 1, p->reorder);
	page_put(&side, STYLE_PLAIN, label, slice_of(in->rows[row].text));
	spot_begin(p, v, part, row);
	for (i = 0; i < side.n; i++) {
		struct buf text = { 0 };
		size_t cell = 0, cell_len = 0;

		buf_put(
		    &text, side.text.at + side.lines[i].at, side.lines[i].len);
		pad_to(&text, text_width);
		if (i == 0)
			put_cells(&text, &cell, &cell_len, v, item, part, row);
		page_put_row(p, spot_style(v, part, row), buf_slice(&text),
		    cell, cell_len);
		buf_fini(&text);
	}
	spot_end(p, v, part, row);
	page_fini(&side);
}

/* Where a grid has no room: the letters of each row behind it. */
static void
put_list_row(struct page *p, const struct view *v, const struct item *item,
    size_t part, size_t row)
{
	const struct interaction *in = &item->interactions[part];
	struct buf text = { 0 };
	char label[40], letter[3];
	size_t c;

	snprintf(label, sizeof(label), "%s %2zu  ", spot_marker(v, part, row),
	    row + 1);
	buf_printf(&text, "%s:", in->rows[row].text);
	for (c = 0; c < in->n_choices; c++) {
		if (!is_paired(item, part, row, c))
			continue;
		choice_label(letter, c);
		buf_printf(&text, " %s", letter);
	}
	spot_begin(p, v, part, row);
	page_put(p, spot_style(v, part, row), label, buf_slice(&text));
	spot_end(p, v, part, row);
	buf_fini(&text);
}

static int
widest_row(const struct interaction *in)
{
	int n = 0;
	size_t i;

	for (i = 0; i < in->n_rows; i++) {
		int columns = words_columns(slice_of(in->rows[i].text));

		n = columns > n ? columns : n;
	}
	return n;
}

void
match_page(
    struct page *p, const struct view *v, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	int text_width = p->width - GRID_CELL * (int)in->n_choices;
	bool grid = text_width >= GRID_TEXT_MIN;
	size_t row;

	put_columns(p, in);
	if (widest_row(in) + GRID_LABEL < text_width)
		text_width = widest_row(in) + GRID_LABEL;
	if (grid)
		put_grid_head(p, in, text_width);
	for (row = 0; row < in->n_rows; row++)
		if (grid)
			put_grid_row(p, v, item, part, row, text_width);
		else
			put_list_row(p, v, item, part, row);
}
