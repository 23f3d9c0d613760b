/*
 * answer: the body of a save, and of its acknowledgement; the hot path.
 */
#ifndef PROTO_ANSWER_H
#define PROTO_ANSWER_H

#include "core/attempt.h"
#include "core/response.h"
#include "exam/err.h"
#include "exam/time.h"

struct answer_request {
	uint32_t seq;
	struct wall entered_at; /* { 0 }: not said */
	struct buf response;	/* canonical (core/response.h); the caller
				   frees it */
};

/*
 * Read a body for this item; what is read has passed response_check().
 * ERR_SYNTAX or ERR_INVALID with words in detail (256 bytes).
 */
MUST_CHECK enum err answer_read(struct answer_request *, struct slice body,
    const struct item *, char detail[256]);

/* Canonical bytes as the "response" value of the interface:
 * [[2],["text"],[[1,3]]]. */
void answer_write_response(struct buf *, const struct item *,
    struct slice response);
/* The rest of an element of "items", behind what the candidate is shown: their
 * response, and whether it is flagged and saved.  Closes the element. */
void answer_write_state(
    struct buf *, const struct item *, const struct answer *);

#endif
