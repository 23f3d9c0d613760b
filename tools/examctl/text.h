/*
 * text: words on a terminal, measured in columns (wcwidth(3) in the reader's
 * locale).  What came from a server or a file is cleaned before it is shown: a
 * control character becomes '?', so that no name can move the cursor.
 */
#ifndef EXAMCTL_TEXT_H
#define EXAMCTL_TEXT_H

#include <stddef.h>

#include "exam/buf.h"

/* Columns that the text takes, once it is cleaned. */
size_t text_width(const char *);
/* Append it cleaned; newlines become blanks. */
void text_put(struct buf *, const char *);
/* Append it cleaned and filled with blanks to so many columns; a longer one is
 * cut, and ends with an ellipsis. */
void text_pad(struct buf *, const char *, size_t columns, bool to_the_right);
/*
 * Append it in lines of at most `width` columns, broken at blanks; a newline in
 * it is kept.  The first line goes on where the buffer stands, which is column
 * `indent`; the others are indented by so many.  Ends with a newline.
 */
void text_wrap(struct buf *, const char *, size_t indent, size_t width);
/* "item" or "items": which goes with so many. */
const char *text_plural(double n, const char *one, const char *many);
/* Appends a segment of a URI's path or a value of its query, percent-encoded
 * (RFC 3986 section 2). */
void text_encode(struct buf *, const char *);

#endif
