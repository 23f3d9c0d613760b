/* report: what a run showed, as a table for people or as JSON. */
#ifndef EXAM_LOAD_REPORT_H
#define EXAM_LOAD_REPORT_H

#include <jansson.h>

#include "exam-load/crowd.h"

/* Where percentiles are told, in millionths; name: for machines. */
struct report_point {
	const char *text, *name;
	uint32_t per_million;
};
#define REPORT_POINTS 4
extern const struct report_point report_points[REPORT_POINTS];
extern const char *const report_modes[N_MODES];

struct machine {
	char processor[80], kernel[80];
	long cores;
	double load; /* of the last minute */
};

void report_machine(struct machine *);
/* Is there something to tell of this phase? */
bool report_tells(const struct stretch *);

void report_table(struct buf *, const struct crowd *);
/* The caller's to json_decref(). */
json_t *report_json(const struct crowd *);
/* Every acknowledgement as CSV: candidate, item, seq, event, response. */
void report_record(struct buf *, const struct crowd *);

/* Was every promise kept: nothing lost, altered, unchecked, out of place or
 * without an explanation? */
bool report_is_clean(const struct crowd *);
/* Was the generator fast enough for the latencies that are told? */
bool report_claims_hold(const struct crowd *);

#endif
