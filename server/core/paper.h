/*
 * paper: one candidate's items in order, with every shuffle.
 *
 * A function of (bank version, blueprint, seed), and of what was drawn before
 * where an item's use counts; rng.h says where its random numbers come from.
 * What was drawn is recorded in the plan of the attempt: paper_restore()
 * makes the same paper of it again without drawing.
 *
 * 1. Draw.  All items of the bank are put in a random order (RNG_DRAW); items
 *    on trial are then sorted by how often they were used, and all items if
 *    the blueprint limits their exposure.  Fixed items come first.  Each rule
 *    in turn takes, up to its minimum, the first item in that order which
 *    fits it and is free; then each section takes, up to its total, the first
 *    that fits a rule below its maximum.  If none is free, rules that hold a
 *    fitting item are asked, breadth first, to hand it over and take another
 *    in the same way: an augmenting path.  By the theorem of Berge rules,
 *    totals and fixed items fail only if no choice whatever could satisfy
 *    them.  A rule that shares no item with another gets each subset with
 *    equal probability.
 * 2. Sets, enemies, limits.  Whatever of the draw they forbid is decided and
 *    the draw repaired, with going back where it leads nowhere (search.h);
 *    what is tried first is random (RNG_SEARCH).  That is an NP-hard problem,
 *    so a try may take no more than DRAW_STEPS_TRY steps and some for each
 *    item; then it begins again with other numbers, up to DRAW_STEPS_MAX of
 *    all tries, and of half of them if the exposure is limited; and at last
 *    the witness is taken, the one paper that paper_check() found and that no
 *    seed has a part in.
 *    So no draw fails if the check passed, and none takes long.
 * 3. Exposure.  Items that are used as often as they may be are not drawn.
 *    If there is no other paper, or none is found, exposure yields: a
 *    candidate always gets a paper.
 * 4. Order.  A section's items stand in the order of the bank, then are
 *    shuffled (RNG_ITEM_ORDER) if the blueprint says so.  A set stands
 *    together, in the order of the bank, where its first item stands.
 * 5. Choices.  Those not fixed are shuffled among their own places
 *    (RNG_CHOICE_ORDER) if the interaction says so.
 */
#ifndef CORE_PAPER_H
#define CORE_PAPER_H

#include "core/bank.h"
#include "core/blueprint.h"
#include "core/pool.h"
#include "core/rng.h"
#include "core/select.h"
#include "exam/limits.h"

struct paper;

/*
 * Draw one.  ERR_FULL: there is none, or none was found (paper_check says
 * why).  use may be NULL: nothing was drawn before.
 */
MUST_CHECK enum err paper_draw(struct paper **, struct pool *,
    const struct select_use *, const uint8_t seed[SEED_LEN]);
/* The candidate's order of a form that many have. */
struct paper *paper_of(const struct pool *, const struct selection *,
    const uint8_t seed[SEED_LEN]);

/* What was recorded of a paper: its items as indexes in the bank, in order,
 * and where each section ends. */
struct paper_list {
	uint16_t n_sections, n_items;
	uint16_t ends[SECTIONS_MAX];
	const uint16_t *items;
};

/* ERR_INVALID: the bank has no such items. */
MUST_CHECK enum err paper_restore(struct paper **, const struct bank *,
    const struct paper_list *, const uint8_t seed[SEED_LEN]);
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
 * Can every paper be drawn?  Adds to the text one line for each thing that
 * cannot be met, naming it and by how many items, and for each limit of
 * limits.h that is passed.  Returns the number of such lines; 0: every
 * paper_draw() succeeds, and every form is drawn, within the exposure limit.
 * Rules, totals, fixed items and single limits are judged exactly.  Where
 * sets, enemies and limits meet, a line says whether no paper exists, or none
 * was found within so many steps, and what has to be left out to get one.
 * papers: so many candidates there will be, for the exposure; 0: not known.
 */
size_t paper_check(struct buf *text, const struct bank *,
    const struct blueprint *, uint32_t papers);

/* Append the candidate's JSON object of one item (from 0), response and flag
 * left to the caller: {"item":3,"section":1,…,"interactions":[…] without the
 * closing brace, so that the caller can go on. */
void paper_view(struct buf *, const struct paper *, const struct bank *,
    uint16_t item);

#endif
