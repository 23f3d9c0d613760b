#include "proof/rule.h"

#include "proof/literal.h"

/* ---- the usual ways ---- */

static bool
is_set_of_score(const struct item *item, const struct expr *e)
{
	return e->op == EXPR_SET &&
	    e->variable == item_find_variable(item, ITEM_SCORE);
}

/* fragment(responseCondition(responseIf(match(variable, correct), set))) */
static const struct expr *
all_or_nothing(const struct item *item)
{
	const struct expr *root = item->processing, *condition, *branch, *test;

	if (root->n_children != 1 || root->children[0].op != EXPR_CONDITION)
		return NULL;
	condition = &root->children[0];
	branch = &condition->children[0];
	if (condition->n_children != 1 || branch->n_children != 2)
		return NULL;
	test = &branch->children[0];
	if (test->op != EXPR_MATCH || test->children[0].op != EXPR_VARIABLE ||
	    test->children[1].op != EXPR_CORRECT ||
	    test->children[0].variable != test->children[1].variable ||
	    !is_set_of_score(item, &branch->children[1]) ||
	    branch->children[1].children[0].op != EXPR_BASE_VALUE ||
	    value_is_null(branch->children[1].children[0].value))
		return NULL;
	return &branch->children[1].children[0];
}

/* fragment(setOutcomeValue(mapResponse)) */
static const struct variable *
mapped(const struct item *item)
{
	const struct expr *root = item->processing;

	if (root->n_children != 1 ||
	    !is_set_of_score(item, &root->children[0]) ||
	    root->children[0].children[0].op != EXPR_MAP_RESPONSE)
		return NULL;
	return &item->variables[root->children[0].children[0].variable];
}

static void
put_mapping(struct buf *b, const struct variable *v)
{
	const struct mapping *m = v->mapping;
	uint16_t i;

	for (i = 0; i < m->n_entries; i++) {
		literal_put_atom(b, v->type, m->entries[i].key);
		if (v->type == VALUE_STRING && m->entries[i].case_sensitive)
			buf_put_text(b, " (with case)");
		buf_put_text(b, " ");
		literal_put_number(b, m->entries[i].mapped);
		buf_put_text(b, ", ");
	}
	buf_put_text(b, "anything else ");
	literal_put_number(b, m->fallback);
	if (m->has_lower) {
		buf_put_text(b, "; not below ");
		literal_put_number(b, m->lower);
	}
	if (m->has_upper) {
		buf_put_text(b, "; not above ");
		literal_put_number(b, m->upper);
	}
}

/* ---- any other: expressions ---- */

#define WORD(name, text) text,
static const char *const roundings[] = { EXPR_ROUNDINGS(WORD) };
static const char *const functions[] = { EXPR_FUNCTIONS(WORD) };
static const char *const statistics[] = { EXPR_STATISTICS(WORD) };
static const char *const constants[] = { EXPR_CONSTANTS(WORD) };
#undef WORD

/* What stands between the parts of an operator. */
static const char *const between[N_EXPR_OPS] = {
	[EXPR_AND] = " and ",
	[EXPR_OR] = " or ",
	[EXPR_MATCH] = " is ",
	[EXPR_MEMBER] = " is in ",
	[EXPR_CONTAINS] = " contains ",
	[EXPR_GT] = " > ",
	[EXPR_GTE] = " >= ",
	[EXPR_LT] = " < ",
	[EXPR_LTE] = " <= ",
	[EXPR_DURATION_LT] = " < ",
	[EXPR_DURATION_GTE] = " >= ",
	[EXPR_SUM] = " + ",
	[EXPR_SUBTRACT] = " - ",
	[EXPR_PRODUCT] = " x ",
	[EXPR_DIVIDE] = " / ",
};

static void put_expr(struct buf *, const struct item *, const struct expr *);

static void
put_parts(struct buf *b, const struct item *item, const struct expr *e,
    const char *comma)
{
	uint16_t i;

	for (i = 0; i < e->n_children; i++) {
		if (i > 0)
			buf_put_text(b, comma);
		put_expr(b, item, &e->children[i]);
	}
}

static void
put_area(struct buf *b, const struct area *a)
{
	static const char *const shapes[] = { [AREA_DEFAULT] = "everywhere",
		[AREA_CIRCLE] = "circle", [AREA_RECT] = "rect",
		[AREA_POLY] = "poly", [AREA_ELLIPSE] = "ellipse" };
	uint16_t i;

	buf_put_text(b, shapes[a->shape]);
	for (i = 0; i < a->n_coords; i++)
		buf_printf(b, " %d", a->coords[i]);
}

/* What an operator that is told by its name says besides its parts. */
static void
put_attribute(struct buf *b, const struct expr *e)
{
	enum expr_attribute has = expr_op_attribute(e->op);

	if (has == EXPR_HAS_RANGE)
		buf_printf(b, "%u to %u", e->range.min, e->range.max);
	else if (has == EXPR_HAS_ROUNDING)
		buf_printf(b, "%u %s", e->rounding.figures,
		    roundings[e->rounding.mode]);
	else if (has == EXPR_HAS_CASE)
		buf_put_text(b, e->case_sensitive ? "with case" : "any case");
	else if (has == EXPR_HAS_AREA)
		put_area(b, &e->area);
	else if (has == EXPR_HAS_FUNCTION)
		buf_put_text(b, functions[e->function]);
	else if (has == EXPR_HAS_STATISTIC)
		buf_put_text(b, statistics[e->statistic]);
	else if (has == EXPR_HAS_COUNT)
		buf_printf(b, "%u", e->count);
}

static void
put_named(struct buf *b, const struct item *item, const struct expr *e)
{
	buf_printf(b, "%s(", expr_op_text(e->op));
	put_attribute(b, e);
	if (expr_op_attribute(e->op) != EXPR_HAS_NONE)
		buf_put_text(b, "; ");
	put_parts(b, item, e, ", ");
	buf_put_text(b, ")");
}

static void
put_bound(struct buf *b, const struct expr_tolerances *t, double bound,
    bool included, const char *side)
{
	literal_put_number(b, bound);
	buf_printf(b, "%s %s%s",
	    t->mode == EXPR_TOLERANCE_RELATIVE ? " %" : "", side,
	    included ? "" : " (less than that)");
}

static void
put_equal(struct buf *b, const struct item *item, const struct expr *e)
{
	const struct expr_tolerances *t = &e->tolerance;

	buf_put_text(b, "(");
	if (t->mode == EXPR_TOLERANCE_EXACT) {
		put_parts(b, item, e, " = ");
	} else {
		put_expr(b, item, &e->children[1]);
		buf_put_text(b, " is at most ");
		put_bound(b, t, t->below, t->include_lower, "below");
		buf_put_text(b, " and ");
		put_bound(b, t, t->above, t->include_upper, "above");
		buf_put_text(b, " ");
		put_expr(b, item, &e->children[0]);
	}
	buf_put_text(b, ")");
}

/* Leaves; false: it is none. */
static bool
put_leaf(struct buf *b, const struct item *item, const struct expr *e)
{
	static const char *const before[N_EXPR_OPS] = {
		[EXPR_VARIABLE] = "",
		[EXPR_CORRECT] = "the key of ",
		[EXPR_DEFAULT] = "the default of ",
		[EXPR_MAP_RESPONSE] = "the marks of ",
		[EXPR_MAP_RESPONSE_POINT] = "the marks of ",
	};

	if (before[e->op] != NULL)
		buf_printf(b, "%s%.*s", before[e->op],
		    SLICE_FMT(item->variables[e->variable].ident));
	else if (e->op == EXPR_BASE_VALUE && !value_is_null(e->value))
		literal_put_atom(b, e->value.type, e->value.atoms[0]);
	else if (e->op == EXPR_MATH_CONSTANT)
		buf_put_text(b, constants[e->constant]);
	else if (e->op == EXPR_NOTHING)
		buf_put_text(b, "nothing");
	else
		return false;
	return true;
}

static void
put_expr(struct buf *b, const struct item *item, const struct expr *e)
{
	if (put_leaf(b, item, e))
		return;
	if (e->op == EXPR_EQUAL) {
		put_equal(b, item, e);
	} else if (e->op == EXPR_NOT) {
		buf_put_text(b, "not ");
		put_expr(b, item, &e->children[0]);
	} else if (e->op == EXPR_IS_NULL) {
		buf_put_text(b, "(");
		put_expr(b, item, &e->children[0]);
		buf_put_text(b, " is empty)");
	} else if (between[e->op] != NULL) {
		buf_put_text(b, "(");
		put_parts(b, item, e, between[e->op]);
		buf_put_text(b, ")");
	} else {
		put_named(b, item, e);
	}
}

/* ---- any other: rules ---- */

static void put_rule(struct buf *, const struct item *, const struct expr *);

static void
put_rules(struct buf *b, const struct item *item, const struct expr *e,
    uint16_t first, const char *comma)
{
	uint16_t i;

	if (first >= e->n_children)
		buf_put_text(b, "nothing");
	for (i = first; i < e->n_children; i++) {
		if (i > first)
			buf_put_text(b, comma);
		put_rule(b, item, &e->children[i]);
	}
}

static void
put_condition(struct buf *b, const struct item *item, const struct expr *e)
{
	uint16_t i;

	buf_put_text(b, "(");
	for (i = 0; i < e->n_children; i++) {
		const struct expr *branch = &e->children[i];
		bool is_else = branch->op == EXPR_ELSE;

		buf_put_text(b, i > 0 ? ", else " : "");
		if (!is_else) {
			buf_put_text(b, "if ");
			put_expr(b, item, &branch->children[0]);
			buf_put_text(b, " then ");
		}
		put_rules(b, item, branch, is_else ? 0 : 1, " and ");
	}
	buf_put_text(b, ")");
}

static void
put_rule(struct buf *b, const struct item *item, const struct expr *e)
{
	if (e->op == EXPR_CONDITION) {
		put_condition(b, item, e);
	} else if (e->op == EXPR_EXIT) {
		buf_put_text(b, "stop");
	} else if (e->op == EXPR_FRAGMENT) {
		put_rules(b, item, e, 0, "; ");
	} else {
		buf_printf(b, "%.*s becomes ",
		    SLICE_FMT(item->variables[e->variable].ident));
		if (e->op == EXPR_LOOKUP)
			buf_put_text(b, "what its table has for ");
		put_expr(b, item, &e->children[0]);
	}
}

/* The marks that it speaks of. */
static void
put_mappings(struct buf *b, const struct item *item)
{
	uint16_t i;

	for (i = 0; i < item->n_variables; i++) {
		const struct variable *v = &item->variables[i];

		if (v->mapping == NULL)
			continue;
		buf_printf(b, "; the marks of %.*s: ", SLICE_FMT(v->ident));
		put_mapping(b, v);
	}
}

/* ---- the whole ---- */

static void
put_processing(struct buf *b, const struct item *item)
{
	const struct expr *all = all_or_nothing(item);
	const struct variable *map = mapped(item);

	if (item->processing->n_children == 0) {
		buf_put_text(b, "nothing is marked by the server");
	} else if (all != NULL) {
		literal_put_number(b, atom_number(all->value.type,
		    all->value.atoms[0]));
		buf_put_text(b, " if the response is the key, else nothing");
	} else if (map != NULL) {
		buf_put_text(b, "what stands in the response is added up: ");
		put_mapping(b, map);
	} else {
		put_rule(b, item, item->processing);
		put_mappings(b, item);
	}
}

static void
put_hand(struct buf *b, const struct item *item)
{
	uint16_t i;

	for (i = 0; i < item->n_criteria; i++) {
		buf_put_text(b, i == 0 ? "; people mark: " : ", ");
		buf_put_slice(b, item->criteria[i].ident);
		buf_put_text(b, " up to ");
		literal_put_number(b, item->criteria[i].max_marks / 1000.0);
	}
}

void
rule_put(struct buf *b, const struct item *item)
{
	put_processing(b, item);
	put_hand(b, item);
	if (item->pretest)
		buf_put_text(b, "; on trial, it does not count");
}
