#include "terminal/screen/frame.h"

#include <stdio.h>

#include "terminal/screen/item_page.h"
#include "terminal/screen/keys.h"
#include "terminal/screen/places.h"
#include "terminal/session/words.h"

#define BODY_ROW 2	 /* below the bar and a blank line */
#define FOOT_ROWS 4	 /* rule, notice, save state, keys */
#define LIST_WIDTH 9	 /* the list of items, at the left */
#define READING_WIDTH 92 /* longer lines are hard to read */

static void
put(struct frame *f, int row, int column, enum style style, struct slice s)
{
	if (f->n == f->room) {
		f->room = f->room > 0 ? 2 * f->room : 64;
		f->runs = alloc_resize(f->runs, f->room, sizeof(*f->runs));
	}
	f->runs[f->n++] =
	    (struct run){ row, column, style, f->text.len, s.len };
	buf_put_slice(&f->text, s);
}

/* As much of the line as fits; nothing that steers a terminal is left of it. */
static void
put_line(struct frame *f, int row, int column, int width, enum style style,
    struct slice text)
{
	struct buf wrapped = { 0 };
	const char *end;

	words_wrap(&wrapped, text, width, 0);
	end = memchr(wrapped.at, '\n', wrapped.len);
	put(f, row, column, style,
	    (struct slice){ wrapped.at, (size_t)(end - wrapped.at) });
	buf_fini(&wrapped);
}

static void
put_rule(struct frame *f, const struct view *v, int row, const char *words)
{
	struct buf text = { 0 };
	int i, room = v->width - 4 - words_columns(slice_of(words));

	for (i = 0; i < 2; i++)
		buf_put_text(&text, v->signs->line);
	buf_printf(&text, "%s", words);
	for (i = 0; i < room + 2; i++)
		buf_put_text(&text, v->signs->line);
	put(f, row, 0, STYLE_PLAIN, buf_slice(&text));
	buf_fini(&text);
}

/* ---- the bar at the top ---- */

static void
put_time(struct buf *b, const struct view *v)
{
	bool rest = v->place == PLACE_BREAK;

	if (v->clock_hidden || (!rest && !v->clock_known))
		return;
	words_put_duration(b, rest ? v->break_ms : v->left_ms);
	buf_put_text(b, rest		   ? " of the break left"
			: v->clock_running ? " left"
					   : " left, clock stopped");
}

static void
put_title(struct buf *b, const struct view *v)
{
	const struct attempt *a = v->attempt;
	const struct section *s =
	    a == NULL ? NULL : attempt_section(a, a->section);

	buf_put_text(b, a == NULL ? "exam" : a->title);
	if (s != NULL)
		buf_printf(b, " · Section %d: %s", s->number, s->title);
}

static void
lay_bar(struct frame *f, const struct view *v)
{
	struct buf title = { 0 }, time = { 0 }, blank = { 0 };
	int i, n;

	put_time(&time, v);
	put_title(&title, v);
	for (i = 0; i < v->width; i++)
		buf_put_u8(&blank, ' ');
	put(f, 0, 0, STYLE_BAR, buf_slice(&blank));
	n = words_columns(buf_slice(&time));
	put_line(f, 0, 1, v->width - n - 4, STYLE_BAR, buf_slice(&title));
	put(f, 0, v->width - n - 1, STYLE_BAR, buf_slice(&time));
	buf_fini(&title);
	buf_fini(&time);
	buf_fini(&blank);
}

/* ---- the list of items ---- */

static bool
has_list(const struct view *v)
{
	return v->paper != NULL && !v->paper->linear && v->sheet == SHEET_NONE;
}

static const char *
item_sign(const struct view *v, const struct item *item)
{
	if (item_is_answered(item))
		return item_is_whole(item) ? v->signs->answered
					   : v->signs->begun;
	return item->seen ? v->signs->unanswered : v->signs->unseen;
}

static void
put_entry(struct frame *f, const struct view *v, int row, size_t position)
{
	const struct item *item = &v->paper->items[position];
	bool here = position == v->position;
	char text[48];

	snprintf(text, sizeof(text), "%s%3d %s %s", here ? v->signs->here : " ",
	    item->number, item_sign(v, item),
	    item->flagged ? v->signs->flag : " ");
	put(f, row, 0, here ? STYLE_STRONG : STYLE_PLAIN, slice_of(text));
}

/* The current item stays in the middle of a list that is too long. */
static void
lay_list(struct frame *f, const struct view *v, int rows)
{
	size_t n = v->paper->n_items, room = (size_t)rows;
	size_t first = v->position > room / 2 ? v->position - room / 2 : 0;
	int row;

	if (first + room > n)
		first = n > room ? n - room : 0;
	for (row = 0; row < rows; row++) {
		if (first + (size_t)row < n)
			put_entry(f, v, BODY_ROW + row, first + (size_t)row);
		put(f, BODY_ROW + row, LIST_WIDTH, STYLE_PLAIN,
		    slice_of(v->signs->column));
	}
}

/* ---- what scrolls ---- */

static size_t
scroll_to(const struct page *p, const struct view *v, size_t rows)
{
	size_t scroll = v->scroll, last = p->last, first = p->first;

	if (p->typing)
		first = last = p->cursor_line;
	if ((v->follow || p->typing) && p->focused) {
		if (last >= scroll + rows)
			scroll = last + 1 - rows;
		if (first < scroll)
			scroll = first;
		if (!p->typing && last < rows)
			scroll = 0;
	}
	if (scroll + rows > p->n)
		scroll = p->n > rows ? p->n - rows : 0;
	return scroll;
}

static void
put_page_line(
    struct frame *f, const struct page *p, size_t i, int row, int column)
{
	const struct page_line *l = &p->lines[i];
	struct slice all = { p->text.at + l->at, l->len };
	struct slice head = { all.at, l->cell_len > 0 ? l->cell : l->len };

	put(f, row, column, l->style, head);
	if (l->cell_len == 0)
		return;
	column += words_columns(head);
	put(f, row, column, STYLE_CURSOR,
	    (struct slice){ all.at + l->cell, l->cell_len });
	column +=
	    words_columns((struct slice){ all.at + l->cell, l->cell_len });
	put(f, row, column, l->style,
	    (struct slice){ all.at + l->cell + l->cell_len,
		l->len - l->cell - l->cell_len });
}

static void
lay_page(struct frame *f, const struct page *p, const struct view *v,
    int column, int rows)
{
	size_t i;
	bool above, below;

	f->scroll = scroll_to(p, v, (size_t)rows);
	f->page_lines = p->n;
	for (i = 0; i < (size_t)rows && f->scroll + i < p->n; i++)
		put_page_line(f, p, f->scroll + i, BODY_ROW + (int)i, column);
	if (p->typing) {
		f->cursor_row = BODY_ROW + (int)(p->cursor_line - f->scroll);
		f->cursor_column = column + p->cursor_column;
	}
	above = f->scroll > 0;
	below = f->scroll + (size_t)rows < p->n;
	put_rule(f, v, BODY_ROW + rows,
	    above && below ? " more above and below: PgUp, PgDn "
	    : above	   ? " more above: PgUp "
	    : below	   ? " more below: PgDn "
			   : "");
}

static void
lay_body(struct frame *f, const struct view *v)
{
	int rows = v->height - BODY_ROW - FOOT_ROWS;
	int column = has_list(v) ? LIST_WIDTH + 2 : 1;
	int width = v->width - column - 1;
	struct page p;

	page_init(
	    &p, width < READING_WIDTH ? width : READING_WIDTH, v->reorder);
	f->textbox_width = page_textbox_width(&p, v->signs->edge);
	if (has_list(v))
		lay_list(f, v, rows);
	if (v->sheet != SHEET_NONE)
		sheet_page(&p, v);
	else if (v->paper != NULL)
		item_page(&p, v);
	else
		place_page(&p, v);
	lay_page(f, &p, v, column, rows);
	page_fini(&p);
}

/* ---- below ---- */

static void
put_saved(struct buf *b, const struct view *v)
{
	if (v->offline)
		buf_put_text(b, "No connection. ");
	if (v->unsaved > 0 && v->place == PLACE_PAUSED) {
		buf_put_text(b, "What you wrote last is saved when the exam "
				"goes on.");
	} else if (v->unsaved > 0 && (v->late || v->offline)) {
		buf_put_text(b, "Not yet saved: ");
		words_put_count(b, v->unsaved, "answer");
		buf_put_text(b, v->offline ? ", kept on this computer. Keep "
					     "going."
					   : ". Keep going.");
	} else if (v->unsaved > 0) {
		buf_put_text(b, "Saving …");
	} else if (v->saved_at.ms > 0) {
		buf_put_text(b, "All saved ");
		words_put_clock(b, v->saved_at);
		buf_put_u8(b, '.');
	} else if (v->place == PLACE_SECTION && !v->offline) {
		buf_put_text(b, "Nothing to save yet.");
	}
}

static void
lay_foot(struct frame *f, const struct view *v)
{
	int row = v->height - FOOT_ROWS + 1, width = v->width - 2;
	struct buf saved = { 0 }, keys = { 0 };
	bool wants = v->offline || (v->unsaved > 0 && v->late);

	put_saved(&saved, v);
	keys_put_line(&keys, v);
	put_line(f, row, 1, width, v->alert ? STYLE_ALERT : STYLE_PLAIN,
	    slice_of(v->notice));
	put_line(f, row + 1, 1, width, wants ? STYLE_ALERT : STYLE_PLAIN,
	    buf_slice(&saved));
	put_line(f, row + 2, 1, width, STYLE_PLAIN, buf_slice(&keys));
	buf_fini(&saved);
	buf_fini(&keys);
}

static void
lay_too_small(struct frame *f, const struct view *v)
{
	struct buf text = { 0 };
	struct page p;
	size_t i;

	buf_printf(&text,
	    "Please make the window larger: %d by %d at least. "
	    "Nothing is lost. Or press Q to go on line by "
	    "line.",
	    SCREEN_MIN_WIDTH, SCREEN_MIN_HEIGHT);
	page_init(&p, v->width, false);
	page_put(&p, STYLE_PLAIN, "", buf_slice(&text));
	for (i = 0; i < p.n && i < (size_t)v->height; i++)
		put_page_line(f, &p, i, (int)i, 0);
	page_fini(&p);
	buf_fini(&text);
}

void
frame_lay(struct frame *f, const struct view *v)
{
	buf_clear(&f->text);
	f->n = 0;
	f->cursor_row = -1;
	f->scroll = v->scroll;
	if (v->width < SCREEN_MIN_WIDTH || v->height < SCREEN_MIN_HEIGHT) {
		lay_too_small(f, v);
		return;
	}
	lay_bar(f, v);
	lay_body(f, v);
	lay_foot(f, v);
}

void
frame_fini(struct frame *f)
{
	buf_fini(&f->text);
	free(f->runs);
	*f = (struct frame){ 0 };
}
