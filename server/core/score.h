/*
 * score: from responses to marks, and from marks to a result.
 *
 * Item processing runs in IEEE 754 doubles without contraction; the item's
 * SCORE is rounded half up once, to integer thousandths of a mark, and
 * bounded by nothing else than the item's own rules.  Everything after is
 * integer arithmetic:
 *
 *	section marks	= sum of its items' thousandths, not below 0
 *	section percent	= 100,000 * marks / maximum, rounded half up:
 *			  thousandths of a percent
 *	total percent	= sum(weight * section percent) / sum(weight), rounded
 *			  half up
 *	passed		= total >= total cut and every section >= its cut
 */
#ifndef CORE_SCORE_H
#define CORE_SCORE_H

#include "core/response.h"

/*
 * Marks of one item, thousandths.  Any canonical response gives a mark: an
 * item whose processing fails (step budget, type error) gives *marks = 0 and
 * ERR_INVALID, for the log and the result's remark.
 */
MUST_CHECK enum err score_item(int32_t *marks, const struct bank *,
    const struct paper *, uint16_t item, struct slice response);

struct section_score {
	int64_t marks, max_marks; /* thousandths of a mark */
	int32_t percent;	  /* thousandths of a percent */
	int32_t cut;		  /* same unit; 0: none */
	bool passed;
};

struct score {
	uint16_t n_sections;
	struct section_score sections[SECTIONS_MAX];
	int32_t percent, cut; /* total, thousandths of a percent */
	bool passed;
};

/* Section i's marks and maximum are given; fills the rest. weights > 0. */
void score_total(struct score *, const uint32_t *weights);

#endif
