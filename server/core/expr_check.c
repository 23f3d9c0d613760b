#include "core/expr_check.h"

#include <math.h>
#include <stdarg.h>

#include "core/number.h"

enum err
check_refuse(const struct check *c, const char *fmt, ...)
{
	va_list ap;
	unsigned i;

	for (i = 0; i < c->depth; i++)
		buf_printf(c->why, "%s%s", i > 0 ? "/" : "",
		    expr_op_text(c->path[i]));
	buf_put_text(c->why, ": ");
	va_start(ap, fmt);
	buf_vprintf(c->why, fmt, ap);
	va_end(ap);
	return ERR_INVALID;
}

/* ---- attributes ---- */

/* What this operator wants of its variable; NULL: it has it. */
static const char *
variable_lacks(enum expr_op op, const struct variable *v)
{
	if (op == EXPR_SET || op == EXPR_LOOKUP)
		if (v->kind != VARIABLE_OUTCOME)
			return "is not an outcome variable";
	if (op == EXPR_LOOKUP && v->table == NULL)
		return "has no lookup table";
	if (op == EXPR_CORRECT && value_is_null(v->correct))
		return "has no correct value";
	if (op == EXPR_DEFAULT && value_is_null(v->fallback))
		return "has no default value";
	if (op == EXPR_MAP_RESPONSE && v->mapping == NULL)
		return "has no mapping";
	if (op == EXPR_MAP_RESPONSE_POINT && v->areas == NULL)
		return "has no area mapping";
	return NULL;
}

static enum err
check_variable(const struct check *c, const struct expr *e)
{
	const struct variable *v;
	const char *lack;

	if (e->variable >= c->n_variables)
		return check_refuse(c, "there is no variable %u", e->variable);
	v = &c->variables[e->variable];
	lack = variable_lacks(e->op, v);
	if (lack != NULL)
		return check_refuse(c, "%.*s %s", SLICE_FMT(v->ident), lack);
	return ERR_OK;
}

static enum err
check_tolerance(const struct check *c, const struct expr_tolerances *t)
{
	if ((unsigned)t->mode >= N_EXPR_TOLERANCES)
		return check_refuse(c, "the tolerance mode is unknown");
	if (!isfinite(t->below) || !isfinite(t->above) || t->below < 0 ||
	    t->above < 0)
		return check_refuse(c, "a tolerance is a number from 0");
	return ERR_OK;
}

static enum err
check_rounding(const struct check *c, const struct expr_round_to *r)
{
	if ((unsigned)r->mode >= N_EXPR_ROUNDINGS)
		return check_refuse(c, "the rounding mode is unknown");
	if (r->figures > NUMBER_DIGITS_MAX ||
	    (r->mode == EXPR_ROUNDING_SIGNIFICANT_FIGURES && r->figures == 0))
		return check_refuse(c, "figures are 1 to %d, decimal places 0 to %d",
		    NUMBER_DIGITS_MAX, NUMBER_DIGITS_MAX);
	return ERR_OK;
}

static enum err
check_word(const struct check *c, unsigned word, unsigned n)
{
	return word < n ? ERR_OK : check_refuse(c, "the name is unknown");
}

static enum err
check_attribute(const struct check *c, const struct expr *e)
{
	switch (expr_op_attribute(e->op)) {
	case EXPR_HAS_NONE:
	case EXPR_HAS_CASE:
		return ERR_OK;
	case EXPR_HAS_VARIABLE:
		return check_variable(c, e);
	case EXPR_HAS_VALUE:
		if (e->value.cardinality == CARDINALITY_SINGLE &&
		    e->value.n == 1)
			return ERR_OK;
		return check_refuse(c, "one value is needed");
	case EXPR_HAS_CONSTANT:
		return check_word(c, e->constant, N_EXPR_CONSTANTS);
	case EXPR_HAS_RANGE:
		if (e->range.min <= e->range.max)
			return ERR_OK;
		return check_refuse(c, "min is greater than max");
	case EXPR_HAS_TOLERANCE:
		return check_tolerance(c, &e->tolerance);
	case EXPR_HAS_ROUNDING:
		return check_rounding(c, &e->rounding);
	case EXPR_HAS_AREA:
		if (area_is_valid(e->area))
			return ERR_OK;
		return check_refuse(c, "the coordinates do not fit the shape");
	case EXPR_HAS_FUNCTION:
		return check_word(c, e->function, N_EXPR_FUNCTIONS);
	case EXPR_HAS_STATISTIC:
		return check_word(c, e->statistic, N_EXPR_STATISTICS);
	case EXPR_HAS_COUNT:
		if (e->count > 0)
			return ERR_OK;
		return check_refuse(c, "the count is a number from 1");
	}
	return ERR_OK;
}

/* ---- every node ---- */

bool
check_is_rule(enum expr_op op)
{
	return op < EXPR_BASE_VALUE;
}

enum err
check_enter(struct check *c, const struct expr *e)
{
	uint16_t fewest, most;

	if (c->depth == EXPR_DEPTH_MAX)
		return check_refuse(c, "nested deeper than %d", EXPR_DEPTH_MAX);
	c->path[c->depth++] = e->op;
	if (++c->nodes > EXPR_NODES_MAX)
		return check_refuse(c, "more than %d operators", EXPR_NODES_MAX);
	expr_op_arity(&fewest, &most, e->op);
	if (e->n_children < fewest)
		return check_refuse(c, "needs at least %u parts, has %u", fewest,
		    e->n_children);
	if (e->n_children > most)
		return check_refuse(c, "takes at most %u parts, has %u", most,
		    e->n_children);
	return check_attribute(c, e);
}

void
check_leave(struct check *c)
{
	c->depth--;
}

/* ---- rules ---- */

static enum err check_rule(struct check *, const struct expr *);

static enum err
check_rules(struct check *c, const struct expr *e, uint16_t first)
{
	enum err err = ERR_OK;
	uint16_t i;

	for (i = first; err == ERR_OK && i < e->n_children; i++)
		err = check_rule(c, &e->children[i]);
	return err;
}

static enum err
check_all(struct check *c, const struct expr *e)
{
	return check_rules(c, e, 0);
}

static enum err
check_branch(struct check *c, const struct expr *e)
{
	static const struct kind boolean = { KIND_BIT(CARDINALITY_SINGLE),
		KIND_BIT(VALUE_BOOLEAN) };
	struct kind kind;
	enum err err;

	err = check_expr(&kind, c, &e->children[0]);
	if (err != ERR_OK)
		return err;
	if (!check_kind_fits(kind, boolean))
		return check_refuse(c, "part 1 must be a single boolean");
	return check_rules(c, e, 1);
}

static bool
is_in_place(const struct expr *condition, uint16_t i)
{
	enum expr_op op = condition->children[i].op;

	if (i == 0)
		return op == EXPR_IF;
	return op == EXPR_ELSE_IF ||
	    (op == EXPR_ELSE && i + 1 == condition->n_children);
}

static enum err
check_condition(struct check *c, const struct expr *e)
{
	uint16_t i;

	for (i = 0; i < e->n_children; i++)
		if (!is_in_place(e, i))
			return check_refuse(c, "has one responseIf, then any "
			    "responseElseIf, at the end a responseElse");
	return check_rules(c, e, 0);
}

static enum err
check_set(struct check *c, const struct expr *e)
{
	const struct variable *v = &c->variables[e->variable];
	struct kind wanted = check_variable_kind(v), kind;
	enum err err;

	err = check_expr(&kind, c, &e->children[0]);
	if (err != ERR_OK)
		return err;
	if ((wanted.types & KIND_BIT(VALUE_FLOAT)) != 0)
		wanted.types |= KIND_BIT(VALUE_INTEGER);
	if (!check_kind_fits(kind, wanted))
		return check_refuse(c,
		    "%.*s holds a %s %s, the value is something else",
		    SLICE_FMT(v->ident), cardinality_text(v->cardinality),
		    value_type_text(v->type));
	return ERR_OK;
}

static enum err
check_lookup(struct check *c, const struct expr *e)
{
	static const struct kind number = { KIND_BIT(CARDINALITY_SINGLE),
		KIND_BIT(VALUE_INTEGER) | KIND_BIT(VALUE_FLOAT) };
	struct kind kind;
	enum err err;

	err = check_expr(&kind, c, &e->children[0]);
	if (err == ERR_OK && !check_kind_fits(kind, number))
		err = check_refuse(c, "part 1 must be a single number");
	return err;
}

static enum err (*const rule_checks[])(struct check *, const struct expr *) = {
	[EXPR_FRAGMENT] = check_all,
	[EXPR_CONDITION] = check_condition,
	[EXPR_IF] = check_branch,
	[EXPR_ELSE_IF] = check_branch,
	[EXPR_ELSE] = check_all,
	[EXPR_SET] = check_set,
	[EXPR_LOOKUP] = check_lookup,
	[EXPR_EXIT] = check_all,
};

static bool
is_branch(enum expr_op op)
{
	return op == EXPR_IF || op == EXPR_ELSE_IF || op == EXPR_ELSE;
}

static enum err
check_rule(struct check *c, const struct expr *e)
{
	bool in_condition = c->depth > 0 &&
	    c->path[c->depth - 1] == EXPR_CONDITION;
	enum err err;

	err = check_enter(c, e);
	if (err != ERR_OK)
		return err;
	if (!check_is_rule(e->op))
		return check_refuse(c, "a value stands where a rule is needed");
	if (is_branch(e->op) && !in_condition)
		return check_refuse(c, "stands outside responseCondition");
	err = rule_checks[e->op](c, e);
	check_leave(c);
	return err;
}

enum err
expr_check(const struct expr *root, const struct variable *variables,
    uint16_t n_variables, struct buf *why)
{
	struct check c = { .variables = variables, .n_variables = n_variables,
		.why = why };

	if (root->op != EXPR_FRAGMENT) {
		buf_put_text(why, "processing must be a fragment");
		return ERR_INVALID;
	}
	return check_rule(&c, root);
}
