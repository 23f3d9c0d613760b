/*
 * http_stream: what examd reads in a stream of bytes, one request after the
 * other, without asking what its routes would do with them.
 */
#ifndef ATTACK_HTTP_STREAM_H
#define ATTACK_HTTP_STREAM_H

#include "exam/buf.h"
#include "net/http.h"

struct stream_request {
	struct http_head head;
	struct slice whole, body; /* whole: head and body as they came */
	enum refusal why;	  /* of what was refused */
};

/*
 * HTTP_WHOLE: a request was taken off the rest; if its head says close, none
 * follows.  HTTP_MORE, HTTP_REFUSED: the rest is as it was.
 */
enum http_verdict stream_next(struct stream_request *, struct slice *rest);

/*
 * In words, "GET /, PUT /a [hello], 400 http.field" or "GET /, ...": requests
 * with target and body as sent, then what refused the next, or that the bytes
 * end within one.
 */
void stream_tell_all(struct buf *, struct slice bytes);

/*
 * One request so that two that mean the same are told the same, RFC 3986 §6.2:
 * the path is decoded (stream_next() refuses what could be mistaken then), and
 * beside query and body there is each field that examd looks at.
 */
void stream_tell_meaning(struct buf *, const struct stream_request *);

/* CR, LF and what cannot be seen are told as in C. */
void stream_tell_bytes(struct buf *, struct slice);

#endif
