/*
 * receipt: what a candidate takes home: that an event of their attempt is in
 * the journal, and with it all that came before it there.
 *
 *	examd receipt v1
 *	attempt 17
 *	event 34 submitted	number in the attempt, and its kind in words
 *	kind 22
 *	position 123456		in the journal
 *	wall 1764064800123	ms, see exam/time.h
 *	mono 123456789
 *	before HEX		see chain.h
 *	content HEX
 *	hash HEX
 *	line 17-34-7K3Q-M2ZD-0R8T-91XV-5B2C
 *
 *	c2sp.org/tlog-proof@v1	index is position - 1
 *	…
 *
 * UTF-8, each line ended by a newline.  The short line is attempt, number and
 * the first 100 bits of the hash in Crockford's base 32.
 */
#ifndef PROOF_RECEIPT_H
#define PROOF_RECEIPT_H

#include "proof/chain.h"
#include "proof/checkpoint.h"
#include "proof/keys.h"
#include "proof/tree.h"

#define RECEIPT_MAX 16384 /* of its text: four times the longest of ours */
#define RECEIPT_LINE_MAX 80
#define RECEIPT_DIGITS 20 /* of a short line: 100 bits */

struct receipt {
	struct chain_link link;
	uint64_t position;
	uint8_t before[SHA256_LEN], content[SHA256_LEN], hash[SHA256_LEN];
	struct tree_proof proof;
	struct slice checkpoint; /* signed note; borrowed */
};

/* Is there a receipt for events of this kind: a section closed, or the attempt?
 */
bool receipt_is_for(unsigned kind);
/* Its kind is one of those. */
void receipt_put(struct buf *, const struct receipt *);
/* ERR_SYNTAX: the diag names line and rule. */
MUST_CHECK enum err receipt_parse(
    struct receipt *, struct slice, struct diag *);
/* Does what it says hold: the hash, the proof, the head's signature by one of
 * the keys?  ERR_INVALID: a line of the diag for each that does not. */
MUST_CHECK enum err receipt_check(
    const struct receipt *, const struct keys *, struct diag *);

/* The short line, as a text of at most RECEIPT_LINE_MAX with its end. */
void receipt_line(char text[RECEIPT_LINE_MAX], uint64_t attempt,
    uint32_t number, const uint8_t hash[SHA256_LEN]);

/* A short line, as somebody typed it. */
struct receipt_line {
	uint64_t attempt;
	uint32_t number;
	uint8_t digits[RECEIPT_DIGITS]; /* 0 to 31 each */
};

/* Case does not matter, O is 0, I and L are 1; dashes only between attempt,
 * number and digits.  ERR_SYNTAX. */
MUST_CHECK enum err receipt_line_parse(struct receipt_line *, struct slice);
bool receipt_line_is_of(const struct receipt_line *, uint64_t attempt,
    uint32_t number, const uint8_t hash[SHA256_LEN]);
/* Its digits are those of the hash but for one or two, as if mistyped. */
bool receipt_line_is_near(
    const struct receipt_line *, const uint8_t hash[SHA256_LEN]);

#endif
