#include "core/paper.h"

#include <assert.h>

#include "core/draft.h"
#include "core/order.h"
#include "exam/alloc.h"

struct paper_item {
	uint16_t index; /* in the bank */
	uint16_t section;
	uint32_t orders; /* where its orders begin */
};

/* One allocation: the orders of all choices stand behind the items. */
struct paper {
	uint16_t n_items, n_sections;
	uint16_t ends[SECTIONS_MAX]; /* of sections: one past the last item */
	uint8_t *orders;
	struct paper_item items[];
};

/* ---- what a blueprint may ask ---- */

static size_t
section_items(const struct blueprint_section *section)
{
	size_t n = 0;
	uint16_t i;

	for (i = 0; i < section->n_rules; i++)
		n += section->rules[i].count;
	return n;
}

/* Adds lines to the text, if there is one; returns their number. */
static size_t
check_limits(struct buf *text, const struct blueprint *b)
{
	struct buf nobody = { 0 };
	size_t n_lines = 0, n_items = 0;
	uint16_t i;

	if (text == NULL)
		text = &nobody;
	if (b->n_sections == 0 || b->n_sections > SECTIONS_MAX) {
		buf_printf(text, "a paper has 1 to %d sections\n",
		    SECTIONS_MAX);
		n_lines++;
	}
	for (i = 0; i < b->n_sections; i++) {
		n_items += section_items(&b->sections[i]);
		if (b->sections[i].n_rules <= RULES_MAX &&
		    section_items(&b->sections[i]) > 0)
			continue;
		buf_printf(text, "section %u: has 1 to %d rules and draws at "
		    "least one item\n", i + 1u, RULES_MAX);
		n_lines++;
	}
	if (n_items > PAPER_ITEMS_MAX) {
		buf_printf(text, "a paper has at most %d items, not %zu\n",
		    PAPER_ITEMS_MAX, n_items);
		n_lines++;
	}
	buf_fini(&nobody);
	return n_lines;
}

static uint16_t *
bank_order(const struct bank *bank)
{
	uint16_t *order = alloc_zero(bank_n_items(bank), sizeof(*order));
	size_t i;

	for (i = 0; i < bank_n_items(bank); i++)
		order[i] = (uint16_t)i;
	return order;
}

size_t
paper_check(struct buf *text, const struct bank *bank,
    const struct blueprint *blueprint)
{
	size_t n_lines = check_limits(text, blueprint);
	struct draft *draft;
	uint16_t *order;

	if (n_lines > 0)
		return n_lines;
	order = bank_order(bank);
	draft = draft_new(bank, blueprint);
	n_lines = draft_fill(draft, order, text);
	draft_free(draft);
	free(order);
	return n_lines;
}

/* ---- drawing ---- */

static size_t
paper_orders_len(const struct draft *draft, const struct bank *bank)
{
	size_t i, len = 0;

	for (i = 0; i < bank_n_items(bank); i++)
		if (draft_section(draft, i) != DRAFT_FREE)
			len += item_orders_len(bank_item(bank, i));
	return len;
}

static struct paper *
paper_new(const struct draft *draft, const struct bank *bank,
    const struct blueprint *blueprint)
{
	size_t i, n = 0, room;
	struct paper *p;

	for (i = 0; i < blueprint->n_sections; i++)
		n += section_items(&blueprint->sections[i]);
	room = sizeof(*p) + n * sizeof(p->items[0]);
	p = (struct paper *)alloc_zero(1,
	    room + paper_orders_len(draft, bank));
	p->n_items = (uint16_t)n;
	p->n_sections = blueprint->n_sections;
	p->orders = (uint8_t *)p + room;
	return p;
}

/* The section's items, from the bank's order into the paper's. */
static void
place_section(struct paper *p, uint16_t section, const struct draft *draft,
    const struct bank *bank, struct rng *shuffle)
{
	uint16_t first = section > 0 ? p->ends[section - 1] : 0, n = 0, i;
	uint16_t items[PAPER_ITEMS_MAX];
	size_t at;

	for (at = 0; at < bank_n_items(bank); at++)
		if (draft_section(draft, at) == section)
			items[n++] = (uint16_t)at;
	if (shuffle != NULL)
		rng_shuffle(shuffle, items, n);
	for (i = 0; i < n; i++) {
		p->items[first + i].index = items[i];
		p->items[first + i].section = section;
	}
	p->ends[section] = (uint16_t)(first + n);
}

static void
place_items(struct paper *p, const struct draft *draft,
    const struct bank *bank, const struct blueprint *blueprint,
    const uint8_t *seed)
{
	struct rng rng;
	uint16_t i;

	for (i = 0; i < p->n_sections; i++) {
		rng_init(&rng, seed, RNG_ITEM_ORDER, i, 0);
		place_section(p, i, draft, bank,
		    blueprint->sections[i].shuffle_items ? &rng : NULL);
	}
}

static void
place_orders(struct paper *p, const struct bank *bank, const uint8_t *seed)
{
	uint8_t *at = p->orders;
	uint16_t i;

	for (i = 0; i < p->n_items; i++) {
		p->items[i].orders = (uint32_t)(at - p->orders);
		at = order_choices(
		    at, bank_item(bank, p->items[i].index), seed, i);
	}
}

enum err
paper_draw(struct paper **out, const struct bank *bank,
    const struct blueprint *blueprint, const uint8_t seed[SEED_LEN])
{
	struct draft *draft;
	enum err err = ERR_FULL;
	struct rng rng;
	uint16_t *order;

	if (check_limits(NULL, blueprint) > 0)
		return ERR_FULL;
	order = bank_order(bank);
	rng_init(&rng, seed, RNG_DRAW, 0, 0);
	rng_shuffle(&rng, order, bank_n_items(bank));
	draft = draft_new(bank, blueprint);
	if (draft_fill(draft, order, NULL) == 0) {
		struct paper *p = paper_new(draft, bank, blueprint);

		place_items(p, draft, bank, blueprint, seed);
		place_orders(p, bank, seed);
		*out = p;
		err = ERR_OK;
	}
	draft_free(draft);
	free(order);
	return err;
}

void
paper_free(struct paper *p)
{
	free(p);
}

/* ---- reading ---- */

uint16_t
paper_n_items(const struct paper *p)
{
	return p->n_items;
}

uint16_t
paper_n_sections(const struct paper *p)
{
	return p->n_sections;
}

void
paper_section(const struct paper *p, uint16_t section, uint16_t *first,
    uint16_t *count)
{
	assert(section < p->n_sections);
	*first = section > 0 ? p->ends[section - 1] : 0;
	*count = (uint16_t)(p->ends[section] - *first);
}

uint16_t
paper_item_section(const struct paper *p, uint16_t item)
{
	assert(item < p->n_items);
	return p->items[item].section;
}

size_t
paper_item(const struct paper *p, uint16_t item)
{
	assert(item < p->n_items);
	return p->items[item].index;
}

const uint8_t *
paper_orders(const struct paper *p, uint16_t item)
{
	assert(item < p->n_items);
	return p->orders + p->items[item].orders;
}

const uint8_t *
paper_order(const struct paper *p, const struct bank *bank, uint16_t item,
    uint16_t interaction)
{
	const struct item *it = bank_item(bank, paper_item(p, item));
	const uint8_t *order = paper_orders(p, item);
	uint16_t i;

	assert(interaction < it->n_interactions);
	for (i = 0; i < interaction; i++)
		order += it->interactions[i].n_choices;
	return order;
}

void
paper_view(struct buf *b, const struct paper *p, const struct bank *bank,
    uint16_t item)
{
	item_view(b, bank, bank_item(bank, paper_item(p, item)), item + 1u,
	    paper_item_section(p, item) + 1u, paper_orders(p, item));
}
