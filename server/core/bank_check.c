#include "core/bank_check.h"

#include <stdlib.h>

#include "core/interaction_check.h"
#include "core/refuse.h"
#include "exam/alloc.h"
#include "exam/limits.h"

int
bank_compare(struct slice a, struct slice b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len > 0 ? memcmp(a.at, b.at, len) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* ---- the bank ---- */

static enum err
check_bank(const struct bank_parts *parts, struct buf *why)
{
	if (!ident_is_valid(parts->ident))
		return refuse(why, "the bank has no valid identifier");
	if (!ident_is_valid(parts->version))
		return refuse(why, "the bank has no valid version");
	if (!text_fits(parts->title, ITEM_TEXT_MAX))
		return refuse(why, "the bank has no valid title");
	if (parts->n_topics == 0 || parts->n_topics > BANK_TOPICS_MAX)
		return refuse(
		    why, "a bank has 1 to %d topics", BANK_TOPICS_MAX);
	if (parts->n_items == 0 || parts->n_items > BANK_ITEMS_MAX)
		return refuse(why, "a bank has 1 to %d items", BANK_ITEMS_MAX);
	if (parts->n_stimuli > STIMULI_MAX)
		return refuse(
		    why, "a bank has at most %d stimuli", STIMULI_MAX);
	if (parts->n_images > IMAGES_MAX)
		return refuse(why, "a bank has at most %d images", IMAGES_MAX);
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
			return refuse(
			    why, "topic %zu has no valid identifier", i + 1);
		if (!text_fits(t->title, ITEM_TEXT_MAX))
			return refuse(why, "topic %.*s has no valid title",
			    SLICE_FMT(t->ident));
		if (find_topic(parts, i, t->ident) < i)
			return refuse(why, "topic %.*s is declared twice",
			    SLICE_FMT(t->ident));
	}
	return ERR_OK;
}

/* ---- images and stimuli ---- */

/* A browser is told this type and must find it. */
static bool
has_signature(const struct image *image)
{
	static const struct slice signatures[N_IMAGE_TYPES] = {
		[IMAGE_PNG] = { "\x89PNG\r\n\x1a\n", 8 },
		[IMAGE_JPEG] = { "\xff\xd8\xff", 3 },
	};
	struct slice s = signatures[image->type];

	return image->bytes.len >= s.len &&
	       memcmp(image->bytes.at, s.at, s.len) == 0;
}

static bool
is_side(uint16_t pixels)
{
	return pixels > 0 && pixels <= IMAGE_SIDE_MAX;
}

static enum err
check_image(const struct bank_parts *parts, size_t i, struct buf *why)
{
	const struct image *image = &parts->images[i];
	size_t j;

	if (!ident_is_valid(image->ident))
		return refuse(why, "image %zu has no valid identifier", i + 1);
	buf_printf(why, "image %.*s: ", SLICE_FMT(image->ident));
	for (j = 0; j < i; j++)
		if (slice_equal(parts->images[j].ident, image->ident))
			return refuse(why, "it stands twice");
	if ((unsigned)image->type >= N_IMAGE_TYPES || !has_signature(image))
		return refuse(why, "its bytes are not of its type");
	if (!is_side(image->width) || !is_side(image->height))
		return refuse(
		    why, "it is 1 to %d pixels wide and high", IMAGE_SIDE_MAX);
	if (image->bytes.len > IMAGE_BYTES_MAX)
		return refuse(
		    why, "it has at most %d KiB", IMAGE_BYTES_MAX >> 10);
	return ERR_OK;
}

static enum err
check_images(const struct bank_parts *parts, struct buf *why)
{
	size_t i, start = why->len, bytes = 0;

	for (i = 0; i < parts->n_images; i++) {
		if (check_image(parts, i, why) != ERR_OK)
			return ERR_INVALID;
		why->len = start;
		bytes += parts->images[i].bytes.len;
	}
	if (bytes > IMAGES_BYTES_MAX)
		return refuse(why,
		    "the images of a bank have at most %d KiB "
		    "together",
		    IMAGES_BYTES_MAX >> 10);
	return ERR_OK;
}

static enum err
check_indexes(const struct bank_parts *parts, const uint16_t *images,
    uint16_t n, struct buf *why)
{
	uint16_t i;

	if (n > ITEM_IMAGES_MAX)
		return refuse(why, "it has at most %d images", ITEM_IMAGES_MAX);
	for (i = 0; i < n; i++)
		if (images[i] >= parts->n_images)
			return refuse(
			    why, "its image %u is not in the bank", i + 1u);
	return ERR_OK;
}

static enum err
check_stimulus(const struct bank_parts *parts, size_t i, struct buf *why)
{
	const struct stimulus *s = &parts->stimuli[i];
	size_t j;

	if (!ident_is_valid(s->ident))
		return refuse(
		    why, "stimulus %zu has no valid identifier", i + 1);
	buf_printf(why, "stimulus %.*s: ", SLICE_FMT(s->ident));
	for (j = 0; j < i; j++)
		if (slice_equal(parts->stimuli[j].ident, s->ident))
			return refuse(why, "it stands twice");
	if (s->view.len == 0 || !text_fits(s->view, ITEM_VIEW_MAX))
		return refuse(why, "it has no valid view");
	return check_indexes(parts, s->images, s->n_images, why);
}

static enum err
check_stimuli(const struct bank_parts *parts, struct buf *why)
{
	size_t i, start = why->len;

	for (i = 0; i < parts->n_stimuli; i++) {
		if (check_stimulus(parts, i, why) != ERR_OK)
			return ERR_INVALID;
		why->len = start;
	}
	return ERR_OK;
}

enum err
bank_check_head(const struct bank_parts *parts, struct buf *why)
{
	enum err err = check_bank(parts, why);

	if (err == ERR_OK)
		err = check_topics(parts, why);
	if (err == ERR_OK)
		err = check_images(parts, why);
	return err == ERR_OK ? check_stimuli(parts, why) : err;
}

/* ---- items ---- */

/* Its stimulus is there, gives it its set, and its images come first. */
static enum err
check_its_stimulus(
    const struct bank_parts *parts, const struct item *item, struct buf *why)
{
	const struct stimulus *s;
	uint16_t i;

	if (item->stimulus == STIMULUS_NONE)
		return ERR_OK;
	if (item->stimulus >= parts->n_stimuli)
		return refuse(why, "its stimulus is not in the bank");
	s = &parts->stimuli[item->stimulus];
	if (!slice_equal(item->set, s->ident))
		return refuse(why,
		    "an item with stimulus %.*s is in the set of "
		    "that name",
		    SLICE_FMT(s->ident));
	for (i = 0; i < s->n_images; i++)
		if (i >= item->n_images || item->images[i] != s->images[i])
			return refuse(why, "the images of its stimulus come "
					   "first");
	return ERR_OK;
}

enum err
bank_check_item(
    uint16_t *topic, const struct bank_parts *parts, size_t i, struct buf *why)
{
	const struct item *item = &parts->items[i];
	size_t start = why->len, at;

	buf_printf(why, "item %zu: ", i + 1);
	if (item_check(item, why) != ERR_OK ||
	    check_indexes(parts, item->images, item->n_images, why) != ERR_OK ||
	    check_its_stimulus(parts, item, why) != ERR_OK)
		return ERR_INVALID;
	at = find_topic(parts, parts->n_topics, item->topic);
	if (at == parts->n_topics)
		return refuse(
		    why, "topic %.*s is not declared", SLICE_FMT(item->topic));
	*topic = (uint16_t)at;
	why->len = start;
	return ERR_OK;
}

/* ---- items among each other ---- */

enum err
bank_check_enemy(const struct bank_parts *parts, size_t item, uint16_t enemy,
    size_t at, struct buf *why)
{
	const struct item *a = &parts->items[item];

	if (at == SIZE_MAX)
		return refuse(why,
		    "item %zu: its enemy %.*s is not in the "
		    "bank",
		    item + 1, SLICE_FMT(a->enemies[enemy]));
	if (at == item)
		return refuse(why, "item %zu: it is its own enemy", item + 1);
	if (a->set.len > 0 && slice_equal(a->set, parts->items[at].set))
		return refuse(why,
		    "item %zu: its enemy %.*s is in the same "
		    "set, which stands together",
		    item + 1, SLICE_FMT(a->enemies[enemy]));
	return ERR_OK;
}

static int
by_set(const void *a, const void *b)
{
	const struct item *const *x = a, *const *y = b;

	return bank_compare((*x)->set, (*y)->set);
}

enum err
bank_check_sets(const struct bank_parts *parts, struct buf *why)
{
	const struct item **items = alloc_zero(parts->n_items, sizeof(*items));
	enum err err = ERR_OK;
	size_t i;

	for (i = 0; i < parts->n_items; i++)
		items[i] = &parts->items[i];
	qsort(items, parts->n_items, sizeof(*items), by_set);
	for (i = 1; err == ERR_OK && i < parts->n_items; i++)
		if (items[i]->set.len > 0 &&
		    slice_equal(items[i]->set, items[i - 1]->set) &&
		    items[i]->pretest != items[i - 1]->pretest)
			err = refuse(why,
			    "set %.*s has items on trial beside "
			    "others",
			    SLICE_FMT(items[i]->set));
	free(items);
	return err;
}
