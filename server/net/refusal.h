/*
 * refusal: every answer that net gives without asking the hall.
 *
 * X(name, HTTP status, error, after, rule, detail)
 *	after	CLOSE: the bytes that follow cannot be trusted or will not be
 *		read; KEEP: the connection goes on
 */
#ifndef NET_REFUSAL_H
#define NET_REFUSAL_H

#include <stdbool.h>
#include <stdint.h>

#include "exam/err.h"

#define REFUSALS(X)                                                            \
	X(NOT, 200, OK, KEEP, "", "")                                          \
	X(LINE, 400, SYNTAX, CLOSE, "http.request-line",                       \
	    "The request line is malformed.")                                  \
	X(TARGET, 400, SYNTAX, CLOSE, "http.target",                           \
	    "The request target must be a clean absolute path.")               \
	X(LONG_TARGET, 414, TOO_BIG, CLOSE, "http.target",                     \
	    "The request line is longer than allowed.")                        \
	X(UNKNOWN_METHOD, 501, METHOD, CLOSE, "http.method",                   \
	    "Only GET, HEAD, POST, PUT and DELETE are spoken here.")           \
	X(VERSION, 505, SYNTAX, CLOSE, "http.version",                         \
	    "Only HTTP/1.1 is spoken here.")                                   \
	X(FIELD, 400, SYNTAX, CLOSE, "http.field",                             \
	    "A header field is malformed.")                                    \
	X(TWICE, 400, SYNTAX, CLOSE, "http.field",                             \
	    "A header field that may be there once is there twice.")           \
	X(FRAMING, 400, SYNTAX, CLOSE, "http.framing",                         \
	    "Transfer-Encoding, Expect and Upgrade are not taken, nor a "      \
	    "Connection that takes a field away.")                             \
	X(LENGTH, 400, SYNTAX, CLOSE, "http.framing",                          \
	    "Content-Length must be one decimal number.")                      \
	X(HOST, 400, SYNTAX, CLOSE, "http.host",                               \
	    "A request needs one valid Host.")                                 \
	X(BIG_HEAD, 431, TOO_BIG, CLOSE, "http.head",                          \
	    "The request head is larger than allowed.")                        \
	X(PATH, 404, UNKNOWN, KEEP, "http.path", "Nothing has this path.")     \
	X(METHOD, 405, METHOD, KEEP, "http.method",                            \
	    "This path does not take the method.")                             \
	X(BIG_BODY, 413, TOO_BIG, CLOSE, "http.body",                          \
	    "The body is larger than this request allows.")                    \
	X(MEDIA, 415, INVALID, KEEP, "http.content-type",                      \
	    "The body has a type that is not taken here.")                     \
	X(KEY, 400, SYNTAX, KEEP, "http.idempotency-key",                      \
	    "The request needs an Idempotency-Key: 1 to 64 of A-Z a-z 0-9 "    \
	    "- and _.")                                                        \
	X(SESSION, 401, NO_SESSION, KEEP, "session.token",                     \
	    "The request carries no session token.")                           \
	X(ORIGIN, 403, FORBIDDEN, KEEP, "http.origin",                         \
	    "The request comes from another site's page.")                     \
	X(SLOW, 408, SYNTAX, CLOSE, "http.time",                               \
	    "The request did not arrive in time.")                             \
	X(CROWDED, 503, BUSY, CLOSE, "server.load",                            \
	    "Too many bodies are arriving at once.")                           \
	X(STALLED, 503, BUSY, CLOSE, "server.load",                            \
	    "The server did not answer in time.")                              \
	X(AWAY, 503, BUSY, KEEP, "server.restart",                             \
	    "The server is restarting; what it acknowledged is safe.")

enum refusal {
#define X(name, status, err, after, rule, detail) REFUSED_##name,
	REFUSALS(X)
#undef X
	    N_REFUSALS
};

struct refusal_facts {
	uint16_t status;
	enum err err;
	bool closes;
	const char *rule, *detail;
};

extern const struct refusal_facts refusal_facts[N_REFUSALS];

#endif
