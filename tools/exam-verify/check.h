/*
 * check: everything that can be derived or compared, one group of rules in a
 * file.  What does not hold becomes a finding; a check that has nothing to go
 * by, since an earlier one failed, says nothing.
 */
#ifndef VERIFY_CHECK_H
#define VERIFY_CHECK_H

#include "exam-verify/evidence.h"
#include "exam-verify/finding.h"
#include "exam-verify/trust.h"
#include "proof/bundle.h"
#include "proof/seal.h"

struct check {
	const char *file;
	struct findings *findings;
	const struct trust *trust;
};

/* An attempt as its events tell it. */
struct story {
	struct evidence *evidence;
	struct keys keys; /* of the evidence */
	bool has_keys;
	struct attempt attempt;
	bool folds; /* every event was possible */
	uint8_t *verdicts; /* enum verdict of each event that is a save */
	int64_t *left_ms;  /* after each event; -1: there was no clock */
	struct bank *bank; /* of a bundle; may be NULL, as the next two */
	struct programme *programme;
	struct derived *derived; /* at the end */
	bool by_hand; /* people mark in this sitting */
};

void story_free(struct story *);

/* "event 12 (answered item 3, 10:14:03)" */
#define WHERE_MAX 160
void check_where(
    char where[WHERE_MAX], const struct evidence *, size_t event);

/* ---- whole files; each gives at most one story ---- */

/* Whatever it is.  *story is NULL if it tells none. */
void check_file(struct story **story, const struct check *, struct slice);

void check_transcript(struct story **, const struct check *, struct slice,
    enum transcript_form);
void check_bundle(struct story **, const struct check *, struct slice);
void check_receipt(const struct check *, struct slice);
void check_heads(const struct check *, struct slice);
void check_statement(const struct check *, struct slice);

/* The keys that were given, or the one key; false: neither was. */
bool check_given_keys(struct keys *, const struct trust *);

/* ---- of a transcript ---- */

/* Keys, seal, checkpoint, published heads.  Fills in keys and has_keys. */
void check_signatures(const struct check *, struct story *,
    const struct seal *);
/* By one of the keys, and nobody else. */
void check_signed(const struct check *, const char *where,
    const struct keys *, const struct note *);
/* The same, where the keys were given and may be old. */
void check_signed_by_given(const struct check *, const char *where,
    const struct keys *, const struct note *);
/* Numbers, hashes, proofs, times. */
void check_chain(const struct check *, const struct story *);
/* Payloads, the fold, the result.  Fills in all but bank and programme. */
void check_fold(const struct check *, struct story *);
/* What bank and programme say, of the board's form; files of a bundle. */
void check_derived(const struct check *, struct story *,
    const struct bundle *);

#endif
