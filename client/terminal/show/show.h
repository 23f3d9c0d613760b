/*
 * show: items, lists and results as plain lines.  Lines are unbroken, except
 * those of tables, which are drawn to the width given; whoever prints them
 * wraps them (words_wrap()).
 */
#ifndef TERMINAL_SHOW_H
#define TERMINAL_SHOW_H

#include "exam/buf.h"
#include "terminal/session/attempt.h"
#include "terminal/session/paper.h"

/* show_item.c: the item without what it is about, its choices and what is
 * entered, for somebody who types lines. */
void show_item(
    struct buf *, const struct item *, const struct attempt *, int width);
/* "Item 3, 3 of 20 in section 1, 2 marks, flagged"; attempt NULL: the rest. */
void show_heading(struct buf *, const struct item *, const struct attempt *);
/* The stem, with what is entered in its gaps. */
void show_stem(struct buf *, const struct item *);
/* What to do with a part: "Choose all that apply" */
void show_task(struct buf *, const struct item *, size_t part);
/* "b", "a, c", "1 b, 2 a" or "nothing entered", and what is still asked for;
 * a long text by its size. */
void show_response(struct buf *, const struct item *);
void show_entered(struct buf *, const struct item *, size_t part);
/* "gap 2" or "part 2" */
void show_part_name(struct buf *, const struct item *, size_t part);
/* "123 words, 1 to 300 asked for, 800 of 8000 characters" */
void show_size(struct buf *, const struct interaction *, struct slice text);

/* show_example.c: a line that could answer a part: "a b", "5 1 b, 2 a",
 * "type 3". */
void show_example(struct buf *, const struct item *, size_t part);

/* exhibit.c */
void show_exhibits(struct buf *, const struct exhibits *, int width);
void show_stimulus(struct buf *, const struct stimulus *, int width);
/* The long description of an image, or what is known of it. */
void show_description(struct buf *, const struct exhibit *);

/* Every item of the paper: answered, flagged, not seen. */
void show_list(struct buf *, const struct paper *);
/* What is open in this section: unanswered, flagged.  unsaved: how many
 * changes the server has not acknowledged. */
void show_review(struct buf *, const struct paper *, size_t unsaved);
/* The exam, its sections and where the candidate stands. */
void show_overview(struct buf *, const struct attempt *);
/* What must happen before the exam may be opened; ms from now: until it
 * opens. */
void show_waiting(struct buf *, const struct attempt *, int64_t until_ms);
/* How it ended, and the receipt. */
void show_end(struct buf *, const struct attempt *);

/* show_result.c: marks; after practice also each item, its key and what its
 * author says. */
void show_result(struct buf *, const json_t *result, int width);

#endif
