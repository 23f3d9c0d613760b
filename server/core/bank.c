#include "core/bank.h"

#include <stdlib.h>

#include "core/bank_check.h"
#include "core/bank_codec.h"
#include "core/refuse.h"

struct bank {
	struct arena arena; /* owns everything here, this struct too */
	struct bank_parts parts;
	const struct item **by_ident; /* sorted */
	uint16_t *item_topics;	      /* of each item: its topic's index */
};

static int
by_ident(const void *a, const void *b)
{
	const struct item *const *x = a, *const *y = b;

	return bank_compare((*x)->ident, (*y)->ident);
}

/* ---- making ---- */

static enum err
sort_items(struct bank *b, struct buf *why)
{
	size_t i, n = b->parts.n_items;

	for (i = 0; i < n; i++)
		b->by_ident[i] = &b->parts.items[i];
	qsort(b->by_ident, n, sizeof(b->by_ident[0]), by_ident);
	for (i = 1; i < n; i++)
		if (slice_equal(b->by_ident[i]->ident,
			b->by_ident[i - 1]->ident))
			return refuse(why, "item %.*s stands twice",
			    SLICE_FMT(b->by_ident[i]->ident));
	return ERR_OK;
}

/* Items that meet always, and never. */
static enum err
check_company(const struct bank *b, struct buf *why)
{
	const struct bank_parts *parts = &b->parts;
	enum err err = bank_check_sets(parts, why);
	size_t i, at;
	uint16_t j;

	for (i = 0; err == ERR_OK && i < parts->n_items; i++)
		for (j = 0; err == ERR_OK && j < parts->items[i].n_enemies;
		     j++) {
			at = bank_find(b, parts->items[i].enemies[j]);
			err = bank_check_enemy(parts, i, j, at, why);
		}
	return err;
}

enum err
bank_new(struct bank **out, struct arena *arena, const struct bank_parts *parts,
    struct buf *why)
{
	struct bank *b;
	enum err err;
	size_t i;

	err = bank_check_head(parts, why);
	if (err != ERR_OK)
		return err;
	b = arena_take(arena, 1, sizeof(*b));
	b->parts = *parts;
	b->by_ident = arena_take(arena, parts->n_items, sizeof(b->by_ident[0]));
	b->item_topics = arena_take(arena, parts->n_items,
	    sizeof(b->item_topics[0]));
	for (i = 0; err == ERR_OK && i < parts->n_items; i++)
		err = bank_check_item(&b->item_topics[i], parts, i, why);
	if (err == ERR_OK)
		err = sort_items(b, why);
	if (err == ERR_OK)
		err = check_company(b, why);
	if (err != ERR_OK)
		return err;
	b->arena = *arena;
	*arena = (struct arena){ 0 };
	*out = b;
	return ERR_OK;
}

enum err
bank_decode(struct bank **out, struct slice bytes)
{
	struct arena arena = { 0 };
	struct bank_parts parts;
	struct buf why = { 0 };
	enum err err;

	err = bank_parts_decode(&parts, &arena, bytes);
	if (err == ERR_OK && bank_new(out, &arena, &parts, &why) != ERR_OK)
		err = ERR_SYNTAX;
	buf_fini(&why);
	arena_fini(&arena);
	return err;
}

void
bank_encode(const struct bank *b, struct buf *out)
{
	size_t i;

	bank_encode_head(b, out);
	for (i = 0; i < b->parts.n_items; i++)
		bank_encode_item(b, i, out);
}

void
bank_encode_head(const struct bank *b, struct buf *out)
{
	bank_parts_encode_head(out, &b->parts);
}

void
bank_encode_item(const struct bank *b, size_t item, struct buf *out)
{
	bank_parts_encode_item(out, &b->parts, item);
}

void
bank_free(struct bank *b)
{
	struct arena arena;

	if (b == NULL)
		return;
	arena = b->arena;
	arena_fini(&arena);
}

/* ---- reading ---- */

struct slice
bank_ident(const struct bank *b)
{
	return b->parts.ident;
}

struct slice
bank_version(const struct bank *b)
{
	return b->parts.version;
}

struct slice
bank_title(const struct bank *b)
{
	return b->parts.title;
}

size_t
bank_n_topics(const struct bank *b)
{
	return b->parts.n_topics;
}

const struct topic *
bank_topic(const struct bank *b, size_t i)
{
	return &b->parts.topics[i];
}

size_t
bank_n_items(const struct bank *b)
{
	return b->parts.n_items;
}

const struct item *
bank_item(const struct bank *b, size_t i)
{
	return &b->parts.items[i];
}

size_t
bank_item_topic(const struct bank *b, size_t item)
{
	return b->item_topics[item];
}

size_t
bank_n_stimuli(const struct bank *b)
{
	return b->parts.n_stimuli;
}

const struct stimulus *
bank_stimulus(const struct bank *b, size_t i)
{
	return &b->parts.stimuli[i];
}

size_t
bank_n_images(const struct bank *b)
{
	return b->parts.n_images;
}

const struct image *
bank_image(const struct bank *b, size_t i)
{
	return &b->parts.images[i];
}

size_t
bank_find(const struct bank *b, struct slice ident)
{
	const struct item key = { .ident = ident }, *wanted = &key;
	const struct item *const *at = bsearch(&wanted, b->by_ident,
	    b->parts.n_items, sizeof(b->by_ident[0]), by_ident);

	return at == NULL ? SIZE_MAX : (size_t)(*at - b->parts.items);
}
