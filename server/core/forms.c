#include "core/forms.h"

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

struct sharing {
	uint32_t n_seats;
	uint16_t n_forms;
	uint32_t *at, *list; /* neighbours of seat i: list[at[i] … at[i+1]-1] */
	uint16_t *forms;     /* from 0 */
	uint32_t *quiet;     /* of each seat: not moved before this step */
	struct rng rng;
};

static void
find_neighbours(struct sharing *s, const struct forms_room *room)
{
	uint32_t a, b, n = 0, size = 0;

	s->at = alloc_zero(s->n_seats + 1u, sizeof(*s->at));
	for (a = 0; a < s->n_seats; a++) {
		for (b = 0; b < s->n_seats; b++) {
			if (a == b || !room->neighbours(room->ctx, a, b))
				continue;
			if (n == size) {
				size = size > 0 ? 2 * size : 64;
				s->list = alloc_resize(
				    s->list, size, sizeof(*s->list));
			}
			s->list[n++] = b;
		}
		s->at[a + 1] = n;
	}
}

/* Neighbours of the seat that have the form; not counting one of them. */
static uint32_t
clashes(const struct sharing *s, uint32_t seat, uint16_t form, uint32_t but)
{
	uint32_t i, n = 0;

	for (i = s->at[seat]; i < s->at[seat + 1]; i++)
		n += s->list[i] != but && s->forms[s->list[i]] == form;
	return n;
}

static uint32_t
all_clashes(const struct sharing *s)
{
	uint32_t i, n = 0;

	for (i = 0; i < s->n_seats; i++)
		n += clashes(s, i, s->forms[i], i);
	return n / 2;
}

/* Forms in turn, along the seats. */
static void
deal(struct sharing *s)
{
	uint16_t turn[FORMS_MAX], i;
	uint32_t seat;

	for (i = 0; i < s->n_forms; i++)
		turn[i] = i;
	rng_shuffle(&s->rng, turn, s->n_forms);
	for (seat = 0; seat < s->n_seats; seat++)
		s->forms[seat] = turn[seat % s->n_forms];
}

/* What the clashes grow by if both seats change forms; 0 or less is good. */
static int64_t
cost_of_swap(const struct sharing *s, uint32_t a, uint32_t b)
{
	uint16_t x = s->forms[a], y = s->forms[b];

	return (int64_t)clashes(s, a, y, b) + clashes(s, b, x, a) -
	       clashes(s, a, x, b) - clashes(s, b, y, a);
}

/* The best other seat to swap with that has not just been moved. */
static uint32_t
best_partner(struct sharing *s, uint32_t a, uint32_t step)
{
	uint32_t b, best = a, n_best = 0;
	int64_t least = INT64_MAX;

	for (b = 0; b < s->n_seats; b++) {
		int64_t cost;

		if (s->forms[b] == s->forms[a] || s->quiet[b] > step)
			continue;
		cost = cost_of_swap(s, a, b);
		if (cost > least)
			continue;
		n_best = cost < least ? 1 : n_best + 1;
		least = cost;
		if (rng_below(&s->rng, n_best) == 0)
			best = b;
	}
	return best;
}

/* One of those that clash, each as likely; n_seats: none does. */
static uint32_t
pick_clashing(struct sharing *s)
{
	uint32_t i, n = 0, picked = s->n_seats;

	for (i = 0; i < s->n_seats; i++)
		if (clashes(s, i, s->forms[i], i) > 0 &&
		    rng_below(&s->rng, ++n) == 0)
			picked = i;
	return picked;
}

static void
swap(struct sharing *s, uint32_t a, uint32_t b, uint32_t step)
{
	uint16_t form = s->forms[a];

	s->forms[a] = s->forms[b];
	s->forms[b] = form;
	s->quiet[a] = step + 2 + rng_below(&s->rng, 4);
	s->quiet[b] = step + 2 + rng_below(&s->rng, 4);
}

/* Swap and swap, and keep the best sharing that was seen. */
static void
keep_apart(struct sharing *s)
{
	uint16_t *best = alloc_copy(s->forms, s->n_seats * sizeof(*best));
	uint32_t least = all_clashes(s), n, step, a;

	for (step = 1; least > 0 && step <= FORMS_SWAPS_MAX; step++) {
		a = pick_clashing(s);
		swap(s, a, best_partner(s, a, step), step);
		n = all_clashes(s);
		if (n >= least)
			continue;
		least = n;
		memcpy(best, s->forms, s->n_seats * sizeof(*best));
	}
	memcpy(s->forms, best, s->n_seats * sizeof(*best));
	free(best);
}

uint32_t
forms_assign(uint16_t *forms, const struct forms_room *room, uint16_t n,
    const uint8_t seed[SEED_LEN])
{
	struct sharing s = {
		.n_seats = room->n_seats, .n_forms = n, .forms = forms
	};
	uint32_t i, pairs;

	rng_init(&s.rng, seed, RNG_FORMS, 0, 0);
	s.quiet = alloc_zero(s.n_seats, sizeof(*s.quiet));
	find_neighbours(&s, room);
	deal(&s);
	if (s.n_seats <= FORMS_SEATS_MAX)
		keep_apart(&s);
	pairs = all_clashes(&s);
	for (i = 0; i < s.n_seats; i++)
		forms[i]++;
	free(s.at);
	free(s.list);
	free(s.quiet);
	return pairs;
}

uint16_t
forms_add(const uint16_t *forms, const struct forms_room *room, uint16_t n,
    uint32_t seat)
{
	uint32_t near[FORMS_MAX] = { 0 }, used[FORMS_MAX] = { 0 }, i;
	uint16_t form, best = 0;

	for (i = 0; i < room->n_seats; i++) {
		if (forms[i] == 0 || i == seat)
			continue;
		used[forms[i] - 1]++;
		near[forms[i] - 1] +=
		    room->neighbours(room->ctx, seat, i) ? 1 : 0;
	}
	for (form = 1; form < n; form++)
		if (near[form] < near[best] ||
		    (near[form] == near[best] && used[form] < used[best]))
			best = form;
	return (uint16_t)(best + 1);
}
