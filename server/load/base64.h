/* base64: RFC 4648 section 4, strictly: padded, no blanks, no line breaks. */
#ifndef LOAD_BASE64_H
#define LOAD_BASE64_H

#include "core/arena.h"
#include "exam/buf.h"
#include "exam/err.h"

/* The bytes, from the arena.  ERR_INVALID: *why says what and where, in one
 * line without its end. */
MUST_CHECK enum err base64_read(
    struct slice *, struct arena *, struct slice text, struct buf *why);

#endif
