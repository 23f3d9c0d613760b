/*
 * problem: a refusal that explains itself (RFC 9457).
 */
#ifndef PROTO_PROBLEM_H
#define PROTO_PROBLEM_H

#include "exam/buf.h"
#include "exam/err.h"
#include "exam/time.h"

struct problem {
	enum err err;
	const char *rule;     /* "sitting.window"; NULL: by the error */
	const char *detail;   /* a sentence with the facts, or NULL */
	struct wall earliest; /* when it would pass, or { 0 } */
	struct slice errors;  /* mistakes in a file, a line each */
};

void problem_write(struct buf *, const struct problem *, struct wall now);
/* Only the members, for an object inside another. */
void problem_write_members(struct buf *, const struct problem *);

#endif
