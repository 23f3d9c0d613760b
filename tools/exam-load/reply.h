/*
 * reply: one HTTP/1.1 response of examd at the start of some bytes.
 *
 * A pure function, and no more than examd sends: a Content-Length, or an event
 * stream that has no end.  Anything else is refused, because then it is not
 * examd that was measured.
 */
#ifndef EXAM_LOAD_REPLY_H
#define EXAM_LOAD_REPLY_H

#include "exam/err.h"
#include "exam/slice.h"

struct reply {
	int status;
	int retry_after; /* seconds; 0: none */
	bool stream;	 /* body is what is there already */
	bool close;	 /* the server ends the connection after it */
	struct slice body;
};

/* ERR_OK: *len bytes are the reply; slices point into them.  ERR_BUSY: more is
 * needed.  ERR_SYNTAX, ERR_TOO_BIG: not a reply of examd, or its body is larger
 * than body_max. */
MUST_CHECK enum err reply_next(
    size_t *len, struct reply *, struct slice bytes, size_t body_max);

/* The text or number after "name": in a flat JSON object, without its quotes;
 * empty if it is not there.  For the hot path: examd writes no blanks. */
struct slice reply_member(struct slice body, const char *name);

#endif
