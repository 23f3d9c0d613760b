/*
 * "processing": rules and expressions as JSON lists (exam-bank(5)):
 *	[operator, its attribute if it has one, children …]
 */
#include "load/item.h"

static const struct member range_members[] = MEMBERS(RANGE_MEMBERS);
static const struct member equal_members[] = MEMBERS(EQUAL_MEMBERS);
static const struct member rounding_members[] = MEMBERS(ROUNDING_MEMBERS);
static const struct member case_members[] = MEMBERS(CASE_MEMBERS);
static const struct member area_members[] = MEMBERS(AREA_MEMBERS);

#define X(name, text) text,
static const char *const constants[] = { EXPR_CONSTANTS(X) NULL };
static const char *const tolerances[] = { EXPR_TOLERANCES(X) NULL };
static const char *const roundings[] = { EXPR_ROUNDINGS(X) NULL };
static const char *const functions[] = { EXPR_FUNCTIONS(X) NULL };
static const char *const statistics[] = { EXPR_STATISTICS(X) NULL };
#undef X
static const char *const cases[] = { "ignore", "match", NULL };
static const char *const shapes[] = { "default", "circle", "rect", "poly",
	"ellipse", NULL };

struct builder {
	struct arena *arena;
	const struct item *item;
	const struct scope *scope;
};

static bool
read_variable(uint16_t *variable, const struct builder *b,
    const struct json *v)
{
	struct slice ident;
	uint16_t found;

	if (!scope_ident_of(&ident, b->scope, v))
		return false;
	found = item_find_variable(b->item, ident);
	if (found == UINT16_MAX) {
		scope_mistake(b->scope, v, "there is no variable \"%.*s\"",
		    SLICE_FMT(ident));
		return false;
	}
	*variable = found;
	return true;
}

static bool
read_range(struct expr *e, const struct scope *s)
{
	int64_t min, max;

	if (!scope_integer(&min, s, "min", 0, UINT16_MAX) ||
	    !scope_integer(&max, s, "max", 0, UINT16_MAX))
		return false;
	e->range.min = (uint16_t)min;
	e->range.max = (uint16_t)max;
	return true;
}

static bool
read_tolerance(struct expr *e, const struct scope *s)
{
	struct expr_tolerances *t = &e->tolerance;
	unsigned mode;

	if (!scope_choose(&mode, s, "mode", tolerances))
		return false;
	t->mode = (enum expr_tolerance)mode;
	t->include_lower = t->include_upper = true;
	scope_number(&t->below, s, "below");
	t->above = t->below;
	scope_number(&t->above, s, "above");
	scope_flag(&t->include_lower, s, "include_lower");
	scope_flag(&t->include_upper, s, "include_upper");
	return true;
}

static bool
read_rounding(struct expr *e, const struct scope *s)
{
	unsigned mode;
	int64_t figures;

	if (!scope_choose(&mode, s, "mode", roundings) ||
	    !scope_integer(&figures, s, "figures", 0, 17))
		return false;
	e->rounding.mode = (enum expr_rounding)mode;
	e->rounding.figures = (uint16_t)figures;
	return true;
}

static bool
read_case(struct expr *e, const struct scope *s)
{
	unsigned rule;

	if (!scope_choose(&rule, s, "case", cases))
		return false;
	e->case_sensitive = rule == 1;
	return true;
}

static bool
read_area(struct expr *e, const struct builder *b, const struct scope *s)
{
	const struct json *list, *v;
	unsigned shape;
	int32_t *coords;
	int64_t coord;

	if (!scope_choose(&shape, s, "shape", shapes) ||
	    !scope_list(&list, s, "coords", 0, AREA_COORDS_MAX))
		return false;
	coords = arena_take(b->arena, list->n, sizeof(*coords));
	e->area = (struct area){ .shape = (enum area_shape)shape,
		.coords = coords };
	for (v = list->first; v != NULL; v = v->next) {
		if (!scope_integer_of(&coord, s, v, -AREA_COORD_MAX,
			AREA_COORD_MAX))
			return false;
		coords[e->area.n_coords++] = (int32_t)coord;
	}
	return true;
}

/* ["baseValue", type, value]: its value is a second attribute. */
static bool
read_constant_value(struct expr *e, const struct builder *b,
    const struct json *type)
{
	enum value_type found;

	if (type->kind != JSON_STRING || !value_type_parse(&found, type->text)) {
		scope_mistake(b->scope, type,
		    "baseValue must be followed by a type and a value");
		return false;
	}
	return item_read_value(&e->value, b->arena, b->scope, type->next,
	    CARDINALITY_SINGLE, found);
}

/* An attribute that is an object. */
static bool
read_object(struct expr *e, const struct builder *b, const struct json *v,
    const struct member *members)
{
	enum expr_attribute kind = expr_op_attribute(e->op);
	struct scope s;

	if (!scope_open(&s, b->scope->diag, v, members, "%s, %s",
		b->scope->words, expr_op_text(e->op)))
		return false;
	if (kind == EXPR_HAS_RANGE)
		return read_range(e, &s);
	if (kind == EXPR_HAS_TOLERANCE)
		return read_tolerance(e, &s);
	if (kind == EXPR_HAS_ROUNDING)
		return read_rounding(e, &s);
	if (kind == EXPR_HAS_CASE)
		return read_case(e, &s);
	return read_area(e, b, &s);
}

static bool
read_word(unsigned *word, const struct builder *b, const struct json *v,
    const char *const words[])
{
	return scope_choose_of(word, b->scope, v, words);
}

static bool
read_attribute(struct expr *e, const struct builder *b, const struct json *v)
{
	unsigned word = 0;
	int64_t count = 0;
	bool ok;

	switch (expr_op_attribute(e->op)) {
	case EXPR_HAS_NONE:
		return true;
	case EXPR_HAS_VARIABLE:
		return read_variable(&e->variable, b, v);
	case EXPR_HAS_VALUE:
		return read_constant_value(e, b, v);
	case EXPR_HAS_CONSTANT:
		ok = read_word(&word, b, v, constants);
		e->constant = (enum expr_constant)word;
		return ok;
	case EXPR_HAS_RANGE:
		return read_object(e, b, v, range_members);
	case EXPR_HAS_TOLERANCE:
		return read_object(e, b, v, equal_members);
	case EXPR_HAS_ROUNDING:
		return read_object(e, b, v, rounding_members);
	case EXPR_HAS_CASE:
		return read_object(e, b, v, case_members);
	case EXPR_HAS_AREA:
		return read_object(e, b, v, area_members);
	case EXPR_HAS_FUNCTION:
		ok = read_word(&word, b, v, functions);
		e->function = (enum expr_function)word;
		return ok;
	case EXPR_HAS_STATISTIC:
		ok = read_word(&word, b, v, statistics);
		e->statistic = (enum expr_statistic)word;
		return ok;
	case EXPR_HAS_COUNT:
		ok = scope_integer_of(&count, b->scope, v, 1, UINT16_MAX);
		e->count = (uint16_t)count;
		return ok;
	}
	return false;
}

static bool
find_operator(enum expr_op *op, const struct builder *b, const struct json *v)
{
	const struct json *name = v->kind == JSON_ARRAY ? v->first : NULL;
	const char *why;

	if (name == NULL || name->kind != JSON_STRING) {
		scope_mistake(b->scope, v,
		    "is no expression: a list that begins with an operator");
		return false;
	}
	if (expr_op_parse(op, name->text))
		return true;
	why = expr_op_refusal(name->text);
	scope_mistake(b->scope, name, "operator \"%.64s\": %s", name->text.at,
	    why != NULL ? why : "there is no such operator");
	return false;
}

/* How many elements stand before the children. */
static size_t
head_length(enum expr_op op)
{
	enum expr_attribute attribute = expr_op_attribute(op);

	return attribute == EXPR_HAS_NONE ? 1
	    : attribute == EXPR_HAS_VALUE ? 3
					  : 2;
}

/* As deep as the file is nested: JSON_DEPTH_MAX. */
static bool
build(struct expr *e, const struct builder *b, const struct json *v)
{
	const struct json *child = v->first;
	enum expr_op op;
	size_t i, head;
	bool ok = true;

	if (!find_operator(&op, b, v))
		return false;
	head = head_length(op);
	if (v->n < head || v->n > EXPR_NODES_MAX) {
		scope_mistake(b->scope, v,
		    v->n < head ? "%s lacks its attribute"
				: "%s has too many operands",
		    expr_op_text(op));
		return false;
	}
	expr_init(e, b->arena, op, (uint16_t)(v->n - head));
	if (!read_attribute(e, b, child->next))
		return false;
	for (i = 0; i < head; i++)
		child = child->next;
	for (i = 0; child != NULL; child = child->next)
		ok &= build(&e->children[i++], b, child);
	return ok;
}

bool
item_read_processing(struct expr **out, struct arena *arena,
    const struct item *item, const struct scope *s, const struct json *list)
{
	struct builder b = { arena, item, s };
	struct expr *root = arena_take(arena, 1, sizeof(*root));
	const struct json *rule;
	uint16_t i = 0;
	bool ok = true;

	expr_init(root, arena, EXPR_FRAGMENT, (uint16_t)list->n);
	for (rule = list->first; rule != NULL; rule = rule->next)
		ok &= build(&root->children[i++], &b, rule);
	*out = root;
	return ok;
}
