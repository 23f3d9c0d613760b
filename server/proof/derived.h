/*
 * derived: what follows from an attempt, its bank version and its programme:
 * the paper, what was on the screens, and the marks.  The hall has stored the
 * same; evidence holds if both agree.
 */
#ifndef PROOF_DERIVED_H
#define PROOF_DERIVED_H

#include "base/hash.h"
#include "core/attempt.h"
#include "core/score.h"

/* An item of the paper; thousandths of a mark. */
struct derived_item {
	int32_t processed; /* what its processing gives for the response */
	int32_t by_hand;   /* what people gave, once it is settled */
	int32_t max_marks;
	bool failed;	/* its processing did: no marks */
	bool is_script; /* people mark it */
	enum script_state script;
};

struct derived {
	struct paper *paper;
	struct score score;
	struct derived_item items[PAPER_ITEMS_MAX];
	uint16_t n_items;
	bool is_settled; /* no script waits: there is a result */
};

struct derived_from {
	const struct attempt *attempt; /* drawn, with its answers */
	const struct bank *bank;
	const struct programme *programme;
	bool by_hand; /* people mark in this sitting: results are not released
			 at once */
};

/* ERR_INVALID: the bank has no such items, or the programme no such route.
 * derived_free() is the caller's. */
MUST_CHECK enum err derived_new(struct derived **, const struct derived_from *);
void derived_free(struct derived *);

/* The digest of DRAWN: SHA-256 over the views of all items of the paper. */
void derived_screens(uint8_t out[SCREENS_LEN], const struct paper *,
    const struct bank *);

#endif
