/*
 * stream: server-sent events of examd, on a connection of its own.
 *
 * It connects by itself, and again with growing, jittered pauses when the
 * connection ends or has been silent for STREAM_SILENCE_MS (the server says
 * something every 15 s).  Drive it as a wire: poll stream_fd() for
 * stream_events() until stream_deadline(), then call stream_advance() until it
 * returns STREAM_NOTHING.
 */
#ifndef WIRE_STREAM_H
#define WIRE_STREAM_H

#include "wire/sse.h"
#include "wire/wire.h"

enum stream_news {
	STREAM_NOTHING, /* poll again */
	STREAM_UP,	/* the server accepted; its first event is to come */
	STREAM_EVENT,	/* *event; its slices live until the next advance */
	STREAM_DOWN,	/* lost; told once, it tries again by itself */
	STREAM_REFUSED, /* stream_reply() says why; it has stopped */
};

struct stream;

/* path and token are copied.  first_ms: wait at most so long, at random,
 * before the first connection, so that a room does not arrive at once. */
struct stream *stream_new(struct wire_server *, const char *path,
    const char *token, int64_t first_ms);
void stream_free(struct stream *);

enum stream_news stream_advance(struct stream *, struct sse_event *);
int stream_fd(const struct stream *); /* -1: nothing but the deadline */
short stream_events(const struct stream *);
struct mono stream_deadline(const struct stream *);
/* After STREAM_REFUSED: what the server said.  Stays the stream's. */
const struct wire_reply *stream_reply(const struct stream *);
bool stream_is_up(const struct stream *);

#endif
