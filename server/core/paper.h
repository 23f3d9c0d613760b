/*
 * paper: one candidate's items in order, with every shuffle.
 *
 * A pure function of (bank version, blueprint, seed); rng.h says where its
 * random numbers come from.
 *
 * 1. Draw.  All items of the bank are put in a random order (RNG_DRAW).  Each
 *    rule in turn takes, as often as it asks, the first item in that order
 *    which fits it and is free.  If none is free, rules that hold a fitting
 *    item are asked, breadth first in the order they were drawn, to hand it
 *    over and take another in the same way: an augmenting path.  By the theorem of Berge a
 *    draw fails only if no choice whatever could satisfy all rules.
 *    A rule that shares no item with another gets each subset with equal
 *    probability.
 * 2. Order.  A section's items stand in the order of the bank, then are
 *    shuffled (RNG_ITEM_ORDER) if the blueprint says so.
 * 3. Choices.  Those not fixed are shuffled among their own places
 *    (RNG_CHOICE_ORDER) if the interaction says so.
 */
#ifndef CORE_PAPER_H
#define CORE_PAPER_H

#include "core/bank.h"
#include "core/rng.h"
#include "exam/limits.h"

/* `count` items whose topic is `topic` or below it ("networks" covers
 * "networks.dns"; "" covers all) and whose difficulty is in the set. */
struct blueprint_rule {
	struct slice topic;
	unsigned difficulties; /* bits 1u << DIFFICULTY_… */
	uint16_t count;
};

struct blueprint_section {
	uint16_t n_rules;
	struct blueprint_rule *rules;
	bool shuffle_items; /* false: bank order */
};

struct blueprint {
	uint16_t n_sections;
	struct blueprint_section *sections;
};

struct paper;

/*
 * ERR_FULL: no paper can be drawn (paper_check says why).
 * Rules of one paper never draw the same item twice.
 */
MUST_CHECK enum err paper_draw(struct paper **, const struct bank *,
    const struct blueprint *, const uint8_t seed[SEED_LEN]);
void paper_free(struct paper *);

uint16_t paper_n_items(const struct paper *);
uint16_t paper_n_sections(const struct paper *);
/* Items first … first+count-1 (0-based) are the section's. */
void paper_section(const struct paper *, uint16_t section, uint16_t *first,
    uint16_t *count);
uint16_t paper_item_section(const struct paper *, uint16_t item);
/* Index in the bank. */
size_t paper_item(const struct paper *, uint16_t item);
/* The candidate's orders of all choices of the item, one interaction after the
 * other (item_orders_len() bytes). */
const uint8_t *paper_orders(const struct paper *, uint16_t item);
/* Of one interaction: order[place] is the index in interaction.choices of what
 * stands at that (0-based) place. */
const uint8_t *paper_order(const struct paper *, const struct bank *,
    uint16_t item, uint16_t interaction);

/*
 * Can any paper be drawn?  Adds to the text one line for each rule that cannot
 * be met, saying by how many items, and for each limit that is passed.  Returns
 * the number of such lines; 0 if and only if every paper_draw() succeeds.
 */
size_t paper_check(struct buf *text, const struct bank *,
    const struct blueprint *);

/* Append the candidate's JSON object of one item (from 0), response and flag
 * left to the caller: {"item":3,"section":1,…,"interactions":[…] without the
 * closing brace, so that the caller can go on. */
void paper_view(struct buf *, const struct paper *, const struct bank *,
    uint16_t item);

#endif
