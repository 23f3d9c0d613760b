/*
 * arena: memory that is freed all at once.  { 0 } is an empty one; whoever
 * holds the struct owns what was taken from it.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <stddef.h>

#include "exam/slice.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks;
};

/* Zeroed, aligned for anything.  Never NULL. */
void *arena_take(struct arena *, size_t n, size_t size);
/* Copies; the text is ended by a NUL. */
struct slice arena_slice(struct arena *, struct slice);
char *arena_text(struct arena *, struct slice);
void arena_fini(struct arena *);

#endif
