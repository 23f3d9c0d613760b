#include "net/crowd.h"

#include <sys/queue.h>

#include "base/hash.h"
#include "exam/alloc.h"

#define CROWD_BUCKETS 4096 /* 32 KiB for 10,000 connections */

struct household {
	uint8_t address[ADDRESS_LEN];
	uint32_t n;
	LIST_ENTRY(household) bucket;
};

LIST_HEAD(bucket, household);

struct crowd {
	uint32_t per_address;
	uint64_t seed; /* so that nobody can choose to collide */
	struct bucket buckets[CROWD_BUCKETS];
};

struct crowd *
crowd_new(uint32_t per_address)
{
	struct crowd *c = alloc_zero(1, sizeof(*c));

	c->per_address = per_address;
	hash_random(&c->seed, sizeof(c->seed));
	return c;
}

void
crowd_free(struct crowd *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < CROWD_BUCKETS; i++)
		while (!LIST_EMPTY(&c->buckets[i])) {
			struct household *h = LIST_FIRST(&c->buckets[i]);

			LIST_REMOVE(h, bucket);
			free(h);
		}
	free(c);
}

static void
name_household(uint8_t name[ADDRESS_LEN], const uint8_t address[ADDRESS_LEN])
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	memcpy(name, address, ADDRESS_LEN);
	if (memcmp(address, mapped, sizeof(mapped)) != 0)
		memset(name + 8, 0, 8);
}

/* Multiply and fold, seeded: quick, and good enough behind a secret. */
static size_t
bucket_of(const struct crowd *c, const uint8_t name[ADDRESS_LEN])
{
	uint64_t halves[2];
	uint64_t h = c->seed;
	size_t i;

	memcpy(halves, name, sizeof(halves));
	for (i = 0; i < 2; i++) {
		h = (h ^ halves[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	return h % CROWD_BUCKETS;
}

static struct household *
find(const struct bucket *b, const uint8_t name[ADDRESS_LEN])
{
	struct household *h;

	LIST_FOREACH(h, b, bucket)
		if (memcmp(h->address, name, ADDRESS_LEN) == 0)
			return h;
	return NULL;
}

bool
crowd_enter(struct crowd *c, const uint8_t address[ADDRESS_LEN])
{
	uint8_t name[ADDRESS_LEN];
	struct household *h;
	struct bucket *b;

	name_household(name, address);
	b = &c->buckets[bucket_of(c, name)];
	h = find(b, name);
	if (h == NULL) {
		h = alloc_zero(1, sizeof(*h));
		memcpy(h->address, name, ADDRESS_LEN);
		LIST_INSERT_HEAD(b, h, bucket);
	}
	if (h->n >= c->per_address && h->n > 0)
		return false;
	h->n++;
	return true;
}

void
crowd_leave(struct crowd *c, const uint8_t address[ADDRESS_LEN])
{
	uint8_t name[ADDRESS_LEN];
	struct household *h;

	name_household(name, address);
	h = find(&c->buckets[bucket_of(c, name)], name);
	if (h == NULL || --h->n > 0)
		return;
	LIST_REMOVE(h, bucket);
	free(h);
}

bool
crowd_is_dense(const struct crowd *c, const uint8_t address[ADDRESS_LEN])
{
	uint8_t name[ADDRESS_LEN];
	const struct household *h;

	name_household(name, address);
	h = find(&c->buckets[bucket_of(c, name)], name);
	return h != NULL && h->n > c->per_address / 2;
}
