#include "core/rng.h"

#include <assert.h>
#include <string.h>

static uint32_t
rotate(uint32_t x, unsigned n)
{
	return x << n | x >> (32 - n);
}

/* In one piece with its caller the words stay in registers: a third of the
 * time, and the paper of 80 items takes as many blocks. */
__attribute__((always_inline)) static inline void
quarter_round(uint32_t *a, uint32_t *b, uint32_t *c, uint32_t *d)
{
	*a += *b, *d = rotate(*d ^ *a, 16);
	*c += *d, *b = rotate(*b ^ *c, 12);
	*a += *b, *d = rotate(*d ^ *a, 8);
	*c += *d, *b = rotate(*b ^ *c, 7);
}

void
chacha_block(uint32_t out[CHACHA_WORDS], const uint32_t input[CHACHA_WORDS])
{
	uint32_t x[CHACHA_WORDS];
	unsigned i;

	memcpy(x, input, sizeof(x));
	for (i = 0; i < 10; i++) {
		quarter_round(&x[0], &x[4], &x[8], &x[12]);
		quarter_round(&x[1], &x[5], &x[9], &x[13]);
		quarter_round(&x[2], &x[6], &x[10], &x[14]);
		quarter_round(&x[3], &x[7], &x[11], &x[15]);
		quarter_round(&x[0], &x[5], &x[10], &x[15]);
		quarter_round(&x[1], &x[6], &x[11], &x[12]);
		quarter_round(&x[2], &x[7], &x[8], &x[13]);
		quarter_round(&x[3], &x[4], &x[9], &x[14]);
	}
	for (i = 0; i < CHACHA_WORDS; i++)
		out[i] = x[i] + input[i];
}

static uint32_t
little_endian(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

void
rng_init(struct rng *rng, const uint8_t seed[SEED_LEN],
    enum rng_purpose purpose, uint32_t a, uint32_t b)
{
	static const uint32_t constants[4] = { 0x61707865, 0x3320646e,
		0x79622d32, 0x6b206574 };
	unsigned i;

	memcpy(rng->input, constants, sizeof(constants));
	for (i = 0; i < SEED_LEN / 4; i++)
		rng->input[4 + i] = little_endian(seed + 4 * i);
	rng->input[12] = 0;
	rng->input[13] = purpose;
	rng->input[14] = a;
	rng->input[15] = b;
	rng->used = CHACHA_WORDS;
}

uint32_t
rng_word(struct rng *rng)
{
	if (rng->used == CHACHA_WORDS) {
		chacha_block(rng->words, rng->input);
		rng->input[12]++;
		rng->used = 0;
	}
	return rng->words[rng->used++];
}

uint32_t
rng_below(struct rng *rng, uint32_t n)
{
	uint32_t w, uneven;

	assert(n > 0);
	uneven = (0 - n) % n;
	do
		w = rng_word(rng);
	while (w < uneven);
	return w % n;
}

void
rng_shuffle(struct rng *rng, uint16_t *list, size_t n)
{
	size_t i;

	for (i = n; i > 1; i--) {
		size_t j = rng_below(rng, (uint32_t)i);
		uint16_t kept = list[i - 1];

		list[i - 1] = list[j];
		list[j] = kept;
	}
}
