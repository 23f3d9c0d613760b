/*
 * throttle: how often one address may fail or make us work.  A right access
 * code is never refused for it, so nobody can lock a candidate out; with 60
 * random bits in a code the rate is what makes guessing hopeless.
 */
#include "hall/state.h"

#define BUCKET 10
#define REFILL_MS SECONDS(3)
#define ADDRESSES_MAX 20000 /* 100 bytes each */

struct throttle {
	uint8_t address[16];
	int64_t tokens_ms; /* tokens, each worth REFILL_MS */
	struct mono at;
	UT_hash_handle hh;
};

/* The table is full: those who have been quiet long enough go. */
static void
throttle_sweep(struct hall *h)
{
	struct throttle *t, *next;

	HASH_ITER(hh, h->throttles, t, next) {
		if (h->now.mono.ms - t->at.ms < BUCKET * REFILL_MS)
			continue;
		HASH_DEL(h->throttles, t);
		free(t);
	}
}

static struct throttle *
throttle_of(struct hall *h, const uint8_t address[16])
{
	struct throttle *t;

	HASH_FIND(hh, h->throttles, address, 16, t);
	if (t != NULL)
		return t;
	if (HASH_COUNT(h->throttles) >= ADDRESSES_MAX)
		throttle_sweep(h);
	if (HASH_COUNT(h->throttles) >= ADDRESSES_MAX)
		return NULL;
	t = alloc_zero(1, sizeof(*t));
	memcpy(t->address, address, 16);
	t->tokens_ms = BUCKET * REFILL_MS;
	t->at = h->now.mono;
	HASH_ADD(hh, h->throttles, address, 16, t);
	return t;
}

bool
throttle_take(struct hall *h, const uint8_t address[16])
{
	struct throttle *t = throttle_of(h, address);

	if (t == NULL)
		return false;
	t->tokens_ms += h->now.mono.ms - t->at.ms;
	t->at = h->now.mono;
	if (t->tokens_ms > BUCKET * REFILL_MS)
		t->tokens_ms = BUCKET * REFILL_MS;
	if (t->tokens_ms < REFILL_MS)
		return false;
	t->tokens_ms -= REFILL_MS;
	return true;
}

void
throttle_free(struct hall *h)
{
	struct throttle *t, *next;

	HASH_ITER(hh, h->throttles, t, next) {
		HASH_DEL(h->throttles, t);
		free(t);
	}
}
