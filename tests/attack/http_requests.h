/*
 * http_requests: one table of requests, right and wrong, and what has to be
 * read in them.  Each says what its bytes are; reads is in the words of
 * stream_tell_all(): the requests in order, and how the stream ends.
 */
#ifndef ATTACK_HTTP_REQUESTS_H
#define ATTACK_HTTP_REQUESTS_H

#include "exam/slice.h"

struct request_case {
	const char *name;
	struct slice bytes;
	const char *reads;
};

struct request_cases {
	const struct request_case *at;
	size_t n;
};

/* In the order of a request, then several of them. */
extern const struct request_cases requests_line, requests_target,
    requests_host, requests_field, requests_length, requests_framing,
    requests_stream;

/* NULL: there are no more. */
const struct request_case *request_case(size_t);

/* For the tables. */
#define CASE(name, bytes, reads)                                               \
	{ name, { bytes, sizeof(bytes) - 1 }, reads }
#define CASES(list) { list, sizeof(list) / sizeof((list)[0]) }
#define H "Host: a\r\n"
#define E "\r\n"
#define G "GET / HTTP/1.1\r\n" H  /* a good one, but for its end */
#define P "POST /a HTTP/1.1\r\n" H /* and one that may have a body */

#endif
