#include "core/order.h"

#include "exam/limits.h"

/* The choices from first on, which are all of one sort. */
static void
place_sort(uint8_t *order, const struct interaction *in, uint16_t first,
    uint16_t end, struct rng *rng)
{
	uint16_t list[CHOICES_MAX], n = 0, i;

	for (i = first; i < end; i++)
		if (!in->choices[i].fixed)
			list[n++] = i;
	if (in->shuffle)
		rng_shuffle(rng, list, n);
	n = 0;
	for (i = first; i < end; i++)
		order[i] = (uint8_t)(in->choices[i].fixed ? i : list[n++]);
}

uint8_t *
order_choices(uint8_t *orders, const struct item *item,
    const uint8_t seed[SEED_LEN], uint16_t place)
{
	struct rng rng;
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];

		rng_init(&rng, seed, RNG_CHOICE_ORDER, place, i);
		place_sort(orders, in, 0, in->n_rows, &rng);
		place_sort(orders, in, in->n_rows, in->n_choices, &rng);
		orders += in->n_choices;
	}
	return orders;
}
