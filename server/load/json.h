/*
 * json: a strict reader (RFC 8259) that knows the line of every value.
 *
 * A file that people write needs mistakes told by line, which jansson cannot
 * do; hence this reader.  It refuses what parsers disagree about: a string that
 * is not UTF-8 or holds U+0000, a number that is no finite double.  A member
 * that stands twice is a mistake in the diag, but the document is read on.  A
 * byte order mark at the start is skipped.
 *
 * A document owns all its values and copies their text; json_free() frees it.
 */
#ifndef LOAD_JSON_H
#define LOAD_JSON_H

#include "exam/diag.h"
#include "exam/err.h"

enum json_kind {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json {
	enum json_kind kind;
	int line;	   /* where it begins, from 1 */
	struct slice text; /* a string's, unescaped; a number's, as written;
			      ended by a NUL that len does not count */
	struct slice name; /* of the member it is in; a list's elements have the
			      list's */
	size_t n;	   /* elements or members */
	const struct json *first, *next;
};

struct json_document;

/*
 * ERR_INVALID: it is not JSON or is beyond a limit (JSON_DEPTH_MAX,
 * JSON_NODES_MAX, JSON_MEMBERS_MAX, BODY_UPLOAD_MAX); the diag says where.
 */
MUST_CHECK enum err json_read(struct json_document **, struct slice text,
    struct diag *);
void json_free(struct json_document *);
const struct json *json_root(const struct json_document *);

/* The member, or NULL: it is absent or this is no object. */
const struct json *json_member(const struct json *, const char *name);
/* "an object", "a number", … for messages. */
const char *json_kind_text(enum json_kind);

/* Append a string with its quotes, escaped. */
void json_put_string(struct buf *, struct slice);
/* Append what comes before it as it is, then the text as a string. */
void json_put_text(struct buf *, const char *before, const char *text);

#endif
