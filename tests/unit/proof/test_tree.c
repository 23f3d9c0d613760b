/* The tree against the vectors of RFC 6962's reference implementation, and
 * against its definition. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "proof/tree.h"

#define LEAVES 700 /* two blocks and a part */

struct log {
	uint8_t leaves[LEAVES][SHA256_LEN];
	uint8_t blocks[LEAVES / TREE_BLOCK][SHA256_LEN];
	size_t n_blocks, reads;
};

static void
keep(void *ctx, unsigned level, uint64_t index, const uint8_t *hash)
{
	struct log *l = ctx;

	assert_int_equal(level, TREE_STEP);
	assert_int_equal(index, l->n_blocks);
	memcpy(l->blocks[l->n_blocks++], hash, SHA256_LEN);
}

static enum err
read_log(void *ctx, uint8_t (*out)[SHA256_LEN], unsigned level, uint64_t first,
    size_t n)
{
	struct log *l = ctx;

	l->reads++;
	assert_true(level == 0 || level == TREE_STEP);
	assert_true(n <= TREE_BLOCK / 2 && (n & (n - 1)) == 0);
	assert_true(first + n <= (level == 0 ? LEAVES : l->n_blocks));
	memcpy(out, level == 0 ? l->leaves[first] : l->blocks[first],
	    n * SHA256_LEN);
	return ERR_OK;
}

static void
join(uint8_t *out, const uint8_t *left, const uint8_t *right)
{
	uint8_t both[1 + 2 * SHA256_LEN] = { 1 };

	memcpy(both + 1, left, SHA256_LEN);
	memcpy(both + 1 + SHA256_LEN, right, SHA256_LEN);
	hash_sha256(out, (struct slice){ (char *)both, sizeof(both) });
}

/* The definition, word for word: MTH(D[first : first + n]), n > 0. */
static void
defined_root(uint8_t *out, const struct log *l, size_t first, size_t n)
{
	uint8_t left[SHA256_LEN], right[SHA256_LEN];
	size_t k = 1;

	if (n == 1) {
		memcpy(out, l->leaves[first], SHA256_LEN);
		return;
	}
	while (2 * k < n)
		k *= 2;
	defined_root(left, l, first, k);
	defined_root(right, l, first + k, n - k);
	join(out, left, right);
}

static struct log *
make_log(struct tree *t)
{
	struct log *l = calloc(1, sizeof(*l));
	uint8_t hash[SHA256_LEN];
	size_t i;

	*t = (struct tree){ 0 };
	for (i = 0; i < LEAVES; i++) {
		hash_sha256(hash, (struct slice){ (char *)&i, sizeof(i) });
		tree_leaf(l->leaves[i], hash);
		tree_append(t, l->leaves[i], keep, l);
	}
	return l;
}

static void
assert_hex(const uint8_t *hash, const char *wanted)
{
	char hex[2 * SHA256_LEN + 1];

	hash_hex(hex, hash, SHA256_LEN);
	assert_string_equal(hex, wanted);
}

static void
vector_leaf(uint8_t *out, size_t i)
{
	const struct slice data[] = { SLICE(""), SLICE("\x00"), SLICE("\x10"),
		SLICE("\x20\x21"), SLICE("\x30\x31"), SLICE("\x40\x41\x42\x43"),
		SLICE("\x50\x51\x52\x53\x54\x55\x56\x57"),
		SLICE("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c"
		      "\x6d\x6e\x6f") };

	hash_sha256_two(out, (struct slice){ "\0", 1 }, data[i]);
}

static void
roots_are_those_of_the_reference_implementation(void **state)
{
	static const char *const roots[] = {
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852"
		"b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617af"
		"a01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3"
		"c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e0"
		"6e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd952096"
		"14b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a862"
		"64d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f20"
		"87ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a7"
		"4c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff460"
		"4328",
	};
	uint8_t root[SHA256_LEN], leaf[SHA256_LEN];
	struct tree t = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i <= 8; i++) {
		tree_root(root, &t);
		assert_hex(root, roots[i]);
		if (i < 8) {
			vector_leaf(leaf, i);
			tree_append(&t, leaf, NULL, NULL);
		}
	}
}

static void
proofs_are_those_of_the_reference_implementation(void **state)
{
	struct log *l = calloc(1, sizeof(*l));
	struct tree_proof p;
	size_t i;

	(void)state;
	for (i = 0; i < 8; i++)
		vector_leaf(l->leaves[i], i);
	assert_int_equal(tree_prove(&p, 0, 8, read_log, l), ERR_OK);
	assert_int_equal(p.n, 3);
	assert_hex(p.hashes[0], "96a296d224f285c67bee93c30f8a309157f0daa35dc5b8"
				"7e410b78630a09cfc7");
	assert_hex(p.hashes[1], "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f"
				"54c8a360f50de3031e");
	assert_hex(p.hashes[2], "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232"
				"dd6aab035ca39bf6e4");
	assert_int_equal(tree_prove_prefix(&p, 6, 8, read_log, l), ERR_OK);
	assert_int_equal(p.n, 3);
	assert_hex(p.hashes[0], "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a94"
				"9f8dededebc558ef6a");
	assert_hex(p.hashes[1], "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b55"
				"96ece6b9d5975a0ae0");
	assert_hex(p.hashes[2], "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fd"
				"fe8b30cd95209614b7");
	free(l);
}

static void
a_tree_of_any_size_has_the_root_that_is_defined(void **state)
{
	uint8_t wanted[SHA256_LEN], root[SHA256_LEN];
	struct tree all, t, grown = { 0 };
	struct log *l = make_log(&all);
	uint64_t n;

	(void)state;
	for (n = 1; n <= LEAVES; n++) {
		assert_int_equal(tree_load(&t, n, read_log, l), ERR_OK);
		tree_root(root, &t);
		defined_root(wanted, l, 0, n);
		assert_memory_equal(root, wanted, SHA256_LEN);
		tree_append(&grown, l->leaves[n - 1], NULL, NULL);
		tree_root(root, &grown);
		assert_memory_equal(root, wanted, SHA256_LEN);
	}
	free(l);
}

static void
every_leaf_is_proved_and_no_other_in_its_place(void **state)
{
	static const uint64_t sizes[] = { 1, 2, 3, 7, 255, 256, 257, 512, 700 };
	struct tree unused;
	struct log *l = make_log(&unused);
	uint8_t root[SHA256_LEN];
	struct tree_proof p;
	size_t i;
	uint64_t at;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		defined_root(root, l, 0, sizes[i]);
		for (at = 0; at < sizes[i]; at++) {
			assert_int_equal(
			    tree_prove(&p, at, sizes[i], read_log, l), ERR_OK);
			assert_true(
			    tree_verify(&p, at, sizes[i], l->leaves[at], root));
			assert_false(tree_verify(&p, at, sizes[i],
			    l->leaves[(at + 1) % LEAVES], root));
			assert_false(tree_verify(
			    &p, at + 1, sizes[i], l->leaves[at], root));
		}
	}
	free(l);
}

static void
a_proof_that_is_shorter_longer_or_altered_proves_nothing(void **state)
{
	struct tree all;
	struct log *l = make_log(&all);
	uint8_t root[SHA256_LEN];
	struct tree_proof p, bad;
	size_t i;

	(void)state;
	tree_root(root, &all);
	assert_int_equal(tree_prove(&p, 300, LEAVES, read_log, l), ERR_OK);
	for (i = 0; i < p.n; i++) {
		bad = p;
		bad.hashes[i][i] ^= 1;
		assert_false(
		    tree_verify(&bad, 300, LEAVES, l->leaves[300], root));
	}
	bad = p;
	bad.n--;
	assert_false(tree_verify(&bad, 300, LEAVES, l->leaves[300], root));
	bad.n = p.n + 1;
	assert_false(tree_verify(&bad, 300, LEAVES, l->leaves[300], root));
	free(l);
}

static void
a_prefix_is_proved_and_a_fork_is_not(void **state)
{
	struct tree all;
	struct log *l = make_log(&all);
	uint8_t root[SHA256_LEN], old[SHA256_LEN];
	struct tree_proof p;
	uint64_t from;

	(void)state;
	tree_root(root, &all);
	for (from = 1; from <= LEAVES; from++) {
		assert_int_equal(
		    tree_prove_prefix(&p, from, LEAVES, read_log, l), ERR_OK);
		defined_root(old, l, 0, from);
		assert_true(tree_verify_prefix(&p, from, LEAVES, old, root));
		old[0] ^= 1;
		assert_false(tree_verify_prefix(&p, from, LEAVES, old, root));
	}
	defined_root(old, l, 0, 300);
	assert_int_equal(
	    tree_prove_prefix(&p, 300, LEAVES, read_log, l), ERR_OK);
	assert_false(tree_verify_prefix(&p, 299, LEAVES, old, root));
	assert_false(tree_verify_prefix(&p, 0, LEAVES, old, root));
	assert_false(tree_verify_prefix(&p, LEAVES + 1, LEAVES, old, root));
	free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    roots_are_those_of_the_reference_implementation),
		cmocka_unit_test(
		    proofs_are_those_of_the_reference_implementation),
		cmocka_unit_test(
		    a_tree_of_any_size_has_the_root_that_is_defined),
		cmocka_unit_test(
		    every_leaf_is_proved_and_no_other_in_its_place),
		cmocka_unit_test(
		    a_proof_that_is_shorter_longer_or_altered_proves_nothing),
		cmocka_unit_test(a_prefix_is_proved_and_a_fork_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
