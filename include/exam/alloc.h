/*
 * Allocation that does not fail: limits.h bounds what may be asked for, so
 * running out of memory stops the process.  Acknowledged answers are on disk.
 */
#ifndef EXAM_ALLOC_H
#define EXAM_ALLOC_H

#include <stdlib.h>
#include <string.h>

static inline void *
alloc_checked(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

static inline void *
alloc_zero(size_t n, size_t size)
{
	return alloc_checked(calloc(n > 0 ? n : 1, size > 0 ? size : 1));
}

/* Resize to n elements; overflow counts as out of memory. */
static inline void *
alloc_resize(void *p, size_t n, size_t size)
{
	return alloc_checked(reallocarray(p, n > 0 ? n : 1, size > 0 ? size : 1));
}

static inline char *
alloc_text(const char *s)
{
	return alloc_checked(strdup(s));
}

static inline void *
alloc_copy(const void *p, size_t len)
{
	void *q = alloc_checked(malloc(len > 0 ? len : 1));

	if (len > 0)
		memcpy(q, p, len);
	return q;
}

#endif
