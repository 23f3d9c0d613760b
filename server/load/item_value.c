/* JSON values as values of item variables. */
#include "load/item.h"

static const struct member mapping_members[] = MEMBERS(CHOICE_MAPPING_MEMBERS);

#define INTEGER_MAX (INT64_C(1) << 53) /* what a JSON number holds exactly */

static bool
read_integer(int64_t *value, const struct scope *s, const struct json *v)
{
	double x;

	if (!scope_number_of(&x, s, v))
		return false;
	if (x < -(double)INTEGER_MAX || x > (double)INTEGER_MAX ||
	    x != (double)(int64_t)x) {
		scope_mistake(s, v, "is %.40s; it must be whole", v->text.at);
		return false;
	}
	*value = (int64_t)x;
	return true;
}

/* A list of two. */
static bool
is_two(const struct scope *s, const struct json *v, const char *what)
{
	if (v->kind != JSON_ARRAY || v->n != 2) {
		scope_mistake(s, v, "must be a list of two %s", what);
		return false;
	}
	return true;
}

static bool
read_pair(struct pair *pair, struct arena *arena, const struct scope *s,
    const struct json *v)
{
	struct slice first, second;

	if (!is_two(s, v, "identifiers") ||
	    !scope_ident_of(&first, s, v->first) ||
	    !scope_ident_of(&second, s, v->first->next))
		return false;
	pair->first = arena_slice(arena, first);
	pair->second = arena_slice(arena, second);
	return true;
}

static bool
read_point(struct point *point, const struct scope *s, const struct json *v)
{
	int64_t x, y;

	if (!is_two(s, v, "coordinates") || !read_integer(&x, s, v->first) ||
	    !read_integer(&y, s, v->first->next))
		return false;
	if (x < -AREA_COORD_MAX || x > AREA_COORD_MAX || y < -AREA_COORD_MAX ||
	    y > AREA_COORD_MAX) {
		scope_mistake(s, v, "is beyond %d", AREA_COORD_MAX);
		return false;
	}
	*point = (struct point){ (int32_t)x, (int32_t)y };
	return true;
}

static bool
read_truth(bool *truth, const struct scope *s, const struct json *v)
{
	if (v->kind != JSON_TRUE && v->kind != JSON_FALSE) {
		scope_mistake(s, v, "is %s; it must be true or false",
		    json_kind_text(v->kind));
		return false;
	}
	*truth = v->kind == JSON_TRUE;
	return true;
}

static bool
read_text(struct slice *text, struct arena *arena, const struct scope *s,
    const struct json *v, enum value_type type)
{
	struct slice found;

	if (type == VALUE_IDENTIFIER ? !scope_ident_of(&found, s, v)
				     : !scope_text_of(&found, s, v,
					   RESPONSE_MAX, true))
		return false;
	*text = arena_slice(arena, found);
	return true;
}

bool
item_read_atom(struct atom *atom, struct arena *arena, const struct scope *s,
    const struct json *v, enum value_type type)
{
	switch (type) {
	case VALUE_BOOLEAN:
		return read_truth(&atom->truth, s, v);
	case VALUE_INTEGER:
		return read_integer(&atom->integer, s, v);
	case VALUE_FLOAT:
	case VALUE_DURATION:
		return scope_number_of(&atom->real, s, v);
	case VALUE_STRING:
	case VALUE_IDENTIFIER:
		return read_text(&atom->text, arena, s, v, type);
	case VALUE_PAIR:
	case VALUE_DIRECTED_PAIR:
		return read_pair(&atom->pair, arena, s, v);
	case VALUE_POINT:
		return read_point(&atom->point, s, v);
	case N_VALUE_TYPES:
		break;
	}
	return false;
}

bool
item_read_type(enum value_type *type, const struct scope *s)
{
	static const char *const names[] = {
#define X(name, text) text,
		VALUE_TYPES(X)
#undef X
		NULL
	};
	unsigned index;

	if (!scope_choose(&index, s, "type", names))
		return false;
	*type = (enum value_type)index;
	return true;
}

bool
item_read_value(struct value *value, struct arena *arena,
    const struct scope *s, const struct json *v, enum cardinality cardinality,
    enum value_type type)
{
	bool list = cardinality != CARDINALITY_SINGLE;
	struct atom *atoms;
	const struct json *one = v;
	uint32_t n = 0;

	if (list && v->kind != JSON_ARRAY) {
		scope_mistake(s, v, "is %s; it must be a list",
		    json_kind_text(v->kind));
		return false;
	}
	atoms = arena_take(arena, list ? v->n : 1, sizeof(*atoms));
	for (one = list ? v->first : v; one != NULL;
	     one = list ? one->next : NULL)
		if (!item_read_atom(&atoms[n++], arena, s, one, type))
			return false;
	*value = (struct value){ .cardinality = cardinality, .type = type,
		.n = n, .atoms = atoms };
	return true;
}

bool
item_read_marks(double *marks, const struct scope *s, const char *name)
{
	int64_t thousandths;

	if (!scope_decimal(&thousandths, s, name, -MARKS_MAX * INT64_C(1000),
		MARKS_MAX * INT64_C(1000)))
		return false;
	*marks = (double)thousandths / 1000.0;
	return true;
}

bool
item_open_mapping(struct mapping **out, struct scope *s,
    const struct scope *outer, struct arena *arena)
{
	const struct json *v = scope_member(outer, "mapping");
	struct mapping *mapping;

	if (v == NULL || !scope_open(s, outer->diag, v, mapping_members,
			     "%s, mapping", outer->words))
		return false;
	mapping = arena_take(arena, 1, sizeof(*mapping));
	item_read_marks(&mapping->fallback, s, "default");
	mapping->has_lower = item_read_marks(&mapping->lower, s, "lower");
	mapping->has_upper = item_read_marks(&mapping->upper, s, "upper");
	*out = mapping;
	return true;
}
