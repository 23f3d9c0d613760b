/*
 * draw: the papers of a sitting: whose items count how often, and who gets
 * which form.
 *
 * What is here follows from the journal and the sitting's seed, and is made
 * when the first paper of a route is drawn: a pool, how many papers each item
 * is in, and the forms.
 */
#include "base/log.h"
#include "core/forms.h"
#include "hall/state.h"

struct draws {
	struct pool *pool;
	uint32_t *used; /* of each item of the bank: papers opened with it;
			   NULL: it does not count */
	uint16_t n_forms;
	struct selection *forms; /* NULL: each candidate draws */
};

static void
count_use(struct draws *d, const struct attempt_plan *plan)
{
	uint16_t i;

	for (i = 0; d->used != NULL && i < plan->n_items; i++)
		d->used[plan->items[i]]++;
}

static void
count_opened(struct draws *d, const struct roster *r, enum route_name route)
{
	size_t i;

	for (i = 0; i < r->n_seats; i++)
		if (r->seats[i]->attempt.route == route &&
		    r->seats[i]->attempt.plan != NULL)
			count_use(d, r->seats[i]->attempt.plan);
}

/* A sitting whose check passed has its forms. */
static enum err
draw_forms(struct draws *d, const struct roster *r)
{
	uint16_t n = d->pool->blueprint->forms;
	enum err err;

	if (n == 0)
		return ERR_OK;
	d->forms = alloc_zero(n, sizeof(*d->forms));
	err = forms_draw(d->forms, d->pool, n, r->forms_seed);
	d->n_forms = n;
	return err;
}

static void
draws_free(struct draws *d)
{
	if (d == NULL)
		return;
	pool_free(d->pool);
	free(d->used);
	free(d->forms);
	free(d);
}

static enum err
draws_get(struct draws **out, struct roster *r, enum route_name route)
{
	const struct programme_route *p =
	    &r->programme->programme->routes[route];
	struct draws *d;
	enum err err;

	if (r->draws[route] == NULL) {
		d = alloc_zero(1, sizeof(*d));
		d->pool = pool_new(r->bank->bank, &p->blueprint);
		if (pool_counts_use(d->pool))
			d->used =
			    alloc_zero(d->pool->n_items, sizeof(*d->used));
		count_opened(d, r, route);
		err = draw_forms(d, r);
		if (err != ERR_OK) {
			draws_free(d);
			return err;
		}
		r->draws[route] = d;
	}
	*out = r->draws[route];
	return ERR_OK;
}

void
draw_free(struct roster *r)
{
	int route;

	for (route = 0; route < N_ROUTE_NAMES; route++) {
		draws_free(r->draws[route]);
		r->draws[route] = NULL;
	}
}

/* ---- forms ---- */

/* Without rooms a place that is a number is one of a line; 0: it is not. */
static uint64_t
number_in_line(const struct seat *s)
{
	uint64_t n;

	return s->place != NULL && number_read(&n, slice_of(s->place)) ? n : 0;
}

static int
compare_places(const void *a, const void *b)
{
	const struct seat *const *x = a, *const *y = b;
	uint64_t n = number_in_line(*x), m = number_in_line(*y);

	return n != m ? (n > m) - (n < m)
		      : ((*x)->chain.attempt > (*y)->chain.attempt) -
			    ((*x)->chain.attempt < (*y)->chain.attempt);
}

static bool
are_neighbours(const void *ctx, uint32_t a, uint32_t b)
{
	struct seat *const *seats = ctx;
	uint64_t n = number_in_line(seats[a]), m = number_in_line(seats[b]);

	if (seats[a]->room != NULL)
		return place_is_beside(seats[a], seats[b]);
	return n > 0 && m > 0 && (n > m ? n - m : m - n) == 1;
}

/* Those on the seat's route in its room, by their places. */
static size_t
list_room(struct seat **list, const struct seat *s)
{
	const struct roster *r = s->roster;
	size_t n = 0, i;

	for (i = 0; i < r->n_seats; i++)
		if (r->seats[i]->attempt.route == s->attempt.route &&
		    r->seats[i]->room == s->room)
			list[n++] = r->seats[i];
	qsort(list, n, sizeof(struct seat *), compare_places);
	return n;
}

static void
give_form(struct hall *h, struct seat *s, uint16_t form)
{
	s->form = form;
	seat_store(h, s);
}

/* Who came later gets what suits those who have theirs. */
static void
give_one(struct hall *h, struct seat **list, const struct forms_room *room,
    uint16_t *forms, uint16_t n_forms, const struct seat *s)
{
	uint32_t i;

	for (i = 0; i < room->n_seats; i++)
		if (list[i] == s)
			give_form(
			    h, list[i], forms_add(forms, room, n_forms, i));
}

/* The first who opens brings forms for the whole room. */
static void
give_forms(struct hall *h, struct seat *s, uint16_t n_forms)
{
	size_t room_for = s->roster->n_seats, n_given = 0;
	struct seat **list = alloc_zero(room_for, sizeof(struct seat *));
	uint16_t *forms = alloc_zero(room_for, sizeof(*forms));
	struct forms_room room = { .neighbours = are_neighbours, .ctx = list };
	uint32_t i;

	room.n_seats = (uint32_t)list_room(list, s);
	for (i = 0; i < room.n_seats; i++) {
		forms[i] = list[i]->form <= n_forms ? list[i]->form : 0;
		n_given += forms[i] > 0;
	}
	if (n_given > 0) {
		give_one(h, list, &room, forms, n_forms, s);
	} else {
		(void)forms_assign(
		    forms, &room, n_forms, s->roster->forms_seed);
		for (i = 0; i < room.n_seats; i++)
			give_form(h, list[i], forms[i]);
	}
	free(list);
	free(forms);
}

/* ---- papers ---- */

static uint32_t
count_route(const struct roster *r, enum route_name route)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < r->n_seats; i++)
		n += r->seats[i]->attempt.route == route;
	return n;
}

/* Exposure yields where no paper was found that keeps to it. */
static void
tell_exposure(const struct seat *s, const struct draws *d, uint32_t papers)
{
	uint32_t limit = blueprint_use_limit(d->pool->blueprint, papers);
	unsigned n = 0;
	uint16_t i;

	for (i = 0; i < paper_n_items(s->paper); i++) {
		uint16_t item = (uint16_t)paper_item(s->paper, i);

		n += d->used[item] >= limit && !pool_is_fixed(d->pool, item);
	}
	if (n > 0)
		log_line(LOG_WARNING,
		    "attempt %llu: %u items beyond the exposure limit",
		    (unsigned long long)s->chain.attempt, n);
}

static enum err
draw_own(struct seat *s, struct draws *d, const uint8_t *seed)
{
	struct select_use use = { .used = d->used };
	enum err err;

	if (d->used == NULL)
		return paper_draw(&s->paper, d->pool, NULL, seed);
	use.papers = count_route(s->roster, s->attempt.route);
	err = paper_draw(&s->paper, d->pool, &use, seed);
	if (err == ERR_OK)
		tell_exposure(s, d, use.papers);
	return err;
}

enum err
draw_paper(struct hall *h, struct seat *s, const uint8_t seed[SEED_LEN])
{
	struct draws *d;
	enum err err = draws_get(&d, s->roster, s->attempt.route);

	if (err != ERR_OK)
		return err;
	paper_free(s->paper);
	s->paper = NULL;
	if (d->forms == NULL)
		return draw_own(s, d, seed);
	if (s->form == 0 || s->form > d->n_forms)
		give_forms(h, s, d->n_forms);
	s->paper = paper_of(d->pool, &d->forms[s->form - 1], seed);
	return ERR_OK;
}

void
draw_opened(struct seat *s)
{
	struct draws *d = s->roster->draws[s->attempt.route];

	if (d != NULL)
		count_use(d, s->attempt.plan);
}
