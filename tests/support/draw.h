/* draw: blueprints and papers for tests in few words. */
#ifndef SUPPORT_DRAW_H
#define SUPPORT_DRAW_H

#include "core/paper.h"

/* A rule: exactly so many. */
#define DRAW_RULE(of, levels, n)                                               \
	{                                                                      \
		.topic = of, .difficulties = (levels), .min = (n), .max = (n)  \
	}
/* A section that draws by these rules. */
#define DRAW_SECTION(n, list, shuffled)                                        \
	{                                                                      \
		.n_rules = (n), .rules = (list), .shuffle_items = (shuffled)   \
	}

/* As paper_draw(), with a pool of its own and nothing used before. */
static inline enum err
draw_one(struct paper **out, const struct bank *bank,
    const struct blueprint *blueprint, const uint8_t seed[SEED_LEN])
{
	struct pool *pool = pool_new(bank, blueprint);
	enum err err = paper_draw(out, pool, NULL, seed);

	pool_free(pool);
	return err;
}

#endif
