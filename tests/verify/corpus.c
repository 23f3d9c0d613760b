/*
 * verify_corpus DIRECTORY: make the corpus of fuzz_verify, which command.sh
 * asks the programs about too, anew: after a change of what evidence says.
 * The keys are new each time; what is printed belongs into fuzz_verify.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proof/bundle.h"
#include "proof/seal.h"
#include "proof/transcript.h"
#include "verify/exhibit.h"

struct show {
	struct chance_bank bank;
	struct chance_attempt attempt;
	struct exhibit_keys keys;
	struct exhibit exhibit;
	const char *directory;
};

/* One that was sat to its end, scored and not released, in few events. */
static bool
will_do(const struct chance_attempt *a)
{
	return a->n > 20 && a->n < 32 && a->folded.plan != NULL &&
	       a->folded.scored && !a->folded.released &&
	       a->folded.state == ATTEMPT_SUBMITTED;
}

static void
find_show(struct show *s)
{
	uint8_t seed[SEED_LEN] = { 0 };
	struct buf opened = { 0 };
	struct rng rng;
	uint16_t i;

	for (i = 0;; i++) {
		seed[0] = (uint8_t)i;
		seed[1] = (uint8_t)(i >> 8);
		rng_init(&rng, seed, RNG_DRAW, 0, 0);
		chance_bank_make(&s->bank, &rng);
		buf_clear(&opened);
		exhibit_opened(&opened, &s->bank);
		buf_put_u8(&opened, 0);
		chance_attempt_make(&s->attempt, &rng, &s->bank, opened.at);
		if (will_do(&s->attempt))
			break;
		chance_attempt_free(&s->attempt);
		chance_bank_free(&s->bank);
	}
	exhibit_make(&s->exhibit,
	    &(struct exhibit_orders){ &s->attempt, &s->bank, &s->keys, { 1 } });
	buf_fini(&opened);
}

static void
keep(const struct show *s, const char *name, struct slice bytes)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", s->directory, name);
	f = fopen(path, "w");
	if (f == NULL || fwrite(bytes.at, 1, bytes.len, f) != bytes.len ||
	    fclose(f) != 0) {
		perror(path);
		exit(1);
	}
}

/* ---- transcripts that were changed, and sealed again ---- */

/* Every place where the one text stands, or the first alone, gets the other. */
static void
replace(struct buf *out, struct slice from, const char *is, const char *becomes,
    bool all)
{
	const char *at;

	while ((at = memmem(from.at, from.len, is, strlen(is))) != NULL) {
		size_t before = (size_t)(at - from.at);

		buf_put(out, from.at, before);
		buf_put_text(out, becomes);
		from.at += before + strlen(is);
		from.len -= before + strlen(is);
		if (!all)
			break;
	}
	buf_put_slice(out, from);
}

/* From behind the one text up to the other nothing is left. */
static void
cut(struct buf *out, struct slice from, const char *after, const char *upto)
{
	const char *start = (const char *)memmem(
	    from.at, from.len, after, strlen(after)) + strlen(after);
	const char *end = memmem(start,
	    (size_t)(from.at + from.len - start), upto, strlen(upto));

	buf_put(out, from.at, (size_t)(start - from.at));
	buf_put(out, end, (size_t)(from.at + from.len - end));
}

static struct slice
unsealed(const struct buf *transcript)
{
	struct seal seal;

	if (seal_split(&seal, buf_slice(transcript), TRANSCRIPT_SEAL) != ERR_OK)
		abort();
	return seal.sealed;
}

static void
keep_sealed(const struct show *s, const char *name, struct buf *text)
{
	if (seal_put(text, TRANSCRIPT_SEAL,
		s->keys.signers[s->keys.n - 1]) != ERR_OK)
		abort();
	keep(s, name, buf_slice(text));
	buf_fini(text);
}

static void
keep_changed(const struct show *s)
{
	static const char rows[] = "\"events\":[\n";
	struct slice candidate = unsealed(&s->exhibit.candidate);
	struct slice board = unsealed(&s->exhibit.board);
	struct buf b = { 0 }, timeless = { 0 };
	char second[64];

	replace(&b, candidate, ",\"withheld\":true", "", true);
	keep_sealed(s, "not-withheld", &b);
	cut(&b, candidate, rows, "\n],\n\"result\"");
	keep_sealed(s, "no-events", &b);
	snprintf(second, sizeof(second), "{\"position\":%llu,",
	    (unsigned long long)s->attempt.events[1].position);
	cut(&b, candidate, rows, second);
	keep_sealed(s, "first-gone", &b);
	cut(&timeless, board, "\"mono\":", ",\"salt\"");
	replace(&b, buf_slice(&timeless), "\"mono\":,",
	    "\"mono\":-9223372036854775808,", false);
	keep_sealed(s, "times", &b);
	cut(&b, board, "\"payload\":\"", "\",\"content\"");
	keep_sealed(s, "payloads-short", &b);
	buf_fini(&timeless);
}

/* One bit of the bank's first item, which no seal is made for. */
static void
keep_bank_changed(const struct show *s)
{
	struct buf b = { 0 };
	struct bundle bundle;
	const char *what;
	size_t at;

	if (bundle_parse(&bundle, buf_slice(&s->exhibit.bundle), &what) !=
	    ERR_OK)
		abort();
	at = (size_t)(bundle.files[BUNDLE_BANK].at - s->exhibit.bundle.at) +
	     bundle.files[BUNDLE_BANK].len / 2;
	buf_put_slice(&b, buf_slice(&s->exhibit.bundle));
	b.at[at] ^= 1;
	keep(s, "bank-changed", buf_slice(&b));
	buf_fini(&b);
}

static void
keep_heads(const struct show *s)
{
	struct buf b = { 0 };

	keep(s, "head", buf_slice(&s->exhibit.checkpoint));
	buf_put_slice(&b, buf_slice(&s->exhibit.heads));
	buf_put_text(&b, "\n");
	buf_put_slice(&b, buf_slice(&s->exhibit.checkpoint));
	keep(s, "heads", buf_slice(&b));
	buf_fini(&b);
}

int
main(int argc, char **argv)
{
	struct show s = { .directory = argc == 2 ? argv[1] : NULL };
	struct buf key = { 0 };

	if (argc != 2) {
		fputs("usage: verify_corpus DIRECTORY\n", stderr);
		return 2;
	}
	exhibit_keys_make(&s.keys, true);
	find_show(&s);
	keep(&s, "bundle", buf_slice(&s.exhibit.bundle));
	keep(&s, "transcript", buf_slice(&s.exhibit.candidate));
	keep(&s, "receipt", buf_slice(&s.exhibit.receipt));
	keep_heads(&s);
	keep_changed(&s);
	keep_bank_changed(&s);
	note_key_put(&key, note_signer_key(s.keys.signers[s.keys.n - 1]));
	printf("%.*s\n%.*s\n", SLICE_FMT(buf_slice(&key)),
	    SLICE_FMT(buf_slice(&s.exhibit.line)));
	buf_fini(&key);
	exhibit_free(&s.exhibit);
	chance_attempt_free(&s.attempt);
	chance_bank_free(&s.bank);
	exhibit_keys_free(&s.keys);
	return 0;
}
