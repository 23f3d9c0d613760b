#include "core/expr_check.h"

#include <math.h>

#define BIT KIND_BIT
#define ONE BIT(CARDINALITY_SINGLE)
#define BAG BIT(CARDINALITY_MULTIPLE)
#define LIST BIT(CARDINALITY_ORDERED)
#define EVERY_CARDINALITY (BIT(N_CARDINALITIES) - 1)
#define EVERY_TYPE (BIT(N_VALUE_TYPES) - 1)
#define NUMERIC (BIT(VALUE_INTEGER) | BIT(VALUE_FLOAT))

#define ANYTHING ((struct kind){ EVERY_CARDINALITY, EVERY_TYPE })

/* How the children of one operator must resemble each other. */
enum likeness {
	FREE,
	COMPARABLE, /* one cardinality, one type; integer and float compare */
	SAME_TYPE,  /* one type */
	ONE_OF,	    /* a single value and a container of its type */
};

/* X(name, cardinalities, types, likeness, words) */
#define TAKES(X)                                                               \
	X(ANY, EVERY_CARDINALITY, EVERY_TYPE, FREE, "a value")                 \
	X(BOOLEAN, ONE, BIT(VALUE_BOOLEAN), FREE, "a single boolean")          \
	X(NUMBER, ONE, NUMERIC, FREE, "a single number")                       \
	X(INTEGER, ONE, BIT(VALUE_INTEGER), FREE, "a single integer")          \
	X(NUMBERS, ONE | BAG | LIST, NUMERIC, FREE, "numbers")                 \
	X(INTEGERS, ONE | BAG | LIST, BIT(VALUE_INTEGER), FREE, "integers")    \
	X(DURATION, ONE, BIT(VALUE_DURATION), FREE, "a single duration")       \
	X(STRING, ONE, BIT(VALUE_STRING), FREE, "a single string")             \
	X(POINTS, ONE | BAG | LIST, BIT(VALUE_POINT), FREE, "points")          \
	X(CONTAINER, BAG | LIST, EVERY_TYPE, FREE, "a container")              \
	X(LIST, LIST, EVERY_TYPE, FREE, "an ordered container")                \
	X(ALIKE, EVERY_CARDINALITY, EVERY_TYPE, COMPARABLE, "a value")         \
	X(ONE_AND_CONTAINER, ONE | BAG | LIST, EVERY_TYPE, ONE_OF,             \
	    "a value or container")                                            \
	X(CONTAINERS, BAG | LIST, EVERY_TYPE, COMPARABLE, "a container")       \
	X(BAG_PARTS, ONE | BAG, EVERY_TYPE, SAME_TYPE,                         \
	    "a single or multiple value")                                      \
	X(LIST_PARTS, ONE | LIST, EVERY_TYPE, SAME_TYPE,                       \
	    "a single or ordered value")

enum takes {
#define X(name, ...) TAKES_##name,
	TAKES(X)
#undef X
};

enum gives {
	GIVES_BOOLEAN,
	GIVES_INTEGER,
	GIVES_FLOAT,
	GIVES_NUMBER,	/* integer if every child is */
	GIVES_FUNCTION, /* integer for floor and ceil */
	GIVES_VALUE,
	GIVES_VARIABLE,
	GIVES_ANYTHING,
	GIVES_MULTIPLE, /* of the children's type */
	GIVES_ORDERED,
	GIVES_ELEMENT, /* one of the child's */
	GIVES_SECOND   /* as the second child */
};

static const struct {
	struct kind kind;
	enum likeness likeness;
	const char *words;
} takes_list[] = {
#define X(name, cardinalities, types, likeness, words)                         \
	{ { cardinalities, types }, likeness, words },
	TAKES(X)
#undef X
};

static const struct {
	enum takes takes;
	enum gives gives;
} signatures[] = {
#define X(name, text, fewest, most, attribute, takes, gives, nulls)            \
	[EXPR_##name] = { TAKES_##takes, GIVES_##gives },
	EXPR_OPS(X)
#undef X
};

static struct kind
value_kind(const struct value *v)
{
	return (struct kind){ BIT(v->cardinality), BIT(v->type) };
}

struct kind
check_variable_kind(const struct variable *v)
{
	return (struct kind){ BIT(v->cardinality), BIT(v->type) };
}

/* What is known of an operator's children. */
struct children {
	struct kind first, last, common;
	bool all_integers, some_float;
};

static bool
types_compare(unsigned a, unsigned b)
{
	return (a & b) != 0 || ((a & NUMERIC) != 0 && (b & NUMERIC) != 0);
}

static enum err
check_likeness(const struct check *c, enum likeness likeness,
    const struct children *k)
{
	switch (likeness) {
	case FREE:
		return ERR_OK;
	case COMPARABLE:
		if (k->common.cardinalities == 0)
			return check_refuse(c, "the cardinalities differ");
		if (!types_compare(k->first.types, k->last.types))
			return check_refuse(c, "the types differ");
		return ERR_OK;
	case SAME_TYPE:
		if (k->common.types == 0)
			return check_refuse(c, "the types differ");
		return ERR_OK;
	case ONE_OF:
		if ((k->first.cardinalities & ONE) == 0)
			return check_refuse(c, "the first part must be single");
		if ((k->last.cardinalities & (BAG | LIST)) == 0)
			return check_refuse(c, "the second part must be a container");
		if (!types_compare(k->first.types, k->last.types))
			return check_refuse(c, "the types differ");
		return ERR_OK;
	}
	return ERR_OK;
}

static struct kind
single(unsigned types)
{
	return (struct kind){ ONE, types };
}

static struct kind
kind_given(const struct check *c, const struct expr *e,
    const struct children *k)
{
	switch (signatures[e->op].gives) {
	case GIVES_BOOLEAN:
		return single(BIT(VALUE_BOOLEAN));
	case GIVES_INTEGER:
		return single(BIT(VALUE_INTEGER));
	case GIVES_FLOAT:
		return single(BIT(VALUE_FLOAT));
	case GIVES_NUMBER:
		if (k->all_integers)
			return single(BIT(VALUE_INTEGER));
		return single(k->some_float ? BIT(VALUE_FLOAT) : NUMERIC);
	case GIVES_FUNCTION:
		if (e->function == EXPR_FUNCTION_FLOOR ||
		    e->function == EXPR_FUNCTION_CEIL)
			return single(BIT(VALUE_INTEGER));
		return single(BIT(VALUE_FLOAT));
	case GIVES_VALUE:
		return value_kind(&e->value);
	case GIVES_VARIABLE:
		return check_variable_kind(&c->variables[e->variable]);
	case GIVES_ANYTHING:
		return ANYTHING;
	case GIVES_MULTIPLE:
		return (struct kind){ BAG, k->common.types };
	case GIVES_ORDERED:
		return (struct kind){ LIST, k->common.types };
	case GIVES_ELEMENT:
		return single(k->first.types);
	case GIVES_SECOND:
		return k->last;
	}
	return ANYTHING;
}

bool
check_kind_fits(struct kind given, struct kind wanted)
{
	return (given.cardinalities & wanted.cardinalities) != 0 &&
	    (given.types & wanted.types) != 0;
}

static void
children_add(struct children *k, unsigned i, struct kind kind)
{
	if (i == 0)
		k->first = kind;
	k->last = kind;
	k->common.cardinalities &= kind.cardinalities;
	k->common.types &= kind.types;
	if (kind.types != BIT(VALUE_INTEGER))
		k->all_integers = false;
	if (kind.types == BIT(VALUE_FLOAT))
		k->some_float = true;
}

/* The exponents that expr_number.c can compute; others only at run time. */
static bool
exponent_is_refused(const struct expr *e)
{
	const struct expr *exponent;
	double twice;

	if (e->op != EXPR_POWER || e->children[1].op != EXPR_BASE_VALUE)
		return false;
	exponent = &e->children[1];
	twice = 2 * atom_number(exponent->value.type, exponent->value.atoms[0]);
	return twice != floor(twice) || fabs(twice) > 2 * EXPONENT_MAX;
}

enum err
check_expr(struct kind *out, struct check *c, const struct expr *e)
{
	struct children k = { .common = ANYTHING, .all_integers = true };
	enum takes takes;
	struct kind kind;
	enum err err;
	uint16_t i;

	err = check_enter(c, e);
	if (err != ERR_OK)
		return err;
	if (check_is_rule(e->op))
		return check_refuse(c, "a rule stands where a value is needed");
	takes = signatures[e->op].takes;
	for (i = 0; err == ERR_OK && i < e->n_children; i++) {
		err = check_expr(&kind, c, &e->children[i]);
		if (err == ERR_OK && !check_kind_fits(kind, takes_list[takes].kind))
			err = check_refuse(c, "part %u must be %s", i + 1u,
			    takes_list[takes].words);
		if (err == ERR_OK)
			children_add(&k, i, kind);
	}
	if (err == ERR_OK)
		err = check_likeness(c, takes_list[takes].likeness, &k);
	if (err == ERR_OK && exponent_is_refused(e))
		err = check_refuse(c, "the exponent must be a multiple of one half "
		    "in ±%d", EXPONENT_MAX);
	if (err != ERR_OK)
		return err;
	*out = kind_given(c, e, &k);
	check_leave(c);
	return ERR_OK;
}

