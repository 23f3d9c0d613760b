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
#include "hall/commands.h"
#include "hall/draw.h"
#include "hall/seat.h"

#define SEATS_A_SLICE 100 /* of some 2 us each, and as much to commit */

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

	for (i = 0; d->used != NULL && plan->items != NULL && i < plan->n_items;
	     i++)
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

/* ---- storing what was given, slice by slice ---- */

static void
store_later(struct hall *h, struct seat *s)
{
	if (h->n_formed == h->formed_room) {
		h->formed_room = h->formed_room > 0 ? 2 * h->formed_room : 64;
		h->formed = alloc_resize(
		    h->formed, h->formed_room, sizeof(struct seat *));
	}
	h->formed[h->n_formed++] = s;
}

void
draw_go_on(struct hall *h)
{
	uint32_t i;

	for (i = 0; i < SEATS_A_SLICE && h->n_formed > 0; i++)
		seat_store(h, h->formed[--h->n_formed]);
}

/* ---- forms ---- */

/* Those on a route in a room, or of a sitting without rooms; by their places.
 */
struct group {
	struct desk_room room;
	struct seat **seats;
	uint64_t *numbers;
	uint16_t *forms; /* that they have; 0: none yet */
};

/* Without rooms a place that is a number is one of a line; 0: it is not. */
static uint64_t
number_of(const struct seat *s)
{
	uint64_t n;

	return s->place != NULL && number_read(&n, slice_of(s->place)) ? n : 0;
}

/* Once begun, what the record of the attempt says. */
static uint16_t
form_of(const struct seat *s)
{
	return s->attempt.plan != NULL ? s->attempt.plan->form : s->form;
}

struct placed {
	uint64_t number;
	struct seat *seat;
};

static int
compare_placed(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	uint64_t m = x->seat->chain.attempt, n = y->seat->chain.attempt;

	return x->number != y->number
		   ? (x->number > y->number) - (x->number < y->number)
		   : (m > n) - (m < n);
}

static struct placed *
list_group(uint32_t *count, const struct seat *s)
{
	const struct roster *r = s->roster;
	struct placed *list = alloc_zero(r->n_seats, sizeof(*list));
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < r->n_seats; i++)
		if (r->seats[i]->room == s->room &&
		    r->seats[i]->attempt.route == s->attempt.route)
			list[n++] = (struct placed){ number_of(r->seats[i]),
				r->seats[i] };
	qsort(list, n, sizeof(*list), compare_placed);
	*count = n;
	return list;
}

static void
group_init(struct group *g, const struct seat *s, uint16_t n_forms)
{
	struct placed *list;
	uint32_t n, i;

	list = list_group(&n, s);
	g->seats = alloc_zero(n, sizeof(struct seat *));
	g->numbers = alloc_zero(n, sizeof(*g->numbers));
	g->forms = alloc_zero(n, sizeof(*g->forms));
	for (i = 0; i < n; i++) {
		g->seats[i] = list[i].seat;
		g->numbers[i] = list[i].number;
		g->forms[i] = form_of(list[i].seat);
		if (g->forms[i] > n_forms)
			g->forms[i] = 0;
	}
	g->room = (struct desk_room){ n, g->numbers,
		s->room != NULL ? s->room->row_length : 0 };
	free(list);
}

static void
group_fini(struct group *g)
{
	free(g->seats);
	free(g->numbers);
	free(g->forms);
}

/* Does everybody who has a form have the one of the sharing? */
static bool
agrees(const struct group *g, const uint16_t *forms)
{
	uint32_t i;

	for (i = 0; i < g->room.n_seats; i++)
		if (g->forms[i] > 0 && g->forms[i] != forms[i])
			return false;
	return true;
}

static void
give_form(struct hall *h, struct seat *s, uint16_t form)
{
	if (s->form == form)
		return;
	s->form = form;
	if (s->attempt.plan == NULL)
		store_later(h, s);
}

/*
 * The first who opens brings forms for the whole room.  They follow from the
 * seats and the sitting's seed, so that it does no harm if the server ends
 * before all are stored: they are the same again.  Who came later gets what
 * suits those who have theirs.
 */
static void
give_forms(struct hall *h, struct seat *s, uint16_t n_forms)
{
	struct group g;
	uint16_t *forms;
	uint32_t i;

	group_init(&g, s, n_forms);
	forms = alloc_zero(g.room.n_seats, sizeof(*forms));
	(void)forms_assign(forms, &g.room, n_forms, s->roster->forms_seed);
	if (agrees(&g, forms))
		for (i = 0; i < g.room.n_seats; i++)
			give_form(h, g.seats[i], forms[i]);
	else
		for (i = 0; i < g.room.n_seats; i++)
			if (g.seats[i] == s)
				give_form(h, s,
				    forms_add(g.forms, &g.room, n_forms, i));
	seat_store(h, s);
	free(forms);
	group_fini(&g);
}

/* ---- papers ---- */

void
draw_recount(struct roster *r)
{
	memset(r->papers, 0, sizeof(r->papers));
}

static uint32_t
count_papers(struct roster *r, enum route_name route)
{
	size_t i;

	if (r->papers[route] > 0)
		return r->papers[route];
	for (i = 0; i < r->n_seats; i++)
		r->papers[route] += r->seats[i]->attempt.route == route;
	return r->papers[route];
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
	use.papers = count_papers(s->roster, s->attempt.route);
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

enum err
draw_again(struct paper **out, const struct seat *s)
{
	const struct attempt *a = &s->attempt;
	struct draws *d;
	enum err err = draws_get(&d, s->roster, a->route);

	if (err != ERR_OK)
		return err;
	if (d->forms == NULL)
		return d->used == NULL ? paper_draw(out, d->pool, NULL, a->seed)
				       : ERR_UNKNOWN;
	if (a->plan->form == 0 || a->plan->form > d->n_forms)
		return ERR_INVALID;
	*out = paper_of(d->pool, &d->forms[a->plan->form - 1], a->seed);
	return ERR_OK;
}

void
draw_opened(struct seat *s)
{
	struct draws *d = s->roster->draws[s->attempt.route];

	if (d != NULL)
		count_use(d, s->attempt.plan);
}
