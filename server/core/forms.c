#include "core/forms.h"

#include "core/share.h"
#include "exam/alloc.h"

/* ---- drawing ---- */

static bool
keeps_exposure(const struct pool *p, const uint32_t *used, uint32_t limit)
{
	uint16_t i;

	for (i = 0; i < p->n_items; i++)
		if (used[i] > limit && !pool_is_fixed(p, i))
			return false;
	return true;
}

static bool
draw_all(struct selection *forms, struct pool *p, uint16_t n,
    const uint8_t *seed, uint32_t try)
{
	struct select_use use = { .papers = n, .spread = true };
	uint32_t *used = alloc_zero(p->n_items, sizeof(*used));
	bool good = true;
	uint16_t i, j;

	use.used = used;
	for (i = 0; good && i < n; i++) {
		good = select_items(&forms[i], p, &use, seed,
			   try * FORMS_MAX + i + 1) == ERR_OK;
		for (j = 0; good && j < forms[i].n_items; j++)
			used[forms[i].items[j]]++;
	}
	good = good &&
	       keeps_exposure(p, used, blueprint_use_limit(p->blueprint, n));
	free(used);
	return good;
}

enum err
forms_draw(struct selection *forms, struct pool *p, uint16_t n,
    const uint8_t seed[SEED_LEN])
{
	static const uint8_t nobody[SEED_LEN]; /* the check's */
	uint32_t try;

	for (try = 0; try < 2 * FORMS_TRIES; try++) {
		if (draw_all(forms, p, n, try < FORMS_TRIES ? seed : nobody,
			try % FORMS_TRIES))
			return ERR_OK;
		if (try == FORMS_TRIES - 1 &&
		    memcmp(seed, nobody, SEED_LEN) == 0)
			break;
	}
	return ERR_FULL;
}

/* ---- giving them out ---- */

static void
keep_better(struct share *s, uint16_t *best, uint32_t *pairs)
{
	uint32_t n = share_pairs(s);

	if (n >= *pairs)
		return;
	*pairs = n;
	memcpy(best, s->forms, s->room->n_seats * sizeof(*best));
}

/* By rows, if that is not good by columns, and what neither can by search. */
static uint32_t
share_out(struct share *s)
{
	size_t len = s->room->n_seats * sizeof(*s->forms);
	uint16_t *best = alloc_copy(s->forms, len);
	uint32_t pairs = UINT32_MAX;

	share_deal(s, false);
	share_even(s);
	keep_better(s, best, &pairs);
	if (pairs > 0 && s->room->row_length > 0) {
		share_deal(s, true);
		share_even(s);
		keep_better(s, best, &pairs);
	}
	memcpy(s->forms, best, len);
	free(best);
	if (pairs == 0)
		return 0;
	share_apart(s);
	return share_pairs(s);
}

uint32_t
forms_assign(uint16_t *forms, const struct desk_room *room, uint16_t n,
    const uint8_t seed[SEED_LEN])
{
	struct desk *desks = desk_find(room);
	struct rng rng;
	struct share s = { .room = room,
		.desks = desks,
		.n_forms = n,
		.forms = forms,
		.rng = &rng };
	uint32_t pairs, i;

	rng_init(&rng, seed, RNG_FORMS, 0, 0);
	pairs = share_out(&s);
	for (i = 0; i < room->n_seats; i++)
		forms[i]++;
	free(desks);
	return pairs;
}

uint16_t
forms_add(const uint16_t *forms, const struct desk_room *room, uint16_t n,
    uint32_t seat)
{
	uint32_t near[FORMS_MAX] = { 0 }, used[FORMS_MAX] = { 0 }, i;
	struct desk *desks = desk_find(room);
	uint16_t form, best = 0;

	for (i = 0; i < room->n_seats; i++)
		if (forms[i] > 0 && i != seat)
			used[forms[i] - 1]++;
	for (i = 0; i < desks[seat].n_near; i++)
		if (forms[desks[seat].near[i]] > 0)
			near[forms[desks[seat].near[i]] - 1]++;
	for (form = 1; form < n; form++)
		if (near[form] < near[best] ||
		    (near[form] == near[best] && used[form] < used[best]))
			best = form;
	free(desks);
	return (uint16_t)(best + 1);
}
