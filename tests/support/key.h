/*
 * key: the lines of tests/e2e/keys, whose README.md has their grammar.
 *
 * Slices point into the file's text.  A line that is none fails the test.
 */
#ifndef SUPPORT_KEY_H
#define SUPPORT_KEY_H

#include <stdint.h>

#include "exam/slice.h"

struct key_line {
	struct slice item, response, marks;
};

/* The next line of what is left; false: there is none. */
bool key_next(struct key_line *, struct slice *left);

/* Cuts off what stands before the next separator; false: nothing is left. */
bool key_cut(struct slice *part, struct slice *left, const char *separator);

/* "0.5": 500 thousandths; "0.5 ; 1": their sum. */
int32_t key_marks(struct slice);

#endif
