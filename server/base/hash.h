/*
 * hash: SHA-256 (FIPS 180-4), HMAC-SHA-256 (RFC 2104), random bytes, constant
 * time compare.  By libcrypto.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exam/slice.h"

#define SHA256_LEN 32

/*
 * Before anything else is asked of libcrypto: without memory it stops the
 * process, as by alloc.h.  What it does instead is to say that a signature or
 * a certificate is wrong, and to go without a cipher from then on.
 */
void hash_begin(void);

void hash_sha256(uint8_t out[SHA256_LEN], struct slice);
/* Of two byte strings, one after the other. */
void hash_sha256_two(uint8_t out[SHA256_LEN], struct slice, struct slice);
/* Of bytes that come one after the other; hash_run_end() does not free. */
struct hash_run;
struct hash_run *hash_run_new(void);
void hash_run_add(struct hash_run *, struct slice);
void hash_run_end(uint8_t out[SHA256_LEN], struct hash_run *);
void hash_run_free(struct hash_run *);
void hash_hmac(uint8_t out[SHA256_LEN], struct slice key, struct slice);
/* From the kernel; a process that cannot get any stops. */
void hash_random(void *, size_t);
bool hash_equal(const void *, const void *, size_t);
/* Lower-case hex; text needs 2 * len + 1 bytes. */
void hash_hex(char *text, const uint8_t *, size_t len);
/* false unless exactly len bytes of hex. */
bool hash_unhex(uint8_t *, size_t len, struct slice hex);

#endif
