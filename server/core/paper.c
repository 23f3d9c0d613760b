#include "core/paper.h"

#include <assert.h>

#include "core/order.h"
#include "exam/alloc.h"

/* One allocation: items and orders stand behind the starts. */
struct paper {
	uint16_t n_items, n_sections;
	uint16_t ends[SECTIONS_MAX]; /* of sections: one past the last item */
	uint8_t *orders;   /* of all choices, one item's after the other's */
	uint16_t *items;   /* indexes in the bank */
	uint32_t starts[]; /* where in orders each item's begin */
};

/* ---- drawing ---- */

static size_t
all_orders_len(const struct bank *bank, const struct selection *sel)
{
	size_t len = 0;
	uint16_t i;

	for (i = 0; i < sel->n_items; i++)
		len += item_orders_len(bank_item(bank, sel->items[i]));
	return len;
}

/* The items of a selection, which are in the paper's order. */
static struct paper *
paper_new(const struct bank *bank, const struct selection *sel,
    uint16_t n_sections, const uint8_t *seed)
{
	size_t n = sel->n_items;
	struct paper *p = (struct paper *)alloc_zero(
	    1, sizeof(*p) + n * (sizeof(*p->starts) + sizeof(*p->items)) +
		   all_orders_len(bank, sel));
	uint8_t *at;
	uint16_t i;

	p->n_items = sel->n_items;
	p->n_sections = n_sections;
	p->items = (uint16_t *)(p->starts + n);
	p->orders = at = (uint8_t *)(p->items + n);
	for (i = 0; i < sel->n_items; i++) {
		p->items[i] = sel->items[i];
		p->ends[sel->sections[i]] = (uint16_t)(i + 1);
		p->starts[i] = (uint32_t)(at - p->orders);
		at = order_choices(at, bank_item(bank, sel->items[i]), seed, i);
	}
	return p;
}

/* The first of the set in the bank's order. */
static uint16_t
set_begins(const struct pool *pool, uint16_t item)
{
	uint16_t at, first = item;

	for (at = pool->next[item]; at != item; at = pool->next[at])
		first = at < first ? at : first;
	return first;
}

/* A section's items, from the bank's order into the paper's: sets change
 * places as one. */
static void
order_section(
    uint16_t *items, uint16_t n, const struct pool *pool, struct rng *shuffle)
{
	uint16_t list[PAPER_ITEMS_MAX], n_list = 0, i, to = 0, at;

	for (i = 0; i < n; i++)
		if (set_begins(pool, items[i]) == items[i])
			list[n_list++] = items[i];
	if (shuffle != NULL)
		rng_shuffle(shuffle, list, n_list);
	for (i = 0; i < n_list; i++) {
		at = list[i];
		do {
			items[to++] = at;
			at = pool->next[at];
		} while (at != list[i]);
	}
}

static void
order_items(struct selection *sel, const struct pool *pool, const uint8_t *seed)
{
	const struct blueprint *b = pool->blueprint;
	uint16_t first, end = 0, s;
	struct rng rng;

	for (s = 0; s < b->n_sections; s++) {
		for (first = end; end < sel->n_items; end++)
			if (sel->sections[end] != s)
				break;
		rng_init(&rng, seed, RNG_ITEM_ORDER, s, 0);
		order_section(sel->items + first, (uint16_t)(end - first), pool,
		    b->sections[s].shuffle_items ? &rng : NULL);
	}
}

struct paper *
paper_of(const struct pool *pool, const struct selection *selection,
    const uint8_t seed[SEED_LEN])
{
	struct selection ordered = *selection;

	order_items(&ordered, pool, seed);
	return paper_new(
	    pool->bank, &ordered, pool->blueprint->n_sections, seed);
}

enum err
paper_draw(struct paper **out, struct pool *pool, const struct select_use *use,
    const uint8_t seed[SEED_LEN])
{
	struct selection selection;
	enum err err = select_items(&selection, pool, use, seed, 0);

	if (err == ERR_OK)
		*out = paper_of(pool, &selection, seed);
	return err;
}

enum err
paper_restore(struct paper **out, const struct bank *bank,
    const struct paper_list *list, const uint8_t seed[SEED_LEN])
{
	struct selection sel = { .n_items = list->n_items };
	uint16_t i, s = 0;

	if (list->n_items > PAPER_ITEMS_MAX || list->n_sections == 0 ||
	    list->n_sections > SECTIONS_MAX ||
	    list->ends[list->n_sections - 1] != list->n_items)
		return ERR_INVALID;
	for (i = 0; i < list->n_items; i++) {
		while (i >= list->ends[s])
			s++;
		if (list->items[i] >= bank_n_items(bank))
			return ERR_INVALID;
		sel.items[i] = list->items[i];
		sel.sections[i] = s;
	}
	*out = paper_new(bank, &sel, list->n_sections, seed);
	return ERR_OK;
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
	uint16_t section = 0;

	assert(item < p->n_items);
	while (item >= p->ends[section])
		section++;
	return section;
}

size_t
paper_item(const struct paper *p, uint16_t item)
{
	assert(item < p->n_items);
	return p->items[item];
}

const uint8_t *
paper_orders(const struct paper *p, uint16_t item)
{
	assert(item < p->n_items);
	return p->orders + p->starts[item];
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
