/*
 * textbox: a text while it is edited, in lines as wide as there is room.
 *
 * The cursor stands before a character of the text, or at its end; it never
 * parts a letter from the marks above it.
 */
#ifndef TERMINAL_TEXTBOX_H
#define TERMINAL_TEXTBOX_H

#include <wchar.h>

#include "exam/buf.h"

/* { 0 } is empty and has one line. */
struct textbox {
	struct buf text; /* UTF-8 */
	size_t cursor;	 /* bytes before it */
	bool paragraphs; /* may a line be broken? */
};

struct textbox_line {
	size_t at, len; /* bytes; without the newline that ends it */
	bool begins;	/* a paragraph */
};

enum textbox_move {
	MOVE_LEFT,
	MOVE_RIGHT,
	MOVE_UP,
	MOVE_DOWN,
	MOVE_HOME, /* of the line on the screen */
	MOVE_END
};

void textbox_set(struct textbox *, const char *text, bool paragraphs);
void textbox_fini(struct textbox *);

/* At the cursor.  false: it is not written: a control character, or a line
 * where there are none. */
bool textbox_insert(struct textbox *, wchar_t);
/* The character before the cursor, or the one behind it.  false: none. */
bool textbox_delete(struct textbox *, bool before);
void textbox_move(struct textbox *, enum textbox_move, int width);

/* The lines at this width, at least one, the caller's to free; *n says how
 * many, *cursor which has the cursor. */
struct textbox_line *textbox_lines(
    size_t *n, size_t *cursor, const struct textbox *, int width);

#endif
