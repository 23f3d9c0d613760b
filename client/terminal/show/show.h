/*
 * show: items, lists and results as plain lines.  Lines are unbroken; whoever
 * prints them wraps them (words_wrap()).
 */
#ifndef TERMINAL_SHOW_H
#define TERMINAL_SHOW_H

#include "exam/buf.h"
#include "terminal/session/attempt.h"
#include "terminal/session/paper.h"

/* The item, its choices and what is entered. */
void show_item(struct buf *, const struct item *, const struct attempt *);
/* "b", "a, c", "a text" or "nothing entered". */
void show_response(struct buf *, const struct item *);
/* Every item of the paper: answered, flagged, not seen. */
void show_list(struct buf *, const struct paper *);
/* What is open in this section: unanswered, flagged.  unsaved: how many
 * changes the server has not acknowledged. */
void show_review(struct buf *, const struct paper *, size_t unsaved);
/* The exam, its sections and where the candidate stands. */
void show_overview(struct buf *, const struct attempt *);
/* What must happen before the exam may be opened. */
void show_waiting(struct buf *, const struct attempt *);
void show_result(struct buf *, const json_t *result);
/* How it ended, and the receipt. */
void show_end(struct buf *, const struct attempt *);

#endif
