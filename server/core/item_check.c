/* item_check(): what the rest of core relies on. */
#include "core/item.h"

#include "core/interaction_check.h"
#include "core/refuse.h"
#include "exam/limits.h"

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
	return interaction_check(in, v, why);
}

/* One body must carry what may be entered (BODY_ANSWER_MAX), and one u16 say
 * its length. */
static enum err
check_texts(const struct item *item, struct buf *why)
{
	uint32_t characters = 0;
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++)
		characters += item->interactions[i].max_length;
	if (characters > EXTENDED_CHARACTERS_MAX)
		return refuse(why,
		    "its texts take %u characters together, and "
		    "%d is the most",
		    characters, EXTENDED_CHARACTERS_MAX);
	return ERR_OK;
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

/* ---- marks by hand ---- */

static bool
has_extended_text(const struct item *item)
{
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++)
		if (item->interactions[i].type == INTERACTION_EXTENDED_TEXT)
			return true;
	return false;
}

static enum err
check_criterion(const struct item *item, uint16_t i, struct buf *why)
{
	const struct criterion *c = &item->criteria[i];
	uint16_t j;

	if (!ident_is_valid(c->ident))
		return refuse(
		    why, "criterion %u has no valid identifier", i + 1u);
	for (j = 0; j < i; j++)
		if (slice_equal(item->criteria[j].ident, c->ident))
			return refuse(why, "criterion %.*s stands twice",
			    SLICE_FMT(c->ident));
	if (c->text.len == 0 || !text_fits(c->text, ITEM_TEXT_MAX))
		return refuse(why, "criterion %.*s has no valid text",
		    SLICE_FMT(c->ident));
	if (c->max_marks <= 0)
		return refuse(
		    why, "criterion %.*s gives no marks", SLICE_FMT(c->ident));
	return ERR_OK;
}

static enum err
check_criteria(const struct item *item, struct buf *why)
{
	int64_t marks = 0;
	enum err err;
	uint16_t i;

	if (item->n_criteria > CRITERIA_MAX)
		return refuse(why, "has at most %d criteria", CRITERIA_MAX);
	if ((item->n_criteria > 0) != has_extended_text(item))
		return refuse(why, "an extended text has criteria by which it "
				   "is marked, and nothing else has");
	for (i = 0; i < item->n_criteria; i++) {
		err = check_criterion(item, i, why);
		if (err != ERR_OK)
			return err;
		marks += item->criteria[i].max_marks;
	}
	if (marks > item->max_marks)
		return refuse(why, "the criteria give more marks than the "
				   "item");
	return ERR_OK;
}

/* ---- what the item belongs to ---- */

static enum err
check_idents(const struct slice *list, uint16_t n, int max, const char *what,
    struct buf *why)
{
	uint16_t i, j;

	if (n > max)
		return refuse(why, "has at most %d of %s", max, what);
	for (i = 0; i < n; i++) {
		if (!ident_is_valid(list[i]))
			return refuse(why,
			    "number %u of %s is no valid "
			    "identifier",
			    i + 1u, what);
		for (j = 0; j < i; j++)
			if (slice_equal(list[i], list[j]))
				return refuse(why, "%.*s stands twice among %s",
				    SLICE_FMT(list[i]), what);
	}
	return ERR_OK;
}

static enum err
check_belonging(const struct item *item, struct buf *why)
{
	enum err err;

	err = check_idents(item->tags, item->n_tags, TAGS_MAX, "tags", why);
	if (err == ERR_OK)
		err = check_idents(item->enemies, item->n_enemies, ENEMIES_MAX,
		    "enemies", why);
	if (err == ERR_OK && item->set.len > 0 && !ident_is_valid(item->set))
		err = refuse(why, "the set is no valid identifier");
	if (err == ERR_OK && item->n_images > ITEM_IMAGES_MAX)
		err = refuse(why, "has at most %d images", ITEM_IMAGES_MAX);
	return err;
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
	if (item->view.len == 0 || !text_fits(item->view, ITEM_VIEW_MAX))
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
		err = check_texts(item, why);
	if (err == ERR_OK)
		err = check_criteria(item, why);
	if (err == ERR_OK)
		err = check_belonging(item, why);
	if (err == ERR_OK)
		err = check_score(item, why);
	if (err == ERR_OK)
		err = check_processing(item, why);
	return err;
}
