/*
 * frame: a view, laid out: what is written where on the screen.  A pure
 * function; no terminal is asked.
 */
#ifndef TERMINAL_FRAME_H
#define TERMINAL_FRAME_H

#include "terminal/screen/view.h"

/* A stretch of text on one row. */
struct run {
	int row, column;
	enum style style;
	size_t at, len; /* in the frame's text */
};

struct frame {
	struct buf text;
	struct run *runs;
	size_t n, room;
	int cursor_row, cursor_column; /* row -1: it is hidden */
	size_t scroll;		       /* what the view's scroll became */
	size_t page_lines;	       /* how many lines scroll */
	int textbox_width;	       /* of the text that is written */
};

/* A frame may be laid out again and again; frame_fini() frees it. */
void frame_lay(struct frame *, const struct view *);
void frame_fini(struct frame *);

#endif
