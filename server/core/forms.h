/*
 * forms: parallel forms of a paper, and who gets which.
 */
#ifndef CORE_FORMS_H
#define CORE_FORMS_H

#include "core/desk.h"
#include "core/select.h"

/*
 * Draw n forms, one after the other, those items first that the forms before
 * have least.  ERR_FULL: none were found that keep to the exposure limit;
 * that cannot be if paper_check() passed.
 */
MUST_CHECK enum err forms_draw(struct selection *, struct pool *, uint16_t n,
    const uint8_t seed[SEED_LEN]);

/*
 * Give each seat one of n forms, from 1.  The forms are given evenly: no two
 * counts differ by more than one.  Within that, as few neighbours as a bounded
 * search finds have the same one, in a room of any size: none on a line from 2
 * forms on, none in rows of desks from 5 on, and none wherever an even sharing
 * without such a pair exists among 8 seats or fewer (by test).  Returns the
 * pairs that do.  It takes some 50 ns a seat, and 1 to 3 ms more where pairs
 * stay.
 */
uint32_t forms_assign(uint16_t *forms, const struct desk_room *, uint16_t n,
    const uint8_t seed[SEED_LEN]);

/*
 * A form, from 1, for one more seat among those that have theirs (0: not yet):
 * one that the fewest neighbours have, of these the least used.
 */
uint16_t forms_add(
    const uint16_t *forms, const struct desk_room *, uint16_t n, uint32_t seat);

#endif
