/*
 * response: what a candidate has entered for one item, in canonical bytes.
 *
 * For each interaction of the item, in order: u8 count of values, then each
 * value.  No bytes at all: nothing entered.
 *
 *	CHOICE, INLINE_CHOICE	u8 place in this candidate's order, from 0
 *	ORDER			the same, in the order the candidate gives
 *				them; not all need be there
 *	MATCH			u8 row, u8 column: each one's place, columns
 *				too counted from 0
 *	TEXT_ENTRY,		(at most one) u16 length, little-endian, and
 *	EXTENDED_TEXT		UTF-8 bytes
 *
 * The bytes are what the journal keeps and what is scored.
 */
#ifndef CORE_RESPONSE_H
#define CORE_RESPONSE_H

#include "core/paper.h"

/* Do these bytes fit the item: places that exist, none and no pair twice, not
 * more than interaction_max(), a row's and a column's pairs within theirs;
 * text within RESPONSE_MAX or EXTENDED_MAX and the interaction's max_length,
 * valid UTF-8 without control characters other than newline and tab; nothing
 * left over?  ERR_INVALID if not. */
MUST_CHECK enum err response_check(const struct item *, struct slice response);

/* Append one sentence for the candidate: why response_check() refuses. */
void response_explain(struct buf *, const struct item *, struct slice response);

/* Is every interaction without a value?  A text of nothing but blanks has
 * none. */
bool response_is_empty(const struct item *, struct slice response);

/*
 * One interaction's part of a response that has passed response_check(): the
 * values one after the other, or the text.  Begin with cursor_on(response) and
 * go through the interactions in order.
 */
struct slice response_next(struct cursor *, const struct interaction *);

/*
 * The values of the item's response variables, as processing sees them: for
 * each variable of the item its value in values[] (others keep theirs).
 * Choices, rows and columns become their identifiers; a text entry is read by
 * core/text.h and core/number.h; an extended text stays as it is, but is NULL
 * if it is blank.  The response has passed response_check(); orders as in
 * item.h, NULL: as written.  Texts point into the arena, the item or the
 * response.
 */
void response_bind(struct value *values, struct arena *, const struct item *,
    const uint8_t *orders, struct slice response);

#endif
