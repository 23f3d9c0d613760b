#include "proof/tree.h"

#include <string.h>

void
tree_leaf(uint8_t out[SHA256_LEN], const uint8_t hash[SHA256_LEN])
{
	hash_sha256_two(out, (struct slice){ "\0", 1 },
	    (struct slice){ (const char *)hash, SHA256_LEN });
}

static void
join(uint8_t out[SHA256_LEN], const uint8_t left[SHA256_LEN],
    const uint8_t right[SHA256_LEN])
{
	char both[1 + 2 * SHA256_LEN] = { 1 };

	memcpy(both + 1, left, SHA256_LEN);
	memcpy(both + 1 + SHA256_LEN, right, SHA256_LEN);
	hash_sha256(out, (struct slice){ both, sizeof(both) });
}

static bool
has_level(const struct tree *t, unsigned level)
{
	return (t->size >> level & 1) != 0;
}

void
tree_append(
    struct tree *t, const uint8_t leaf[SHA256_LEN], tree_keep *keep, void *ctx)
{
	uint8_t hash[SHA256_LEN];
	unsigned level = 0;

	memcpy(hash, leaf, SHA256_LEN);
	while (has_level(t, level)) {
		join(hash, t->nodes[level], hash);
		level++;
		if (level % TREE_STEP == 0 && keep != NULL)
			keep(ctx, level, t->size >> level, hash);
	}
	memcpy(t->nodes[level], hash, SHA256_LEN);
	t->size++;
}

void
tree_root(uint8_t out[SHA256_LEN], const struct tree *t)
{
	uint8_t hash[SHA256_LEN];
	bool begun = false;
	unsigned level;

	hash_sha256(hash, SLICE_NONE);
	for (level = 0; level < TREE_LEVELS; level++) {
		if (!has_level(t, level))
			continue;
		if (begun)
			join(hash, t->nodes[level], hash);
		else
			memcpy(hash, t->nodes[level], SHA256_LEN);
		begun = true;
	}
	memcpy(out, hash, SHA256_LEN);
}

/* ---- proofs ---- */

struct maker {
	struct tree_proof *proof;
	tree_read *read;
	void *ctx;
};

/* The largest power of two below n; n > 1. */
static uint64_t
split(uint64_t n)
{
	uint64_t k = 1;

	while (k < n - k)
		k *= 2;
	return k;
}

static unsigned
level_of(uint64_t n)
{
	unsigned level = 0;

	while (n >> level > 1)
		level++;
	return level;
}

/* A complete subtree: from those kept at or below its level. */
static enum err
subtree(uint8_t out[SHA256_LEN], const struct maker *m, unsigned level,
    uint64_t index)
{
	uint8_t hashes[TREE_BLOCK / 2][SHA256_LEN];
	unsigned below = level % TREE_STEP;
	size_t n = (size_t)1 << below, i;
	enum err e = m->read(m->ctx, hashes, level - below, index << below, n);

	if (e != ERR_OK)
		return e;
	for (; n > 1; n /= 2)
		for (i = 0; i < n / 2; i++)
			join(hashes[i], hashes[2 * i], hashes[2 * i + 1]);
	memcpy(out, hashes[0], SHA256_LEN);
	return ERR_OK;
}

/* MTH(D[first : first + n]), RFC 6962 section 2.1. */
static enum err
range(
    uint8_t out[SHA256_LEN], const struct maker *m, uint64_t first, uint64_t n)
{
	uint8_t left[SHA256_LEN], right[SHA256_LEN];
	uint64_t k;
	enum err e;

	if ((n & (n - 1)) == 0)
		return subtree(out, m, level_of(n), first >> level_of(n));
	k = split(n);
	e = range(left, m, first, k);
	if (e == ERR_OK)
		e = range(right, m, first + k, n - k);
	if (e == ERR_OK)
		join(out, left, right);
	return e;
}

static enum err
add_range(const struct maker *m, uint64_t first, uint64_t n)
{
	enum err e = range(m->proof->hashes[m->proof->n], m, first, n);

	if (e == ERR_OK)
		m->proof->n++;
	return e;
}

enum err
tree_load(struct tree *out, uint64_t size, tree_read *read, void *ctx)
{
	struct maker m = { NULL, read, ctx };
	struct tree t = { .size = size };
	enum err e = ERR_OK;
	unsigned level;

	for (level = 0; level < TREE_LEVELS && e == ERR_OK; level++)
		if (has_level(&t, level))
			e = subtree(
			    t.nodes[level], &m, level, (size >> level) - 1);
	if (e == ERR_OK)
		*out = t;
	return e;
}

/* PATH(m, D[n]). */
static enum err
path(const struct maker *m, uint64_t index, uint64_t first, uint64_t n)
{
	uint64_t k;
	enum err e;

	if (n == 1)
		return ERR_OK;
	k = split(n);
	if (index < k) {
		e = path(m, index, first, k);
		return e == ERR_OK ? add_range(m, first + k, n - k) : e;
	}
	e = path(m, index - k, first + k, n - k);
	return e == ERR_OK ? add_range(m, first, k) : e;
}

enum err
tree_prove(struct tree_proof *out, uint64_t index, uint64_t size,
    tree_read *read, void *ctx)
{
	struct tree_proof proof = { 0 };
	struct maker m = { &proof, read, ctx };
	enum err e = path(&m, index, 0, size);

	if (e == ERR_OK)
		*out = proof;
	return e;
}

/* SUBPROOF(m, D[n], b). */
static enum err
subproof(const struct maker *m, uint64_t from, uint64_t first, uint64_t n,
    bool whole)
{
	uint64_t k;
	enum err e;

	if (from == n)
		return whole ? ERR_OK : add_range(m, first, n);
	k = split(n);
	if (from <= k) {
		e = subproof(m, from, first, k, whole);
		return e == ERR_OK ? add_range(m, first + k, n - k) : e;
	}
	e = subproof(m, from - k, first + k, n - k, false);
	return e == ERR_OK ? add_range(m, first, k) : e;
}

enum err
tree_prove_prefix(struct tree_proof *out, uint64_t from, uint64_t size,
    tree_read *read, void *ctx)
{
	struct tree_proof proof = { 0 };
	struct maker m = { &proof, read, ctx };
	enum err e = subproof(&m, from, 0, size, true);

	if (e == ERR_OK)
		*out = proof;
	return e;
}

/* ---- verifying ---- */

bool
tree_verify(const struct tree_proof *p, uint64_t index, uint64_t size,
    const uint8_t leaf[SHA256_LEN], const uint8_t root[SHA256_LEN])
{
	uint64_t at = index, last = size - 1;
	uint8_t hash[SHA256_LEN];
	size_t i;

	if (index >= size)
		return false;
	memcpy(hash, leaf, SHA256_LEN);
	for (i = 0; i < p->n; i++, at >>= 1, last >>= 1) {
		if (last == 0)
			return false;
		if ((at & 1) == 0 && at != last) {
			join(hash, hash, p->hashes[i]);
			continue;
		}
		join(hash, p->hashes[i], hash);
		for (; (at & 1) == 0 && at != 0; at >>= 1)
			last >>= 1;
	}
	return last == 0 && hash_equal(hash, root, SHA256_LEN);
}

/* Both roots from the proof's hashes after the first; false: not so many. */
static bool
climb(uint8_t old[SHA256_LEN], uint8_t new[SHA256_LEN],
    const struct tree_proof *p, size_t i, uint64_t at, uint64_t last)
{
	for (; (at & 1) != 0; at >>= 1)
		last >>= 1;
	for (; i < p->n; i++, at >>= 1, last >>= 1) {
		if (last == 0)
			return false;
		if ((at & 1) == 0 && at != last) {
			join(new, new, p->hashes[i]);
			continue;
		}
		join(old, p->hashes[i], old);
		join(new, p->hashes[i], new);
		for (; (at & 1) == 0 && at != 0; at >>= 1)
			last >>= 1;
	}
	return last == 0;
}

bool
tree_verify_prefix(const struct tree_proof *p, uint64_t from, uint64_t size,
    const uint8_t from_root[SHA256_LEN], const uint8_t root[SHA256_LEN])
{
	uint8_t old[SHA256_LEN], new[SHA256_LEN];
	bool is_power = (from & (from - 1)) == 0;

	if (from == 0 || from > size)
		return false;
	if (from == size)
		return p->n == 0 && hash_equal(from_root, root, SHA256_LEN);
	if (!is_power && p->n == 0)
		return false;
	memcpy(old, is_power ? from_root : p->hashes[0], SHA256_LEN);
	memcpy(new, old, SHA256_LEN);
	return climb(old, new, p, is_power ? 0 : 1, from - 1, size - 1) &&
	       hash_equal(old, from_root, SHA256_LEN) &&
	       hash_equal(new, root, SHA256_LEN);
}
