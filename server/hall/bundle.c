/* bundle: all that a board needs to judge an attempt, for its eyes alone. */
#include "proof/bundle.h"

#include "base/hash.h"
#include "hall/commands.h"
#include "hall/draw.h"
#include "hall/journal.h"
#include "hall/marking.h"
#include "hall/reply.h"
#include "hall/retell.h"
#include "hall/seat.h"
#include "proof/age.h"
#include "proof/seal.h"

#define BANK_A_SLICE (512 << 10) /* bytes: a millisecond */
#define CHUNKS_A_SLICE 8	 /* of 64 KiB and 0.1 ms each */

struct bundling {
	uint8_t recipient[AGE_KEY_LEN];
	struct buf files[N_BUNDLE_FILES];
	struct bundle bundle; /* the same, lent to what writes them */
	struct hash_run *hash;
	uint8_t bank_hash[SHA256_LEN];
	struct buf archive, encrypted;
	struct age *age;
};

void
bundling_free(struct bundling *b)
{
	unsigned i;

	if (b == NULL)
		return;
	for (i = 0; i < N_BUNDLE_FILES; i++)
		buf_fini(&b->files[i]);
	hash_run_free(b->hash);
	buf_fini(&b->archive);
	buf_fini(&b->encrypted);
	age_free(b->age);
	free(b);
}

static bool
has_paper(const struct retelling *t)
{
	const struct attempt_plan *plan = t->shadow.attempt.plan;

	return plan != NULL && plan->items != NULL;
}

static void
lend(struct bundling *b, enum bundle_file f)
{
	b->bundle.files[f] = buf_slice(&b->files[f]);
}

/* ---- the files ---- */

/* Are they, by their hashes, the versions that were opened? */
static bool
are_opened(const struct retelling *t, const uint8_t *bank_hash,
    const uint8_t *programme_hash)
{
	struct transcript_version bank, programme;

	return transcript_versions(&bank, &programme, retell_versions(t)) ==
		   ERR_OK &&
	       (bank_hash == NULL ||
		   hash_equal(bank.sha256, bank_hash, SHA256_LEN)) &&
	       (programme_hash == NULL ||
		   hash_equal(programme.sha256, programme_hash, SHA256_LEN));
}

static enum retell_goes
refuse_other(struct hall *h, struct retelling *t, const char *what)
{
	return retell_fail(h, t, ERR_SYS,
	    "The %s is not the one that attempt %llu was opened with, so no "
	    "bundle can be made; examctl replay says more.",
	    what, (unsigned long long)t->chain.attempt);
}

/* Some more of its bytes; false: that were all. */
static bool
take_items(struct bundling *b, const struct bank *bank, size_t *at)
{
	struct buf *to = &b->files[BUNDLE_BANK];
	size_t before = to->len;

	if (before == 0)
		bank_encode_head(bank, to);
	while (*at < bank_n_items(bank) && to->len - before < BANK_A_SLICE)
		bank_encode_item(bank, (*at)++, to);
	hash_run_add(
	    b->hash, (struct slice){ to->at + before, to->len - before });
	return *at < bank_n_items(bank);
}

static enum retell_goes
take_bank(struct hall *h, struct retelling *t)
{
	struct bundling *b = t->bundling;

	if (!has_paper(t))
		return RETELL_DONE;
	if (b->hash == NULL)
		b->hash = hash_run_new();
	if (take_items(b, seat_bank(t->seat), &t->at))
		return RETELL_ON;
	hash_run_end(b->bank_hash, b->hash);
	if (!are_opened(t, b->bank_hash, NULL))
		return refuse_other(h, t, "bank");
	lend(b, BUNDLE_BANK);
	return RETELL_DONE;
}

static bool
see_programme(void *ctx, const char *key, struct slice bytes)
{
	(void)key;
	buf_put_slice(ctx, bytes);
	return false;
}

static enum retell_goes
read_programme(struct hall *h, struct retelling *t)
{
	struct bundling *b = t->bundling;
	uint8_t hash[SHA256_LEN];
	enum err e;

	if (!has_paper(t))
		return RETELL_DONE;
	e = store_read_object(h->store, STORE_PROGRAMME,
	    t->seat->roster->programme->key, see_programme,
	    &b->files[BUNDLE_PROGRAMME]);
	hash_sha256(hash, buf_slice(&b->files[BUNDLE_PROGRAMME]));
	if (e != ERR_OK || !are_opened(t, NULL, hash))
		return refuse_other(h, t, "stored programme");
	lend(b, BUNDLE_PROGRAMME);
	return RETELL_DONE;
}

static enum retell_goes
derive(struct hall *h, struct retelling *t)
{
	struct bundling *b = t->bundling;
	struct derived_from from = { &t->shadow.attempt, seat_bank(t->seat),
		t->seat->roster->programme->programme,
		marking_counts(t->seat) };
	struct derived *d;

	if (!has_paper(t))
		return RETELL_DONE;
	if (derived_new(&d, &from) != ERR_OK)
		return refuse_other(h, t, "programme");
	bundle_put_paper(&b->files[BUNDLE_PAPER], d, &from);
	bundle_put_marks(&b->files[BUNDLE_MARKS], d, &from);
	derived_free(d);
	lend(b, BUNDLE_PAPER);
	lend(b, BUNDLE_MARKS);
	return RETELL_DONE;
}

static void
put_line(struct buf *b, const struct bundle *bundle, enum bundle_file f)
{
	uint8_t hash[SHA256_LEN];

	if (bundle->files[f].at == NULL)
		return;
	hash_sha256(hash, bundle->files[f]);
	bundle_put_line(b, f, hash);
}

static enum retell_goes
write_manifest(struct hall *h, struct retelling *t)
{
	struct bundling *b = t->bundling;
	struct buf *manifest = &b->files[BUNDLE_MANIFEST];
	unsigned i;

	b->bundle.files[BUNDLE_TRANSCRIPT] = buf_slice(&t->text);
	bundle_put_readme(&b->files[BUNDLE_README]);
	lend(b, BUNDLE_README);
	for (i = 0; i < BUNDLE_MANIFEST; i++)
		if (i != BUNDLE_BANK)
			put_line(manifest, &b->bundle, (enum bundle_file)i);
		else if (has_paper(t))
			bundle_put_line(manifest, BUNDLE_BANK, b->bank_hash);
	if (seal_put(manifest, BUNDLE_SEAL, h->evidence->signer) != ERR_OK)
		return retell_fail(
		    h, t, ERR_BUSY, "It cannot be signed just now; ask again.");
	lend(b, BUNDLE_MANIFEST);
	b->bundle.seconds = t->events[t->n_events - 1].at.wall.ms / 1000;
	return RETELL_DONE;
}

/* ---- the archive ---- */

static enum retell_goes
put_archive(struct hall *h, struct retelling *t)
{
	struct bundling *b = t->bundling;

	(void)h;
	bundle_put_file(&b->archive, &b->bundle, (enum bundle_file)t->at);
	buf_fini(&b->files[t->at]);
	if (++t->at < N_BUNDLE_FILES)
		return RETELL_ON;
	bundle_put_end(&b->archive);
	return RETELL_DONE;
}

static enum err
put_chunk(struct bundling *b, size_t *at)
{
	size_t left = b->archive.len - *at;
	size_t len = left > AGE_CHUNK ? AGE_CHUNK : left;
	enum err e = age_chunk(b->age, &b->encrypted,
	    (struct slice){ b->archive.at + *at, len }, len == left);

	*at += len;
	return e;
}

static enum retell_goes
encrypt(struct hall *h, struct retelling *t)
{
	struct bundling *b = t->bundling;
	enum err e = ERR_OK;
	int i;

	if (b->age == NULL)
		e = age_begin(&b->age, &b->encrypted, b->recipient);
	if (e == ERR_INVALID)
		return retell_fail(h, t, ERR_INVALID,
		    "Nothing can be encrypted for this recipient: no secret "
		    "can be shared with its key.");
	for (i = 0; e == ERR_OK && i < CHUNKS_A_SLICE && t->at < b->archive.len;
	     i++)
		e = put_chunk(b, &t->at);
	if (e != ERR_OK)
		return retell_fail(h, t, ERR_BUSY,
		    "It cannot be encrypted just now; ask again.");
	return t->at < b->archive.len ? RETELL_ON : RETELL_DONE;
}

static enum retell_goes
send_bundle(struct hall *h, struct retelling *t)
{
	return retell_send(
	    h, t, BODY_OCTETS, buf_slice(&t->bundling->encrypted));
}

/* ---- the request ---- */

static void
read_recipient(struct body *b, uint8_t key[AGE_KEY_LEN])
{
	struct slice text = body_text(b, "recipient", 1, AGE_RECIPIENT_LEN);
	struct buf why = { 0 };

	if (b->err == ERR_OK && age_recipient_read(key, text, &why) != ERR_OK)
		body_fail(b, ERR_INVALID, "\"recipient\": %.*s.",
		    SLICE_FMT(buf_slice(&why)));
	buf_fini(&why);
}

/* It is told before anything leaves. */
static void
begin_bundle(struct hall *h, struct request *r, struct seat *s,
    const struct act *act, struct slice recipient, struct bundling *b)
{
	static retell_step *const steps[] = { transcript_begin, retell_read,
		transcript_fold, transcript_write, transcript_seal, take_bank,
		read_programme, derive, write_manifest, put_archive, encrypt,
		send_bundle, NULL };
	struct retelling *t = retell_begin(h, r, s, steps);
	char attempt[24];

	if (t == NULL) {
		bundling_free(b);
		return;
	}
	t->form = TRANSCRIPT_BOARD;
	t->bundling = b;
	snprintf(attempt, sizeof(attempt), "%llu",
	    (unsigned long long)s->chain.attempt);
	journal_admin(h, slice_of(r->staff->name), act->reason,
	    slice_of(attempt), "bundle made for %.*s: %.*s",
	    SLICE_FMT(recipient), SLICE_FMT(act->words));
}

void
bundle_make(struct hall *h, struct request *r)
{
	static const char *const names[] = { "recipient", "reason", "words",
		NULL };
	struct seat *s = seat_of_path(h, r);
	struct bundling *made;
	struct act act;
	struct body b;

	if (s == NULL)
		return;
	made = alloc_zero(1, sizeof(*made));
	body_open(&b, r->frame->body, names);
	read_recipient(&b, made->recipient);
	act_read(&b, &act);
	if (b.err == ERR_OK) {
		begin_bundle(h, r, s, &act,
		    body_text(&b, "recipient", 1, AGE_RECIPIENT_LEN), made);
	} else {
		reply_refuse(h, r, b.err, "%s", b.detail);
		bundling_free(made);
	}
	if (body_close(&b) != ERR_OK)
		return; /* answered above */
}
