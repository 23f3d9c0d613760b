/*
 * words: times, durations and long lines as people read them.
 */
#ifndef TERMINAL_WORDS_H
#define TERMINAL_WORDS_H

#include "exam/buf.h"
#include "exam/time.h"

/* "1 hour 5 minutes", "2 minutes 30 seconds", "45 seconds": to the nearest
 * second, of which above ten minutes only whole minutes are told. */
void words_put_duration(struct buf *, int64_t ms);
/* The same, with the seconds however long: what somebody is entitled to. */
void words_put_allowance(struct buf *, int64_t ms);
/* "14:03:22", in the reader's zone. */
void words_put_clock(struct buf *, struct wall);
/* "1 answer", "2 answers" */
void words_put_count(struct buf *, size_t n, const char *one);

/* What a text has, as people count: characters, and words between blanks. */
struct text_size {
	size_t characters, words;
};
struct text_size words_count(struct slice);
/* How many columns a line takes, as words_wrap() writes it. */
int words_columns(struct slice line);

/*
 * Writes UTF-8 text in lines of at most width columns (wcwidth(3)), broken
 * between words, each ended by \n; lines after the first of a paragraph begin
 * with hang spaces.  A \n begins a new paragraph.  A word wider than the line
 * is cut.  Control characters become spaces and what is not UTF-8 becomes '?',
 * so that no text can steer the terminal.
 */
void words_wrap(struct buf *, struct slice text, int width, int hang);

#endif
