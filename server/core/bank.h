/*
 * bank: the immutable items of one bank version.
 *
 * A loader fills a struct bank_builder and takes the bank; the bytes of
 * bank_encode() are what is stored, and their SHA-256 is the version's
 * identity.  bank_decode() trusts nothing: any bytes give a bank or ERR_SYNTAX.
 */
#ifndef CORE_BANK_H
#define CORE_BANK_H

#include "core/item.h"
#include "exam/buf.h"
#include "exam/err.h"

struct bank;

struct topic {
	struct slice ident, title;
};

MUST_CHECK enum err bank_decode(struct bank **, struct slice bytes);
void bank_encode(const struct bank *, struct buf *);
void bank_free(struct bank *);

struct slice bank_ident(const struct bank *);
struct slice bank_version(const struct bank *);
struct slice bank_title(const struct bank *);
size_t bank_n_topics(const struct bank *);
const struct topic *bank_topic(const struct bank *, size_t);
size_t bank_n_items(const struct bank *);
const struct item *bank_item(const struct bank *, size_t);
/* Index of the item with this ident, or SIZE_MAX. */
size_t bank_find(const struct bank *, struct slice ident);

#endif
