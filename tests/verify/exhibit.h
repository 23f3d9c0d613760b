/*
 * exhibit: evidence of a simulated attempt, made by the very writers that the
 * hall has: a journal with the events of others between, its tree, signed
 * heads, transcripts, a bundle, a receipt.
 */
#ifndef VERIFY_EXHIBIT_H
#define VERIFY_EXHIBIT_H

#include "proof/note.h"
#include "verify/chance.h"

#define EXHIBIT_ORIGIN "exam.example.org/examd/00c0ffee"

/* Keys as a body has them: the first, and perhaps one that took over. */
struct exhibit_keys {
	struct note_signer *signers[2];
	size_t n;
	struct buf history; /* evidence.keys */
};

void exhibit_keys_make(struct exhibit_keys *, bool rotated);
void exhibit_keys_free(struct exhibit_keys *);

struct exhibit {
	struct buf candidate, board; /* transcripts */
	struct buf bundle;
	struct buf receipt; /* empty: nothing was closed */
	struct buf heads;   /* the published head, or the checkpoint itself */
	struct buf checkpoint; /* the head of the whole journal */
	struct buf line;    /* of the receipt */
};

struct exhibit_orders {
	const struct chance_attempt *attempt;
	const struct chance_bank *bank;
	const struct exhibit_keys *keys;
	uint8_t seed[SEED_LEN]; /* of salts, and of what others did */
};

/* The text of OPENED for a bank. */
void exhibit_opened(struct buf *, const struct chance_bank *);
void exhibit_make(struct exhibit *, const struct exhibit_orders *);
void exhibit_free(struct exhibit *);

#endif
