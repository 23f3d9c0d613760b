/*
 * items: questions and banks for tests.  Everything lives in the arena.
 */
#ifndef SUPPORT_ITEMS_H
#define SUPPORT_ITEMS_H

#include "core/bank.h"
#include "core/paper.h"

/* One mark for the key (choices are a, b, c, …), all or nothing. */
void items_single(struct item *, struct arena *, const char *ident,
    const char *topic, enum difficulty, uint16_t n_choices, unsigned key);
/* Each choice gives mapped[i] marks; not below 0; key is the correct value. */
void items_multiple(struct item *, struct arena *, const char *ident,
    const char *topic, uint16_t n_choices, const double *mapped,
    const char *key);
/* Marks for each accepted text, without regard to case. */
void items_text(struct item *, struct arena *, const char *ident,
    const char *topic, const char *accepted, const double *mapped);
/* One mark for the number with the tolerance on both sides. */
void items_number(struct item *, struct arena *, const char *ident,
    const char *topic, double correct, double tolerance);

/* A bank "b" of version "1"; takes over the arena.  Stops the test if it is
 * refused. */
struct bank *items_bank(struct arena *, struct item *, size_t n_items,
    const char *const *topics, size_t n_topics);

/* n seeds that differ. */
void items_seed(uint8_t seed[SEED_LEN], uint64_t n);

#endif
