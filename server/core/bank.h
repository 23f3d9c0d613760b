/*
 * bank: the immutable items of one bank version.
 *
 * A loader fills a struct bank_parts from an arena and makes a bank of it;
 * everything in a bank lives in the one arena the bank owns.  The bytes of
 * bank_encode() are what is stored, and their SHA-256 is the version's
 * identity.  bank_decode() trusts nothing: any bytes give a bank that
 * bank_new() would have made, or ERR_SYNTAX.
 */
#ifndef CORE_BANK_H
#define CORE_BANK_H

#include "core/item.h"

struct bank;

struct topic {
	struct slice ident, title;
};

/* A text, a table or an image that several items ask about. */
struct stimulus {
	struct slice ident;
	struct slice view; /* candidate's JSON members, `"title":"…","text":"…"`
			      and exhibits; prepared when the bank is loaded */
	uint16_t n_images;
	uint16_t *images; /* indexes in the bank, as its exhibits name them */
};

enum image_type { IMAGE_PNG, IMAGE_JPEG, N_IMAGE_TYPES };

struct image {
	struct slice ident;
	enum image_type type;
	uint16_t width, height; /* pixels */
	struct slice bytes;	/* the file */
};

/* All slices and arrays from the arena that goes with it. */
struct bank_parts {
	struct slice ident, version, title;
	size_t n_topics;
	struct topic *topics;
	size_t n_stimuli, n_images;
	struct stimulus *stimuli;
	struct image *images;
	size_t n_items;
	struct item *items;
};

/*
 * Checks the whole: item_check(); identifiers unique; topics, stimuli, images
 * and enemies are there; items with one stimulus are the set of its name, a
 * set is on trial as a whole or not at all and holds no enemies; at least one
 * item; limits.  OK: the bank has taken over what the arena held and *arena is
 * empty.  ERR_INVALID: *why says what, in one line without its end.
 */
MUST_CHECK enum err bank_new(struct bank **, struct arena *,
    const struct bank_parts *, struct buf *why);
MUST_CHECK enum err bank_decode(struct bank **, struct slice bytes);
void bank_encode(const struct bank *, struct buf *);
/* The same piece by piece, for who must not take long: first all but the items,
 * then each of them. */
void bank_encode_head(const struct bank *, struct buf *);
void bank_encode_item(const struct bank *, size_t item, struct buf *);
void bank_free(struct bank *);

struct slice bank_ident(const struct bank *);
struct slice bank_version(const struct bank *);
struct slice bank_title(const struct bank *);
size_t bank_n_topics(const struct bank *);
const struct topic *bank_topic(const struct bank *, size_t);
size_t bank_n_items(const struct bank *);
const struct item *bank_item(const struct bank *, size_t);
/* Index of the item's topic. */
size_t bank_item_topic(const struct bank *, size_t item);
size_t bank_n_stimuli(const struct bank *);
const struct stimulus *bank_stimulus(const struct bank *, size_t);
size_t bank_n_images(const struct bank *);
const struct image *bank_image(const struct bank *, size_t);
/* Index of the item with this ident, or SIZE_MAX. */
size_t bank_find(const struct bank *, struct slice ident);

#endif
