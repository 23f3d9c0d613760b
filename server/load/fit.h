/*
 * fit: do sittings fit a programme and a bank?  To see whether a route's
 * papers can be drawn takes milliseconds, so it is done once for many sittings.
 */
#ifndef LOAD_FIT_H
#define LOAD_FIT_H

#include "load/sitting.h"

struct fit;

/* Owned by the caller; programme and bank are borrowed while it lives. */
struct fit *load_fit_new(const struct programme *, const struct bank *);
void load_fit_free(struct fit *);

/* As load_check_sitting(). */
MUST_CHECK enum err load_fit_check(struct fit *, const struct sitting *,
    const uint32_t papers[N_ROUTE_NAMES], struct diag *);

/* A question for load_job_fit() (helper_jobs.h): one sitting, with so many
 * candidates on each route. */
void load_fit_put_sitting(struct buf *questions, const struct sitting *,
    const uint32_t papers[N_ROUTE_NAMES]);
/* Its whole input. */
void load_fit_put(struct buf *input, const struct programme *,
    const struct bank *, struct slice questions);

#endif
