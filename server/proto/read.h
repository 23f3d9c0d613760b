/*
 * read: JSON in, checked once at the edge.
 *
 *	body_open(&b, bytes, names)	an object with no member but these
 *	body_text(&b, "words", …)	each getter checks kind and bounds
 *	body_close(&b)			ERR_OK, or why not: b.detail
 *
 * After a mistake the getters give empty values and the first mistake stays,
 * so that a reader asks for everything and looks once.  Slices live until
 * body_close().
 */
#ifndef PROTO_READ_H
#define PROTO_READ_H

#include "exam/err.h"
#include "exam/slice.h"
#include "exam/time.h"

struct json_t; /* jansson's */

struct body {
	struct json_t *root;
	enum err err;
	char detail[256];
};

/* Once, before the first body: the JSON library knows no difference between
 * no memory and no JSON, so without memory the process stops, as by alloc.h. */
void body_begin(void);
/* names: NULL-terminated.  Empty bytes are {}. */
void body_open(struct body *, struct slice bytes, const char *const *names);
/* Frees; ERR_SYNTAX (not JSON, not an object) or ERR_INVALID (a member). */
MUST_CHECK enum err body_close(struct body *);
void body_fail(struct body *, enum err, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

bool body_has(const struct body *, const char *name); /* there and not null */
/* Required; min to max bytes, no control characters but \n and \t. */
struct slice body_text(struct body *, const char *name, size_t min,
    size_t max);
/* The same, or SLICE_NONE where it is missing or null. */
struct slice body_text_if(struct body *, const char *name, size_t min,
    size_t max);
int64_t body_int(struct body *, const char *name, int64_t min, int64_t max);
int64_t body_int_if(struct body *, const char *name, int64_t min, int64_t max,
    int64_t otherwise);
/* A list of at most max texts, required; returns how many. */
size_t body_texts(struct body *, const char *name, struct slice *list,
    size_t max);
/* An object of marks by criterion.  First which there are … */
void body_marks_open(
    struct body *, const char *name, const struct slice *criteria, size_t n);
/* … then each, 0 to max thousandths, with at most three decimals. */
int64_t body_marks(struct body *, const char *name, struct slice member,
    int64_t max);
bool body_bool(struct body *, const char *name);
/* { 0 } where it is missing or null. */
struct wall body_time_if(struct body *, const char *name);

#endif
