/*
 * practice: an exam from a bank file, without a server.
 *
 * It answers the requests of a candidate's session as the server's
 * proto/README.md says.  There is no clock and no proctor, the rules say that
 * it is practice, and the result has, besides the marks of each section,
 *
 *	"items":[{"item":ITEM,"key":response|null,"marks":1,"max_marks":2,
 *	"pretest":false,"rubric":[{"text","marks"}],"rationale":"…"}]
 *
 * max_marks is what can be given without a person; what a person would look for
 * is in rubric.  A pretest item does not count.
 */
#ifndef PRACTICE_PRACTICE_H
#define PRACTICE_PRACTICE_H

#include "exam/diag.h"
#include "exam/err.h"
#include "wire/wire.h"

struct practice;

struct practice_options {
	const char *bank;      /* a file, exam-bank(5) */
	const char *programme; /* exam-programme(5); NULL: one section */
	unsigned items;	       /* without a programme: so many; 0: all */
	uint64_t seed;	       /* the same draws the same paper */
};

/* ERR_INVALID: the diag has every mistake, with its file. */
MUST_CHECK enum err practice_new(
    struct practice **, struct diag *, const struct practice_options *);
void practice_free(struct practice *);

/* Replies at once; the caller owns the reply. */
void practice_ask(
    struct practice *, struct wire_reply *, const struct wire_request *);

#endif
