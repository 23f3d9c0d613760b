/* steps: what step.c and step_after.c say to each other. */
#ifndef EXAM_LOAD_STEPS_H
#define EXAM_LOAD_STEPS_H

#include "exam-load/candidate.h"
#include "exam/routes.h"

void step_put_get(struct buf *, const struct candidate *, enum route);
void step_put_result(struct buf *, struct candidate *);

enum step step_take_end(struct candidate *, struct slice body);
enum step step_take_result(struct candidate *, struct slice body);
enum step step_take_check(struct candidate *, struct slice body);

#endif
