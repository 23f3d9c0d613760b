/*
 * chance: banks, programmes and attempts as chance will have them.
 *
 * Items are of every kind that there is; those of the kind "composite" have up
 * to four interactions and a processing grown at random over every operator.
 * An attempt is sat by the rules of core/attempt.h: saves with every verdict,
 * pauses, extensions, compensations, clocks that are set, hand marks,
 * reopenings, scorings.
 */
#ifndef VERIFY_CHANCE_H
#define VERIFY_CHANCE_H

#include "core/attempt.h"
#include "core/bank.h"
#include "core/programme.h"
#include "core/response.h"
#include "core/rng.h"
#include "proof/transcript.h"

#define CHANCE_ITEMS 14
#define CHANCE_WHO                                                             \
	((struct transcript_who){ SLICE("C-1001"),                             \
	    SLICE("Ada \"\xc3\x81\" Lovelace"), SLICE("winter"),              \
	    SLICE("Exam <1>"), SLICE("Europe/Madrid") })

struct chance_bank {
	struct bank *bank;
	struct buf bank_bytes, programme_bytes;
	struct programme *programme; /* both routes, one to three sections */
	uint16_t n_sections[N_ROUTE_NAMES];
};

/* low to high, both included. */
int chance_int(struct rng *, int low, int high);
bool chance_of(struct rng *, int percent);
/* One of the texts of a list that ends with NULL. */
const char *chance_text(struct rng *, const char *const *list);

void chance_bank_make(struct chance_bank *, struct rng *);
void chance_bank_free(struct chance_bank *);
/* A processing of these variables, as tests/support/tree.h writes it. */
void chance_processing(struct buf *, struct rng *, const struct variable *,
    uint16_t n_variables);
/* Something that can be entered, in canonical bytes. */
void chance_response(struct buf *, struct rng *, const struct item *);

/* ---- attempts ---- */

#define CHANCE_EVENTS_MAX 400

struct chance_attempt {
	struct event events[CHANCE_EVENTS_MAX]; /* positions are given */
	size_t n;
	struct buf texts[CHANCE_EVENTS_MAX]; /* that each one's data is in */
	uint64_t number;
	bool by_hand; /* people mark in this sitting */
	struct attempt folded;
	uint8_t verdicts[CHANCE_EVENTS_MAX];
};

/* The texts of OPENED are made by who knows the hashes. */
void chance_attempt_make(struct chance_attempt *, struct rng *,
    const struct chance_bank *, const char *opened_text);
void chance_attempt_free(struct chance_attempt *);

#endif
