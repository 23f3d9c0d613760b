/*
 * write: JSON out, straight into a buf.  Members come in the order of the
 * calls; commas look after themselves.  name NULL: an element of an array.
 */
#ifndef PROTO_WRITE_H
#define PROTO_WRITE_H

#include "exam/buf.h"
#include "exam/time.h"

void json_open(struct buf *, const char *name);	      /* { */
void json_close(struct buf *);			      /* } */
void json_open_array(struct buf *, const char *name); /* [ */
void json_close_array(struct buf *);		      /* ] */
void json_text(struct buf *, const char *name, struct slice);
void json_word(struct buf *, const char *name, const char *); /* NULL: null */
void json_int(struct buf *, const char *name, int64_t);
void json_bool(struct buf *, const char *name, bool);
void json_null(struct buf *, const char *name);
void json_time(struct buf *, const char *name, struct wall);
/* A whole number of thousandths as a decimal: 81250 is 81.25. */
void json_thousandths(struct buf *, const char *name, int64_t);
/* Bytes that are JSON already. */
void json_raw(struct buf *, const char *name, struct slice);
/* Quotes and escapes (RFC 8259 § 7); the bytes must be UTF-8. */
void json_quote(struct buf *, struct slice);

#endif
