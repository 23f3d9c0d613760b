/*
 * A search of bounded length: somebody who has a neighbour's form swaps with
 * whoever is best for both, again and again; who has just moved stays for some
 * steps, so that it leaves where nothing small helps.  The best that was seen
 * is kept.
 */
#include "core/share.h"
#include "exam/alloc.h"

struct apart {
	struct share *s;
	uint32_t *own;	 /* of each seat: neighbours with its form */
	uint32_t *bad;	 /* seats that have such, in any order ... */
	uint32_t *place; /* ... and of each where it is there */
	uint32_t n_bad, pairs;
	uint32_t *quiet; /* of each: not moved before this step */
};

static void
set_own(struct apart *a, uint32_t seat, uint32_t own)
{
	uint32_t last;

	if (a->own[seat] == 0 && own > 0) {
		a->place[seat] = a->n_bad;
		a->bad[a->n_bad++] = seat;
	} else if (a->own[seat] > 0 && own == 0) {
		last = a->bad[--a->n_bad];
		a->bad[a->place[seat]] = last;
		a->place[last] = a->place[seat];
	}
	a->own[seat] = own;
}

static void
give(struct apart *a, uint32_t seat, uint16_t form)
{
	const struct desk *d = &a->s->desks[seat];
	uint16_t before = a->s->forms[seat];
	uint8_t i;

	for (i = 0; i < d->n_near; i++) {
		uint32_t next = d->near[i];

		if (a->s->forms[next] == before)
			set_own(a, next, a->own[next] - 1);
		else if (a->s->forms[next] == form)
			set_own(a, next, a->own[next] + 1);
	}
	a->pairs -= a->own[seat];
	a->s->forms[seat] = form;
	set_own(a, seat, share_near(a->s, seat, form));
	a->pairs += a->own[seat];
}

static bool
are_near(const struct share *s, uint32_t a, uint32_t b)
{
	uint8_t i;

	for (i = 0; i < s->desks[a].n_near; i++)
		if (s->desks[a].near[i] == b)
			return true;
	return false;
}

/* What the pairs grow by if both change forms; near: of each form, neighbours
 * of the first that have it. */
static int64_t
cost_of_swap(
    const struct apart *a, const uint32_t *near, uint32_t one, uint32_t other)
{
	const struct share *s = a->s;
	int64_t cost = (int64_t)near[s->forms[other]] +
		       share_near(s, other, s->forms[one]) - a->own[one] -
		       a->own[other];

	return are_near(s, one, other) ? cost - 2 : cost;
}

/* The best other seat to swap with that has not just been moved: of all, or in
 * a large room of as many as may be looked at. */
static uint32_t
best_partner(struct apart *a, uint32_t one, uint32_t step)
{
	const struct share *s = a->s;
	uint32_t near[FORMS_MAX] = { 0 }, best = one, n_best = 0, looks, other;
	uint32_t n = s->room->n_seats;
	int64_t least = INT64_MAX;
	uint8_t i;

	for (i = 0; i < s->desks[one].n_near; i++)
		near[s->forms[s->desks[one].near[i]]]++;
	other = n > FORMS_LOOKS_MAX ? rng_below(s->rng, n) : 0;
	for (looks = 0; looks < n && looks < FORMS_LOOKS_MAX; looks++) {
		int64_t cost;

		other = other + 1 < n ? other + 1 : 0;
		if (s->forms[other] == s->forms[one] || a->quiet[other] > step)
			continue;
		cost = cost_of_swap(a, near, one, other);
		if (cost > least)
			continue;
		n_best = cost < least ? 1 : n_best + 1;
		least = cost;
		if (rng_below(s->rng, n_best) == 0)
			best = other;
	}
	return best;
}

static void
swap(struct apart *a, uint32_t one, uint32_t other, uint32_t step)
{
	uint16_t form = a->s->forms[one];

	give(a, one, a->s->forms[other]);
	give(a, other, form);
	a->quiet[one] = step + 2 + rng_below(a->s->rng, 4);
	a->quiet[other] = step + 2 + rng_below(a->s->rng, 4);
}

static void
apart_init(struct apart *a, struct share *s)
{
	uint32_t n = s->room->n_seats, i, own;

	*a = (struct apart){ .s = s };
	a->own = alloc_zero(n, sizeof(*a->own));
	a->bad = alloc_zero(n, sizeof(*a->bad));
	a->place = alloc_zero(n, sizeof(*a->place));
	a->quiet = alloc_zero(n, sizeof(*a->quiet));
	for (i = 0; i < n; i++) {
		own = share_near(s, i, s->forms[i]);
		set_own(a, i, own);
		a->pairs += own;
	}
	a->pairs /= 2;
}

static void
apart_fini(struct apart *a)
{
	free(a->own);
	free(a->bad);
	free(a->place);
	free(a->quiet);
}

void
share_apart(struct share *s)
{
	size_t len = s->room->n_seats * sizeof(*s->forms);
	uint16_t *best = alloc_copy(s->forms, len);
	uint32_t least, step, one, other;
	struct apart a;

	apart_init(&a, s);
	least = a.pairs;
	for (step = 1; least > 0 && step <= FORMS_SWAPS_MAX; step++) {
		one = a.bad[rng_below(s->rng, a.n_bad)];
		other = best_partner(&a, one, step);
		if (other != one)
			swap(&a, one, other, step);
		if (a.pairs >= least)
			continue;
		least = a.pairs;
		memcpy(best, s->forms, len);
	}
	memcpy(s->forms, best, len);
	apart_fini(&a);
	free(best);
}
