#include "rehearse/respond.h"

#include "core/item.h"
#include "exam/limits.h"
#include "proto/out.h"

/* Where this candidate finds the choice of that name, from 0. */
static uint16_t
place_of(const struct interaction *n, const uint8_t *order, struct slice ident)
{
	uint16_t place = 0;

	while (place < n->n_choices &&
	       !slice_equal(n->choices[order[place]].ident, ident))
		place++;
	return place;
}

static void
put_number(struct buf *b, unsigned n)
{
	out_int(b, NULL, n);
}

static void
put_pair(struct buf *b, unsigned row, unsigned column)
{
	out_open_array(b, NULL);
	put_number(b, row);
	put_number(b, column);
	out_close_array(b);
}

/* ---- by the key ---- */

static void
put_atom_text(struct buf *b, enum value_type type, const struct atom *a)
{
	char text[NUMBER_TEXT_MAX];

	if (type == VALUE_STRING) {
		out_text(b, NULL, a->text);
		return;
	}
	snprintf(text, sizeof(text), "%.15g", atom_number(type, *a));
	out_word(b, NULL, text);
}

static void
put_key(struct buf *b, const struct interaction *n, const struct value *key,
    const uint8_t *order)
{
	uint32_t i;

	for (i = 0; i < key->n; i++) {
		const struct atom *a = &key->atoms[i];

		if (interaction_takes_text(n))
			put_atom_text(b, key->type, a);
		else if (n->type == INTERACTION_MATCH)
			put_pair(b, place_of(n, order, a->pair.first) + 1u,
			    place_of(n, order, a->pair.second) + 1u -
				n->n_rows);
		else
			put_number(b, place_of(n, order, a->text) + 1u);
	}
}

/* ---- by chance ---- */

static unsigned
between(struct rng *rng, unsigned least, unsigned most)
{
	return least + rng_below(rng, most - least + 1);
}

/* So many of n, each once, in a random order. */
static void
put_some(struct buf *b, uint16_t n, unsigned wanted, struct rng *rng)
{
	uint16_t list[CHOICES_MAX];
	unsigned i;

	for (i = 0; i < n; i++)
		list[i] = (uint16_t)(i + 1);
	rng_shuffle(rng, list, n);
	for (i = 0; i < wanted && i < n; i++)
		put_number(b, list[i]);
}

static void
put_choices(struct buf *b, const struct interaction *n, struct rng *rng)
{
	unsigned least = n->min_choices > 0 ? n->min_choices : 1;
	unsigned most = interaction_max(n);

	put_some(b, n->n_choices,
	    between(rng, least, most > least ? most : least), rng);
}

/* Each row with one column; columns take turns, so that none has more than
 * the rows need. */
static void
put_pairs(struct buf *b, const struct interaction *n, struct rng *rng)
{
	unsigned columns = (unsigned)n->n_choices - n->n_rows;
	unsigned most = interaction_max(n), row, shift;

	if (columns * interaction_column_max(n) < most)
		most = columns * interaction_column_max(n);
	shift = rng_below(rng, columns);
	for (row = 0; row < n->n_rows && row < most; row++)
		put_pair(b, row + 1, (row + shift) % columns + 1);
}

static void
put_words(struct buf *b, const struct interaction *n, struct rng *rng)
{
	static const char words[] =
	    "One checks the cable before one blames the network. ";
	struct buf text = { 0 };
	unsigned most = n->max_length < 400 ? n->max_length : 400;
	unsigned wanted = between(rng, 1, most > 0 ? most : 1);

	while (text.len < wanted)
		buf_put_text(&text, words);
	out_text(b, NULL, (struct slice){ text.at, wanted });
	buf_fini(&text);
}

static void
put_entry(struct buf *b, const struct interaction *n, enum value_type type,
    struct rng *rng)
{
	char text[NUMBER_ENTRY_LEN];

	if (type == VALUE_STRING) {
		put_words(b, n, rng);
		return;
	}
	snprintf(text, sizeof(text), "%u", rng_below(rng, 10));
	out_word(b, NULL, text);
}

static void
put_any(struct buf *b, const struct interaction *n, enum value_type type,
    struct rng *rng)
{
	switch (n->type) {
	case INTERACTION_CHOICE:
		put_choices(b, n, rng);
		break;
	case INTERACTION_INLINE_CHOICE:
		put_some(b, n->n_choices, 1, rng);
		break;
	case INTERACTION_ORDER:
		put_some(b, n->n_choices, n->n_choices, rng);
		break;
	case INTERACTION_MATCH:
		put_pairs(b, n, rng);
		break;
	case INTERACTION_TEXT_ENTRY:
	case INTERACTION_EXTENDED_TEXT:
		put_entry(b, n, type, rng);
		break;
	case N_INTERACTION_TYPES:
		break;
	}
}

/* ---- both ---- */

static void
respond(struct buf *b, const struct bank *bank, const struct paper *paper,
    uint16_t item, bool right, struct rng *rng)
{
	const struct item *it = bank_item(bank, paper_item(paper, item));
	uint16_t i;

	out_open_array(b, NULL);
	for (i = 0; i < it->n_interactions; i++) {
		const struct interaction *n = &it->interactions[i];
		const struct variable *v = &it->variables[n->variable];

		out_open_array(b, NULL);
		if (right && !value_is_null(v->correct))
			put_key(b, n, &v->correct,
			    paper_order(paper, bank, item, i));
		else
			put_any(b, n, v->type, rng);
		out_close_array(b);
	}
	out_close_array(b);
}

void
respond_right(struct buf *b, const struct bank *bank, const struct paper *paper,
    uint16_t item, struct rng *rng)
{
	respond(b, bank, paper, item, true, rng);
}

void
respond_any(struct buf *b, const struct bank *bank, const struct paper *paper,
    uint16_t item, struct rng *rng)
{
	respond(b, bank, paper, item, false, rng);
}
