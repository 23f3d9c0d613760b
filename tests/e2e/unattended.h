/*
 * unattended: the candidate's own program, exam --answers --json, sitting the
 * exam by itself.
 */
#ifndef E2E_UNATTENDED_H
#define E2E_UNATTENDED_H

#include "centre.h"

struct unattended {
	pid_t pid;
	int out; /* its standard output, in memory */
};

/* answers: the file's text.  It says what it does on the log of the test. */
void unattended_start(struct unattended *, const struct centre *, size_t n,
    const char *answers);
/* Waits for its end, with this exit status; its summary is the caller's. */
json_t *unattended_end(struct unattended *, int status);

#endif
