/*
 * memory: what this computer remembers of a candidate between two runs of the
 * program, in a file (state_file.h) for each server and candidate: the session
 * token, by which the server knows the device again, and which messages were
 * read.
 *
 * Losing it loses nothing of the exam; so a file that cannot be read or written
 * is as good as none, and that is nobody's trouble.
 */
#ifndef TERMINAL_MEMORY_H
#define TERMINAL_MEMORY_H

#include <stdbool.h>

#include "exam/buf.h"

/* { 0 } remembers nothing. */
struct memory {
	struct buf path; /* of the file, with its NUL; empty: in no file */
	char *directory; /* … and where it is */
	char *token;	 /* NULL: none */
	bool no_token;	 /* … in the file */
	int64_t attempt; /* whose messages … */
	int64_t read;	 /* … up to this number were read */
	bool kept;	 /* the file says the same */
};

/* Instead of what was remembered before.  directory, server and candidate are
 * copied. */
void memory_recall(struct memory *, const char *directory, const char *server,
    const char *candidate);
void memory_fini(struct memory *);

/* Each also in the file.  NULL: it is of no use any more; copied. */
void memory_set_token(struct memory *, const char *token);
/* The exam is over, and who comes back to it need not be known; or it is not
 * over after all. */
void memory_set_over(struct memory *, bool over);
/* Another attempt than before: nothing of it was read yet. */
void memory_set_attempt(struct memory *, int64_t attempt);
void memory_set_read(struct memory *, int64_t message);

#endif
