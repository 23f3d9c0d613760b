#include "net/crowd.h"

#include "base/hash.h"
#include "exam/alloc.h"
#include "exam/limits.h"

#define CROWD_BUCKETS 4096 /* 32 KiB for 10,000 connections */

TAILQ_HEAD(guests, guest);

struct household {
	uint8_t address[ADDRESS_LEN];
	uint32_t n;
	bool remembered;
	struct guests guests;
	LIST_ENTRY(household) bucket;
	TAILQ_ENTRY(household) memory; /* of those remembered */
};

LIST_HEAD(bucket, household);

struct crowd {
	uint32_t per_address;
	uint32_t n_remembered;
	uint64_t seed; /* so that nobody can choose to collide */
	struct guests guests;
	TAILQ_HEAD(memory, household) memory; /* longest ago first */
	struct bucket buckets[CROWD_BUCKETS];
};

struct crowd *
crowd_new(uint32_t per_address)
{
	struct crowd *c = alloc_zero(1, sizeof(*c));

	c->per_address = per_address > 0 ? per_address : 1;
	TAILQ_INIT(&c->guests);
	TAILQ_INIT(&c->memory);
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
find(const struct crowd *c, const uint8_t address[ADDRESS_LEN])
{
	uint8_t name[ADDRESS_LEN];
	struct household *h;

	name_household(name, address);
	LIST_FOREACH(h, &c->buckets[bucket_of(c, name)], bucket)
		if (memcmp(h->address, name, ADDRESS_LEN) == 0)
			return h;
	return NULL;
}

static struct household *
settle(struct crowd *c, const uint8_t address[ADDRESS_LEN])
{
	struct household *h = alloc_zero(1, sizeof(*h));

	name_household(h->address, address);
	TAILQ_INIT(&h->guests);
	LIST_INSERT_HEAD(&c->buckets[bucket_of(c, h->address)], h, bucket);
	return h;
}

/* Nothing is to be known of it any more. */
static void
leave_alone(struct household *h)
{
	if (h->n > 0 || h->remembered)
		return;
	LIST_REMOVE(h, bucket);
	free(h);
}

bool
crowd_is_full(const struct crowd *c, const uint8_t address[ADDRESS_LEN])
{
	const struct household *h = find(c, address);

	return h != NULL && h->n >= c->per_address;
}

bool
crowd_is_dense(const struct crowd *c, const uint8_t address[ADDRESS_LEN])
{
	const struct household *h = find(c, address);

	return h != NULL && h->n > c->per_address / 2;
}

void
crowd_enter(struct crowd *c, struct guest *g,
    const uint8_t address[ADDRESS_LEN])
{
	struct household *h = find(c, address);

	g->home = h != NULL ? h : settle(c, address);
	g->home->n++;
	TAILQ_INSERT_TAIL(&g->home->guests, g, at_home);
	TAILQ_INSERT_TAIL(&c->guests, g, all);
}

void
crowd_move_on(struct crowd *c, struct guest *g)
{
	TAILQ_REMOVE(&g->home->guests, g, at_home);
	TAILQ_INSERT_TAIL(&g->home->guests, g, at_home);
	TAILQ_REMOVE(&c->guests, g, all);
	TAILQ_INSERT_TAIL(&c->guests, g, all);
}

void
crowd_leave(struct crowd *c, struct guest *g)
{
	struct household *h = g->home;

	if (h == NULL)
		return;
	TAILQ_REMOVE(&h->guests, g, at_home);
	TAILQ_REMOVE(&c->guests, g, all);
	g->home = NULL;
	h->n--;
	leave_alone(h);
}

struct guest *
crowd_first(const struct crowd *c, const uint8_t *address)
{
	const struct household *h;

	if (address == NULL)
		return TAILQ_FIRST(&c->guests);
	h = find(c, address);
	return h != NULL ? TAILQ_FIRST(&h->guests) : NULL;
}

struct guest *
crowd_next(const struct guest *g, const uint8_t *address)
{
	return address == NULL ? TAILQ_NEXT(g, all) : TAILQ_NEXT(g, at_home);
}

static void
forget_first(struct crowd *c)
{
	struct household *h = TAILQ_FIRST(&c->memory);

	TAILQ_REMOVE(&c->memory, h, memory);
	c->n_remembered--;
	h->remembered = false;
	leave_alone(h);
}

void
crowd_remember(struct crowd *c, const struct guest *g)
{
	struct household *h = g->home;

	if (h->remembered) {
		TAILQ_REMOVE(&c->memory, h, memory);
		TAILQ_INSERT_TAIL(&c->memory, h, memory);
		return;
	}
	if (c->n_remembered == HOUSEHOLDS_REMEMBERED_MAX)
		forget_first(c);
	h->remembered = true;
	c->n_remembered++;
	TAILQ_INSERT_TAIL(&c->memory, h, memory);
}

bool
crowd_remembers(const struct guest *g)
{
	return g->home->remembered;
}
