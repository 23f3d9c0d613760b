/*
 * bench_tree [EVENTS]
 *
 * What the tree adds to an event beside the hash that it has anyway, and what
 * a signed head and a proof cost.  Processor time, on one core.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "proof/chain.h"
#include "proof/checkpoint.h"
#include "proof/tree.h"

#define PAYLOAD_LEN 60 /* a save of a choice, and its salt */
#define TIMES 1000

struct log {
	size_t n;
	uint8_t (*leaves)[SHA256_LEN];
	uint8_t (*nodes[TREE_LEVELS / TREE_STEP])[SHA256_LEN];
};

static double
cpu_ns(void)
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1e9 +
	       (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) * 1e3;
}

static void
must(enum err e)
{
	if (e != ERR_OK)
		exit(1);
}

static void
say(const char *what, double began, size_t n)
{
	printf("%-44s %9.0f ns\n", what, (cpu_ns() - began) / (double)n);
}

static void
keep(void *ctx, unsigned level, uint64_t index, const uint8_t *hash)
{
	struct log *l = ctx;

	memcpy(l->nodes[level / TREE_STEP][index], hash, SHA256_LEN);
}

static enum err
read_log(void *ctx, uint8_t (*out)[SHA256_LEN], unsigned level, uint64_t first,
    size_t n)
{
	struct log *l = ctx;
	uint8_t(*from)[SHA256_LEN] =
	    level == 0 ? l->leaves : l->nodes[level / TREE_STEP];

	memcpy(out, from[first], n * SHA256_LEN);
	return ERR_OK;
}

static void
make_room(struct log *l, size_t n)
{
	size_t level;

	l->n = n;
	l->leaves = alloc_zero(n, SHA256_LEN);
	for (level = 1; level < TREE_LEVELS / TREE_STEP; level++) {
		n = n / TREE_BLOCK;
		l->nodes[level] = alloc_zero(n + 1, SHA256_LEN);
	}
}

/* The chain alone, as it was before there was a tree. */
static void
bench_chain(size_t n)
{
	static const char salt[16], payload[PAYLOAD_LEN];
	uint8_t hash[SHA256_LEN] = { 0 }, content[SHA256_LEN];
	struct chain_link link = { .attempt = 17, .kind = 11 };
	double began = cpu_ns();
	size_t i;

	for (i = 0; i < n; i++) {
		link.number = (uint32_t)i;
		chain_content(content, (struct slice){ salt, sizeof(salt) },
		    (struct slice){ payload, sizeof(payload) });
		chain_hash(hash, &link, hash, content);
	}
	say("an event's hash (before)", began, n);
}

static void
bench_append(struct tree *t, struct log *l)
{
	uint8_t hash[SHA256_LEN] = { 0 };
	double began = cpu_ns();
	size_t i;

	for (i = 0; i < l->n; i++) {
		memcpy(hash, &i, sizeof(i));
		tree_leaf(l->leaves[i], hash);
		tree_append(t, l->leaves[i], keep, l);
	}
	say("its leaf in the tree (more)", began, l->n);
}

static void
bench_head(const struct tree *t)
{
	struct checkpoint head = { "example.org/examd/0123abcd", t->size, { 0 },
		{ 0 } };
	struct note_signer *signer;
	struct buf text = { 0 };
	double began;
	int i;

	must(note_signer_make(&signer, slice_of(head.origin)));
	began = cpu_ns();
	for (i = 0; i < TIMES; i++) {
		buf_clear(&text);
		tree_root(head.root, t);
		must(checkpoint_put(&text, &head, signer));
	}
	say("a signed head (at most one a commit)", began, TIMES);
	note_signer_free(signer);
	buf_fini(&text);
}

static void
bench_proofs(struct log *l)
{
	struct tree_proof p;
	double began = cpu_ns();
	size_t i;

	for (i = 0; i < TIMES; i++)
		must(tree_prove(&p, l->n - 1 - i, l->n, read_log, l));
	say("a proof of inclusion (a receipt)", began, TIMES);
	began = cpu_ns();
	for (i = 0; i < TIMES; i++)
		must(tree_prove_prefix(&p, l->n / 2 + i, l->n, read_log, l));
	say("a proof of consistency (a witness)", began, TIMES);
}

int
main(int argc, char *argv[])
{
	struct log l = { 0 };
	struct tree t = { 0 };

	make_room(&l, argc > 1 ? strtoul(argv[1], NULL, 10) : 100000);
	bench_chain(l.n);
	bench_append(&t, &l);
	bench_head(&t);
	bench_proofs(&l);
	return 0;
}
