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

/* One of n_choices at a gap; one mark for the key. */
void items_inline(struct item *, struct arena *, const char *ident,
    const char *topic, uint16_t n_choices, unsigned key);
/* One mark for all in the order of the key. */
void items_order(struct item *, struct arena *, const char *ident,
    const char *topic, uint16_t n_choices, const char *key);
/* Rows are a, b, …, columns the letters after them; each pair of the key gives
 * its part of one mark. */
void items_match(struct item *, struct arena *, const char *ident,
    const char *topic, uint16_t n_rows, uint16_t n_columns, uint16_t row_max,
    const char *key);
/* One mark by hand, of two criteria. */
void items_extended(struct item *, struct arena *, const char *ident,
    const char *topic, uint16_t max_length);

/* A bank "b" of version "1"; takes over the arena.  Stops the test if it is
 * refused. */
struct bank *items_bank(struct arena *, struct item *, size_t n_items,
    const char *const *topics, size_t n_topics);

/* The same of parts that have items, stimuli and images. */
struct bank *items_bank_of(struct arena *, struct bank_parts *,
    const char *const *topics, size_t n_topics);
/* Four pixels wide and three high; ident is borrowed. */
struct image items_image(const char *ident);

/* n seeds that differ. */
void items_seed(uint8_t seed[SEED_LEN], uint64_t n);

#endif
