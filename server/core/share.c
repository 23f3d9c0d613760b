#include "core/share.h"

#include "exam/alloc.h"

uint32_t
share_near(const struct share *s, uint32_t seat, uint16_t form)
{
	const struct desk *d = &s->desks[seat];
	uint32_t n = 0;
	uint8_t i;

	for (i = 0; i < d->n_near; i++)
		n += s->forms[d->near[i]] == form;
	return n;
}

uint32_t
share_pairs(const struct share *s)
{
	uint32_t i, n = 0;

	for (i = 0; i < s->room->n_seats; i++)
		n += share_near(s, i, s->forms[i]);
	return n / 2;
}

/* ---- dealing ---- */

/* Where each seat stands: in which line, and at which place of it. */
struct grid {
	uint32_t n_lines;
	uint32_t *line, *place;
	uint32_t *order; /* those that stand, line by line ... */
	uint32_t *ends;	 /* ... each up to here */
};

/* One line has no rows behind it: only the order in it matters. */
static void
find_places(struct grid *g, const struct desk_room *room, bool columns)
{
	uint32_t i, n = 0;

	for (i = 0; i < room->n_seats; i++) {
		uint64_t at = room->numbers[i] - 1, row = 0, column = n;

		if (!desk_stands(room, i))
			continue;
		n++;
		if (room->row_length > 0) {
			row = at / room->row_length;
			column = at % room->row_length;
		}
		g->line[i] = (uint32_t)(columns ? column : row);
		g->place[i] = (uint32_t)(columns ? row : column);
		if (g->line[i] >= g->n_lines)
			g->n_lines = g->line[i] + 1;
	}
}

/* By counting. */
static void
sort_by_line(struct grid *g, const struct desk_room *room)
{
	uint32_t i;

	for (i = 0; i < room->n_seats; i++)
		if (desk_stands(room, i) && g->line[i] + 1 < g->n_lines)
			g->ends[g->line[i] + 1]++;
	for (i = 1; i < g->n_lines; i++)
		g->ends[i] += g->ends[i - 1];
	for (i = 0; i < room->n_seats; i++)
		if (desk_stands(room, i))
			g->order[g->ends[g->line[i]]++] = i;
}

static void
grid_init(struct grid *g, const struct desk_room *room, bool columns)
{
	*g = (struct grid){ 0 };
	g->line = alloc_zero(room->n_seats, sizeof(*g->line));
	g->place = alloc_zero(room->n_seats, sizeof(*g->place));
	g->order = alloc_zero(room->n_seats, sizeof(*g->order));
	find_places(g, room, columns);
	g->ends = alloc_zero(g->n_lines, sizeof(*g->ends));
	sort_by_line(g, room);
}

static void
grid_fini(struct grid *g)
{
	free(g->line);
	free(g->place);
	free(g->order);
	free(g->ends);
}

/* Pairs with the line before, if the place moves on by so many forms more. */
static void
count_pairs(uint32_t *pairs, const struct share *s, const struct grid *g,
    uint32_t from, uint32_t to)
{
	uint32_t i;
	uint8_t j;

	memset(pairs, 0, s->n_forms * sizeof(*pairs));
	for (i = from; i < to; i++) {
		uint32_t seat = g->order[i];
		const struct desk *d = &s->desks[seat];

		for (j = 0; j < d->n_near; j++)
			if (g->line[d->near[j]] + 1 == g->line[seat])
				pairs[(g->place[d->near[j]] + s->n_forms -
					  g->place[seat] % s->n_forms) %
				      s->n_forms]++;
	}
}

/* How uneven a line with these places makes it that begins with the form. */
static uint64_t
unevenness(const struct share *s, const uint32_t *places, uint16_t first)
{
	uint64_t sum = 0;
	uint16_t i;

	for (i = 0; i < s->n_forms; i++)
		if (places[i] > 0)
			sum += (uint64_t)places[i] *
			       s->counts[(i + first) % s->n_forms];
	return sum;
}

/* The form of place 0: the fewest pairs, then the most even, then any. */
static uint16_t
choose_first(struct share *s, const uint32_t *pairs, const uint32_t *places,
    uint16_t before)
{
	uint16_t first, best = 0, least = 0, n_best = 0;
	uint64_t most_even = UINT64_MAX;

	for (first = 0; first < s->n_forms; first++)
		if (pairs[first] < pairs[least])
			least = first;
	for (first = 0; first < s->n_forms; first++) {
		uint16_t form = (uint16_t)((before + first) % s->n_forms);
		uint64_t uneven;

		if (pairs[first] > pairs[least])
			continue;
		uneven = unevenness(s, places, form);
		if (uneven > most_even)
			continue;
		n_best = uneven < most_even ? 1 : (uint16_t)(n_best + 1);
		most_even = uneven;
		if (rng_below(s->rng, n_best) == 0)
			best = form;
	}
	return best;
}

/* Forms in turn along the line, from the best first one. */
static uint16_t
deal_line(struct share *s, const struct grid *g, uint32_t line, uint16_t before)
{
	uint32_t pairs[FORMS_MAX], places[FORMS_MAX] = { 0 }, i;
	uint32_t from = line > 0 ? g->ends[line - 1] : 0;
	uint16_t first;

	for (i = from; i < g->ends[line]; i++)
		places[g->place[g->order[i]] % s->n_forms]++;
	count_pairs(pairs, s, g, from, g->ends[line]);
	first = choose_first(s, pairs, places, before);
	for (i = from; i < g->ends[line]; i++) {
		uint32_t seat = g->order[i];

		s->forms[seat] =
		    (uint16_t)((g->place[seat] + first) % s->n_forms);
		s->counts[s->forms[seat]]++;
	}
	return first;
}

/* Who is beside nobody has what the others have least. */
static void
deal_rest(struct share *s)
{
	uint32_t i, level = 0;
	uint16_t form = 0;

	for (i = 0; i < s->room->n_seats; i++) {
		if (desk_stands(s->room, i))
			continue;
		while (s->counts[form] > level)
			if (++form == s->n_forms) {
				form = 0;
				level++;
			}
		s->forms[i] = form;
		s->counts[form]++;
	}
}

void
share_deal(struct share *s, bool columns)
{
	struct grid g;
	uint32_t line;
	uint16_t first = 0;

	memset(s->counts, 0, sizeof(s->counts));
	grid_init(&g, s->room, columns);
	for (line = 0; line < g.n_lines; line++)
		first = deal_line(s, &g, line, first);
	grid_fini(&g);
	deal_rest(s);
}
