/*
 * tally: what a candidate's answers are worth, counted apart from the server:
 * from the key's marks, the bank's rules for part of them, and the programme's
 * weights and cuts.  Marks and percentages are in thousandths.
 */
#ifndef E2E_TALLY_H
#define E2E_TALLY_H

#include "exam/limits.h"
#include "meaning.h"

struct tally_section {
	int64_t marks, max;
	int32_t percent;
	bool passed;
	size_t last; /* number of its last item in the paper */
};

struct tally {
	size_t n_items, n_trial, n_sections;
	struct tally_section sections[SECTIONS_MAX];
	int32_t percent;
	bool passed;
};

/* Marks for one item, without what people give. */
int32_t tally_marks(const struct sample_item *, const json_t *meaning);

void tally_begin_section(struct tally *);
/* The next item of the paper, in the section that was begun last. */
void tally_add(struct tally *, const struct sample_item *,
    const json_t *meaning);
/* What people gave for an item of the paper. */
void tally_add_hand(struct tally *, size_t item, int32_t marks);

/* Percentages and cuts of a programme's route. */
void tally_settle(struct tally *, const json_t *route);
/* The server's result is this; whose it is, for the message. */
void tally_assert(const struct tally *, const json_t *result,
    const char *whose);

#endif
