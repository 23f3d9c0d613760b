/* report: what a run showed, as a table for people or as JSON. */
#ifndef EXAM_LOAD_REPORT_H
#define EXAM_LOAD_REPORT_H

#include <jansson.h>

#include "exam-load/crowd.h"

void report_table(struct buf *, const struct crowd *);
/* The caller's to json_decref(). */
json_t *report_json(const struct crowd *);
/* Every acknowledgement as CSV: candidate, item, seq, event, response. */
void report_record(struct buf *, const struct crowd *);

/* Was every promise kept: nothing lost, altered, unchecked or out of place? */
bool report_is_clean(const struct crowd *);

#endif
