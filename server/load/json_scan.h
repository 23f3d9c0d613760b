/*
 * scan: the letters of JSON (RFC 8259 §§ 2, 6, 7): spaces, strings, numbers,
 * the line they are on.  Only json.c uses it.
 *
 * The first mistake is told and ends the scan: broken is true, and everything
 * read after that is empty.
 */
#ifndef LOAD_JSON_SCAN_H
#define LOAD_JSON_SCAN_H

#include "exam/diag.h"

struct scan {
	struct slice left;
	int line;
	bool broken;
	char *texts; /* borrowed: room for the strings and numbers read, */
	size_t used; /* one byte more than the file has */
	struct diag *diag;
};

__attribute__((format(printf, 2, 3))) void scan_mistake(struct scan *,
    const char *fmt, ...);
/* The next byte, or -1. */
int scan_peek(const struct scan *);
void scan_step(struct scan *, size_t n);
void scan_space(struct scan *);
/* Tells what was expected and what is there. */
void scan_unexpected(struct scan *, const char *what);
/* Takes the byte, or tells what was expected. */
bool scan_expect(struct scan *, char, const char *what);
/* Takes the word if it is next. */
bool scan_word(struct scan *, struct slice word);
/* Unescaped, or as written; a NUL that does not count ends each. */
struct slice scan_string(struct scan *);
struct slice scan_number(struct scan *);

#endif
