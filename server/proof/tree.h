/*
 * tree: the Merkle tree over all events of the journal (RFC 6962 section 2.1,
 * SHA-256).
 *
 *	leaf = SHA-256(0x00, hash of the event)
 *	node = SHA-256(0x01, left, right)
 *
 * The event at position p is leaf p - 1.  A tree of n leaves is held as the
 * roots of its complete subtrees, at most 64, so that a leaf is added in
 * constant time.  Proofs are made from subtrees that are kept elsewhere: those
 * of TREE_BLOCK, TREE_BLOCK² … leaves, and the leaves themselves.
 *
 * Level l means 2^l leaves; subtree i of a level has leaves i * 2^l and on.
 */
#ifndef PROOF_TREE_H
#define PROOF_TREE_H

#include "base/hash.h"
#include "exam/err.h"

#define TREE_LEVELS 56 /* of leaves: more than a journal can have */
#define TREE_STEP 8    /* every eighth level is kept */
#define TREE_BLOCK (1u << TREE_STEP)
#define TREE_PROOF_MAX (TREE_LEVELS + 1)

struct tree {
	uint64_t size;
	uint8_t nodes[TREE_LEVELS][SHA256_LEN]; /* where size has the bit */
};

struct tree_proof {
	size_t n;
	uint8_t hashes[TREE_PROOF_MAX][SHA256_LEN];
};

void tree_leaf(uint8_t out[SHA256_LEN], const uint8_t hash[SHA256_LEN]);

/* A subtree of a level that is to be kept is complete. */
typedef void tree_keep(
    void *ctx, unsigned level, uint64_t index, const uint8_t hash[SHA256_LEN]);

/* Add a leaf; keep may be NULL. */
void tree_append(
    struct tree *, const uint8_t leaf[SHA256_LEN], tree_keep *, void *ctx);
/* Of no leaves: SHA-256 of nothing. */
void tree_root(uint8_t out[SHA256_LEN], const struct tree *);

/*
 * Give n subtrees of level 0 or a kept one from first on, all complete; n is a
 * power of two up to TREE_BLOCK / 2.  An error ends the making and comes back.
 */
typedef enum err tree_read(void *ctx, uint8_t (*out)[SHA256_LEN],
    unsigned level, uint64_t first, size_t n);

/* The tree as it was or is with so many leaves, as far as they are kept. */
MUST_CHECK enum err tree_load(
    struct tree *, uint64_t size, tree_read *, void *ctx);
/* The leaf is in the tree of that size (RFC 6962 section 2.1.1); index < size.
 */
MUST_CHECK enum err tree_prove(
    struct tree_proof *, uint64_t index, uint64_t size, tree_read *, void *ctx);
/* The tree of that size begins with the one of `from` leaves (section 2.1.2);
 * 0 < from <= size. */
MUST_CHECK enum err tree_prove_prefix(
    struct tree_proof *, uint64_t from, uint64_t size, tree_read *, void *ctx);

/* RFC 9162 sections 2.1.3.2 and 2.1.4.2. */
bool tree_verify(const struct tree_proof *, uint64_t index, uint64_t size,
    const uint8_t leaf[SHA256_LEN], const uint8_t root[SHA256_LEN]);
bool tree_verify_prefix(const struct tree_proof *, uint64_t from, uint64_t size,
    const uint8_t from_root[SHA256_LEN], const uint8_t root[SHA256_LEN]);

#endif
