/*
 * property: laws over random input.
 *
 *	for (run = 0; run < PROPERTY_RUNS; run++) {
 *		property_begin(&rng, run);
 *		...
 *
 * The input of a run follows from EXAM_SEED (default 1) and its number; each
 * test prints the seed, so that a failure can be had again.
 */
#ifndef SUPPORT_PROPERTY_H
#define SUPPORT_PROPERTY_H

#include <stdio.h>
#include <stdlib.h>

#include "core/rng.h"

#define PROPERTY_RUNS 3000

static inline void
property_begin(struct rng *rng, unsigned run)
{
	const char *text = getenv("EXAM_SEED");
	unsigned long long base = text != NULL ? strtoull(text, NULL, 10) : 1;
	uint8_t seed[SEED_LEN] = { 0 };
	unsigned i;

	if (run == 0)
		printf("EXAM_SEED=%llu\n", base);
	for (i = 0; i < 8; i++) {
		seed[i] = (uint8_t)(base >> 8 * i);
		seed[8 + i] = (uint8_t)((unsigned long long)run >> 8 * i);
	}
	rng_init(rng, seed, RNG_DRAW, 0, 0);
}

/* low to high, both included. */
static inline int
property_int(struct rng *rng, int low, int high)
{
	return low + (int)rng_below(rng, (uint32_t)(high - low + 1));
}

static inline void
property_bytes(struct rng *rng, void *p, size_t len)
{
	uint8_t *bytes = (uint8_t *)p;
	size_t i;

	for (i = 0; i < len; i++)
		bytes[i] = (uint8_t)rng_word(rng);
}

#endif
