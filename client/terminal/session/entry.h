/*
 * entry: what is entered into one part of an item, by one change.
 *
 * Each function gives the new array of the part, a new reference, as
 * item_response_with() takes it.  ERR_INVALID: the item does not allow it,
 * nothing is given, and *why says so in sentences for the candidate.
 */
#ifndef TERMINAL_ENTRY_H
#define TERMINAL_ENTRY_H

#include "exam/limits.h"
#include "terminal/session/paper.h"

/*
 * What a line says of a part: letters of choices ("b", "a c"), for an order in
 * that order; rows with their columns ("1 b", "1 bc, 3 a"; "1 -" empties a
 * row, and rows that are not named stay); or a text.
 */
MUST_CHECK enum err entry_read(json_t **, struct buf *why, const struct item *,
    size_t part, struct slice line);

/* Chooses it, or takes it back; where one is possible, it takes the place of
 * the one before, and in an order it becomes the last. */
MUST_CHECK enum err entry_choose(json_t **, struct buf *why,
    const struct item *, size_t part, size_t choice);
/* In an order: the one at this place goes so many places on. */
MUST_CHECK enum err entry_move(json_t **, struct buf *why, const struct item *,
    size_t part, size_t place, int by);
/* Pairs them, or parts them; where a row has one column, it takes the place of
 * the one before. */
MUST_CHECK enum err entry_pair(json_t **, struct buf *why, const struct item *,
    size_t part, size_t row, size_t column);
/* An empty text takes the answer back. */
MUST_CHECK enum err entry_text(json_t **, struct buf *why, const struct item *,
    size_t part, struct slice text);

/*
 * Reads letters that stand apart: writes the positions, each once, in the order
 * they are named.  false: it is something else, or there is no such choice.
 */
bool entry_letters(
    size_t at[CHOICES_MAX], size_t *n, size_t n_choices, struct slice text);

#endif
