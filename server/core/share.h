/*
 * share: forms given to the people of a room; for forms.c alone.
 *
 *	share_deal()	line by line, in a pattern that keeps lines apart
 *	share_even()	no two forms differ by more than one
 *	share_apart()	neighbours who have the same one swap with others
 */
#ifndef CORE_SHARE_H
#define CORE_SHARE_H

#include "core/desk.h"
#include "core/rng.h"
#include "exam/limits.h"

struct share {
	const struct desk_room *room;
	const struct desk *desks;
	uint16_t n_forms;
	uint16_t *forms; /* of each seat, from 0 */
	uint32_t counts[FORMS_MAX];
	struct rng *rng;
};

/* Lines are the rows, or else the columns. */
void share_deal(struct share *, bool columns);
/* Without a new pair where that can be. */
void share_even(struct share *);
/* Counts stay as they are; steps bound the time. */
void share_apart(struct share *);
/* Neighbours of the seat that have the form. */
uint32_t share_near(const struct share *, uint32_t seat, uint16_t form);
/* Pairs of neighbours who have the same one. */
uint32_t share_pairs(const struct share *);

#endif
