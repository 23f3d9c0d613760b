#include "verify/exhibit.h"

#include <stdio.h>

#include "proof/bundle.h"
#include "proof/chain.h"
#include "proof/checkpoint.h"
#include "proof/keys.h"
#include "proof/receipt.h"
#include "proof/seal.h"
#include "proof/transcript.h"
#include "proof/tree.h"

#define SALT_LEN 16

static void
need(enum err err, const char *what)
{
	if (err == ERR_OK)
		return;
	fprintf(stderr, "exhibit: %s: %s\n", what, err_text(err));
	abort();
}

/* ---- keys ---- */

void
exhibit_keys_make(struct exhibit_keys *k, bool rotated)
{
	*k = (struct exhibit_keys){ .n = 1 };
	need(note_signer_make(&k->signers[0], slice_of(EXHIBIT_ORIGIN)), "key");
	keys_put_first(&k->history, note_signer_key(k->signers[0]));
	if (!rotated)
		return;
	k->n = 2;
	need(note_signer_make(&k->signers[1], slice_of(EXHIBIT_ORIGIN)), "key");
	need(keys_put_next(&k->history, k->signers[0], k->signers[1],
	    (struct wall){ INT64_C(1780000000000) }), "hand-over");
}

void
exhibit_keys_free(struct exhibit_keys *k)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		note_signer_free(k->signers[i]);
	buf_fini(&k->history);
}

static const struct note_signer *
newest(const struct exhibit_orders *o)
{
	return o->keys->signers[o->keys->n - 1];
}

/* ---- the journal ---- */

struct journal {
	uint64_t size;
	uint8_t (*leaves)[SHA256_LEN];
	uint8_t (*blocks)[SHA256_LEN]; /* roots of 256 leaves */
	struct transcript_event rows[CHANCE_EVENTS_MAX];
	uint8_t salts[CHANCE_EVENTS_MAX][SALT_LEN];
	struct buf payloads[CHANCE_EVENTS_MAX];
	struct tree_proof proofs[CHANCE_EVENTS_MAX];
};

static void
chain_rows(struct journal *j, const struct exhibit_orders *o, struct rng *rng)
{
	const struct chance_attempt *a = o->attempt;
	uint8_t before[SHA256_LEN] = { 0 };
	size_t i, n;

	for (i = 0; i < a->n; i++) {
		const struct event *e = &a->events[i];
		struct transcript_event *row = &j->rows[i];

		for (n = 0; n < SALT_LEN; n++)
			j->salts[i][n] = (uint8_t)rng_word(rng);
		event_encode(e, &j->payloads[i]);
		*row = (struct transcript_event){ .position = e->position,
			.number = (uint32_t)(i + 1), .kind = e->kind,
			.at = e->at,
			.salt = { (const char *)j->salts[i], SALT_LEN },
			.payload = buf_slice(&j->payloads[i]) };
		chain_content(row->content, row->salt, row->payload);
		chain_hash(row->hash, &(struct chain_link){ a->number,
		    row->number, (uint16_t)row->kind, row->at }, before,
		    row->content);
		memcpy(before, row->hash, SHA256_LEN);
	}
}

static void
fill_leaves(struct journal *j, const struct exhibit_orders *o, struct rng *rng)
{
	const struct chance_attempt *a = o->attempt;
	uint8_t hash[SHA256_LEN];
	uint64_t i;
	size_t n;

	for (i = 0; i < j->size; i++) {
		for (n = 0; n < SHA256_LEN; n++)
			hash[n] = (uint8_t)rng_word(rng);
		tree_leaf(j->leaves[i], hash);
	}
	for (n = 0; n < a->n; n++)
		tree_leaf(j->leaves[j->rows[n].position - 1],
		    j->rows[n].hash);
}

static void
keep_block(void *ctx, unsigned level, uint64_t index,
    const uint8_t hash[SHA256_LEN])
{
	struct journal *j = ctx;

	if (level == TREE_STEP)
		memcpy(j->blocks[index], hash, SHA256_LEN);
}

static enum err
read_subtrees(void *ctx, uint8_t (*out)[SHA256_LEN], unsigned level,
    uint64_t first, size_t n)
{
	const struct journal *j = ctx;

	memcpy(out, level == 0 ? j->leaves[first] : j->blocks[first],
	    n * SHA256_LEN);
	return ERR_OK;
}

static void
put_head(struct buf *b, struct journal *j, const struct exhibit_orders *o,
    uint64_t size, struct wall at)
{
	struct checkpoint c = { .origin = EXHIBIT_ORIGIN, .size = size,
		.at = at };
	struct tree tree;

	need(tree_load(&tree, size, read_subtrees, j), "tree");
	tree_root(c.root, &tree);
	need(checkpoint_put(b, &c, newest(o)), "checkpoint");
}

static void
grow(struct journal *j, const struct exhibit_orders *o, struct rng *rng)
{
	const struct chance_attempt *a = o->attempt;
	struct tree tree = { 0 };
	uint64_t i;

	j->size = a->events[a->n - 1].position + rng_below(rng, 60);
	j->leaves = alloc_zero(j->size, SHA256_LEN);
	j->blocks = alloc_zero(j->size / TREE_BLOCK + 1, SHA256_LEN);
	chain_rows(j, o, rng);
	fill_leaves(j, o, rng);
	for (i = 0; i < j->size; i++)
		tree_append(&tree, j->leaves[i], keep_block, j);
	for (i = 0; i < a->n; i++) {
		need(tree_prove(&j->proofs[i], j->rows[i].position - 1,
		    j->size, read_subtrees, j), "proof");
		j->rows[i].proof =
		    (const uint8_t(*)[SHA256_LEN])j->proofs[i].hashes;
		j->rows[i].n_proof = j->proofs[i].n;
	}
}

static void
journal_free(struct journal *j)
{
	size_t i;

	for (i = 0; i < CHANCE_EVENTS_MAX; i++)
		buf_fini(&j->payloads[i]);
	free(j->leaves);
	free(j->blocks);
	free(j);
}

/* ---- transcripts ---- */

static bool
last_score(struct score *score, const struct chance_attempt *a)
{
	struct cursor c;
	size_t i;

	for (i = a->n; i-- > 0;) {
		if (a->events[i].kind != EVENT_SCORED)
			continue;
		c = cursor_on(a->events[i].data);
		return score_decode(score, &c) == ERR_OK;
	}
	return false;
}

static void
put_transcript(struct buf *b, struct journal *j,
    const struct exhibit_orders *o, struct transcript *head,
    enum transcript_form form)
{
	const struct attempt *a = &o->attempt->folded;
	bool shows = transcript_shows_result(form, a->scored, a->released);
	struct score score;
	size_t i;

	head->form = form;
	transcript_open(b, head);
	for (i = 0; i < o->attempt->n; i++) {
		struct transcript_event row = j->rows[i];

		row.withheld =
		    transcript_withholds(form, row.kind, a->released);
		transcript_event(b, &row);
	}
	transcript_close(b,
	    shows && last_score(&score, o->attempt) ? &score : NULL);
	need(seal_put(b, TRANSCRIPT_SEAL, newest(o)), "seal");
}

static void
name_versions(struct transcript *t, const struct buf *opened)
{
	if (transcript_versions(&t->bank, &t->programme, buf_slice(opened)) !=
	    ERR_OK)
		abort();
}

/* ---- the bundle ---- */

static void
put_bundle(struct exhibit *x, const struct exhibit_orders *o)
{
	const struct chance_attempt *a = o->attempt;
	struct derived_from from = { &a->folded, o->bank->bank,
		o->bank->programme, a->by_hand };
	struct buf paper = { 0 }, marks = { 0 }, readme = { 0 },
		   manifest = { 0 };
	struct bundle bundle = { .seconds =
		a->events[a->n - 1].at.wall.ms / 1000 };
	struct derived *d;

	bundle.files[BUNDLE_TRANSCRIPT] = buf_slice(&x->board);
	if (derived_new(&d, &from) == ERR_OK) {
		bundle_put_paper(&paper, d, &from);
		bundle_put_marks(&marks, d, &from);
		derived_free(d);
		bundle.files[BUNDLE_BANK] = buf_slice(&o->bank->bank_bytes);
		bundle.files[BUNDLE_PROGRAMME] =
		    buf_slice(&o->bank->programme_bytes);
		bundle.files[BUNDLE_PAPER] = buf_slice(&paper);
		bundle.files[BUNDLE_MARKS] = buf_slice(&marks);
	}
	bundle_put_readme(&readme);
	bundle.files[BUNDLE_README] = buf_slice(&readme);
	bundle_put_manifest(&manifest, &bundle);
	need(seal_put(&manifest, BUNDLE_SEAL, newest(o)), "seal");
	bundle.files[BUNDLE_MANIFEST] = buf_slice(&manifest);
	bundle_put(&x->bundle, &bundle);
	buf_fini(&paper);
	buf_fini(&marks);
	buf_fini(&readme);
	buf_fini(&manifest);
}

/* ---- the receipt ---- */

static void
put_receipt(struct exhibit *x, const struct journal *j,
    const struct exhibit_orders *o, struct slice checkpoint)
{
	const struct chance_attempt *a = o->attempt;
	struct receipt r = { .checkpoint = checkpoint };
	char line[RECEIPT_LINE_MAX];
	size_t i = a->n;

	while (i > 0 && !receipt_is_for(a->events[i - 1].kind))
		i--;
	if (i == 0)
		return;
	i--;
	r.link = (struct chain_link){ a->number, (uint32_t)(i + 1),
		(uint16_t)a->events[i].kind, a->events[i].at };
	r.position = a->events[i].position;
	if (i > 0)
		memcpy(r.before, j->rows[i - 1].hash, SHA256_LEN);
	memcpy(r.content, j->rows[i].content, SHA256_LEN);
	memcpy(r.hash, j->rows[i].hash, SHA256_LEN);
	r.proof = j->proofs[i];
	receipt_put(&x->receipt, &r);
	receipt_line(line, a->number, (uint32_t)(i + 1), r.hash);
	buf_put_text(&x->line, line);
}

/* ---- the whole ---- */

void
exhibit_opened(struct buf *b, const struct chance_bank *bank)
{
	char hex[2 * SHA256_LEN + 1];
	uint8_t hash[SHA256_LEN];

	hash_sha256(hash, buf_slice(&bank->bank_bytes));
	hash_hex(hex, hash, sizeof(hash));
	buf_printf(b, "b@1#%s ", hex);
	hash_sha256(hash, buf_slice(&bank->programme_bytes));
	hash_hex(hex, hash, sizeof(hash));
	buf_printf(b, "p@1#%s", hex);
}

/* A smaller head that was published, or none. */
static void
put_published(struct buf *b, struct tree_proof *proof, struct journal *j,
    const struct exhibit_orders *o, struct rng *rng, struct wall at)
{
	uint64_t size = 1 + rng_below(rng, (uint32_t)j->size);

	if (chance_of(rng, 10))
		return;
	put_head(b, j, o, size, at);
	need(tree_prove_prefix(proof, size, j->size, read_subtrees, j),
	    "prefix");
}

void
exhibit_make(struct exhibit *x, const struct exhibit_orders *o)
{
	struct journal *j = alloc_zero(1, sizeof(*j));
	const struct chance_attempt *a = o->attempt;
	struct buf checkpoint = { 0 }, published = { 0 }, opened = { 0 };
	struct transcript head = { .origin = SLICE(EXHIBIT_ORIGIN),
		.keys = buf_slice(&o->keys->history), .attempt = a->number,
		.who = CHANCE_WHO, .route = a->folded.route };
	struct wall at = a->events[a->n - 1].at.wall;
	struct tree_proof consistency = { 0 };
	struct rng rng;

	*x = (struct exhibit){ 0 };
	rng_init(&rng, o->seed, RNG_DRAW, 0, 0);
	grow(j, o, &rng);
	put_head(&checkpoint, j, o, j->size, wall_add(at, 60000));
	put_published(&published, &consistency, j, o, &rng, at);
	head.checkpoint = buf_slice(&checkpoint);
	head.published = buf_slice(&published);
	head.consistency = (const uint8_t(*)[SHA256_LEN])consistency.hashes;
	head.n_consistency = consistency.n;
	exhibit_opened(&opened, o->bank);
	if (a->folded.plan != NULL)
		name_versions(&head, &opened);
	put_transcript(&x->candidate, j, o, &head, TRANSCRIPT_CANDIDATE);
	put_transcript(&x->board, j, o, &head, TRANSCRIPT_BOARD);
	put_bundle(x, o);
	put_receipt(x, j, o, buf_slice(&checkpoint));
	buf_put_slice(&x->heads, published.len > 0 ? buf_slice(&published) :
						     buf_slice(&checkpoint));
	x->checkpoint = checkpoint;
	buf_fini(&published);
	buf_fini(&opened);
	journal_free(j);
}

void
exhibit_free(struct exhibit *x)
{
	buf_fini(&x->candidate);
	buf_fini(&x->board);
	buf_fini(&x->bundle);
	buf_fini(&x->receipt);
	buf_fini(&x->heads);
	buf_fini(&x->checkpoint);
	buf_fini(&x->line);
}
