#include "core/arena.h"

#include <stdint.h>

#include "exam/alloc.h"

#define CHUNK 4096 /* scoring one item fits into the first */

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, room;
	_Alignas(max_align_t) char bytes[];
};

static struct arena_chunk *
chunk_new(size_t room)
{
	struct arena_chunk *c =
	    (struct arena_chunk *)alloc_bytes(sizeof(*c) + room);

	c->next = NULL;
	c->used = 0;
	c->room = room;
	return c;
}

/* What is larger than a chunk gets one of its own, behind the one in use. */
static struct arena_chunk *
arena_grow(struct arena *a, size_t len)
{
	struct arena_chunk *c = chunk_new(len > CHUNK ? len : CHUNK);

	if (len > CHUNK && a->chunks != NULL) {
		c->next = a->chunks->next;
		a->chunks->next = c;
	} else {
		c->next = a->chunks;
		a->chunks = c;
	}
	return c;
}

void *
arena_take(struct arena *a, size_t n, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	struct arena_chunk *c = a->chunks;
	size_t len;
	void *p;

	if (__builtin_mul_overflow(n, size, &len) || len > SIZE_MAX / 2)
		alloc_stop();
	len = (len + align - 1) / align * align;
	if (c == NULL || c->room - c->used < len)
		c = arena_grow(a, len);
	p = c->bytes + c->used;
	c->used += len;
	return memset(p, 0, len);
}

char *
arena_text(struct arena *a, struct slice s)
{
	char *text = arena_take(a, s.len + 1, 1);

	if (s.len > 0)
		memcpy(text, s.at, s.len);
	return text;
}

struct slice
arena_slice(struct arena *a, struct slice s)
{
	return (struct slice){ arena_text(a, s), s.len };
}

void
arena_fini(struct arena *a)
{
	struct arena_chunk *next;

	for (; a->chunks != NULL; a->chunks = next) {
		next = a->chunks->next;
		free(a->chunks);
	}
}
