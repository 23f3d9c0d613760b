/* options: the command line of exam-load. */
#ifndef EXAM_LOAD_OPTIONS_H
#define EXAM_LOAD_OPTIONS_H

#include "exam-load/crowd.h"

struct options {
	struct crowd_options crowd; /* connections 0: one for each ticket */
	const char *server, *ca, *tickets;
	const char *record; /* a file for every acknowledgement, or NULL */
	bool json, anywhere, help, version;
};

/* ERR_INVALID: complaint says what is wrong, in one line. */
MUST_CHECK enum err options_parse(struct options *, struct buf *complaint,
    int argc, char *const argv[]);
void options_help(struct buf *);

#endif
