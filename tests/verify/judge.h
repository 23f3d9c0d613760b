/*
 * judge: both verifiers asked about the same evidence: exam-verify's checks in
 * this process, and verify.py in one of its own that serves many questions.
 *
 * What is asked of verify.py is a line of four numbers, the lengths of the
 * file, the keys, the heads and the receipt's line, and then these bytes; it
 * answers with a line: the number of findings, a blank, and the first of them
 * or, if there is none, each save's verdict,
 * the time left after each event, and all marks.
 */
#ifndef VERIFY_JUDGE_H
#define VERIFY_JUDGE_H

#include "exam/buf.h"

struct evidence_asked {
	const char *name; /* "bundle.tar", for messages */
	struct slice file, keys, heads, line; /* but for file may be empty */
};

struct verdicts {
	size_t n; /* findings */
	struct buf words; /* the first of them; or verdicts, times and marks */
};

/* Start and end verify.py. */
void judge_open(void);
void judge_close(void);

void judge_by_c(struct verdicts *, const struct evidence_asked *);
void judge_by_python(struct verdicts *, const struct evidence_asked *);
void verdicts_fini(struct verdicts *);

#endif
