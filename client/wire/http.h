/*
 * http: the head of an HTTP/1.1 response (RFC 9112), read strictly.
 *
 * examd sends one Content-Length, or an event stream that ends with its
 * connection, and nothing else; so nothing else is understood.
 */
#ifndef WIRE_HTTP_H
#define WIRE_HTTP_H

#include "exam/err.h"
#include "exam/slice.h"

struct http_head {
	int status;	/* 200 to 599 */
	bool close;	/* the server ends the connection after this */
	bool event_stream;
	bool json;	/* application/json or application/problem+json */
	bool endless;	/* no length: an event stream */
	size_t length;	/* of the body */
	int retry_after; /* seconds; 0: not said */
};

/*
 * Reads the head at the start of these bytes.  ERR_OK: *len is its length.
 * ERR_BUSY: it is not all there.  ERR_SYNTAX: it is no response of examd;
 * above all not with two lengths, none, a coding, a folded line or a bare LF.
 * ERR_TOO_BIG: over HTTP_HEAD_MAX, or a body over WIRE_BODY_MAX.
 */
MUST_CHECK enum err http_read_head(struct http_head *, size_t *len,
    struct slice bytes);

#endif
