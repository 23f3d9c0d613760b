/*
 * say: what examctl prints.
 *
 * Results go to standard output, complaints to standard error.  Colour is
 * used only on a terminal and never without NO_COLOR's leave.
 */
#ifndef EXAMCTL_SAY_H
#define EXAMCTL_SAY_H

#include "exam/buf.h"
#include "exam/time.h"
#include "examctl/table.h"

#define SAY_TIME_MAX 48

bool say_has_colour(void);
bool say_is_terminal(void);
/* Columns of the terminal; 0 if standard output is none. */
size_t say_width(void);
/* Its lines; 0 as above. */
size_t say_height(void);

__attribute__((format(printf, 1, 2))) void say(const char *fmt, ...);
__attribute__((format(printf, 1, 2))) void complain(const char *fmt, ...);
/* Prints the buffer and empties it. */
void say_buf(struct buf *);
/* Prints the table, or the words if it has no row, and frees it. */
void say_table(struct table *, const char *if_empty);

/* RFC 3339 as the reader's clock shows it, "2026-11-22 09:00 CET"; "-" if it
 * is no time. */
void time_words(char text[SAY_TIME_MAX], const char *rfc3339);
/* The same with seconds, "2026-11-22 09:00:12 CET". */
void time_exact(char text[SAY_TIME_MAX], const char *rfc3339);
/* "09:00:12" */
void time_of_day(char text[SAY_TIME_MAX], const char *rfc3339);
/* "12:34", "1:02:34" */
void duration_words(char text[SAY_TIME_MAX], int64_t ms);

#endif
