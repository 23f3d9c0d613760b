/*
 * throttle: how often one address may fail.  Only failures are counted.  A
 * right access code is never refused for them, so nobody can lock a candidate
 * out; with 60 random bits in a code the rate is what makes guessing hopeless.
 * When the table is full the others are let through rather than refused.
 */
#include "base/log.h"
#include "hall/throttle.h"

#define BUCKET 10
#define REFILL_MS SECONDS(3)
#define THROTTLES_MAX 20000 /* 100 bytes each */
#define SWEEP_MS SECONDS(1) /* a full table costs 1 ms to look through */
#define KEY_LEN 16

struct throttle {
	uint8_t key[KEY_LEN];
	int64_t tokens_ms; /* tokens, each worth REFILL_MS; below 0: a debt */
	struct mono at;
	UT_hash_handle hh;
};

/* One household has a /64 of IPv6 (RFC 6177); IPv4 is mapped. */
static void
key_of(uint8_t key[KEY_LEN], const uint8_t address[16], struct slice name)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	uint8_t household[16], hash[SHA256_LEN];

	memcpy(household, address, sizeof(household));
	if (memcmp(address, mapped, sizeof(mapped)) != 0)
		memset(household + 8, 0, 8);
	hash_sha256_two(hash,
	    (struct slice){ (const char *)household, sizeof(household) }, name);
	memcpy(key, hash, KEY_LEN);
}

static int64_t
tokens_ms(const struct hall *h, const struct throttle *t)
{
	int64_t ms = t->tokens_ms + h->now.mono.ms - t->at.ms;

	return ms < BUCKET * REFILL_MS ? ms : BUCKET * REFILL_MS;
}

/* The table is full: those who have been quiet long enough go. */
static void
throttle_sweep(struct hall *h)
{
	struct throttle *t, *next;

	if (!mono_reached(h->now.mono, h->next_throttle_sweep))
		return;
	h->next_throttle_sweep = mono_add(h->now.mono, SWEEP_MS);
	HASH_ITER(hh, h->throttles, t, next) {
		if (tokens_ms(h, t) < BUCKET * REFILL_MS)
			continue;
		HASH_DEL(h->throttles, t);
		free(t);
	}
	if (HASH_COUNT(h->throttles) >= THROTTLES_MAX)
		log_line(LOG_WARNING, "wrong sign-ins from %u addresses; %llu "
		    "more were not counted until now",
		    HASH_COUNT(h->throttles),
		    (unsigned long long)h->unthrottled);
}

static struct throttle *
throttle_find(const struct hall *h, const uint8_t key[KEY_LEN])
{
	struct throttle *t;

	HASH_FIND(hh, h->throttles, key, KEY_LEN, t);
	return t;
}

static struct throttle *
throttle_new(struct hall *h, const uint8_t key[KEY_LEN])
{
	struct throttle *t;

	if (HASH_COUNT(h->throttles) >= THROTTLES_MAX)
		throttle_sweep(h);
	if (HASH_COUNT(h->throttles) >= THROTTLES_MAX)
		return NULL;
	t = alloc_zero(1, sizeof(*t));
	memcpy(t->key, key, KEY_LEN);
	t->tokens_ms = BUCKET * REFILL_MS;
	t->at = h->now.mono;
	HASH_ADD(hh, h->throttles, key, KEY_LEN, t);
	return t;
}

bool
throttle_is_empty(struct hall *h, const uint8_t address[16], struct slice name)
{
	const struct throttle *t;
	uint8_t key[KEY_LEN];

	key_of(key, address, name);
	t = throttle_find(h, key);
	return t != NULL && tokens_ms(h, t) < REFILL_MS;
}

void
throttle_charge(struct hall *h, const uint8_t address[16], struct slice name)
{
	struct throttle *t;
	uint8_t key[KEY_LEN];

	key_of(key, address, name);
	t = throttle_find(h, key);
	if (t == NULL)
		t = throttle_new(h, key);
	if (t == NULL) {
		h->unthrottled++;
		return;
	}
	t->tokens_ms = tokens_ms(h, t) - REFILL_MS;
	t->at = h->now.mono;
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
