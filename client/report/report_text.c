/* Plain text of at most 76 columns, for terminals and e-mail. */
#include <string.h>

#include "core/text.h"
#include "exam/limits.h"
#include "report/report.h"

#define WIDTH 76
#define NAME_WIDTH 16
#define BAR_WIDTH 20

static size_t
columns(const char *text)
{
	size_t n = text_length(slice_of(text));

	return n == SIZE_MAX ? strlen(text) : n;
}

static void
put_padded(struct buf *b, const char *text, size_t width)
{
	size_t n = columns(text);

	buf_put_text(b, text);
	for (; n < width; n++)
		buf_put_u8(b, ' ');
}

/* In lines of at most WIDTH, those after the first indented. */
static void
put_wrapped(struct buf *b, const char *text, size_t indent)
{
	size_t at = indent, n;

	while (*text != '\0') {
		char word[WORDS_MAX + 1];

		n = strcspn(text, " ");
		snprintf(word, sizeof(word), "%.*s", (int)n, text);
		if (at > indent && at + 1 + columns(word) > WIDTH) {
			buf_put_u8(b, '\n');
			put_padded(b, "", indent);
			at = indent;
		} else if (at > indent) {
			buf_put_u8(b, ' ');
			at++;
		}
		buf_put_text(b, word);
		at += columns(word);
		text += n;
		text += strspn(text, " ");
	}
	buf_put_u8(b, '\n');
}

static void
put_underlined(struct buf *b, const char *text, char line)
{
	size_t n = columns(text);

	buf_printf(b, "%s\n", text);
	while (n-- > 0)
		buf_put_u8(b, (uint8_t)line);
	buf_put_u8(b, '\n');
}

/* The widest cell of a column among the rows of the whole. */
static size_t
column_width(const struct report *r, unsigned column)
{
	size_t i, width = 0;

	for (i = 0; i < r->n; i++) {
		const struct report_block *k = &r->blocks[i];
		size_t n = column < k->n_cells ? columns(k->cells[column]) : 0;

		if ((k->kind == REPORT_HEAD || k->kind == REPORT_ROW) &&
		    n > width)
			width = n;
	}
	return width;
}

static size_t
name_width(const struct report *r)
{
	size_t i, width = 0;

	for (i = 0; i < r->n; i++)
		if (r->blocks[i].kind == REPORT_BAR &&
		    columns(r->blocks[i].cells[0]) > width)
			width = columns(r->blocks[i].cells[0]);
	return width < WIDTH / 2 ? width : WIDTH / 2;
}

static void
trim(struct buf *b)
{
	while (b->len > 0 && b->at[b->len - 1] == ' ')
		b->len--;
}

static void
put_row(struct buf *b, const struct report *r, const struct report_block *k)
{
	unsigned i;

	for (i = 0; i < k->n_cells; i++)
		put_padded(b, k->cells[i], column_width(r, i) + 2);
	trim(b);
	buf_put_u8(b, '\n');
}

static void
put_bar(struct buf *b, const struct report *r, const struct report_block *k)
{
	int i, full = (int)(k->percent / 100 * BAR_WIDTH + 0.5);
	size_t width = name_width(r);

	if (columns(k->cells[0]) > width)
		put_wrapped(b, k->cells[0], 0);
	put_padded(
	    b, columns(k->cells[0]) > width ? "" : k->cells[0], width + 2);
	for (i = 0; i < BAR_WIDTH; i++)
		buf_put_u8(b, i < full ? '#' : '.');
	buf_printf(b, "  %s\n", k->cells[1]);
}

static void
put_block(struct buf *b, const struct report *r, const struct report_block *k)
{
	switch (k->kind) {
	case REPORT_TITLE:
		put_underlined(b, k->cells[0], '=');
		buf_put_u8(b, '\n');
		break;
	case REPORT_HEADING:
		buf_put_u8(b, '\n');
		put_underlined(b, k->cells[0], '-');
		break;
	case REPORT_LINE:
		put_wrapped(b, k->cells[0], 0);
		break;
	case REPORT_VERDICT:
		buf_printf(b, "%s\n", k->cells[0]);
		break;
	case REPORT_FACT:
		put_padded(b, k->cells[0], NAME_WIDTH);
		put_wrapped(b, k->cells[1], NAME_WIDTH);
		break;
	case REPORT_HEAD:
	case REPORT_ROW:
		put_row(b, r, k);
		break;
	case REPORT_BAR:
		put_bar(b, r, k);
		break;
	}
}

void
report_text(struct buf *b, const struct report *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		put_block(b, r, &r->blocks[i]);
}
