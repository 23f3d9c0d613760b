/*
 * Frames: what a net process and the hall say to each other over their
 * socketpair (SOCK_STREAM, both ends non-blocking with buffers of their own).
 *
 * A frame is: u32 length of what follows, u8 kind, then the fields of the
 * structs below in order, little-endian, byte strings with a u32 length
 * before them.  Each decoder takes exactly one frame's bytes and refuses
 * (ERR_SYNTAX) what is short, long, out of range or has bytes left over; the
 * slices it gives back point into those bytes.
 *
 * The hall knows by the descriptor, from the parent, which port a net serves;
 * nothing in a frame can claim another.
 */
#ifndef EXAM_FRAME_H
#define EXAM_FRAME_H

#include "exam/buf.h"
#include "exam/err.h"
#include "exam/routes.h"
#include "exam/time.h"

#define TOKEN_LEN 32 /* 256 random bits */
#define TOPICS_MAX 4 /* an event stream listens to at most so many */

enum frame_kind {
	/* net to hall */
	FRAME_REQUEST = 1,
	FRAME_GONE = 2, /* an event stream's connection has ended */
	/* hall to net */
	FRAME_REPLY = 3,
	FRAME_PUSH = 4, /* to every stream that listens to the topic */
	FRAME_DROP = 5, /* end every stream that listens to the topic */
};

enum peer_kind { PEER_TCP = 0, PEER_LOCAL = 1 /* admin socket */ };

struct frame_request {
	uint64_t conn; /* net's name for the connection: generation, slot */
	enum route route;
	enum peer_kind peer;
	uint32_t uid;		/* PEER_LOCAL: from SO_PEERCRED */
	uint8_t address[16];	/* PEER_TCP: IPv6 or v4-mapped */
	int64_t arrived;	/* CLOCK_BOOTTIME ms when the last byte came */
	bool has_token;
	uint8_t token[TOKEN_LEN];
	struct slice params[ROUTE_PARAMS_MAX]; /* decoded; unused: empty */
	struct slice query;	/* raw, without '?' */
	struct slice key;	/* Idempotency-Key, may be empty */
	struct slice body;
};

enum body_type {
	BODY_NONE,
	BODY_JSON,
	BODY_PROBLEM, /* application/problem+json */
	BODY_CSV,
	BODY_TEXT,
	BODY_PNG,
	BODY_JPEG,
	BODY_OCTETS, /* bytes that mean nothing to us */
	N_BODY_TYPES
};

enum {
	REPLY_SET_TOKEN = 1,	/* Set-Cookie with .token */
	REPLY_CLEAR_TOKEN = 2,	/* Set-Cookie that ends it */
	REPLY_STREAM = 4,	/* begin an event stream on .topics; the body,
				   if any, is its first bytes */
	REPLY_NO_SUCH_FLAGS = 8
};

struct frame_reply {
	uint64_t conn;
	uint16_t status;
	enum body_type type;
	uint8_t flags;
	uint16_t retry_after; /* seconds, 0: no header */
	uint8_t token[TOKEN_LEN];
	uint8_t n_topics;
	uint64_t topics[TOPICS_MAX];
	struct slice body;
};

struct frame_push {
	uint64_t topic;
	struct slice text; /* whole SSE events: "event: x\ndata: y\n\n" */
};

void frame_put_request(struct buf *, const struct frame_request *);
void frame_put_gone(struct buf *, uint64_t conn);
void frame_put_reply(struct buf *, const struct frame_reply *);
void frame_put_push(struct buf *, const struct frame_push *);
void frame_put_drop(struct buf *, uint64_t topic);

/*
 * Is a whole frame at the start of these bytes?  ERR_OK: *len is its whole
 * length, *kind its kind and *rest what the decoders take.  ERR_BUSY: not
 * yet.  ERR_TOO_BIG or ERR_SYNTAX: the other side is broken; hang up.
 */
MUST_CHECK enum err frame_next(size_t *len, enum frame_kind *kind,
    struct slice *rest, struct slice bytes);

MUST_CHECK enum err frame_get_request(struct frame_request *, struct slice);
MUST_CHECK enum err frame_get_gone(uint64_t *conn, struct slice);
MUST_CHECK enum err frame_get_reply(struct frame_reply *, struct slice);
MUST_CHECK enum err frame_get_push(struct frame_push *, struct slice);
MUST_CHECK enum err frame_get_drop(uint64_t *topic, struct slice);

#endif
