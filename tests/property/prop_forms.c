/*
 * Laws of use: forms and papers keep to the exposure limit, items on trial are
 * spread evenly, forms are given evenly and not to neighbours.
 */
#include "test.h"

#include <stdio.h>

#include "core/forms.h"
#include "core/paper.h"
#include "core/sitting.h"
#include "support/draw.h"
#include "support/items.h"
#include "support/property.h"

#define ITEMS 60
#define TRIALS 7 /* the last of them */

static const char *const topics[] = { "a", "b" };

static struct bank *
bank_of_sixty(void)
{
	struct arena arena = { 0 };
	struct item *items = arena_take(&arena, ITEMS, sizeof(*items));
	char ident[8];
	unsigned i;

	for (i = 0; i < ITEMS; i++) {
		(void)snprintf(ident, sizeof(ident), "q%u", i);
		items_single(&items[i], &arena, ident, topics[i % 2],
		    DIFFICULTY_EASY, 3, 0);
		items[i].pretest = i >= ITEMS - TRIALS;
		if (i < 9)
			items[i].set = i < 4 ? SLICE("s") : SLICE("");
	}
	return items_bank(&arena, items, ITEMS, topics, 2);
}

/* Ten items, at least three of each topic, two on trial. */
struct sixty {
	struct bank *bank;
	struct blueprint_rule rules[2];
	struct blueprint_section section;
	struct blueprint blueprint;
	struct slice fixed[1];
	struct pool *pool;
};

static void
sixty_init(struct sixty *x, uint16_t exposure)
{
	*x = (struct sixty){ .bank = bank_of_sixty() };
	x->rules[0] = (struct blueprint_rule){
		.topic = SLICE("a"), .difficulties = 7, .min = 3, .max = 7
	};
	x->rules[1] = x->rules[0];
	x->rules[1].topic = SLICE("b");
	x->fixed[0] = SLICE("q20");
	x->section = (struct blueprint_section){ .n_rules = 2,
		.rules = x->rules,
		.items = 10,
		.pretest = 2,
		.n_fixed = 1,
		.fixed = x->fixed,
		.shuffle_items = true };
	x->blueprint = (struct blueprint){ .n_sections = 1,
		.sections = &x->section,
		.exposure_percent = exposure };
	x->pool = pool_new(x->bank, &x->blueprint);
}

static void
sixty_fini(struct sixty *x)
{
	pool_free(x->pool);
	bank_free(x->bank);
}

static void
check_use(const struct sixty *x, const uint32_t *used, uint32_t limit)
{
	uint32_t i;

	for (i = 0; i < ITEMS; i++)
		if (i != bank_find(x->bank, x->fixed[0]))
			assert_in_range(used[i], 0, limit);
}

/* ---- drawing ---- */

static void
no_item_is_in_more_forms_than_the_exposure_allows(void **state)
{
	struct selection forms[12], again[12];
	uint8_t seed[SEED_LEN];
	struct sixty x;
	uint64_t n;
	int i, j;

	(void)state;
	sixty_init(&x, 34);
	x.blueprint.forms = 12;
	assert_int_equal(
	    paper_check(&(struct buf){ 0 }, x.bank, &x.blueprint, 0), 0);
	for (n = 0; n < 50; n++) {
		uint32_t used[ITEMS] = { 0 };

		items_seed(seed, n);
		assert_int_equal(forms_draw(forms, x.pool, 12, seed), ERR_OK);
		assert_int_equal(forms_draw(again, x.pool, 12, seed), ERR_OK);
		for (i = 0; i < 12; i++) {
			assert_int_equal(forms[i].n_items, 12);
			assert_memory_equal(forms[i].items, again[i].items,
			    12 * sizeof(uint16_t));
			for (j = 0; j < 12; j++)
				used[forms[i].items[j]]++;
		}
		check_use(&x, used, 4); /* 34 % of 12 */
	}
	sixty_fini(&x);
}

static void
open_papers(const struct sixty *x, uint32_t *used, uint32_t papers)
{
	struct select_use use = { .used = used, .papers = papers };
	uint8_t seed[SEED_LEN];
	struct paper *p;
	uint32_t i;
	uint16_t j;

	for (i = 0; i < papers; i++) {
		items_seed(seed, i);
		assert_int_equal(paper_draw(&p, x->pool, &use, seed), ERR_OK);
		for (j = 0; j < paper_n_items(p); j++)
			used[paper_item(p, j)]++;
		paper_free(p);
	}
}

static void
no_item_is_in_more_papers_than_the_exposure_allows(void **state)
{
	uint32_t used[ITEMS] = { 0 };
	struct sixty x;

	(void)state;
	sixty_init(&x, 40);
	open_papers(&x, used, 100);
	check_use(&x, used, 40);
	sixty_fini(&x);
}

/* Two of seven in each of so many papers. */
static void
items_on_trial_are_spread_evenly(void **state)
{
	uint32_t used[ITEMS], papers, i;
	struct sixty x;

	(void)state;
	sixty_init(&x, 0);
	for (papers = 1; papers < 40; papers++) {
		memset(used, 0, sizeof(used));
		open_papers(&x, used, papers);
		for (i = ITEMS - TRIALS; i < ITEMS; i++)
			assert_in_range(used[i], 2 * papers / TRIALS,
			    (2 * papers + TRIALS - 1) / TRIALS);
	}
	sixty_fini(&x);
}

static void
told(struct sixty *x, uint32_t papers, const char *expected)
{
	struct buf text = { 0 };

	assert_true(paper_check(&text, x->bank, &x->blueprint, papers) > 0);
	buf_put_u8(&text, '\0');
	assert_string_equal(text.at, expected);
	buf_fini(&text);
}

/* The fixed item is in all; 52 others may be scored. */
static void
too_few_items_for_the_exposure_are_told(void **state)
{
	struct sixty x;

	(void)state;
	sixty_init(&x, 5);
	x.section.pretest = 0;
	told(&x, 0,
	    "section 1, rule 1: 3 items in each of 20 papers, none in "
	    "more than 1 of them, need 41 items; the bank has 27, 14 "
	    "short\n"
	    "section 1, rule 2: 3 items in each of 20 papers, none in "
	    "more than 1 of them, need 60 items; the bank has 26, 34 "
	    "short\n");
	told(&x, 8,
	    "section 1: 10 items in each of 8 papers, none in more "
	    "than 1 of them, need 73 items; the bank has 53, 20 "
	    "short\n");
	x.section.pretest = 2;
	x.section.items = 6;
	told(&x, 8,
	    "section 1, on trial: 2 items in each of 8 papers, none "
	    "in more than 1 of them, need 16 items; the bank has 7, 9 "
	    "short\n");
	sixty_fini(&x);
}

/* ---- giving them out ---- */

#define SEATS ROOM_SEATS_MAX

/* The seats of a room that are taken. */
struct taken {
	struct sitting_room room;
	uint64_t number[SEATS];
	struct desk_room desks;
};

static bool
are_beside(const struct taken *t, uint32_t a, uint32_t b)
{
	return sitting_seats_are_neighbours(
	    &t->room, (unsigned)t->number[a], (unsigned)t->number[b]);
}

static uint32_t
count_pairs(const uint16_t *forms, const struct taken *t)
{
	uint32_t a, b, n = 0;

	for (a = 0; a < t->desks.n_seats; a++)
		for (b = 0; b < a; b++)
			n += forms[a] == forms[b] && are_beside(t, a, b);
	return n;
}

static void
check_even(const uint16_t *forms, uint32_t n_seats, uint16_t n)
{
	uint32_t counts[FORMS_MAX] = { 0 }, i;

	for (i = 0; i < n_seats; i++) {
		assert_in_range(forms[i], 1, n);
		counts[forms[i] - 1]++;
	}
	for (i = 0; i < n; i++)
		assert_in_range(counts[i], n_seats / n, (n_seats + n - 1) / n);
}

/* A room with so many seats, some not taken. */
static void
random_room(struct taken *t, struct rng *rng, unsigned row, unsigned seats,
    unsigned holes)
{
	unsigned i;

	t->room = (struct sitting_room){ .n_seats = (uint16_t)seats,
		.row_length = (uint16_t)row };
	t->desks = (struct desk_room){ 0, t->number, row };
	for (i = 1; i <= seats; i++)
		if (holes == 0 || rng_below(rng, holes) > 0)
			t->number[t->desks.n_seats++] = i;
}

static uint32_t
assign(uint16_t *forms, const struct taken *t, uint16_t n, struct rng *rng)
{
	uint8_t seed[SEED_LEN];
	uint32_t pairs;

	property_bytes(rng, seed, sizeof(seed));
	pairs = forms_assign(forms, &t->desks, n, seed);
	check_even(forms, t->desks.n_seats, n);
	assert_int_equal(pairs, count_pairs(forms, t));
	return pairs;
}

static void
desks_are_neighbours_just_as_seats_are(void **state)
{
	static struct taken t;
	struct desk *desks;
	struct rng rng;
	unsigned run, a, b, i;

	(void)state;
	for (run = 0; run < 200; run++) {
		property_begin(&rng, run);
		random_room(&t, &rng, run % 7, 40, 1 + run % 5);
		desks = desk_find(&t.desks);
		for (a = 0; a < t.desks.n_seats; a++) {
			unsigned found = 0, n = 0;

			for (b = 0; b < t.desks.n_seats; b++)
				n += are_beside(&t, a, b);
			for (i = 0; i < desks[a].n_near; i++)
				found += are_beside(&t, a, desks[a].near[i]);
			assert_int_equal(found, n);
			assert_int_equal(desks[a].n_near, n);
		}
		free(desks);
	}
}

/* Two with one number: the second is nowhere, as who has none. */
static void
who_has_no_seat_of_their_own_is_beside_nobody(void **state)
{
	static const uint64_t numbers[] = { 0, 0, 7, 8, 8, 9 };
	static const uint8_t n_near[] = { 0, 0, 1, 2, 0, 1 };
	struct desk_room room = { 6, numbers, 0 };
	struct desk *desks = desk_find(&room);
	uint8_t seed[SEED_LEN] = { 0 };
	uint16_t forms[6];
	unsigned i;

	(void)state;
	for (i = 0; i < 6; i++)
		assert_int_equal(desks[i].n_near, n_near[i]);
	free(desks);
	assert_int_equal(forms_assign(forms, &room, 2, seed), 0);
	check_even(forms, 6, 2);
}

static void
nobody_on_a_line_has_the_form_beside_them(void **state)
{
	static struct taken t;
	uint16_t forms[SEATS], n;
	struct rng rng;
	unsigned run;

	(void)state;
	for (run = 0; run < 200; run++) {
		property_begin(&rng, run);
		n = (uint16_t)property_int(&rng, 2, 6);
		random_room(&t, &rng, 0, 40,
		    (unsigned)property_int(&rng, 0, 3) == 1 ? 0 : 4);
		assert_int_equal(assign(forms, &t, n, &rng), 0);
	}
}

static void
nobody_in_rows_has_the_form_of_a_neighbour_from_five_on(void **state)
{
	static struct taken t;
	uint16_t forms[SEATS], n;
	struct rng rng;
	unsigned run;

	(void)state;
	for (run = 0; run < 200; run++) {
		unsigned row = 3 + run % 6, rows = 2 + run % 7;

		property_begin(&rng, run);
		n = (uint16_t)property_int(&rng, 5, 8);
		random_room(&t, &rng, row, row * rows, run % 4);
		assert_int_equal(assign(forms, &t, n, &rng), 0);
	}
}

/* Up to the largest, full and with seats left empty; four forms do in a full
 * room whose rows or columns pair off. */
static void
in_large_rooms_nobody_has_the_form_of_a_neighbour(void **state)
{
	static const struct {
		unsigned seats, row, holes;
		uint16_t forms;
	} rooms[] = { { 501, 10, 0, 5 }, { 501, 10, 10, 5 }, { 1000, 40, 0, 4 },
		{ 2000, 31, 5, 7 }, { 5000, 10, 0, 5 }, { 5000, 50, 0, 4 },
		{ 5000, 71, 10, 5 }, { 5000, 0, 4, 2 } };
	static uint16_t forms[SEATS];
	static struct taken t;
	struct rng rng;
	unsigned i;

	(void)state;
	for (i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
		property_begin(&rng, i);
		random_room(
		    &t, &rng, rooms[i].row, rooms[i].seats, rooms[i].holes);
		assert_int_equal(assign(forms, &t, rooms[i].forms, &rng), 0);
	}
}

/* The fewest pairs that any even sharing has, by trying all. */
static void
try_all(uint16_t *forms, uint32_t at, const struct taken *t, uint16_t n,
    uint32_t *counts, uint32_t *least)
{
	uint32_t most = (t->desks.n_seats + n - 1) / n, i, pairs;
	uint16_t form;

	if (at == t->desks.n_seats) {
		for (i = 0; i < n; i++)
			if (counts[i] < t->desks.n_seats / n)
				return;
		pairs = count_pairs(forms, t);
		*least = pairs < *least ? pairs : *least;
		return;
	}
	for (form = 0; form < n; form++) {
		if (counts[form] == most)
			continue;
		counts[form]++;
		forms[at] = form;
		try_all(forms, at + 1, t, n, counts, least);
		counts[form]--;
	}
}

static void
in_small_rooms_no_sharing_is_better(void **state)
{
	static struct taken t;
	uint16_t forms[SEATS], n;
	struct rng rng;
	unsigned run;

	(void)state;
	for (run = 0; run < 300; run++) {
		uint32_t counts[FORMS_MAX] = { 0 }, least = UINT32_MAX;

		property_begin(&rng, run);
		n = (uint16_t)property_int(&rng, 2, 4);
		do
			random_room(&t, &rng, 2 + run % 4,
			    (unsigned)property_int(&rng, 4, 12), 3);
		while (t.desks.n_seats > 8);
		try_all(forms, 0, &t, n, counts, &least);
		assert_int_equal(assign(forms, &t, n, &rng), least);
	}
}

static void
who_comes_later_gets_what_fewest_neighbours_have(void **state)
{
	static struct taken t;
	struct rng rng;
	uint16_t forms[6] = { 1, 2, 0, 1, 3, 3 };

	(void)state;
	property_begin(&rng, 0);
	random_room(&t, &rng, 0, 6, 0);
	assert_int_equal(forms_add(forms, &t.desks, 3, 2), 3);
	forms[1] = 3;
	forms[3] = 2;
	assert_int_equal(forms_add(forms, &t.desks, 3, 2), 1);
	forms[1] = 0;
	forms[3] = 0;
	assert_int_equal(forms_add(forms, &t.desks, 3, 2), 2);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    no_item_is_in_more_forms_than_the_exposure_allows),
		cmocka_unit_test(
		    no_item_is_in_more_papers_than_the_exposure_allows),
		cmocka_unit_test(items_on_trial_are_spread_evenly),
		cmocka_unit_test(too_few_items_for_the_exposure_are_told),
		cmocka_unit_test(desks_are_neighbours_just_as_seats_are),
		cmocka_unit_test(who_has_no_seat_of_their_own_is_beside_nobody),
		cmocka_unit_test(nobody_on_a_line_has_the_form_beside_them),
		cmocka_unit_test(
		    nobody_in_rows_has_the_form_of_a_neighbour_from_five_on),
		cmocka_unit_test(
		    in_large_rooms_nobody_has_the_form_of_a_neighbour),
		cmocka_unit_test(in_small_rooms_no_sharing_is_better),
		cmocka_unit_test(
		    who_comes_later_gets_what_fewest_neighbours_have),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
