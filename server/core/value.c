#include "core/value.h"

#include <math.h>

struct value
value_boolean(struct arena *arena, bool truth)
{
	struct atom *a = arena_take(arena, 1, sizeof(*a));

	a->truth = truth;
	return (struct value){ CARDINALITY_SINGLE, VALUE_BOOLEAN, 1, a };
}

struct value
value_integer(struct arena *arena, int64_t integer)
{
	struct atom *a = arena_take(arena, 1, sizeof(*a));

	a->integer = integer;
	return (struct value){ CARDINALITY_SINGLE, VALUE_INTEGER, 1, a };
}

struct value
value_float(struct arena *arena, double real)
{
	struct atom *a;

	if (!isfinite(real))
		return VALUE_NULL;
	a = arena_take(arena, 1, sizeof(*a));
	a->real = real;
	return (struct value){ CARDINALITY_SINGLE, VALUE_FLOAT, 1, a };
}

struct value
value_as_float(struct arena *arena, struct value v)
{
	struct atom *atoms;
	uint32_t i;

	if (v.type != VALUE_INTEGER || v.n == 0)
		return v;
	atoms = arena_take(arena, v.n, sizeof(*atoms));
	for (i = 0; i < v.n; i++)
		atoms[i].real = (double)v.atoms[i].integer;
	return (struct value){ v.cardinality, VALUE_FLOAT, v.n, atoms };
}

struct value
value_text(struct arena *arena, enum value_type type, struct slice text)
{
	struct atom *a = arena_take(arena, 1, sizeof(*a));

	a->text = text;
	return (struct value){ CARDINALITY_SINGLE, type, 1, a };
}

static bool
pair_equal(struct pair a, struct pair b)
{
	return slice_equal(a.first, b.first) && slice_equal(a.second, b.second);
}

static struct pair
pair_turned(struct pair p)
{
	return (struct pair){ p.second, p.first };
}

bool
atom_equal(enum value_type type, struct atom a, struct atom b)
{
	switch (type) {
	case VALUE_BOOLEAN:
		return a.truth == b.truth;
	case VALUE_INTEGER:
		return a.integer == b.integer;
	case VALUE_FLOAT:
	case VALUE_DURATION:
		return a.real == b.real;
	case VALUE_STRING:
	case VALUE_IDENTIFIER:
		return slice_equal(a.text, b.text);
	case VALUE_PAIR:
		return pair_equal(a.pair, b.pair) ||
		    pair_equal(a.pair, pair_turned(b.pair));
	case VALUE_DIRECTED_PAIR:
		return pair_equal(a.pair, b.pair);
	case VALUE_POINT:
		return a.point.x == b.point.x && a.point.y == b.point.y;
	case N_VALUE_TYPES:
		break;
	}
	return false;
}

double
atom_number(enum value_type type, struct atom a)
{
	return type == VALUE_INTEGER ? (double)a.integer : a.real;
}

static bool
is_number(enum value_type type)
{
	return type == VALUE_INTEGER || type == VALUE_FLOAT;
}

bool
value_atoms_equal(const struct value *a, uint32_t i, const struct value *b,
    uint32_t j)
{
	if (a->type == b->type)
		return atom_equal(a->type, a->atoms[i], b->atoms[j]);
	return is_number(a->type) && is_number(b->type) &&
	    atom_number(a->type, a->atoms[i]) ==
	    atom_number(b->type, b->atoms[j]);
}

uint32_t
value_count(const struct value *in, const struct value *of, uint32_t i)
{
	uint32_t j, n = 0;

	for (j = 0; j < in->n; j++)
		if (value_atoms_equal(in, j, of, i))
			n++;
	return n;
}

static bool
bag_equal(const struct value *a, const struct value *b)
{
	uint32_t i;

	for (i = 0; i < a->n; i++)
		if (value_count(a, a, i) != value_count(b, a, i))
			return false;
	return true;
}

static bool
list_equal(const struct value *a, const struct value *b)
{
	uint32_t i;

	for (i = 0; i < a->n; i++)
		if (!value_atoms_equal(a, i, b, i))
			return false;
	return true;
}

bool
value_equal(struct value a, struct value b)
{
	if (a.n != b.n)
		return false;
	if (a.n == 0)
		return true;
	if (a.cardinality != b.cardinality)
		return false;
	switch (a.cardinality) {
	case CARDINALITY_MULTIPLE:
		return bag_equal(&a, &b);
	case CARDINALITY_SINGLE:
	case CARDINALITY_ORDERED:
		return list_equal(&a, &b);
	case N_CARDINALITIES:
		break;
	}
	return false;
}

static const char *const type_texts[] = {
#define X(name, text) text,
	VALUE_TYPES(X)
#undef X
};

static const char *const cardinality_texts[] = {
#define X(name, text) text,
	CARDINALITIES(X)
#undef X
};

const char *
value_type_text(enum value_type type)
{
	return type_texts[type];
}

const char *
cardinality_text(enum cardinality cardinality)
{
	return cardinality_texts[cardinality];
}

bool
value_type_parse(enum value_type *out, struct slice text)
{
	unsigned i;

	for (i = 0; i < N_VALUE_TYPES; i++)
		if (slice_is(text, type_texts[i])) {
			*out = (enum value_type)i;
			return true;
		}
	return false;
}

bool
cardinality_parse(enum cardinality *out, struct slice text)
{
	unsigned i;

	for (i = 0; i < N_CARDINALITIES; i++)
		if (slice_is(text, cardinality_texts[i])) {
			*out = (enum cardinality)i;
			return true;
		}
	return false;
}
