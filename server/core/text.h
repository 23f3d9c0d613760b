/*
 * text: how a text entry is read and compared.
 *
 * A response is read with the blanks at both ends dropped and every run of
 * blanks inside made one space (space, tab, newline, U+00A0 and U+202F are
 * blanks); nothing but blanks is NULL.  Without regard to case, letters are
 * compared by simple case folding (Unicode CaseFolding.txt, C and S) of the
 * Latin, Greek and Cyrillic letters below U+0530; all else, accents included,
 * is compared as it stands.  Nothing here depends on a locale.
 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "exam/buf.h"

/*
 * The next character; *text goes on behind it.  false at the end or at bytes
 * that are not UTF-8 (RFC 3629: no surrogates, no overlong forms); *text is
 * then where it was.
 */
bool text_next(uint32_t *character, struct slice *text);
/* Characters in valid UTF-8, or SIZE_MAX: it is not, or has control
 * characters other than newline and tab. */
size_t text_length(struct slice);

/* Words: runs of characters between Unicode's white space (PropList.txt). */
size_t text_words(struct slice);

/* The text as it is compared; points into the arena unless unchanged. */
struct slice text_squeeze(struct arena *, struct slice);
bool text_is_blank(struct slice);

uint32_t text_fold(uint32_t character);
bool text_equal(struct slice, struct slice, bool case_sensitive);
/* Does it stand somewhere in the whole? */
bool text_within(struct slice part, struct slice whole, bool case_sensitive);

/* Of what may have been meant by a mistyped word: may the other be it, and is
 * it nearer (Levenshtein) than *best?  Then *best is its distance.  SIZE_MAX to
 * begin with; what is longer than IDENT_MAX is nothing's. */
bool text_may_mean(size_t *best, struct slice word, struct slice other);

/* An identifier: 1 to IDENT_MAX of [A-Za-z0-9._-]. */
bool ident_is_valid(struct slice);

/* Append it so that a page shows it as it is, in a quoted attribute too: without
 * the characters that HTML reads itself. */
void text_put_html(struct buf *, struct slice text);

#endif
