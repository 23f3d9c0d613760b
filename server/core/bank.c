#include "core/bank.h"

#include <stdlib.h>

#include "core/bank_codec.h"
#include "core/refuse.h"
#include "exam/limits.h"

struct bank {
	struct arena arena; /* owns everything here, this struct too */
	struct bank_parts parts;
	const struct item **by_ident; /* sorted */
	uint16_t *item_topics;	      /* of each item: its topic's index */
};

static int
slice_compare(struct slice a, struct slice b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len > 0 ? memcmp(a.at, b.at, len) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int
by_ident(const void *a, const void *b)
{
	const struct item *const *x = a, *const *y = b;

	return slice_compare((*x)->ident, (*y)->ident);
}

/* ---- making ---- */

static enum err
check_head(const struct bank_parts *parts, struct buf *why)
{
	if (!ident_is_valid(parts->ident))
		return refuse(why, "the bank has no valid identifier");
	if (!ident_is_valid(parts->version))
		return refuse(why, "the bank has no valid version");
	if (parts->title.len > ITEM_TEXT_MAX ||
	    text_length(parts->title) == SIZE_MAX)
		return refuse(why, "the bank has no valid title");
	if (parts->n_topics == 0 || parts->n_topics > BANK_TOPICS_MAX)
		return refuse(why, "a bank has 1 to %d topics", BANK_TOPICS_MAX);
	if (parts->n_items == 0 || parts->n_items > BANK_ITEMS_MAX)
		return refuse(why, "a bank has 1 to %d items", BANK_ITEMS_MAX);
	return ERR_OK;
}

/* Index among the first n topics, or n. */
static size_t
find_topic(const struct bank_parts *parts, size_t n, struct slice ident)
{
	size_t i = 0;

	while (i < n && !slice_equal(parts->topics[i].ident, ident))
		i++;
	return i;
}

static enum err
check_topics(const struct bank_parts *parts, struct buf *why)
{
	size_t i;

	for (i = 0; i < parts->n_topics; i++) {
		const struct topic *t = &parts->topics[i];

		if (!ident_is_valid(t->ident))
			return refuse(why, "topic %zu has no valid identifier",
			    i + 1);
		if (t->title.len > ITEM_TEXT_MAX ||
		    text_length(t->title) == SIZE_MAX)
			return refuse(why, "topic %.*s has no valid title",
			    SLICE_FMT(t->ident));
		if (find_topic(parts, i, t->ident) < i)
			return refuse(why, "topic %.*s is declared twice",
			    SLICE_FMT(t->ident));
	}
	return ERR_OK;
}

static enum err
check_item(uint16_t *topic, const struct bank_parts *parts, size_t i,
    struct buf *why)
{
	const struct item *item = &parts->items[i];
	size_t start = why->len, at;

	buf_printf(why, "item %zu: ", i + 1);
	if (item_check(item, why) != ERR_OK)
		return ERR_INVALID;
	at = find_topic(parts, parts->n_topics, item->topic);
	if (at == parts->n_topics)
		return refuse(why, "topic %.*s is not declared",
		    SLICE_FMT(item->topic));
	*topic = (uint16_t)at;
	why->len = start;
	return ERR_OK;
}

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

enum err
bank_new(struct bank **out, struct arena *arena, const struct bank_parts *parts,
    struct buf *why)
{
	struct bank *b;
	enum err err;
	size_t i;

	err = check_head(parts, why);
	if (err == ERR_OK)
		err = check_topics(parts, why);
	if (err != ERR_OK)
		return err;
	b = arena_take(arena, 1, sizeof(*b));
	b->parts = *parts;
	b->by_ident = arena_take(arena, parts->n_items, sizeof(b->by_ident[0]));
	b->item_topics = arena_take(arena, parts->n_items,
	    sizeof(b->item_topics[0]));
	for (i = 0; err == ERR_OK && i < parts->n_items; i++)
		err = check_item(&b->item_topics[i], parts, i, why);
	if (err == ERR_OK)
		err = sort_items(b, why);
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
	bank_parts_encode(out, &b->parts);
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
bank_find(const struct bank *b, struct slice ident)
{
	const struct item key = { .ident = ident }, *wanted = &key;
	const struct item *const *at = bsearch(&wanted, b->by_ident,
	    b->parts.n_items, sizeof(b->by_ident[0]), by_ident);

	return at == NULL ? SIZE_MAX : (size_t)(*at - b->parts.items);
}
