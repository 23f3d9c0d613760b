/*
 * age: a file that only its recipient can read, in the age format, version 1
 * (C2SP, age-encryption.org/v1), with one recipient of the kind X25519.
 *
 *	header	a random file key, wrapped for the recipient, under a MAC
 *	payload	16 random bytes, then ChaCha20-Poly1305 (RFC 8439) of each
 *		AGE_CHUNK bytes, the last one marked as the last
 *
 * so `age --decrypt -i KEY` opens it.  One chunk is a tenth of a millisecond:
 * who must not take long encrypts a chunk at a time.
 */
#ifndef PROOF_AGE_H
#define PROOF_AGE_H

#include <stdbool.h>

#include "exam/buf.h"
#include "exam/err.h"
#include "exam/slice.h"

#define AGE_CHUNK (64 << 10)
#define AGE_KEY_LEN 32
#define AGE_RECIPIENT_LEN 62 /* characters: "age1", 52 digits, 6 of checksum   \
			      */

/* Of bech32 (BIP 173), as age-keygen prints it: age1…, all in lower or all in
 * upper case.  ERR_INVALID: *why says what, in one line without its end. */
MUST_CHECK enum err age_recipient_read(
    uint8_t key[AGE_KEY_LEN], struct slice text, struct buf *why);

struct age;

/* Appends the header.  ERR_INVALID: no secret can be shared with this key, it
 * is a point of small order.  ERR_FULL: no memory. */
MUST_CHECK enum err age_begin(
    struct age **, struct buf *out, const uint8_t recipient[AGE_KEY_LEN]);
/* Appends the next chunk: AGE_CHUNK bytes, the last one that or fewer, and not
 * none unless there is no other.  ERR_FULL: no memory. */
MUST_CHECK enum err age_chunk(
    struct age *, struct buf *out, struct slice plain, bool last);
void age_free(struct age *);

#endif
