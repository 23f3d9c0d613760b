/*
 * order: in which order a candidate sees the choices of an item; item.h says
 * what an order is.
 */
#ifndef CORE_ORDER_H
#define CORE_ORDER_H

#include "core/item.h"
#include "core/rng.h"

/*
 * Choices that are not fixed change places among themselves, those of a MATCH
 * rows first and columns after them, if the interaction is to be shuffled:
 * with RNG_CHOICE_ORDER, place being the item's in the paper, from 0.  Writes
 * item_orders_len() bytes and returns the end of them.
 */
uint8_t *order_choices(uint8_t *orders, const struct item *,
    const uint8_t seed[SEED_LEN], uint16_t place);

#endif
