/* plan: what `examctl plan` has found out, and how it is told. */
#ifndef EXAMCTL_PLAN_H
#define EXAMCTL_PLAN_H

#include <jansson.h>

#include "examctl/plan_day.h"
#include "examctl/plan_model.h"

/* A plan, made. */
struct plan_made {
	struct plan_day day;
	struct plan_demand demand;
	struct plan_figures figures;
	struct plan_machine machine;
	struct plan_row rows[N_PLAN_ROWS];
};

/* plan_say.c: the table and what gives first; the same as an object; the same
 * as lines for a statement. */
void plan_say(const struct plan_made *);
json_t *plan_json(const struct plan_made *);
void plan_put_lines(struct buf *, const struct plan_made *);

/*
 * plan_rehearse.c: hold it, as far as it can be held in so many seconds, on a
 * scratch server under this directory, and have a statement of it signed:
 * by the server that the call names, if one answers, else by the scratch
 * server.  *carried: what was seen is as the plan says.  The statement goes to
 * --to or to standard output.
 */
enum outcome plan_rehearse(bool *carried, struct call *,
    const struct plan_made *, const char *under, unsigned seconds);

#endif
