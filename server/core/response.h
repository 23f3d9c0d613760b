/*
 * response: what a candidate has entered for one item, in canonical bytes.
 *
 * For each interaction of the item, in order: u8 count of values, then each
 * value: a choice as u8 (0-based place in this candidate's order), a text
 * entry as u16 length and UTF-8 bytes.  No bytes at all: nothing entered.
 * The bytes are what the journal keeps and what is scored.
 */
#ifndef CORE_RESPONSE_H
#define CORE_RESPONSE_H

#include "core/paper.h"

/* Do these bytes fit the item: places that exist, none twice, not more than
 * max_choices, text within RESPONSE_MAX, valid UTF-8 without control
 * characters other than newline and tab, nothing left over?  ERR_INVALID if
 * not. */
MUST_CHECK enum err response_check(const struct item *, struct slice response);

/* Is every interaction without a value? */
bool response_is_empty(const struct item *, struct slice response);

#endif
