/* The parts of paper_check(), for paper_check*.c alone. */
#ifndef CORE_PAPER_CHECK_H
#define CORE_PAPER_CHECK_H

#include "core/pool.h"

struct check {
	struct buf *text;
	size_t n_lines;
	const struct blueprint *blueprint;
	struct pool *pool;
	uint16_t *order; /* the bank's */
	uint32_t papers;
};

/* One more line. */
__attribute__((format(printf, 2, 3))) void check_tell(
    struct check *, const char *fmt, ...);
/* "3 hard items of topic dns", as a rule or limit asks; is or are. */
void check_put_which(
    struct buf *, const struct blueprint_rule *, unsigned n_items);
const char *check_are(unsigned n);

/* paper_check_names.c: topics, tags and fixed items that the bank does not
 * have: mistyped, most often. */
void check_names(struct check *);

/* Each limit alone, with the rules. */
void check_limits(struct check *);
/* All limits, sets and enemies together. */
void check_together(struct check *);
void check_exposure(struct check *);

#endif
