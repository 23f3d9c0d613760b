/*
 * What a loader tells about a text, against what it should tell.
 */
#ifndef TOLD_H
#define TOLD_H

#include "test.h"

#include <stdio.h>

#include "exam/diag.h"
#include "exam/err.h"

/* Loads, frees what it has loaded, and says how it went. */
typedef enum err told_load(struct slice, struct diag *);

/* The text is refused with exactly these lines; "f" is the file. */
static inline void
assert_told(told_load *load, const char *text, const char *lines)
{
	struct diag diag = { .path = "f" };
	enum err err = load(slice_of(text), &diag);

	buf_put_u8(&diag.text, '\0');
	assert_string_equal(diag.text.at, lines);
	assert_int_equal(err, *lines == '\0' ? ERR_OK : ERR_INVALID);
	diag_fini(&diag);
}

/* A whole file of the source tree. */
static inline struct buf
told_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b = { 0 };
	size_t n;

	assert_non_null(f);
	while ((n = fread(buf_reserve(&b, 4096), 1, 4096, f)) > 0)
		b.len += n;
	fclose(f);
	return b;
}

#endif
