/*
 * request: from a request's head to what the hall is told, or to a refusal.
 *
 * What can be judged by the head alone is judged here: the route, the body's
 * size and type, the idempotency key, that there is a token where one is
 * needed, and that a page of another site did not send it.
 */
#ifndef NET_REQUEST_H
#define NET_REQUEST_H

#include "exam/frame.h"
#include "net/http.h"
#include "net/target.h"

/*
 * On REFUSED_NOT route, token, params, query and key of the frame are
 * written; they point into the head's bytes and into the target.  What is
 * about the connection and the body is left as it was.
 */
enum refusal request_read(struct frame_request *, struct target *,
    const struct http_head *, enum port, enum peer_kind);

/* "__Host-exam" or "__Host-exam-staff". */
const char *request_cookie(enum port);

#endif
