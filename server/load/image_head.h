/*
 * image_head: what a picture's file says of itself.  The parts of the file are
 * walked, so that one that is cut short is found; pixels are not decoded.
 */
#ifndef LOAD_IMAGE_HEAD_H
#define LOAD_IMAGE_HEAD_H

#include "core/bank.h"

extern const char *const image_types[N_IMAGE_TYPES + 1]; /* ends with NULL */

/* Of image->bytes, declared as image->type: width and height.  ERR_INVALID:
 * *why says what is wrong, in one line without its end. */
MUST_CHECK enum err image_read_head(struct image *, struct buf *why);

#endif
