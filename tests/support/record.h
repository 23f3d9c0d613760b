/*
 * record: what was asked and answered, for tests/interface, which compares all
 * of it with /openapi.json.
 *
 * A line of JSON for each exchange, into NAME.jsonl in the folder that
 * EXAMD_RECORD names; without it nothing is recorded.  What differs from an
 * earlier line in digits alone (and in the letters of hex) is left out.
 */
#ifndef SUPPORT_RECORD_H
#define SUPPORT_RECORD_H

#include "exam/routes.h"
#include "exam/slice.h"

/* What this test recorded when it ran before is forgotten.  Only the first
 * call of a process does anything. */
void record_begin(const char *name);
bool record_is_on(void);

struct exchange {
	enum port port; /* N_PORTS: whichever has the path */
	enum http_method method;
	const char *path; /* with its parameters, or with their names */
	struct slice asked;
	int status;
	const char *type; /* of the reply's body; NULL: it has none */
	struct slice given;
};

void record_exchange(const struct exchange *);
/* Server-sent events as they leave. */
void record_events(enum port, struct slice text);

#endif
