/* entry_parts: what entry.c and entry_pairs.c share.  Private to them. */
#ifndef TERMINAL_ENTRY_PARTS_H
#define TERMINAL_ENTRY_PARTS_H

#include "terminal/session/entry.h"

/* A blank or a comma. */
bool entry_is_gap(char);
/* The next word of those that stand apart; false: there is none. */
bool entry_word(struct slice *word, struct slice *rest);
/* Says so; ERR_INVALID. */
enum err entry_too_many(struct buf *why, int most);

/* entry_pairs.c: a line of rows and their letters. */
MUST_CHECK enum err entry_read_pairs(json_t **, struct buf *why,
    const struct item *, size_t part, struct slice line);

#endif
