/*
 * Two forms are evened out where they stand: people who have one of them and
 * hang together, neighbour by neighbour, can exchange the two among themselves
 * and nobody else is beside anything new (a chain of Kempe's).
 */
#include "core/share.h"
#include "exam/alloc.h"

struct chain {
	uint32_t *seats;
	uint32_t n;
	bool *seen;
	uint16_t x, y;
};

/* Everybody who hangs together with the seat; how many more have x than y. */
static int64_t
follow(struct chain *c, const struct share *s, uint32_t seat)
{
	int64_t more = 0;
	uint32_t at;
	uint8_t i;

	c->n = 0;
	c->seats[c->n++] = seat;
	c->seen[seat] = true;
	for (at = 0; at < c->n; at++) {
		const struct desk *d = &s->desks[c->seats[at]];

		more += s->forms[c->seats[at]] == c->x ? 1 : -1;
		for (i = 0; i < d->n_near; i++) {
			uint32_t next = d->near[i];

			if (c->seen[next] ||
			    (s->forms[next] != c->x && s->forms[next] != c->y))
				continue;
			c->seen[next] = true;
			c->seats[c->n++] = next;
		}
	}
	return more;
}

static void
give(struct share *s, uint32_t seat, uint16_t form)
{
	s->counts[s->forms[seat]]--;
	s->forms[seat] = form;
	s->counts[form]++;
}

static void
exchange(struct share *s, const struct chain *c)
{
	uint32_t i;

	for (i = 0; i < c->n; i++)
		give(s, c->seats[i],
		    s->forms[c->seats[i]] == c->x ? c->y : c->x);
}

/* Exchange whatever brings the two, of which x has more, nearer. */
static bool
even_two(struct share *s, struct chain *c)
{
	int64_t more = (int64_t)s->counts[c->x] - s->counts[c->y];
	bool nearer = false;
	uint32_t i;

	memset(c->seen, 0, s->room->n_seats * sizeof(*c->seen));
	for (i = 0; more >= 2 && i < s->room->n_seats; i++) {
		int64_t here;

		if (c->seen[i] || s->forms[i] != c->x)
			continue;
		here = follow(c, s, i);
		if (here <= 0 || here >= more)
			continue;
		exchange(s, c);
		more -= 2 * here;
		nearer = true;
	}
	return nearer;
}

/* The form that most or fewest have. */
static uint16_t
extreme(const struct share *s, bool most)
{
	uint16_t i, found = 0;

	for (i = 1; i < s->n_forms; i++)
		if (most ? s->counts[i] > s->counts[found]
			 : s->counts[i] < s->counts[found])
			found = i;
	return found;
}

/* Between the form that most have and another, or another and the one that
 * fewest have. */
static bool
even_some(struct share *s, struct chain *c, uint16_t most, uint16_t fewest)
{
	uint16_t i;

	for (i = 0; i < s->n_forms; i++) {
		c->x = most;
		c->y = (uint16_t)((fewest + i) % s->n_forms);
		if (s->counts[c->x] >= s->counts[c->y] + 2 && even_two(s, c))
			return true;
		c->x = c->y;
		c->y = fewest;
		if (s->counts[c->x] >= s->counts[c->y] + 2 && even_two(s, c))
			return true;
	}
	return false;
}

/* One who has x gets y, where it costs the fewest pairs. */
static void
force(struct share *s, uint16_t x, uint16_t y)
{
	uint32_t i, best = 0, n_best = 0;
	int least = DESK_NEAR_MAX + 1;

	for (i = 0; i < s->room->n_seats; i++) {
		int cost;

		if (s->forms[i] != x)
			continue;
		cost = (int)share_near(s, i, y) - (int)share_near(s, i, x);
		if (cost > least)
			continue;
		n_best = cost < least ? 1 : n_best + 1;
		least = cost;
		if (rng_below(s->rng, n_best) == 0)
			best = i;
	}
	give(s, best, y);
}

void
share_even(struct share *s)
{
	struct chain c = { 0 };
	bool found = true; /* chains, so far */
	uint16_t most, fewest;

	c.seats = alloc_zero(s->room->n_seats, sizeof(*c.seats));
	c.seen = alloc_zero(s->room->n_seats, sizeof(*c.seen));
	for (;;) {
		most = extreme(s, true);
		fewest = extreme(s, false);
		if (s->counts[most] <= s->counts[fewest] + 1)
			break;
		found = found && even_some(s, &c, most, fewest);
		if (!found)
			force(s, most, fewest);
	}
	free(c.seats);
	free(c.seen);
}
