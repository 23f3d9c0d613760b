#include "terminal/screen/item_page.h"

#include <stdio.h>

#include "terminal/session/words.h"
#include "terminal/show/show.h"

#define GRID_TEXT_MIN 24 /* columns for the text of a row beside a grid */
#define GRID_CELL 4	 /* columns of one cell */
#define GRID_LABEL 8	 /* the marker, the number and what is between */
#define ESSAY_LINES 6	 /* an empty one shows that there is room */

static void
put_text(struct page *p, enum style style, struct buf *text)
{
	page_put_lines(p, style, buf_slice(text));
	buf_fini(text);
}

static bool
is_here(const struct view *v, size_t part, size_t line)
{
	return v->focus.part == part && v->focus.line == line;
}

static void
line_begin(struct page *p, const struct view *v, size_t part, size_t line)
{
	if (is_here(v, part, line))
		page_focus_begin(p);
}

static void
line_end(struct page *p, const struct view *v, size_t part, size_t line)
{
	if (is_here(v, part, line))
		page_focus_end(p);
}

static enum style
line_style(const struct view *v, size_t part, size_t line)
{
	return is_here(v, part, line) ? STYLE_STRONG : STYLE_PLAIN;
}

static const char *
marker(const struct view *v, size_t part, size_t line)
{
	return is_here(v, part, line) ? v->signs->here : " ";
}

static const char *
choice_sign(const struct view *v, const struct interaction *in, bool chosen)
{
	if (in->kind == KIND_CHOICE && in->max != 1)
		return chosen ? v->signs->checked : v->signs->unchecked;
	return chosen ? v->signs->chosen : v->signs->free;
}

static void
put_choices(struct page *p, const struct view *v, const struct item *item,
    size_t part)
{
	const struct interaction *in = &item->interactions[part];
	char label[3], text[48];
	size_t i;

	for (i = 0; i < in->n_choices; i++) {
		bool chosen = item_has_choice(item, part,
		    in->choices[i].number);

		choice_label(label, i);
		snprintf(text, sizeof(text), "%s %s %s  ", marker(v, part, i),
		    choice_sign(v, in, chosen), label);
		line_begin(p, v, part, i);
		page_put(p, line_style(v, part, i), text,
		    slice_of(in->choices[i].text));
		line_end(p, v, part, i);
	}
}

static void
put_order(struct page *p, const struct view *v, const struct item *item,
    size_t part)
{
	const struct interaction *in = &item->interactions[part];
	size_t at[CHOICES_MAX], placed = focus_order(at, item, part), i;
	char label[3], text[48], place[16];

	for (i = 0; i < in->n_choices; i++) {
		if (i == placed && placed > 0)
			page_put_blank(p);
		if (i == placed)
			page_put(p, STYLE_PLAIN, "  ",
			    SLICE("Without a place yet:"));
		choice_label(label, at[i]);
		snprintf(place, sizeof(place), "%2zu.", i + 1);
		snprintf(text, sizeof(text), "%s %s %s  ", marker(v, part, i),
		    i < placed ? place : "   ", label);
		line_begin(p, v, part, i);
		page_put(p, line_style(v, part, i), text,
		    slice_of(in->choices[at[i]].text));
		line_end(p, v, part, i);
	}
}

static void
put_columns(struct page *p, const struct interaction *in)
{
	char label[3], text[16];
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

	return item_has_pair(item, part, in->rows[row].number,
	    in->choices[column].number);
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
		buf_printf(b, " %s ", is_paired(item, part, row, c) ?
			v->signs->answered :
			v->signs->unseen);
		if (v->focus.column == c && is_here(v, part, row)) {
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
	char label[24];
	size_t i;

	snprintf(label, sizeof(label), "%s %2zu  ", marker(v, part, row),
	    row + 1);
	page_init(&side, text_width - 1, p->reorder);
	page_put(&side, STYLE_PLAIN, label, slice_of(in->rows[row].text));
	line_begin(p, v, part, row);
	for (i = 0; i < side.n; i++) {
		struct buf text = { 0 };
		size_t cell = 0, cell_len = 0;

		buf_put(&text, side.text.at + side.lines[i].at,
		    side.lines[i].len);
		pad_to(&text, text_width);
		if (i == 0)
			put_cells(&text, &cell, &cell_len, v, item, part, row);
		page_put_row(p, line_style(v, part, row), buf_slice(&text),
		    cell, cell_len);
		buf_fini(&text);
	}
	line_end(p, v, part, row);
	page_fini(&side);
}

/* Where a grid has no room: the letters of each row behind it. */
static void
put_list_row(struct page *p, const struct view *v, const struct item *item,
    size_t part, size_t row)
{
	const struct interaction *in = &item->interactions[part];
	struct buf text = { 0 };
	char label[24], letter[3];
	size_t c;

	snprintf(label, sizeof(label), "%s %2zu  ", marker(v, part, row),
	    row + 1);
	buf_printf(&text, "%s:", in->rows[row].text);
	for (c = 0; c < in->n_choices; c++) {
		if (!is_paired(item, part, row, c))
			continue;
		choice_label(letter, c);
		buf_printf(&text, " %s", letter);
	}
	line_begin(p, v, part, row);
	page_put(p, line_style(v, part, row), label, buf_slice(&text));
	line_end(p, v, part, row);
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

static void
put_match(struct page *p, const struct view *v, const struct item *item,
    size_t part)
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

static void
put_room(struct page *p, const char *edge, size_t lines)
{
	while (lines-- > 0)
		page_put_row(p, STYLE_PLAIN, slice_of(edge), 0, 0);
}

static void
put_answer(struct page *p, const struct view *v, const struct item *item,
    size_t part)
{
	const struct interaction *in = &item->interactions[part];
	bool here = is_here(v, part, 0), typing = here && v->typing != NULL;
	struct textbox standing = { 0 };
	struct buf size = { 0 };
	size_t before = p->n;

	line_begin(p, v, part, 0);
	if (!typing)
		textbox_set(&standing, item_text(item, part), true);
	page_put_textbox(p, here ? STYLE_STRONG : STYLE_PLAIN,
	    here ? v->signs->edge : v->signs->column,
	    typing ? v->typing : &standing, typing);
	if (in->kind == KIND_EXTENDED && p->n - before < ESSAY_LINES)
		put_room(p, here ? v->signs->edge : v->signs->column,
		    ESSAY_LINES - (p->n - before));
	line_end(p, v, part, 0);
	if (in->kind == KIND_EXTENDED) {
		show_size(&size, in, buf_slice(
		    typing ? &v->typing->text : &standing.text));
		buf_put_u8(&size, '.');
		put_text(p, STYLE_PLAIN, &size);
	}
	textbox_fini(&standing);
}

static void
put_task(struct page *p, const struct item *item, size_t part)
{
	struct buf text = { 0 };

	if (*item->interactions[part].prompt != '\0' &&
	    item->n_interactions > 1) {
		buf_printf(&text, "%zu. ", part + 1);
	} else if (item->n_interactions > 1) {
		show_part_name(&text, item, part);
		text.at[0] = (char)(text.at[0] - 'a' + 'A');
		buf_put_text(&text, ": ");
	}
	if (*item->interactions[part].prompt != '\0')
		buf_printf(&text, "%s\n", item->interactions[part].prompt);
	show_task(&text, item, part, "");
	buf_put_text(&text, ".");
	put_text(p, STYLE_PLAIN, &text);
}

/* How it is done with keys; for the part the candidate is at. */
static const char *
hint(const struct view *v, const struct interaction *in)
{
	if (in->kind == KIND_ORDER)
		return "Space: give it the next place, or take it away. + and "
		       "-: move it.";
	if (in->kind == KIND_MATCH)
		return "Its letter, or Left, Right and Space: pair them, or "
		       "part them.";
	if (interaction_is_text(in) && v->typing == NULL)
		return "Enter: write.";
	return "";
}

static void
put_hint(struct page *p, const struct view *v, const struct interaction *in)
{
	const char *text = hint(v, in);

	if (*text != '\0')
		page_put(p, STYLE_PLAIN, "", slice_of(text));
}

static void
put_part(struct page *p, const struct view *v, const struct item *item,
    size_t part)
{
	put_task(p, item, part);
	if (v->focus.part == part)
		put_hint(p, v, &item->interactions[part]);
	switch (item->interactions[part].kind) {
	case KIND_CHOICE:
	case KIND_INLINE:
		put_choices(p, v, item, part);
		break;
	case KIND_ORDER:
		put_order(p, v, item, part);
		break;
	case KIND_MATCH:
		put_match(p, v, item, part);
		break;
	case KIND_TEXT:
	case KIND_EXTENDED:
		put_answer(p, v, item, part);
		break;
	case N_KINDS:
		break;
	}
}

static void
put_about(struct page *p, const struct view *v, const struct item *item)
{
	struct buf text = { 0 };

	if (item->stimulus == NULL)
		return;
	if (v->folded) {
		buf_printf(&text, "About the text%s%s. S: read it again.",
		    *item->stimulus->title != '\0' ? ": " : " before",
		    item->stimulus->title);
		put_text(p, STYLE_PLAIN, &text);
	} else {
		show_stimulus(&text, item->stimulus, p->width);
		put_text(p, STYLE_PLAIN, &text);
	}
	page_put_blank(p);
}

void
item_page(struct page *p, const struct view *v)
{
	const struct item *item = &v->paper->items[v->position];
	struct buf text = { 0 };
	size_t i;

	show_heading(&text, item, v->attempt);
	put_text(p, STYLE_STRONG, &text);
	page_put_blank(p);
	put_about(p, v, item);
	show_exhibits(&text, &item->exhibits, p->width);
	if (text.len > 0)
		put_text(p, STYLE_PLAIN, &text);
	show_stem(&text, item);
	put_text(p, STYLE_PLAIN, &text);
	for (i = 0; i < item->n_interactions; i++) {
		page_put_blank(p);
		put_part(p, v, item, i);
	}
}
