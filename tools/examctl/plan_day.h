/*
 * plan_day: the parties of a day, from schedules and who is expected.
 *
 * expected is "N" for every sitting, or a list of SITTING=N and
 * SITTING=FILE, FILE being its candidates (exam-candidates(5)), with commas
 * between; what is not in it has its rooms' seats.
 */
#ifndef EXAMCTL_PLAN_DAY_H
#define EXAMCTL_PLAN_DAY_H

#include "exam/buf.h"
#include "examctl/command.h"
#include "examctl/plan_model.h"

struct plan_day {
	struct plan_party *parties; /* owned */
	size_t n;
	struct buf sittings; /* "winter (120), spring (40)" */
};

/* DONE, or MISUSED or REFUSED, which have been explained; plan_day_fini()
 * either way. */
enum outcome plan_day_read(struct plan_day *, const char *const *schedules,
    size_t n, const char *expected);
void plan_day_fini(struct plan_day *);

#endif
