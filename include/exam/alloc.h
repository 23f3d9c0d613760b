/*
 * Allocation that does not fail: limits.h bounds what may be asked for, so
 * running out of memory stops the process, in order: it says so and ends with
 * a status of its own.  Acknowledged answers are on disk, and nobody is told
 * anything more.
 */
#ifndef EXAM_ALLOC_H
#define EXAM_ALLOC_H

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXIT_MEMORY 71 /* EX_OSERR of sysexits.h */

/* The chosen stop.  Nothing on the way wants memory, or waits for whoever
 * should read the words. */
_Noreturn static inline void
alloc_stop(void)
{
	char words[] = ": out of memory: stopping\n";
	char *name = program_invocation_short_name;
	struct iovec line[] = { { name, strlen(name) },
		{ words, sizeof(words) - 1 } };

	if (poll(&(struct pollfd){ STDERR_FILENO, POLLOUT, 0 }, 1, 0) == 1)
		(void)!writev(STDERR_FILENO, line, 2);
	_exit(EXIT_MEMORY);
}

static inline void *
alloc_checked(void *p)
{
	if (p == NULL)
		alloc_stop();
	return p;
}

/* For libraries that ask for an allocator. */
static inline void *
alloc_bytes(size_t n)
{
	return alloc_checked(malloc(n > 0 ? n : 1));
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
	void *q = alloc_bytes(len);

	if (len > 0)
		memcpy(q, p, len);
	return q;
}

#endif
