/*
 * draft: which items of a bank meet which rules of a blueprint; the matching
 * behind paper_draw() and paper_check(), for paper.c alone.
 */
#ifndef CORE_DRAFT_H
#define CORE_DRAFT_H

#include "core/paper.h"

struct draft;

#define DRAFT_FREE UINT16_MAX

/* The lists are borrowed until draft_free(). */
struct draft *draft_new(const struct bank *, const struct blueprint *);
void draft_free(struct draft *);

/*
 * Give every rule its items, as paper.h says; the order lists all items of
 * the bank.  Adds to the text (which may be NULL) one line for each rule that
 * remains short; returns their number.
 */
size_t draft_fill(struct draft *, const uint16_t *order, struct buf *text);

/* The section the item was drawn for, or DRAFT_FREE. */
uint16_t draft_section(const struct draft *, size_t item);

#endif
