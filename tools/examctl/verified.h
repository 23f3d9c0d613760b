/* verified: a transcript as exam-verify(1) reads it. */
#ifndef EXAMCTL_VERIFIED_H
#define EXAMCTL_VERIFIED_H

#include "exam/buf.h"

/*
 * Appends the transcript as a page, and a line for each thing that does not
 * hold, for somebody who trusts these keys and this head (empty: none).
 */
void verified_page(struct buf *page, struct buf *findings, const char *file,
    struct slice transcript, struct slice keys, struct slice head);

#endif
