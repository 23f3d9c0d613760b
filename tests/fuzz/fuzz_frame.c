/*
 * Any bytes as frames.  What is decoded encodes to the bytes it came from.
 */
#include <stdint.h>
#include <stdlib.h>

#include "exam/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err
again_request(struct buf *b, struct slice rest)
{
	struct frame_request r;
	enum err e = frame_get_request(&r, rest);

	if (e == ERR_OK)
		frame_put_request(b, &r);
	return e;
}

static enum err
again_reply(struct buf *b, struct slice rest)
{
	struct frame_reply r;
	enum err e = frame_get_reply(&r, rest);

	if (e == ERR_OK)
		frame_put_reply(b, &r);
	return e;
}

static enum err
again_push(struct buf *b, struct slice rest)
{
	struct frame_push p;
	enum err e = frame_get_push(&p, rest);

	if (e == ERR_OK)
		frame_put_push(b, &p);
	return e;
}

static enum err
again_number(struct buf *b, enum frame_kind kind, struct slice rest)
{
	uint64_t n;
	enum err e = kind == FRAME_GONE ? frame_get_gone(&n, rest)
					: frame_get_drop(&n, rest);

	if (e == ERR_OK && kind == FRAME_GONE)
		frame_put_gone(b, n);
	else if (e == ERR_OK)
		frame_put_drop(b, n);
	return e;
}

static enum err
again(struct buf *b, enum frame_kind kind, struct slice rest)
{
	switch (kind) {
	case FRAME_REQUEST:
		return again_request(b, rest);
	case FRAME_REPLY:
		return again_reply(b, rest);
	case FRAME_PUSH:
		return again_push(b, rest);
	case FRAME_GONE:
	case FRAME_DROP:
		return again_number(b, kind, rest);
	}
	return ERR_SYNTAX;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = { (const char *)data, size }, rest;
	struct buf b = { 0 };
	enum frame_kind kind;
	size_t len;

	while (frame_next(&len, &kind, &rest, bytes) == ERR_OK) {
		buf_clear(&b);
		if (again(&b, kind, rest) == ERR_OK &&
		    !slice_equal(buf_slice(&b),
			(struct slice){ bytes.at, len }))
			abort();
		bytes.at += len;
		bytes.len -= len;
	}
	buf_fini(&b);
	return 0;
}
