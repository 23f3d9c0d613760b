/*
 * meaning: what a candidate wants to say to an item, in the words of its bank.
 *
 * A list for each part of the item: ids of choices (of an order, in order),
 * pairs [row, column], or at most one text.  On the screen choices have other
 * numbers for each candidate; they are found there by their texts.
 */
#ifndef E2E_MEANING_H
#define E2E_MEANING_H

#include "sample.h"

enum manner {
	RIGHT,	/* by the key; where people mark, some sentences */
	PARTLY, /* the first part alone, a choice or a pair too few, two
		   choices of an order in each other's place; else wrong */
	WRONG,
	BLANK
};

/* The caller's. */
json_t *meaning_of(const struct sample_item *, enum manner);

/* The response to an item that was received so; the caller's. */
json_t *meaning_on_screen(const struct sample_item *, const json_t *received,
    const json_t *meaning);
/* The same for exam --answers, in "by_stem". */
json_t *meaning_for_program(const struct sample_item *,
    const json_t *meaning);

/* Does one part of the meaning say what the key says? */
bool meaning_is_right(const struct sample_item *, const json_t *meaning,
    size_t part);

#endif
