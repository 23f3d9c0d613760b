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
/* Which items a rule or limit is about. */
void check_put_which(struct buf *, const struct blueprint_rule *);

/* Each limit alone, with the rules. */
void check_limits(struct check *);
/* All limits, sets and enemies together. */
void check_together(struct check *);
void check_exposure(struct check *);

#endif
