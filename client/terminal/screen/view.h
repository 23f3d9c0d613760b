/*
 * view: all that is on the screen, as a value.  What it points to is lent.
 * frame.h draws it; nothing else is looked at.
 */
#ifndef TERMINAL_VIEW_H
#define TERMINAL_VIEW_H

#include "terminal/screen/focus.h"
#include "terminal/screen/style.h"
#include "terminal/screen/textbox.h"
#include "terminal/session/attempt.h"
#include "terminal/show/place.h"

#define SCREEN_MIN_WIDTH 80
#define SCREEN_MIN_HEIGHT 24

/* What stands in the place of the exam until it is dealt with. */
enum sheet {
	SHEET_NONE,
	SHEET_TEXT,	/* something to read: keys, review, images, result */
	SHEET_MESSAGE,	/* from the proctor */
	SHEET_QUESTION, /* yes or no */
	SHEET_LINE,	/* a line is asked for */
	SHEET_END,	/* nothing but leaving is left */
	N_SHEETS
};

struct view {
	int width, height;
	const struct signs *signs;
	bool reorder; /* text from right to left is ordered here */

	enum place place;
	const struct attempt *attempt; /* NULL: not known yet */
	const struct paper *paper;     /* NULL: not open, or not here yet */
	size_t position;	       /* of the item on it */
	struct focus focus;
	bool folded; /* the text that several items are about is not shown */
	const struct textbox *typing; /* into the part in focus; NULL: no */

	enum sheet sheet;
	const char *sheet_title, *sheet_text;
	const struct textbox *line; /* SHEET_LINE */
	bool first_line;	    /* … with nothing before it: Esc leaves */
	bool practice;		    /* without a server */

	size_t scroll; /* lines of the page above the screen */
	bool follow;   /* scroll to what has the focus */

	bool clock_known, clock_running, clock_hidden;
	int64_t left_ms, break_ms, opens_ms;
	bool offline;
	bool late;	      /* it should have been saved by now */
	size_t unsaved;	      /* changes; what is being written is one */
	struct wall saved_at; /* the last acknowledgement; 0: none */
	const char *notice;   /* what was said last; "": nothing */
	bool alert;	      /* … and it needs attention */
};

#endif
