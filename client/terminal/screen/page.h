/*
 * page: a column of lines that may be longer than the screen is high, and
 * what has to be seen of it.
 */
#ifndef TERMINAL_PAGE_H
#define TERMINAL_PAGE_H

#include "exam/buf.h"
#include "terminal/screen/style.h"
#include "terminal/screen/textbox.h"

struct page_line {
	size_t at, len; /* in the page's text */
	enum style style;
	size_t cell, cell_len; /* bytes of it that are the cursor of a grid */
};

struct page {
	int width;
	bool reorder; /* text from right to left is ordered here (bidi.h) */
	struct buf text;
	struct page_line *lines;
	size_t n, room;
	bool focused; /* these lines are to be seen: */
	size_t first, last;
	bool typing; /* and the cursor is here: */
	size_t cursor_line;
	int cursor_column;
};

void page_init(struct page *, int width, bool reorder);
void page_fini(struct page *);

/* Text of one or several paragraphs, wrapped, behind a label on the first line;
 * the others hang under it. */
void page_put(struct page *, enum style, const char *label, struct slice);
/* Lines that are as they are to be, each ended by \n: wrapped, no label. */
void page_put_lines(struct page *, enum style, struct slice);
/* One blank line, and no second. */
void page_put_blank(struct page *);
/* One line as it is, cut to the width, with a cell that is the cursor. */
void page_put_row(
    struct page *, enum style, struct slice, size_t cell, size_t cell_len);
/* A text that is edited, or stands there; typing: with the cursor. */
void page_put_textbox(struct page *, enum style, const char *edge,
    const struct textbox *, bool typing);
int page_textbox_width(const struct page *, const char *edge);

/* What is put from here on, up to the end, is what the candidate is at. */
void page_focus_begin(struct page *);
void page_focus_end(struct page *);

#endif
