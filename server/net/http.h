/*
 * http: the head of a request, parsed strictly; RFC 9112 with everything left
 * out that two parsers could read differently.
 *
 * A pure function over all bytes there are so far.  It judges line by line
 * from the first byte on, so that its verdict does not depend on how the
 * bytes were cut; once it has refused or is done, more bytes change nothing.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "exam/routes.h"
#include "exam/slice.h"
#include "net/refusal.h"

/* X(name, lower-case name, ONCE, MANY or NEVER) */
#define HTTP_FIELDS(X)                                                         \
	X(HOST, "host", ONCE)                                                  \
	X(CONTENT_LENGTH, "content-length", ONCE)                              \
	X(CONTENT_TYPE, "content-type", ONCE)                                  \
	X(AUTHORIZATION, "authorization", ONCE)                                \
	X(COOKIE, "cookie", ONCE)                                              \
	X(IDEMPOTENCY_KEY, "idempotency-key", ONCE)                            \
	X(ORIGIN, "origin", ONCE)                                              \
	X(SEC_FETCH_SITE, "sec-fetch-site", ONCE)                              \
	X(IF_NONE_MATCH, "if-none-match", MANY)                                \
	X(ACCEPT_ENCODING, "accept-encoding", MANY)                            \
	X(CONNECTION, "connection", ONCE)                                      \
	X(TRANSFER_ENCODING, "transfer-encoding", NEVER)                       \
	X(EXPECT, "expect", NEVER)                                             \
	X(UPGRADE, "upgrade", NEVER)

enum http_field {
#define X(name, text, times) FIELD_##name,
	HTTP_FIELDS(X)
#undef X
	    N_HTTP_FIELDS
};

struct http_head {
	size_t len;	    /* with the empty line that ends it */
	enum http_method method;
	struct slice path;  /* as sent: '/' and whole percent triplets */
	struct slice query; /* as sent, without '?' */
	struct slice fields[N_HTTP_FIELDS]; /* trimmed; not sent: at is NULL */
	uint64_t body_len;  /* what is too large to count is UINT64_MAX */
	bool close;	    /* Connection: close */
};

enum http_verdict {
	HTTP_MORE,   /* so far so good; *head and *why are untouched */
	HTTP_WHOLE,  /* *head is written and points into the bytes */
	HTTP_REFUSED /* *why is written */
};

enum http_verdict http_read_head(struct http_head *head, enum refusal *why,
    struct slice bytes);

/* Compare without regard to the case of ASCII letters. */
bool http_word_is(struct slice, const char *lower);
/* The next part of a list, trimmed of blanks; the list shrinks.  false: none
 * is left. */
bool http_list_next(struct slice *part, struct slice *list, char between);
/* -1: not a hex digit. */
int http_hex(char);

#endif
