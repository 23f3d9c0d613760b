/* code: bytes as text: base64 (RFC 4648 section 4) and Crockford's base 32. */
#ifndef PROOF_CODE_H
#define PROOF_CODE_H

#include "exam/buf.h"
#include "exam/err.h"

void code_put_base64(struct buf *, struct slice);
/* Appends the bytes.  Strict: padded, no blanks, no bits that belong to no
 * byte, so that no other text means the same.  ERR_SYNTAX. */
MUST_CHECK enum err code_get_base64(struct buf *, struct slice text);
/* The same where there must be so many bytes. */
MUST_CHECK enum err code_get_base64_of(
    uint8_t *out, size_t len, struct slice text);

/* The first n digits of the bytes, 5 bits each, upper case, in groups of four
 * with dashes between.  The bytes must have them. */
void code_put_base32(struct buf *, const uint8_t *, size_t digits);
/* 0 to 31; O is 0, I and L are 1, any case.  -1: none. */
int code_base32_digit(char);

#endif
