/* item_check(): what the rest of core relies on. */
#include "core/item.h"

#include "core/refuse.h"
#include "exam/limits.h"

#define VIEW_MAX (8 * ITEM_TEXT_MAX) /* JSON may write \uXXXX for a byte */

static bool
text_fits(struct slice text, size_t max)
{
	return text.len <= max && text_length(text) != SIZE_MAX;
}

static enum err
check_variable(const struct item *item, uint16_t i, struct buf *why)
{
	const struct variable *v = &item->variables[i];

	if (!ident_is_valid(v->ident))
		return refuse(why, "variable %u has no valid identifier",
		    i + 1u);
	buf_printf(why, "variable %.*s: ", SLICE_FMT(v->ident));
	if (item_find_variable(item, v->ident) != i)
		return refuse(why, "it is declared twice");
	return variable_check(v, why);
}

/* ---- interactions ---- */

static bool
has_choice(const struct interaction *in, uint16_t n, struct slice ident)
{
	uint16_t i;

	for (i = 0; i < n; i++)
		if (slice_equal(in->choices[i].ident, ident))
			return true;
	return false;
}

static enum err
check_choices(const struct interaction *in, struct buf *why)
{
	uint16_t i;

	if (in->n_choices == 0 || in->n_choices > CHOICES_MAX)
		return refuse(why, "has 1 to %d choices", CHOICES_MAX);
	for (i = 0; i < in->n_choices; i++) {
		const struct choice *c = &in->choices[i];

		if (!ident_is_valid(c->ident))
			return refuse(why, "choice %u has no valid identifier",
			    i + 1u);
		if (has_choice(in, i, c->ident))
			return refuse(why, "choice %.*s stands twice",
			    SLICE_FMT(c->ident));
		if (c->view.len == 0 || !text_fits(c->view, VIEW_MAX))
			return refuse(why, "choice %.*s has no valid text",
			    SLICE_FMT(c->ident));
	}
	return ERR_OK;
}

static enum err
check_choice(const struct interaction *in, const struct variable *v,
    struct buf *why)
{
	uint32_t i;

	if (v->type != VALUE_IDENTIFIER || v->cardinality == CARDINALITY_ORDERED)
		return refuse(why, "%.*s must be a single or multiple "
		    "identifier", SLICE_FMT(v->ident));
	if (v->cardinality == CARDINALITY_SINGLE && in->max_choices != 1)
		return refuse(why, "%.*s is single, so at most 1 choice is "
		    "taken", SLICE_FMT(v->ident));
	if (in->max_choices > in->n_choices ||
	    in->min_choices > in->n_choices ||
	    (in->max_choices > 0 && in->min_choices > in->max_choices))
		return refuse(why, "min and max choices do not fit %u choices",
		    in->n_choices);
	for (i = 0; i < v->correct.n; i++)
		if (!has_choice(in, in->n_choices, v->correct.atoms[i].text))
			return refuse(why, "%.*s is correct, but not a choice",
			    SLICE_FMT(v->correct.atoms[i].text));
	return check_choices(in, why);
}

static enum err
check_text_entry(const struct interaction *in, const struct variable *v,
    struct buf *why)
{
	if (v->cardinality != CARDINALITY_SINGLE ||
	    (v->type != VALUE_STRING && v->type != VALUE_INTEGER &&
		v->type != VALUE_FLOAT))
		return refuse(why, "%.*s must be a single string, integer or "
		    "float", SLICE_FMT(v->ident));
	if (in->n_choices > 0 || in->shuffle || in->min_choices > 0 ||
	    in->max_choices > 0)
		return refuse(why, "a text entry has no choices");
	if (in->max_length == 0 || in->max_length > RESPONSE_MAX)
		return refuse(why, "a text has 1 to %d characters",
		    RESPONSE_MAX);
	return ERR_OK;
}

static enum err
check_interaction(const struct item *item, uint16_t i, struct buf *why)
{
	const struct interaction *in = &item->interactions[i];
	const struct variable *v;

	buf_printf(why, "interaction %u: ", i + 1u);
	if (in->variable >= item->n_variables)
		return refuse(why, "its variable is not declared");
	v = &item->variables[in->variable];
	if (v->kind != VARIABLE_RESPONSE)
		return refuse(why, "%.*s is not a response variable",
		    SLICE_FMT(v->ident));
	switch (in->type) {
	case INTERACTION_CHOICE:
		if (in->max_length > 0)
			return refuse(why, "choices have no length");
		return check_choice(in, v, why);
	case INTERACTION_TEXT_ENTRY:
		return check_text_entry(in, v, why);
	case INTERACTION_INLINE_CHOICE:
	case INTERACTION_ORDER:
	case INTERACTION_MATCH:
	case INTERACTION_EXTENDED_TEXT:
	case N_INTERACTION_TYPES:
		break;
	}
	return refuse(why, "its type is unknown");
}

/* Every response variable has one interaction. */
static enum err
check_bindings(const struct item *item, struct buf *why)
{
	unsigned n;
	uint16_t i, j;

	for (i = 0; i < item->n_variables; i++) {
		const struct variable *v = &item->variables[i];

		n = 0;
		for (j = 0; j < item->n_interactions; j++)
			if (item->interactions[j].variable == i)
				n++;
		if (n != (v->kind == VARIABLE_RESPONSE ? 1 : 0))
			return refuse(why, "response variable %.*s belongs to "
			    "%u interactions, not to one",
			    SLICE_FMT(v->ident), n);
	}
	return ERR_OK;
}

/* ---- the whole ---- */

/* The constants of a tree that has passed expr_check(). */
static bool
constants_are_sound(const struct expr *e)
{
	uint16_t i;

	if (e->op == EXPR_BASE_VALUE && !value_is_sound(&e->value))
		return false;
	for (i = 0; i < e->n_children; i++)
		if (!constants_are_sound(&e->children[i]))
			return false;
	return true;
}

static enum err
check_head(const struct item *item, struct buf *why)
{
	if (!ident_is_valid(item->ident))
		return refuse(why, "the item has no valid identifier");
	if (!ident_is_valid(item->topic))
		return refuse(why, "the item has no valid topic");
	if (!text_fits(item->title, ITEM_TEXT_MAX) ||
	    !text_fits(item->lang, IDENT_MAX) ||
	    !text_fits(item->rationale, ITEM_TEXT_MAX) ||
	    !text_fits(item->source, ITEM_TEXT_MAX))
		return refuse(why, "a text is too long or has control "
		    "characters");
	if (item->view.len == 0 || !text_fits(item->view, VIEW_MAX))
		return refuse(why, "the item has no valid view");
	if ((unsigned)item->difficulty >= N_DIFFICULTIES)
		return refuse(why, "the difficulty is unknown");
	if (item->max_marks <= 0)
		return refuse(why, "the item gives no marks");
	if (item->n_variables == 0 || item->n_variables > VARIABLES_MAX)
		return refuse(why, "has 1 to %d variables", VARIABLES_MAX);
	if (item->n_interactions == 0 ||
	    item->n_interactions > INTERACTIONS_MAX)
		return refuse(why, "has 1 to %d interactions",
		    INTERACTIONS_MAX);
	return ERR_OK;
}

static enum err
check_score(const struct item *item, struct buf *why)
{
	uint16_t at = item_find_variable(item, ITEM_SCORE);
	const struct variable *v;

	if (at == UINT16_MAX)
		return refuse(why, "there is no outcome SCORE");
	v = &item->variables[at];
	if (v->kind != VARIABLE_OUTCOME ||
	    v->cardinality != CARDINALITY_SINGLE ||
	    (v->type != VALUE_INTEGER && v->type != VALUE_FLOAT))
		return refuse(why, "SCORE must be an outcome, a single integer "
		    "or float");
	return ERR_OK;
}

static enum err
check_processing(const struct item *item, struct buf *why)
{
	enum err err;

	if (item->processing == NULL)
		return refuse(why, "the item has no processing");
	err = expr_check(item->processing, item->variables, item->n_variables,
	    why);
	if (err == ERR_OK && !constants_are_sound(item->processing))
		err = refuse(why, "a base value is not a value of its type");
	return err;
}

enum err
item_check(const struct item *item, struct buf *why)
{
	size_t start = why->len;
	enum err err;
	uint16_t i;

	err = check_head(item, why);
	for (i = 0; err == ERR_OK && i < item->n_variables; i++) {
		err = check_variable(item, i, why);
		if (err == ERR_OK)
			why->len = start;
	}
	for (i = 0; err == ERR_OK && i < item->n_interactions; i++) {
		err = check_interaction(item, i, why);
		if (err == ERR_OK)
			why->len = start;
	}
	if (err == ERR_OK)
		err = check_bindings(item, why);
	if (err == ERR_OK)
		err = check_score(item, why);
	if (err == ERR_OK)
		err = check_processing(item, why);
	return err;
}
