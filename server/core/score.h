/*
 * score: from responses to marks, and from marks to a result.
 *
 * Item processing runs in IEEE 754 doubles without contraction; the item's
 * SCORE is rounded half up once, to integer thousandths of a mark, and
 * bounded by nothing else than the item's own rules.  Rounded is the decimal
 * number of 15 digits that the double stands for, number_clean(): 1.0005 and
 * 1.5 - 0.4995 are 1001 thousandths, -0.0005 is 0, -1.0005 is -1000.
 * Everything after is integer arithmetic:
 *
 *	section marks	= sum of its items' thousandths, not below 0
 *	section percent	= 100,000 * marks / maximum, rounded half up, at most
 *			  100,000: thousandths of a percent
 *	total percent	= sum(weight * section percent) / sum(weight), rounded
 *			  half up
 *	passed		= total >= total cut and every section >= its cut
 *
 * A section that can give nothing, of texts that nobody marks, has no part in
 * it.
 */
#ifndef CORE_SCORE_H
#define CORE_SCORE_H

#include "core/response.h"

/*
 * Marks of one item, thousandths.  Any canonical response gives a mark: an
 * item whose processing fails (step budget, a mark beyond 32 bits) gives
 * *marks = 0 and ERR_INVALID, for the log and the result's remark; so does a
 * response that response_check() refuses.
 */
MUST_CHECK enum err score_item(int32_t *marks, const struct bank *,
    const struct paper *, uint16_t item, struct slice response);

/* The same without a paper, choices as written: for previews and loaders. */
MUST_CHECK enum err score_as_written(int32_t *marks, const struct item *,
    struct slice response);

/* Marks of the key: every response variable holds its correct value.  Of a
 * sound item max_marks less item_hand_marks(). */
MUST_CHECK enum err score_key(int32_t *marks, const struct item *);

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

/* As bytes, and back: u16 sections, each i64 marks, i64 maximum, u32 percent,
 * u32 cut, u8 passed; then u32 percent, u32 cut, u8 passed; little-endian.
 * ERR_SYNTAX: the cursor is bad, or they cannot be. */
void score_encode(const struct score *, struct buf *);
MUST_CHECK enum err score_decode(struct score *, struct cursor *);

/* Given: sections, each one's marks, maximum and cut, and the total cut.
 * Raises negative marks to 0 and fills the rest.  Weights > 0; marks and
 * maximum are sums of at most PAPER_ITEMS_MAX items. */
void score_total(struct score *, const uint32_t *weights);

#endif
