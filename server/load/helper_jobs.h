/*
 * What a helper does with a file that somebody uploaded (control.h,
 * HELPER_JOBS).  Input is the file's name as the user gave it, a NUL, and its
 * bytes.  Each returns the helper's exit status: 0, and the output is
 *	bank		bank_encode()
 *	programme	one line: load_programme() reads it
 *	schedule	one line: load_schedule() reads it
 *	candidates	a line for each: load_candidate_read() reads it
 * or 1, and it is text: the mistakes, a line each.
 *
 * Schedules are read with the system's tzdata, which the sandbox must allow.
 */
#ifndef LOAD_HELPER_JOBS_H
#define LOAD_HELPER_JOBS_H

#include "exam/buf.h"

int load_job_bank(struct buf *output, struct slice input);
int load_job_programme(struct buf *output, struct slice input);
int load_job_schedule(struct buf *output, struct slice input);
int load_job_candidates(struct buf *output, struct slice input);

/* Do sittings fit their bank and programme?  The input is load_fit_put()'s; 0
 * and nothing: they do.  2: the input is damaged. */
int load_job_fit(struct buf *output, struct slice input);

#endif
