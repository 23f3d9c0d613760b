/*
 * response: what a candidate has entered for one item, in canonical bytes.
 *
 * For each interaction of the item, in order: u8 count of values, then each
 * value: a choice as u8 (0-based place in this candidate's order), a text
 * entry (at most one) as u16 length, little-endian, and UTF-8 bytes.  No bytes
 * at all: nothing entered.
 * The bytes are what the journal keeps and what is scored.
 */
#ifndef CORE_RESPONSE_H
#define CORE_RESPONSE_H

#include "core/paper.h"

/* Do these bytes fit the item: places that exist, none twice, not more than
 * max_choices, text within RESPONSE_MAX and the interaction's max_length, valid
 * UTF-8 without control characters other than newline and tab, nothing left
 * over?  ERR_INVALID if not. */
MUST_CHECK enum err response_check(const struct item *, struct slice response);

/* Is every interaction without a value?  A text of nothing but blanks is one. */
bool response_is_empty(const struct item *, struct slice response);

/*
 * One interaction's part of a response that has passed response_check(): the
 * places chosen, or the text.  Begin with cursor_on(response) and go through
 * the interactions in order.
 */
struct slice response_next(struct cursor *, const struct interaction *);

/*
 * The values of the item's response variables, as processing sees them: for
 * each variable of the item its value in values[] (others keep theirs).
 * Choices become their identifiers; text is read by core/text.h and
 * core/number.h.  The response has passed response_check(); orders as in
 * item_view().  Texts point into the arena, the item or the response.
 */
void response_bind(struct value *values, struct arena *, const struct item *,
    const uint8_t *orders, struct slice response);

#endif
