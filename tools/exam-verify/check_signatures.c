/* Who has signed, and does it lead to what was published? */
#include <inttypes.h>

#include "exam-verify/check.h"

/* ---- keys ---- */

/* Where two histories are both known they must be one. */
static bool
is_one_history(const struct keys *a, const struct keys *b)
{
	size_t i;

	if (strcmp(a->origin, b->origin) != 0)
		return false;
	for (i = 0; i < a->n && i < b->n; i++)
		if (!note_key_equal(&a->all[i], &b->all[i]))
			return false;
	return true;
}

static bool
has_key(const struct keys *k, const struct note_key *key)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		if (note_key_equal(&k->all[i], key))
			return true;
	return false;
}

static void
note_whose_key(const struct check *c, const struct keys *k)
{
	bool given = c->trust->keys != NULL || c->trust->has_key;
	struct buf text = { 0 };

	note_key_put(&text, keys_newest(k));
	finding_note(c->findings, c->file, "checked with the key %.*s%s",
	    SLICE_FMT(buf_slice(&text)),
	    given ? ", compared with what was "
		    "given"
		  : ", which stands in it: compare it with what the body "
		    "publishes, or give --key or --keys");
	buf_fini(&text);
}

static void
check_trust(const struct check *c, const struct keys *k)
{
	const struct trust *t = c->trust;

	if (t->keys != NULL && !is_one_history(t->keys, k))
		finding_add(c->findings, c->file, "keys",
		    "are not those that were given: somebody else has signed "
		    "this");
	if (t->has_key && !has_key(k, &t->key))
		finding_add(c->findings, c->file, "keys",
		    "do not have the key that was given: %s",
		    strcmp(t->key.name, k->origin) != 0
			? "somebody else has signed this"
			: "somebody else has signed this, or that key took "
			  "over "
			  "since; give --keys with all of them, from examctl "
			  "checkpoint --keys");
	note_whose_key(c, k);
}

static void
read_keys(const struct check *c, struct story *s)
{
	const struct transcript *head = &s->evidence->head;
	struct diag d = { .path = "keys" };

	s->has_keys = keys_parse(&s->keys, head->keys, &d) == ERR_OK;
	if (!s->has_keys)
		finding_add_diag(c->findings, c->file, "keys",
		    "are no history of keys", &d);
	else if (!slice_is(head->origin, s->keys.origin))
		finding_add(c->findings, c->file, "origin",
		    "is not that of the keys, %s", s->keys.origin);
	diag_fini(&d);
}

/* ---- signatures ---- */

static bool
has_one_signature(const struct note *n)
{
	size_t i, lines = 0;

	for (i = 0; i < n->signatures.len; i++)
		lines += n->signatures.at[i] == '\n';
	return lines == 1;
}

void
check_signed(const struct check *c, const char *where, const struct keys *k,
    const struct note *n)
{
	enum err err = keys_verify(NULL, k, n);

	if (err == ERR_UNKNOWN)
		finding_add(c->findings, c->file, where,
		    "is signed by none of the keys");
	else if (err != ERR_OK)
		finding_add(c->findings, c->file, where,
		    "the signature does not fit: what is signed was changed, "
		    "or the signature was");
	else if (!has_one_signature(n))
		finding_add(c->findings, c->file, where,
		    "has signatures that the server does not make");
}

void
check_signed_by_given(const struct check *c, const char *where,
    const struct keys *k, const struct note *n)
{
	if (keys_verify(NULL, k, n) == ERR_UNKNOWN)
		finding_add(c->findings, c->file, where,
		    "is signed by none of the keys: by somebody else, or by a "
		    "key that took over since they were published: give the "
		    "newer evidence.keys, from examctl checkpoint --keys");
	else
		check_signed(c, where, k, n);
}

static void
check_seal(const struct check *c, const struct keys *k,
    const struct seal *seal, const char *kind)
{
	if (!seal_fits(seal, kind))
		finding_add(c->findings, c->file, "seal",
		    "is not that of the bytes before it: something was changed "
		    "after it was sealed");
	check_signed(c, "seal", k, &seal->note);
	if (note_verify(&seal->note, keys_newest(k)) == ERR_UNKNOWN &&
	    keys_verify(NULL, k, &seal->note) == ERR_OK)
		finding_add(c->findings, c->file, "seal",
		    "is by a key that had been given up by then");
}

/* ---- heads ---- */

static bool
read_head(struct checkpoint *out, const struct check *c, const char *where,
    const struct keys *k, struct slice text)
{
	struct note n;

	if (note_parse(&n, text) != ERR_OK ||
	    checkpoint_parse(out, &n) != ERR_OK) {
		finding_add(c->findings, c->file, where,
		    "is no signed head");
		return false;
	}
	if (strcmp(out->origin, k->origin) != 0)
		finding_add(c->findings, c->file, where,
		    "is of another journal, %s", out->origin);
	check_signed(c, where, k, &n);
	return true;
}

static bool
is_prefix(const struct transcript *t, const struct checkpoint *from,
    const struct checkpoint *to)
{
	struct tree_proof proof = { .n = t->n_consistency };

	if (from->size > to->size || proof.n > TREE_PROOF_MAX)
		return false;
	if (from->size == 0)
		return proof.n == 0;
	if (proof.n > 0)
		memcpy(proof.hashes, t->consistency, proof.n * SHA256_LEN);
	return tree_verify_prefix(
	    &proof, from->size, to->size, from->root, to->root);
}

static bool
is_head(const struct checkpoint *a, const struct checkpoint *b)
{
	return a->size == b->size && hash_equal(a->root, b->root, SHA256_LEN);
}

static void
check_same_size(const struct check *c, const struct trust_head *head,
    const struct checkpoint *other, const char *where)
{
	if (head->said.size == other->size && !is_head(&head->said, other))
		finding_add(c->findings, c->file, where,
		    "is another than the one published in %s, with the same "
		    "%" PRIu64 " events: the journal was rewritten after that "
		    "was published", head->file, other->size);
}

/* A key that took over since then may have. */
static bool
is_signed(const struct trust_head *head, const struct trust *t,
    const struct keys *k)
{
	return strcmp(head->said.origin, k->origin) == 0 &&
	    (keys_verify(NULL, k, &head->note) == ERR_OK ||
		(t->keys != NULL &&
		    keys_verify(NULL, t->keys, &head->note) == ERR_OK));
}

/* Which heads the page and the reader can compare. */
static void
note_heads(const struct check *c, const struct checkpoint *checkpoint,
    const struct checkpoint *published)
{
	const char *by =
	    c->trust->n_heads > 0
		? "compared with those given"
		: "compare it with what the body published, or give --head";

	if (published == checkpoint)
		finding_note(c->findings, c->file,
		    "its head has %" PRIu64 " events; %s", checkpoint->size,
		    by);
	else
		finding_note(c->findings, c->file,
		    "its head has %" PRIu64 " events, the published one before "
		    "it %" PRIu64 "; %s",
		    checkpoint->size, published->size, by);
}

/* checkpoint, and published, which may be the same. */
static void
check_published(const struct check *c, const struct keys *k,
    const struct checkpoint *checkpoint, const struct checkpoint *published)
{
	const struct trust *t = c->trust;
	bool linked = t->n_heads == 0;
	size_t i;

	for (i = 0; i < t->n_heads; i++) {
		const struct trust_head *head = &t->heads[i];

		if (!is_signed(head, t, k))
			finding_add(c->findings, c->file, "keys",
			    "have not signed head %zu of %s", i + 1,
			    head->file);
		check_same_size(c, head, checkpoint, "checkpoint");
		if (published != checkpoint)
			check_same_size(c, head, published, "published");
		linked = linked || is_head(&head->said, checkpoint) ||
		    is_head(&head->said, published);
	}
	note_heads(c, checkpoint, published);
	if (!linked)
		finding_add(c->findings, c->file, "checkpoint",
		    "leads to a journal of %" PRIu64 " events and a published "
		    "head of %" PRIu64 ", and none of the heads given is one "
		    "of them: nothing shows that it is the journal that was "
		    "published", checkpoint->size, published->size);
}

static void
check_checkpoints(const struct check *c, const struct story *s)
{
	const struct transcript *t = &s->evidence->head;
	struct checkpoint head, published;

	if (!read_head(&head, c, "checkpoint", &s->keys, t->checkpoint))
		return;
	if (t->published.len == 0) {
		if (t->n_consistency > 0)
			finding_add(c->findings, c->file, "consistency",
			    "is a proof of nothing");
		check_published(c, &s->keys, &head, &head);
		return;
	}
	if (!read_head(&published, c, "published", &s->keys, t->published))
		return;
	if (!is_prefix(t, &published, &head))
		finding_add(c->findings, c->file, "consistency",
		    "does not lead from the published head of %" PRIu64
		    " events to the checkpoint of %" PRIu64
		    ": they are not of one journal", published.size,
		    head.size);
	check_published(c, &s->keys, &head, &published);
}

void
check_signatures(const struct check *c, struct story *s,
    const struct seal *seal)
{
	read_keys(c, s);
	if (!s->has_keys)
		return;
	check_trust(c, &s->keys);
	check_seal(c, &s->keys, seal, TRANSCRIPT_SEAL);
	check_checkpoints(c, s);
}
