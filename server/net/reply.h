/*
 * reply: from what the hall answers, or net refuses, to bytes of HTTP/1.1.
 */
#ifndef NET_REPLY_H
#define NET_REPLY_H

#include <stdbool.h>

#include "exam/frame.h"
#include "exam/time.h"
#include "net/refusal.h"

#define REPLY_DATE_MAX 32

/* What a reply owes to its connection and its request, not to the hall. */
struct reply_manner {
	enum port port;
	bool tls;	  /* else the administration socket: no cookies */
	bool head_only;	  /* the request was HEAD */
	bool close;	  /* nothing follows on this connection */
	const char *date; /* reply_date() of now */
	struct wall now;
};

void reply_put(struct buf *, const struct frame_reply *, struct reply_manner);

/* A page's, or that it is unchanged (304): then without a body. */
struct reply_page {
	unsigned status;
	struct slice fields; /* whole lines that it has beyond a reply's own */
	const char *type;    /* NULL with 304 */
	struct slice body;
};
void reply_put_page(struct buf *, const struct reply_page *,
    struct reply_manner);

/* A problem (RFC 9457).  allow: the methods, for REFUSED_METHOD; else "". */
void reply_put_refusal(struct buf *, enum refusal, const char *allow,
    struct reply_manner);

/* Sun, 06 Nov 1994 08:49:37 GMT (RFC 9110 §5.6.7). */
void reply_date(char text[REPLY_DATE_MAX], struct wall);

#endif
