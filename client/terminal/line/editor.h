/*
 * editor: the line that the candidate is typing.
 *
 * On a terminal libedit edits it, key by key, so that a text can be saved while
 * it is typed; elsewhere whole lines are read.  Whoever prints hides the line
 * first and shows it again afterwards; what was typed comes back.  Nothing but
 * the line under the cursor is ever redrawn.
 */
#ifndef TERMINAL_EDITOR_H
#define TERMINAL_EDITOR_H

#include <stdbool.h>

#include "exam/slice.h"

enum editor_event {
	EDITOR_NOTHING,
	EDITOR_KEY,  /* the text changed, editor_text() */
	EDITOR_LINE, /* Enter was pressed; the next key begins a new line */
	EDITOR_END,  /* the input has ended */
};

struct editor;

/* Standard input and output. */
struct editor *editor_new(void);
/* Leaves the terminal as it was. */
void editor_free(struct editor *);

bool editor_is_terminal(const struct editor *);
int editor_width(const struct editor *); /* columns */

/* Copied; seen when the line is shown next. */
void editor_set_prompt(struct editor *, const char *prompt);
/* What the next line begins with, to be changed. */
void editor_fill(struct editor *, const char *text);
void editor_show(struct editor *);
void editor_hide(struct editor *);

/* Reads what poll(2) found.  On a terminal one key, else one line. */
enum editor_event editor_read(struct editor *);
/* Is a whole line there already, without waiting for more input? */
bool editor_has_line(const struct editor *);
/* The line without its end; lives until the next call. */
struct slice editor_text(const struct editor *);

#endif
