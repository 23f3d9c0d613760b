/*
 * trial: a day of a few minutes on a scratch server, played by exam-load, and
 * what was seen of it.
 *
 * All sign in, one after the other over so many seconds; all enter at once;
 * all write for as long; all answer in the last two seconds and are closed and
 * scored.  Then the server is killed and started again.
 */
#ifndef EXAMCTL_TRIAL_H
#define EXAMCTL_TRIAL_H

#include <jansson.h>

#include "examctl/plan_model.h"
#include "examctl/scratch.h"

#define TRIAL_ITEMS 60 /* of its exam */

struct trial {
	unsigned candidates, seconds;
	bool flat_out; /* they write as fast as they are acknowledged, not as
			  people do */
};

struct trial_seen {
	json_t *report; /* of exam-load; owned */
	struct plan_figures figures;
	double events;
	double restart_ms; /* with all those events */
};

/* DONE, or what went wrong has been explained; trial_fini() either way.  The
 * scratch server runs on. */
enum outcome trial_hold(
    struct trial_seen *, struct scratch *, const struct trial *);
void trial_fini(struct trial_seen *);

/* The phase of the report, or NULL. */
const json_t *trial_phase(const struct trial_seen *, const char *name);
/* Microseconds below which so much of what it did stayed, "p99" or "max". */
double trial_took(
    const struct trial_seen *, const char *phase, const char *point);

#endif
