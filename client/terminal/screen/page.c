#include "terminal/screen/page.h"

#include "terminal/screen/bidi.h"
#include "terminal/session/words.h"

void
page_init(struct page *p, int width, bool reorder)
{
	*p = (struct page){ .width = width, .reorder = reorder };
}

void
page_fini(struct page *p)
{
	buf_fini(&p->text);
	free(p->lines);
	*p = (struct page){ 0 };
}

static void
line_begin(struct page *p, enum style style)
{
	if (p->n == p->room) {
		p->room = p->room > 0 ? 2 * p->room : 64;
		p->lines = alloc_resize(p->lines, p->room, sizeof(*p->lines));
	}
	p->lines[p->n++] =
	    (struct page_line){ .at = p->text.len, .style = style };
}

static void
line_end(struct page *p)
{
	struct page_line *l = &p->lines[p->n - 1];

	l->len = p->text.len - l->at;
}

static void
put_spaces(struct page *p, int n)
{
	for (; n > 0; n--)
		buf_put_u8(&p->text, ' ');
}

/* Text from right to left stands at the right. */
static void
put_ordered(struct page *p, struct slice line, bool rtl, int width)
{
	if (rtl)
		put_spaces(p, width - words_columns(line));
	if (p->reorder)
		bidi_put(&p->text, line, rtl);
	else
		buf_put_slice(&p->text, line);
}

static struct slice
take_line(struct slice *rest)
{
	const char *end = memchr(rest->at, '\n', rest->len);
	struct slice line = { rest->at,
		end == NULL ? rest->len : (size_t)(end - rest->at) };
	size_t taken = line.len + (end != NULL);

	*rest = (struct slice){ rest->at + taken, rest->len - taken };
	return line;
}

/* *label is on the first line alone. */
static void
put_paragraph(struct page *p, enum style style, const char **label, int hang,
    struct slice text)
{
	struct buf wrapped = { 0 };
	bool rtl = bidi_is_rtl(text);
	struct slice rest;

	words_wrap(&wrapped, text, p->width - hang, 0);
	rest = buf_slice(&wrapped);
	while (rest.len > 0) {
		line_begin(p, style);
		if (**label != '\0')
			buf_put_text(&p->text, *label);
		else
			put_spaces(p, hang);
		*label = "";
		put_ordered(p, take_line(&rest), rtl, p->width - hang);
		line_end(p);
	}
	buf_fini(&wrapped);
}

void
page_put(struct page *p, enum style style, const char *label, struct slice text)
{
	int hang = words_columns(slice_of(label));

	do
		put_paragraph(p, style, &label, hang, take_line(&text));
	while (text.len > 0);
}

void
page_put_lines(struct page *p, enum style style, struct slice text)
{
	while (text.len > 0) {
		struct slice line = take_line(&text);
		const char *label = "";

		if (line.len > 1 && line.at[0] == ' ' && line.at[1] == ' ') {
			label = "  ";
			line = (struct slice){ line.at + 2, line.len - 2 };
		}
		page_put(p, style, label, line);
	}
}

void
page_put_blank(struct page *p)
{
	if (p->n > 0 && p->lines[p->n - 1].len == 0)
		return;
	line_begin(p, STYLE_PLAIN);
	line_end(p);
}

void
page_put_row(struct page *p, enum style style, struct slice text, size_t cell,
    size_t cell_len)
{
	line_begin(p, style);
	buf_put_slice(&p->text, text);
	line_end(p);
	p->lines[p->n - 1].cell = cell;
	p->lines[p->n - 1].cell_len = cell_len;
}

int
page_textbox_width(const struct page *p, const char *edge)
{
	return p->width - words_columns(slice_of(edge)) - 2;
}

static size_t
characters(struct slice s)
{
	return words_count(s).characters;
}

/* Where in the line the cursor is, on the screen. */
static int
cursor_column(
    const struct page *p, struct slice line, bool rtl, size_t at, int width)
{
	struct slice head = { line.at, at < line.len ? at : line.len };
	int indent = rtl ? width - words_columns(line) : 0;

	if (!p->reorder)
		return indent + words_columns(head);
	return indent + bidi_column(line, rtl, characters(head));
}

static bool
line_is_rtl(const struct textbox *t, const struct textbox_line *lines, size_t i)
{
	const char *at = t->text.at, *end;
	size_t from;

	while (i > 0 && !lines[i].begins)
		i--;
	from = lines[i].at;
	if (t->text.len == 0)
		return false;
	end = memchr(at + from, '\n', t->text.len - from);
	return bidi_is_rtl((struct slice){ at + from,
	    end != NULL ? (size_t)(end - at) - from : t->text.len - from });
}

void
page_put_textbox(struct page *p, enum style style, const char *edge,
    const struct textbox *t, bool typing)
{
	int width = page_textbox_width(p, edge);
	int indent = words_columns(slice_of(edge)) + 1;
	size_t n, here, i;
	struct textbox_line *lines = textbox_lines(&n, &here, t, width);

	for (i = 0; i < n; i++) {
		struct slice line = { t->text.at + lines[i].at, lines[i].len };
		bool rtl = line_is_rtl(t, lines, i);

		if (typing && i == here) {
			p->typing = true;
			p->cursor_line = p->n;
			p->cursor_column =
			    indent + cursor_column(p, line, rtl,
					 t->cursor - lines[i].at, width);
		}
		line_begin(p, style);
		buf_put_text(&p->text, edge);
		buf_put_u8(&p->text, ' ');
		put_ordered(p, line, rtl, width);
		line_end(p);
	}
	free(lines);
}

void
page_focus_begin(struct page *p)
{
	p->focused = true;
	p->first = p->n;
	p->last = p->n;
}

void
page_focus_end(struct page *p)
{
	p->last = p->n > p->first ? p->n - 1 : p->first;
}
