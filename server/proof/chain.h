/*
 * chain: the hash of an event, which covers the event before it.
 *
 *	hash	= SHA-256(header, content)
 *	content	= SHA-256(salt, payload)
 *	header	= attempt u64, number u32, kind u16, wall i64, mono i64, hash of
 *		  the attempt's event before (zero for the first);
 *		  little-endian
 *
 * so that payload and salt of a person can be erased and the chain still
 * verifies.  It is the leaf of the event in the tree, see tree.h.
 */
#ifndef PROOF_CHAIN_H
#define PROOF_CHAIN_H

#include "base/hash.h"
#include "exam/time.h"

struct chain_link {
	uint64_t attempt; /* 0: administrative */
	uint32_t number;  /* 1, 2, 3 … in the attempt */
	uint16_t kind;
	struct instant at;
};

void chain_content(
    uint8_t out[SHA256_LEN], struct slice salt, struct slice payload);
void chain_hash(uint8_t out[SHA256_LEN], const struct chain_link *,
    const uint8_t before[SHA256_LEN], const uint8_t content[SHA256_LEN]);

#endif
