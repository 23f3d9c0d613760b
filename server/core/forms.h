/*
 * forms: parallel forms of a paper, and who gets which.
 */
#ifndef CORE_FORMS_H
#define CORE_FORMS_H

#include "core/select.h"

/*
 * Draw n forms, one after the other, those items first that the forms before
 * have least.  ERR_FULL: none were found that keep to the exposure limit;
 * that cannot be if paper_check() passed.
 */
MUST_CHECK enum err forms_draw(struct selection *, struct pool *, uint16_t n,
    const uint8_t seed[SEED_LEN]);

/* Do two of the seats, from 0, see each other's screens?  Both ways alike. */
typedef bool forms_neighbours(const void *ctx, uint32_t a, uint32_t b);

/* Seats that are to be given forms. */
struct forms_room {
	uint32_t n_seats; /* at most FORMS_SEATS_MAX are kept apart */
	forms_neighbours *neighbours;
	const void *ctx;
};

/*
 * Give each seat one of n forms, from 1.  The forms are given evenly: no two
 * counts differ by more than one.  Within that, as few neighbours as a bounded
 * search finds have the same one: none on a line from 2 forms on, none in
 * rows of desks from 5 on, and none wherever an even sharing without such a
 * pair exists among 8 seats or fewer (by test).  Returns the pairs that do.
 */
uint32_t forms_assign(uint16_t *forms, const struct forms_room *, uint16_t n,
    const uint8_t seed[SEED_LEN]);

/*
 * A form, from 1, for one more seat among those that have theirs (0: not yet):
 * one that the fewest neighbours have, of these the least used.
 */
uint16_t forms_add(const uint16_t *forms, const struct forms_room *, uint16_t n,
    uint32_t seat);

#endif
