/*
 * buf: bytes that grow.  { 0 } is an empty one; buf_fini() frees it.
 * The put functions write little-endian numbers, the get functions of struct
 * cursor read them back and never past the end: after a short or wrong input
 * cursor.bad is true and everything read is zero or empty.
 */
#ifndef EXAM_BUF_H
#define EXAM_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "exam/alloc.h"
#include "exam/slice.h"

struct buf {
	char *at;
	size_t len, room;
};

static inline void
buf_fini(struct buf *b)
{
	free(b->at);
	*b = (struct buf){ 0 };
}

static inline void
buf_clear(struct buf *b)
{
	b->len = 0;
}

static inline struct slice
buf_slice(const struct buf *b)
{
	return (struct slice){ b->at, b->len };
}

/* Room for n more bytes; returns where they go.  len is the caller's to add. */
static inline char *
buf_reserve(struct buf *b, size_t n)
{
	if (b->room - b->len < n) {
		size_t room = b->room > 0 ? b->room : 128;

		while (room - b->len < n)
			room *= 2;
		b->at = (char *)alloc_resize(b->at, room, 1);
		b->room = room;
	}
	return b->at + b->len;
}

static inline void
buf_put(struct buf *b, const void *p, size_t n)
{
	if (n > 0) {
		memcpy(buf_reserve(b, n), p, n);
		b->len += n;
	}
}

static inline void
buf_put_slice(struct buf *b, struct slice s)
{
	buf_put(b, s.at, s.len);
}

static inline void
buf_put_text(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

static inline void
buf_put_number(struct buf *b, uint64_t v, int bytes)
{
	char *p = buf_reserve(b, (size_t)bytes);
	int i;

	for (i = 0; i < bytes; i++)
		p[i] = (char)(v >> (8 * i));
	b->len += (size_t)bytes;
}

static inline void
buf_put_u8(struct buf *b, uint8_t v)
{
	buf_put_number(b, v, 1);
}

static inline void
buf_put_u16(struct buf *b, uint16_t v)
{
	buf_put_number(b, v, 2);
}

static inline void
buf_put_u32(struct buf *b, uint32_t v)
{
	buf_put_number(b, v, 4);
}

static inline void
buf_put_u64(struct buf *b, uint64_t v)
{
	buf_put_number(b, v, 8);
}

static inline void
buf_put_i64(struct buf *b, int64_t v)
{
	buf_put_number(b, (uint64_t)v, 8);
}

/* A u32 length, then the bytes. */
static inline void
buf_put_blob(struct buf *b, struct slice s)
{
	buf_put_u32(b, (uint32_t)s.len);
	buf_put_slice(b, s);
}

__attribute__((format(printf, 2, 0))) static inline void
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(b->at == NULL ? NULL : b->at + b->len, b->room - b->len,
	    fmt, ap);
	if (n >= 0 && (size_t)n >= b->room - b->len) {
		buf_reserve(b, (size_t)n + 1);
		n = vsnprintf(b->at + b->len, b->room - b->len, fmt, again);
	}
	va_end(again);
	if (n > 0)
		b->len += (size_t)n;
}

__attribute__((format(printf, 2, 3))) static inline void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

/* Drop the first n bytes. */
static inline void
buf_drop(struct buf *b, size_t n)
{
	b->len -= n;
	if (b->len > 0)
		memmove(b->at, b->at + n, b->len);
}

struct cursor {
	const char *at;
	size_t left;
	bool bad;
};

static inline struct cursor
cursor_on(struct slice s)
{
	return (struct cursor){ s.at, s.len, false };
}

static inline struct slice
cursor_take(struct cursor *c, size_t n)
{
	struct slice s = { c->at, n };

	if (c->bad || n > c->left) {
		c->bad = true;
		return SLICE_NONE;
	}
	if (n > 0)
		c->at += n;
	c->left -= n;
	return s;
}

static inline uint64_t
cursor_number(struct cursor *c, int bytes)
{
	struct slice s = cursor_take(c, (size_t)bytes);
	uint64_t v = 0;
	int i;

	for (i = 0; i < (int)s.len; i++)
		v |= (uint64_t)(uint8_t)s.at[i] << (8 * i);
	return v;
}

static inline uint8_t
cursor_u8(struct cursor *c)
{
	return (uint8_t)cursor_number(c, 1);
}

static inline uint16_t
cursor_u16(struct cursor *c)
{
	return (uint16_t)cursor_number(c, 2);
}

static inline uint32_t
cursor_u32(struct cursor *c)
{
	return (uint32_t)cursor_number(c, 4);
}

static inline uint64_t
cursor_u64(struct cursor *c)
{
	return cursor_number(c, 8);
}

static inline int64_t
cursor_i64(struct cursor *c)
{
	return (int64_t)cursor_number(c, 8);
}

static inline struct slice
cursor_blob(struct cursor *c)
{
	return cursor_take(c, cursor_u32(c));
}

/* All read, nothing short, nothing left over. */
static inline bool
cursor_done(const struct cursor *c)
{
	return !c->bad && c->left == 0;
}

#endif
