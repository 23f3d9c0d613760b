/*
 * exchange: one request and its reply on a connection: from bytes to a frame
 * for the hall, from what the hall answers to bytes.
 */
#ifndef NET_EXCHANGE_H
#define NET_EXCHANGE_H

#include "net/conn.h"

/*
 * More bytes of the client (or none, when the next request may be in the
 * buffer already).  The state that follows: IDLE, HEAD or BODY if a request
 * is not whole, WAITING if it went to the hall, WRITING if it was refused.
 */
enum conn_state exchange_take(struct conn *, struct slice bytes);

/* Answer without the hall; allow as in reply_put_refusal().  WRITING. */
enum conn_state exchange_refuse(struct conn *, enum refusal, const char *allow);

/* The hall's answer to the connection's request. */
void exchange_reply(struct conn *, const struct frame_reply *);

/* To an event stream.  false: more than STREAM_BACKLOG_MAX is unread. */
bool exchange_append(struct conn *, struct slice);
/* All of out is written: its memory is given back. */
void exchange_sent(struct conn *);
/* What was reserved for a body that will not come. */
void exchange_release(struct conn *);

#endif
