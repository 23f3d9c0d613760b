/*
 * rng: the numbers a paper is drawn with.
 *
 * The stream is the ChaCha20 key stream of RFC 8439 §2.4, read as 32-bit
 * little-endian words:
 *
 *	key	the candidate's seed, 32 bytes
 *	nonce	purpose, a, b: three 32-bit little-endian numbers
 *	counter	0 in the first block, one more in each
 *
 *	purpose			a		b
 *	1 RNG_DRAW		try, from 0	form, 0: own draw
 *	2 RNG_ITEM_ORDER	section, from 0	0
 *	3 RNG_CHOICE_ORDER	item, from 0	interaction, from 0
 *	4 RNG_SEARCH		try, from 0	form, 0: own draw
 *	5 RNG_FORMS		0		0
 *
 * below(n): take a word w; while w < (2^32 - n) mod n, take the next; the
 * result is w mod n.  Every number is then equally likely.
 *
 * shuffle(list): for i from the last place down to 1, j = below(i + 1), swap
 * the elements at i and j (Fisher-Yates in Durstenfeld's form).
 *
 * Vectors, seed 00 01 02 … 1f, purpose RNG_DRAW, each from the start:
 *	words		09fb38d8 3a2e6e53 3ff2e810 a6736248
 *	below(100)	32 27 28 56 11 40 35 4 60 9
 *	shuffle(0 … 9)	1 9 4 8 7 5 6 0 3 2
 */
#ifndef CORE_RNG_H
#define CORE_RNG_H

#include <stddef.h>
#include <stdint.h>

#define SEED_LEN 32

enum rng_purpose {
	RNG_DRAW = 1,
	RNG_ITEM_ORDER = 2,
	RNG_CHOICE_ORDER = 3,
	RNG_SEARCH = 4,
	RNG_FORMS = 5,
};

#define CHACHA_WORDS 16

struct rng {
	uint32_t input[CHACHA_WORDS]; /* RFC 8439 §2.3: the block's start */
	uint32_t words[CHACHA_WORDS]; /* the block made of it */
	unsigned used;		      /* of words */
};

/* RFC 8439 §2.3: the block function on its whole input state. */
void chacha_block(uint32_t out[CHACHA_WORDS],
    const uint32_t input[CHACHA_WORDS]);

void rng_init(struct rng *, const uint8_t seed[SEED_LEN], enum rng_purpose,
    uint32_t a, uint32_t b);
uint32_t rng_word(struct rng *);
/* 0 to n - 1; n > 0. */
uint32_t rng_below(struct rng *, uint32_t n);
void rng_shuffle(struct rng *, uint16_t *list, size_t n);

#endif
