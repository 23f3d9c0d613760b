/* Declarations of variables: the last part of value.h. */
#include "core/value.h"

#include <math.h>

#include "core/refuse.h"
#include "core/text.h"
#include "exam/limits.h"

struct value
variable_start(struct arena *arena, const struct variable *v)
{
	if (!value_is_null(v->fallback) || v->kind != VARIABLE_OUTCOME ||
	    v->cardinality != CARDINALITY_SINGLE)
		return v->fallback;
	if (v->type == VALUE_INTEGER)
		return value_integer(arena, 0);
	return v->type == VALUE_FLOAT ? value_float(arena, 0) : VALUE_NULL;
}

bool
variable_takes(const struct variable *v, struct value value)
{
	if (value_is_null(value))
		return true;
	return value.cardinality == v->cardinality && value.type == v->type;
}

/* ---- what a declaration may say ---- */

static bool
text_fits(struct slice text, size_t max)
{
	return text.len <= max && text_length(text) != SIZE_MAX;
}

static bool
atom_is_sound(enum value_type type, struct atom a)
{
	switch (type) {
	case VALUE_FLOAT:
	case VALUE_DURATION:
		return isfinite(a.real);
	case VALUE_STRING:
		return text_fits(a.text, ITEM_TEXT_MAX);
	case VALUE_IDENTIFIER:
		return ident_is_valid(a.text);
	case VALUE_PAIR:
	case VALUE_DIRECTED_PAIR:
		return ident_is_valid(a.pair.first) &&
		    ident_is_valid(a.pair.second);
	case VALUE_BOOLEAN:
	case VALUE_INTEGER:
	case VALUE_POINT:
		return true;
	case N_VALUE_TYPES:
		break;
	}
	return false;
}

bool
value_is_sound(const struct value *v)
{
	uint32_t i;

	if (v->n > VALUE_ATOMS_MAX ||
	    (v->cardinality == CARDINALITY_SINGLE && v->n > 1))
		return false;
	for (i = 0; i < v->n; i++)
		if (!atom_is_sound(v->type, v->atoms[i]))
			return false;
	return true;
}

/* A text that differs from text_squeeze() of itself is never entered. */
static bool
is_squeezed(struct slice text)
{
	struct arena scratch = { 0 };
	bool same = slice_equal(text_squeeze(&scratch, text), text);

	arena_fini(&scratch);
	return same;
}

static bool
bounds_fit(bool has_lower, double lower, bool has_upper, double upper)
{
	return isfinite(lower) && isfinite(upper) &&
	    (!has_lower || !has_upper || lower <= upper);
}

static enum err
check_mapping(const struct variable *v, struct buf *why)
{
	const struct mapping *m = v->mapping;
	uint16_t i;

	if (m == NULL)
		return ERR_OK;
	if (v->kind != VARIABLE_RESPONSE)
		return refuse(why, "only a response variable has a mapping");
	if (m->n_entries > MAPPING_MAX)
		return refuse(why, "more than %d mapping entries", MAPPING_MAX);
	if (!isfinite(m->fallback) ||
	    !bounds_fit(m->has_lower, m->lower, m->has_upper, m->upper))
		return refuse(why, "the bounds of the mapping are no range");
	for (i = 0; i < m->n_entries; i++) {
		struct atom key = m->entries[i].key;

		if (!isfinite(m->entries[i].mapped) ||
		    !atom_is_sound(v->type, key))
			return refuse(why, "mapping entry %u is not a value of "
			    "its type", i + 1u);
		if (v->type == VALUE_STRING && !is_squeezed(key.text))
			return refuse(why, "mapping entry %u has surrounding "
			    "or repeated blanks and would never fit", i + 1u);
	}
	return ERR_OK;
}

static enum err
check_areas(const struct variable *v, struct buf *why)
{
	const struct area_mapping *m = v->areas;
	uint16_t i;

	if (m == NULL)
		return ERR_OK;
	if (v->kind != VARIABLE_RESPONSE || v->type != VALUE_POINT)
		return refuse(why, "only a response of points has areas");
	if (m->n_entries > MAPPING_MAX)
		return refuse(why, "more than %d areas", MAPPING_MAX);
	if (!isfinite(m->fallback) ||
	    !bounds_fit(m->has_lower, m->lower, m->has_upper, m->upper))
		return refuse(why, "the bounds of the areas are no range");
	for (i = 0; i < m->n_entries; i++)
		if (!isfinite(m->entries[i].mapped) ||
		    !area_is_valid(m->entries[i].area))
			return refuse(why, "area %u is not valid", i + 1u);
	return ERR_OK;
}

static bool
is_target(const struct variable *v, const struct value *target)
{
	return value_is_sound(target) && variable_takes(v, *target);
}

static enum err
check_table(const struct variable *v, struct buf *why)
{
	const struct lookup_table *t = v->table;
	uint16_t i;

	if (t == NULL)
		return ERR_OK;
	if (v->kind != VARIABLE_OUTCOME ||
	    v->cardinality != CARDINALITY_SINGLE)
		return refuse(why, "only a single outcome has a lookup table");
	if ((unsigned)t->kind >= N_TABLE_KINDS || t->n_entries > MAPPING_MAX ||
	    !is_target(v, &t->fallback))
		return refuse(why, "the lookup table is not valid");
	for (i = 0; i < t->n_entries; i++) {
		const struct table_entry *entry = &t->entries[i];

		if (!isfinite(entry->source) || !is_target(v, &entry->target))
			return refuse(why, "entry %u of the lookup table is "
			    "not valid", i + 1u);
		if (t->kind == TABLE_MATCH &&
		    entry->source != floor(entry->source))
			return refuse(why, "entry %u of the lookup table is "
			    "not a whole number", i + 1u);
	}
	return ERR_OK;
}

static enum err
check_values(const struct variable *v, struct buf *why)
{
	uint32_t i;

	if (!variable_takes(v, v->fallback) || !value_is_sound(&v->fallback))
		return refuse(why, "the default is not a value of its type");
	if (!variable_takes(v, v->correct) || !value_is_sound(&v->correct))
		return refuse(why,
		    "the correct value is not a value of its type");
	if (v->kind == VARIABLE_RESPONSE && !value_is_null(v->fallback))
		return refuse(why, "a response has no default: nothing is "
		    "entered until the candidate enters it");
	if (v->kind != VARIABLE_RESPONSE && !value_is_null(v->correct))
		return refuse(why, "only a response has a correct value");
	for (i = 0; v->type == VALUE_STRING && i < v->correct.n; i++)
		if (!is_squeezed(v->correct.atoms[i].text))
			return refuse(why, "the correct value has surrounding "
			    "or repeated blanks and would never fit");
	return ERR_OK;
}

enum err
variable_check(const struct variable *v, struct buf *why)
{
	enum err err;

	if ((unsigned)v->kind >= N_VARIABLE_KINDS ||
	    (unsigned)v->cardinality >= N_CARDINALITIES ||
	    (unsigned)v->type >= N_VALUE_TYPES)
		return refuse(why, "the declaration is not valid");
	err = check_values(v, why);
	if (err == ERR_OK)
		err = check_mapping(v, why);
	if (err == ERR_OK)
		err = check_areas(v, why);
	if (err == ERR_OK)
		err = check_table(v, why);
	return err;
}
