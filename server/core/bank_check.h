/* What bank_new() looks at, in parts.  Nobody else includes this.  Each gives
 * ERR_INVALID with the reason in *why. */
#ifndef CORE_BANK_CHECK_H
#define CORE_BANK_CHECK_H

#include "core/bank.h"

/* All but the items, and how many there are of anything. */
MUST_CHECK enum err bank_check_head(const struct bank_parts *, struct buf *why);
/* The item and what it refers to, enemies apart; *topic: its topic's index. */
MUST_CHECK enum err bank_check_item(
    uint16_t *topic, const struct bank_parts *, size_t item, struct buf *why);
/* at: the index of the item's enemy, or SIZE_MAX. */
MUST_CHECK enum err bank_check_enemy(const struct bank_parts *, size_t item,
    uint16_t enemy, size_t at, struct buf *why);
/* Each set is on trial as a whole or not at all. */
MUST_CHECK enum err bank_check_sets(const struct bank_parts *, struct buf *why);

/* By bytes, the shorter first. */
int bank_compare(struct slice, struct slice);

#endif
