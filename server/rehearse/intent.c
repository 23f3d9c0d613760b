#include "rehearse/intent.h"

#include <string.h>

#define ABSENT_PERCENT 4
#define LAST_PERCENT 8
#define STAY_PERCENT 30
#define DISCONNECT_PERCENT 15
#define EARLY_MS MINUTES(10)
#define LAST_MOMENT_MS SECONDS(1) /* before it is too late */

/* Any purpose that papers do not use would do: the seed is another. */
void
intent_numbers(struct rng *rng, uint64_t seed, uint32_t candidate)
{
	uint8_t bytes[SEED_LEN] = "rehearsal";
	int i;

	for (i = 0; i < 8; i++)
		bytes[SEED_LEN - 8 + i] = (uint8_t)(seed >> (8 * i));
	rng_init(rng, bytes, RNG_DRAW, candidate, 0);
}

static bool
by_chance(struct rng *rng, uint32_t percent)
{
	return rng_below(rng, 100) < percent;
}

/* The smaller of two: the crowd is at the door when it opens.  Whole seconds,
 * so that people meet in a turn. */
static struct wall
early(struct rng *rng, struct wall opens, struct wall last)
{
	uint32_t most = EARLY_MS / 1000, a, b;
	struct wall at;

	a = rng_below(rng, most);
	b = rng_below(rng, most);
	at = wall_add(opens, SECONDS(a < b ? a : b));
	return at.ms < last.ms ? at : last;
}

void
intent_draw(struct intent *to, struct rng *rng,
    const struct roll_candidate *who, struct wall opens, struct wall last_entry)
{
	bool has_more =
	    who->entitlement.factor > 1000 || who->entitlement.extra_ms > 0;
	struct wall last = wall_add(last_entry, -LAST_MOMENT_MS);
	bool comes_last = by_chance(rng, has_more ? 50 : LAST_PERCENT);

	if (last.ms < opens.ms)
		last = opens;
	to->absent = by_chance(rng, ABSENT_PERCENT) && !has_more;
	to->stays = by_chance(rng, STAY_PERCENT) || has_more;
	to->disconnects = by_chance(rng, DISCONNECT_PERCENT);
	to->right = (uint16_t)(35 + rng_below(rng, 60));
	to->pace = (uint16_t)(to->stays ? 85 : 50 + rng_below(rng, 45));
	to->arrives = comes_last ? last : early(rng, opens, last);
}
