#include "core/interaction_check.h"

#include "core/refuse.h"
#include "exam/limits.h"

/* What an interaction of each type may say. */
static const struct {
	bool choices, limits, rows, length, words;
} takes[N_INTERACTION_TYPES] = {
	[INTERACTION_CHOICE] = { .choices = true, .limits = true },
	[INTERACTION_TEXT_ENTRY] = { .length = true },
	[INTERACTION_INLINE_CHOICE] = { .choices = true },
	[INTERACTION_ORDER] = { .choices = true },
	[INTERACTION_MATCH] = { .choices = true, .limits = true, .rows = true },
	[INTERACTION_EXTENDED_TEXT] = { .length = true, .words = true },
};

static enum err
check_members(const struct interaction *in, struct buf *why)
{
	if (!takes[in->type].choices && (in->n_choices > 0 || in->shuffle))
		return refuse(why, "a text has no choices");
	if (!takes[in->type].limits &&
	    (in->min_choices > 0 || in->max_choices > 0))
		return refuse(why, "only choices and pairs have a minimum and "
				   "a maximum");
	if (!takes[in->type].rows &&
	    (in->n_rows > 0 || in->row_max > 0 || in->column_max > 0))
		return refuse(why, "only a match has rows and columns");
	if (!takes[in->type].length && in->max_length > 0)
		return refuse(why, "only a text has a length");
	if (!takes[in->type].words && (in->min_words > 0 || in->max_words > 0))
		return refuse(why, "only an extended text has words");
	if (!text_fits(in->prompt, ITEM_VIEW_MAX))
		return refuse(why, "it has no valid prompt");
	return ERR_OK;
}

/* ---- choices ---- */

/* Is it among the choices from first to end? */
static bool
has_choice(const struct interaction *in, uint16_t first, uint16_t end,
    struct slice ident)
{
	uint16_t i;

	for (i = first; i < end; i++)
		if (slice_equal(in->choices[i].ident, ident))
			return true;
	return false;
}

/* Rows and columns may have the same names. */
static enum err
check_choices(const struct interaction *in, struct buf *why)
{
	uint16_t i;

	if (in->n_choices == 0 || in->n_choices > CHOICES_MAX)
		return refuse(why, "has 1 to %d choices", CHOICES_MAX);
	for (i = 0; i < in->n_choices; i++) {
		const struct choice *c = &in->choices[i];

		if (!ident_is_valid(c->ident))
			return refuse(
			    why, "choice %u has no valid identifier", i + 1u);
		if (has_choice(
			in, i < in->n_rows ? 0 : in->n_rows, i, c->ident))
			return refuse(why, "choice %.*s stands twice",
			    SLICE_FMT(c->ident));
		if (c->view.len == 0 || !text_fits(c->view, ITEM_VIEW_MAX))
			return refuse(why, "choice %.*s has no valid text",
			    SLICE_FMT(c->ident));
	}
	return ERR_OK;
}

/* Can the key be entered? */
static enum err
check_key(
    const struct interaction *in, const struct variable *v, struct buf *why)
{
	const struct value *key = &v->correct;
	uint32_t i;

	for (i = 0; i < key->n; i++) {
		if (!has_choice(in, 0, in->n_choices, key->atoms[i].text))
			return refuse(why, "%.*s is correct, but not a choice",
			    SLICE_FMT(key->atoms[i].text));
		if (value_count(key, key, i) > 1)
			return refuse(why, "%.*s stands twice in the key",
			    SLICE_FMT(key->atoms[i].text));
	}
	if (key->n > interaction_max(in))
		return refuse(why,
		    "the key has %u choices, but at most %u "
		    "can be chosen",
		    key->n, interaction_max(in));
	return ERR_OK;
}

static bool
limits_fit(const struct interaction *in, unsigned most)
{
	return in->max_choices <= most && in->min_choices <= most &&
	       (in->max_choices == 0 || in->min_choices <= in->max_choices);
}

static enum err
check_choice(
    const struct interaction *in, const struct variable *v, struct buf *why)
{
	if (v->type != VALUE_IDENTIFIER ||
	    v->cardinality == CARDINALITY_ORDERED)
		return refuse(why,
		    "%.*s must be a single or multiple "
		    "identifier",
		    SLICE_FMT(v->ident));
	if (v->cardinality == CARDINALITY_SINGLE && in->max_choices != 1)
		return refuse(why,
		    "%.*s is single, so at most 1 choice is "
		    "taken",
		    SLICE_FMT(v->ident));
	if (!limits_fit(in, in->n_choices))
		return refuse(why, "min and max choices do not fit %u choices",
		    in->n_choices);
	return check_key(in, v, why);
}

static enum err
check_inline_choice(
    const struct interaction *in, const struct variable *v, struct buf *why)
{
	if (v->type != VALUE_IDENTIFIER || v->cardinality != CARDINALITY_SINGLE)
		return refuse(why, "%.*s must be a single identifier",
		    SLICE_FMT(v->ident));
	return check_key(in, v, why);
}

static enum err
check_order(
    const struct interaction *in, const struct variable *v, struct buf *why)
{
	if (v->type != VALUE_IDENTIFIER ||
	    v->cardinality != CARDINALITY_ORDERED)
		return refuse(why, "%.*s must be an ordered identifier",
		    SLICE_FMT(v->ident));
	return check_key(in, v, why);
}

/* ---- pairs ---- */

static enum err
check_rows(const struct interaction *in, struct buf *why)
{
	unsigned n_columns = (unsigned)in->n_choices - in->n_rows;

	if (in->n_rows == 0 || in->n_rows >= in->n_choices)
		return refuse(why, "a match has rows and columns");
	if (in->row_max > n_columns || in->column_max > in->n_rows)
		return refuse(why,
		    "the pairs of a row or a column do not fit "
		    "%u rows and %u columns",
		    in->n_rows, n_columns);
	if (!limits_fit(in, in->n_rows * n_columns))
		return refuse(why,
		    "min and max do not fit %u rows and %u "
		    "columns",
		    in->n_rows, n_columns);
	if (interaction_max(in) > PAIRS_MAX ||
	    in->min_choices > interaction_max(in))
		return refuse(why,
		    "a match has at most %d pairs, here %u, "
		    "and no larger minimum",
		    PAIRS_MAX, interaction_max(in));
	return ERR_OK;
}

/* The key's pairs of this row, or of this column. */
static unsigned
key_pairs(const struct value *key, struct slice ident, bool row)
{
	unsigned n = 0;
	uint32_t i;

	for (i = 0; i < key->n; i++) {
		const struct pair *p = &key->atoms[i].pair;

		n += slice_equal(row ? p->first : p->second, ident);
	}
	return n;
}

static enum err
check_key_pairs(
    const struct interaction *in, const struct value *key, struct buf *why)
{
	uint32_t i;

	for (i = 0; i < key->n; i++) {
		struct pair p = key->atoms[i].pair;

		if (!has_choice(in, 0, in->n_rows, p.first) ||
		    !has_choice(in, in->n_rows, in->n_choices, p.second))
			return refuse(why,
			    "%.*s and %.*s are a correct pair, "
			    "but not a row and a column",
			    SLICE_FMT(p.first), SLICE_FMT(p.second));
		if (value_count(key, key, i) > 1)
			return refuse(why,
			    "%.*s and %.*s stand twice in the "
			    "key",
			    SLICE_FMT(p.first), SLICE_FMT(p.second));
		if (key_pairs(key, p.first, true) > interaction_row_max(in))
			return refuse(why,
			    "the key has more than %u pairs of "
			    "row %.*s",
			    interaction_row_max(in), SLICE_FMT(p.first));
		if (key_pairs(key, p.second, false) >
		    interaction_column_max(in))
			return refuse(why,
			    "the key has more than %u pairs of "
			    "column %.*s",
			    interaction_column_max(in), SLICE_FMT(p.second));
	}
	if (key->n > interaction_max(in))
		return refuse(why,
		    "the key has %u pairs, but at most %u can "
		    "be made",
		    key->n, interaction_max(in));
	return ERR_OK;
}

static enum err
check_match(
    const struct interaction *in, const struct variable *v, struct buf *why)
{
	enum err err;

	if (v->type != VALUE_DIRECTED_PAIR ||
	    v->cardinality == CARDINALITY_ORDERED)
		return refuse(why,
		    "%.*s must be a single or multiple "
		    "directedPair",
		    SLICE_FMT(v->ident));
	err = check_rows(in, why);
	if (err != ERR_OK)
		return err;
	if (v->cardinality == CARDINALITY_SINGLE && interaction_max(in) > 1)
		return refuse(why, "%.*s is single, so at most 1 pair is made",
		    SLICE_FMT(v->ident));
	return check_key_pairs(in, &v->correct, why);
}

/* ---- texts ---- */

static enum err
check_text_entry(
    const struct interaction *in, const struct variable *v, struct buf *why)
{
	if (v->cardinality != CARDINALITY_SINGLE ||
	    (v->type != VALUE_STRING && v->type != VALUE_INTEGER &&
		v->type != VALUE_FLOAT))
		return refuse(why,
		    "%.*s must be a single string, integer or "
		    "float",
		    SLICE_FMT(v->ident));
	if (in->max_length == 0 || in->max_length > RESPONSE_MAX)
		return refuse(
		    why, "a text has 1 to %d characters", RESPONSE_MAX);
	return ERR_OK;
}

static enum err
check_extended_text(
    const struct interaction *in, const struct variable *v, struct buf *why)
{
	if (v->cardinality != CARDINALITY_SINGLE || v->type != VALUE_STRING)
		return refuse(
		    why, "%.*s must be a single string", SLICE_FMT(v->ident));
	if (!value_is_null(v->correct) || v->mapping != NULL)
		return refuse(why, "an extended text is marked by hand and has "
				   "no key");
	if (in->max_length == 0 || in->max_length > EXTENDED_CHARACTERS_MAX)
		return refuse(why, "an extended text has 1 to %d characters",
		    EXTENDED_CHARACTERS_MAX);
	if (in->max_words > 0 && in->min_words > in->max_words)
		return refuse(why, "the least number of words is larger than "
				   "the most");
	return ERR_OK;
}

/* ---- any ---- */

static enum err
check_type(
    const struct interaction *in, const struct variable *v, struct buf *why)
{
	switch (in->type) {
	case INTERACTION_CHOICE:
		return check_choice(in, v, why);
	case INTERACTION_TEXT_ENTRY:
		return check_text_entry(in, v, why);
	case INTERACTION_INLINE_CHOICE:
		return check_inline_choice(in, v, why);
	case INTERACTION_ORDER:
		return check_order(in, v, why);
	case INTERACTION_MATCH:
		return check_match(in, v, why);
	case INTERACTION_EXTENDED_TEXT:
		return check_extended_text(in, v, why);
	case N_INTERACTION_TYPES:
		break;
	}
	return ERR_OK;
}

enum err
interaction_check(
    const struct interaction *in, const struct variable *v, struct buf *why)
{
	enum err err;

	if ((unsigned)in->type >= N_INTERACTION_TYPES)
		return refuse(why, "its type is unknown");
	err = check_members(in, why);
	if (err == ERR_OK && takes[in->type].choices)
		err = check_choices(in, why);
	return err == ERR_OK ? check_type(in, v, why) : err;
}
