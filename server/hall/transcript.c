/* transcript: all events of a closed attempt with their proofs, sealed. */
#include "proof/seal.h"

#include "hall/commands.h"
#include "hall/draw.h"
#include "hall/retell.h"

#define FOLDS_A_SLICE 500
#define PROOFS_A_SLICE 4 /* of 0.4 ms each: a proof reads 500 hashes */

static void
copy(struct buf *to, const struct buf *from)
{
	buf_clear(to);
	buf_put_slice(to, buf_slice(from));
}

enum retell_goes
transcript_begin(struct hall *h, struct retelling *t)
{
	const struct signed_head *head = &h->evidence->signed_last;

	if (t->seat->chain.head > head->head.size && !evidence_sign(h))
		return retell_fail(
		    h, t, ERR_BUSY, "It cannot be signed just now; ask again.");
	t->size = head->head.size;
	t->published_size = h->evidence->published.head.size;
	t->keys_len = h->evidence->keys_text.len;
	copy(&t->checkpoint, &head->text);
	copy(&t->published, &h->evidence->published.text);
	buf_clear(&t->text);
	return RETELL_DONE;
}

static enum retell_goes
refuse_damaged(struct hall *h, struct retelling *t)
{
	return retell_fail(h, t, ERR_SYS,
	    "The journal of attempt %llu is damaged on the disk, so nothing is "
	    "told from it; examctl replay says more.",
	    (unsigned long long)t->chain.attempt);
}

enum retell_goes
transcript_fold(struct hall *h, struct retelling *t)
{
	size_t end = t->at + FOLDS_A_SLICE;
	struct event e;

	while (!t->damaged && t->at < end && t->at < t->n_events)
		t->damaged = retell_event(&e, t) != ERR_OK ||
			     retell_fold(t, &e) != ERR_OK;
	if (t->damaged)
		return refuse_damaged(h, t);
	return t->at < t->n_events ? RETELL_ON : RETELL_DONE;
}

/* ---- the text ---- */

/* The checkpoint's tree begins with the published one, where there is one. */
static enum err
prove_published(
    struct tree_proof *proof, struct hall *h, const struct retelling *t)
{
	proof->n = 0;
	if (t->published_size == 0)
		return ERR_OK;
	return tree_prove_prefix(
	    proof, t->published_size, t->size, evidence_nodes, h);
}

static enum err
write_head(struct hall *h, struct retelling *t)
{
	const struct evidence *ev = h->evidence;
	struct transcript head = {
		.form = t->form,
		.origin = slice_of(ev->keys->origin),
		.keys = buf_slice(&ev->keys_text),
		.checkpoint = buf_slice(&t->checkpoint),
		.published = buf_slice(&t->published),
		.attempt = t->chain.attempt,
		.route = t->shadow.attempt.route,
	};
	struct tree_proof proof;
	struct event registered;

	if (!retell_last(&registered, t, EVENT_REGISTERED) ||
	    transcript_who_decode(&head.who, registered.data) != ERR_OK ||
	    prove_published(&proof, h, t) != ERR_OK ||
	    (t->shadow.attempt.plan != NULL &&
		transcript_versions(
		    &head.bank, &head.programme, retell_versions(t)) != ERR_OK))
		return ERR_STATE;
	head.n_consistency = proof.n;
	head.consistency = (const uint8_t(*)[SHA256_LEN])proof.hashes;
	transcript_open(&t->text, &head);
	return ERR_OK;
}

static enum err
write_event(struct hall *h, struct retelling *t, const struct retold *row)
{
	struct transcript_event e = {
		.position = row->position,
		.number = row->number,
		.kind = (enum event_kind)row->kind,
		.at = row->at,
		.withheld = transcript_withholds(t->form,
		    (enum event_kind)row->kind, t->shadow.attempt.released),
		.salt = { (const char *)row->salt, SALT_LEN },
		.payload = retell_payload(t, row),
	};
	struct tree_proof proof;
	enum err err =
	    tree_prove(&proof, row->position - 1, t->size, evidence_nodes, h);

	if (err != ERR_OK)
		return err;
	memcpy(e.content, row->content, SHA256_LEN);
	memcpy(e.hash, row->hash, SHA256_LEN);
	e.n_proof = proof.n;
	e.proof = (const uint8_t(*)[SHA256_LEN])proof.hashes;
	transcript_event(&t->text, &e);
	return ERR_OK;
}

enum retell_goes
transcript_write(struct hall *h, struct retelling *t)
{
	size_t end = t->at + PROOFS_A_SLICE;
	enum err e = t->at == 0 ? write_head(h, t) : ERR_OK;

	for (; e == ERR_OK && t->at < end && t->at < t->n_events; t->at++)
		e = write_event(h, t, &t->events[t->at]);
	if (e != ERR_OK)
		return refuse_damaged(h, t);
	return t->at < t->n_events ? RETELL_ON : RETELL_DONE;
}

/* That of the last scoring. */
static const struct score *
last_score(struct score *score, const struct retelling *t)
{
	const struct score *found = NULL;
	struct cursor c;
	struct event e;
	size_t i;

	for (i = 0; i < t->n_events; i++) {
		if (t->events[i].kind != EVENT_SCORED ||
		    event_decode(&e, EVENT_SCORED,
			retell_payload(t, &t->events[i])) != ERR_OK)
			continue;
		c = cursor_on(e.data);
		found = score_decode(score, &c) == ERR_OK ? score : NULL;
	}
	return found;
}

enum retell_goes
transcript_seal(struct hall *h, struct retelling *t)
{
	const struct attempt *a = &t->shadow.attempt;
	struct score score;

	/* Has a new key taken over since the head was written? */
	if (t->keys_len != h->evidence->keys_text.len) {
		retell_again(t);
		return RETELL_ON;
	}
	transcript_close(
	    &t->text, transcript_shows_result(t->form, a->scored, a->released)
			  ? last_score(&score, t)
			  : NULL);
	if (seal_put(&t->text, TRANSCRIPT_SEAL, h->evidence->signer) != ERR_OK)
		return retell_fail(
		    h, t, ERR_BUSY, "It cannot be signed just now; ask again.");
	return RETELL_DONE;
}

static enum retell_goes
send_transcript(struct hall *h, struct retelling *t)
{
	return retell_send(h, t, BODY_TEXT, buf_slice(&t->text));
}

void
transcript_show(struct hall *h, struct request *r)
{
	static retell_step *const steps[] = { transcript_begin, retell_read,
		transcript_fold, transcript_write, transcript_seal,
		send_transcript, NULL };
	struct seat *s = seat_of_path(h, r);

	if (s != NULL)
		(void)retell_begin(h, r, s, steps); /* or answered */
}
