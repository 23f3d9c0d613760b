/* options: the command line of exam-load. */
#ifndef EXAM_LOAD_OPTIONS_H
#define EXAM_LOAD_OPTIONS_H

#include "exam-load/crowd.h"

struct options {
	struct crowd_options crowd; /* connections 0: one for each ticket */
	struct order numbers;	    /* of the plan of a mode */
	bool numbers_given;	    /* any of them */
	int64_t within_ms;	    /* MODE_HERD */
	const char *server, *ca, *tickets;
	const char *plan;   /* MODE_DAY: a file */
	const char *record; /* a file for every acknowledgement, or NULL */
	const char *admin;  /* the administration socket, or NULL */
	const char *staff, *sitting, *user; /* dashboards, or NULL */
	bool json, anywhere, help, version;
};

/* ERR_INVALID: complaint says what is wrong, in one line. */
MUST_CHECK enum err options_parse(struct options *, struct buf *complaint,
    int argc, char *const argv[]);
void options_help(struct buf *);

#endif
