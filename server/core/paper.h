/*
 * paper: one candidate's items in order, with every shuffle.
 *
 * A pure function of (bank version, blueprint, seed).  The generator is
 * ChaCha20 (RFC 8439) as a stream of 32-bit words, key = seed, one nonce per
 * purpose; bounded draws reject, so that they are uniform.  rng.h says it in
 * full, with test vectors.
 */
#ifndef CORE_PAPER_H
#define CORE_PAPER_H

#include "core/bank.h"
#include "exam/limits.h"

#define SEED_LEN 32

/* `count` items whose topic is `topic` or below it ("networks" covers
 * "networks.dns") and whose difficulty is in the set. */
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
 * ERR_FULL: the bank has not enough items for a rule (paper_check says which).
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
/* The candidate's order of an interaction's choices: order[place] is the index
 * in interaction.choices of what stands at that (0-based) place. */
const uint8_t *paper_order(const struct paper *, uint16_t item,
    uint16_t interaction);

/*
 * Can any paper be drawn?  Adds to the text one line for each rule that cannot
 * be met, saying by how many items.  Returns the number of such lines.
 */
size_t paper_check(struct buf *text, const struct bank *,
    const struct blueprint *);

/* Append the candidate's JSON object of one item, number = 1-based, response
 * and flag left to the caller: {"item":3,"section":1,…,"choices":[…]
 * without the closing brace, so that the caller can go on. */
void paper_view(struct buf *, const struct paper *, const struct bank *,
    uint16_t item);

#endif
