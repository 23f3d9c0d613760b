/*
 * sse: a parser of server-sent events (WHATWG HTML, "Server-sent events",
 * section "Parsing an event stream"), for any split of the bytes.
 *
 * Comments and the fields id and retry are passed over.  An event with no data
 * is none.
 */
#ifndef WIRE_SSE_H
#define WIRE_SSE_H

#include "exam/buf.h"
#include "exam/err.h"

struct sse_event {
	struct slice name; /* "message" if the server gave none */
	struct slice data;
};

struct sse {
	struct buf in;	/* bytes not yet read as lines */
	size_t at;	/* so much of in is done with */
	struct buf name, data;
	bool told;	/* name and data were handed out: begin anew */
};

void sse_fini(struct sse *);
void sse_feed(struct sse *, struct slice bytes);
/*
 * The next whole event; its slices live until the next call of any of these.
 * ERR_BUSY: there is none yet.  ERR_TOO_BIG: an event beyond SSE_EVENT_MAX.
 */
MUST_CHECK enum err sse_next(struct sse *, struct sse_event *);

#endif
