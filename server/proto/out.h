/*
 * out: JSON out, straight into a buf.  Members come in the order of the
 * calls; commas look after themselves.  name NULL: an element of an array.
 */
#ifndef PROTO_OUT_H
#define PROTO_OUT_H

#include "exam/buf.h"
#include "exam/time.h"

void out_open(struct buf *, const char *name);	      /* { */
void out_close(struct buf *);			      /* } */
void out_open_array(struct buf *, const char *name); /* [ */
void out_close_array(struct buf *);		      /* ] */
void out_text(struct buf *, const char *name, struct slice);
void out_word(struct buf *, const char *name, const char *); /* NULL: null */
void out_int(struct buf *, const char *name, int64_t);
void out_bool(struct buf *, const char *name, bool);
void out_null(struct buf *, const char *name);
void out_time(struct buf *, const char *name, struct wall);
/* A whole number of thousandths as a decimal: 81250 is 81.25. */
void out_thousandths(struct buf *, const char *name, int64_t);
/* Bytes that are JSON already. */
void out_raw(struct buf *, const char *name, struct slice);
/* Quotes and escapes (RFC 8259 § 7); the bytes must be UTF-8. */
void out_quote(struct buf *, struct slice);

#endif
