/*
 * words: text as lines of words, the way configuration files are written.
 *
 *	keyword value "a value with blanks"	# and a comment
 *
 * Inside quotes \" and \\ are a quote and a backslash.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stdbool.h>

#include "exam/diag.h"
#include "exam/slice.h"

/* One line; { .text = ... } is before the first. */
struct words {
	struct slice text; /* what is still to be read, borrowed */
	int line;
	char *list[CONFIG_WORDS_MAX];
	size_t n;
	char *copy; /* what list points into */
};

/* On to the next line that has words; false: there is none, and w is freed.
 * Lines that cannot be read are told in *d and passed over. */
bool words_next(struct words *w, struct diag *d);

#endif
