/* Operators that read variables and constants. */
#include "core/expr_run.h"

#include "core/text.h"

struct value
op_base_value(struct process *p, const struct expr *e, const struct value *args)
{
	(void)p;
	(void)args;
	return e->value;
}

struct value
op_variable(struct process *p, const struct expr *e, const struct value *args)
{
	(void)args;
	return p->values[e->variable];
}

struct value
op_correct(struct process *p, const struct expr *e, const struct value *args)
{
	(void)args;
	return p->variables[e->variable].correct;
}

struct value
op_default(struct process *p, const struct expr *e, const struct value *args)
{
	(void)args;
	return p->variables[e->variable].fallback;
}

struct value
op_nothing(struct process *p, const struct expr *e, const struct value *args)
{
	(void)p;
	(void)e;
	(void)args;
	return VALUE_NULL;
}

struct value
op_math_constant(struct process *p, const struct expr *e,
    const struct value *args)
{
	static const double constants[] = {
		[EXPR_CONSTANT_PI] = 3.14159265358979323846,
		[EXPR_CONSTANT_E] = 2.71828182845904523536,
	};

	(void)args;
	return value_float(p->scratch, constants[e->constant]);
}

/* ---- mapResponse ---- */

static bool
key_fits(enum value_type type, const struct map_entry *entry, struct atom a)
{
	if (type == VALUE_STRING)
		return text_equal(entry->key.text, a.text,
		    entry->case_sensitive);
	return atom_equal(type, entry->key, a);
}

static double
map_atom(const struct mapping *m, enum value_type type, struct atom a)
{
	uint16_t i;

	for (i = 0; i < m->n_entries; i++)
		if (key_fits(type, &m->entries[i], a))
			return m->entries[i].mapped;
	return m->fallback;
}

/* A NULL string is what an empty key stands for. */
static double
map_null(const struct variable *v)
{
	if (v->type != VALUE_STRING)
		return v->mapping->fallback;
	return map_atom(v->mapping, VALUE_STRING,
	    (struct atom){ .text = SLICE("") });
}

static double
bounded(double x, bool has_lower, double lower, bool has_upper, double upper)
{
	if (has_lower && x < lower)
		return lower;
	return has_upper && x > upper ? upper : x;
}

static bool
seen_before(const struct value *v, uint32_t i)
{
	uint32_t j;

	for (j = 0; j < i; j++)
		if (value_atoms_equal(v, j, v, i))
			return true;
	return false;
}

/* Each distinct value counts once. */
struct value
op_map_response(struct process *p, const struct expr *e,
    const struct value *args)
{
	const struct variable *v = &p->variables[e->variable];
	const struct mapping *m = v->mapping;
	struct value response = p->values[e->variable];
	double sum = value_is_null(response) ? map_null(v) : 0;
	uint32_t i;

	(void)args;
	if (!expr_spend(p, (uint64_t)response.n * (response.n + m->n_entries)))
		return VALUE_NULL;
	for (i = 0; i < response.n; i++)
		if (!seen_before(&response, i))
			sum += map_atom(m, v->type, response.atoms[i]);
	return value_float(p->scratch,
	    bounded(sum, m->has_lower, m->lower, m->has_upper, m->upper));
}

/* ---- points ---- */

/* The first area around the point, or n_entries. */
static uint16_t
find_area(const struct area_mapping *m, struct point point)
{
	uint16_t i = 0;

	while (i < m->n_entries && !area_contains(m->entries[i].area, point))
		i++;
	return i;
}

/* Each area counts once; each point outside all of them gives the default. */
struct value
op_map_response_point(struct process *p, const struct expr *e,
    const struct value *args)
{
	const struct area_mapping *m = p->variables[e->variable].areas;
	struct value response = p->values[e->variable];
	bool *counted = arena_take(p->scratch, m->n_entries, sizeof(*counted));
	double sum = value_is_null(response) ? m->fallback : 0;
	uint32_t i;

	(void)args;
	if (!expr_spend(p, (uint64_t)response.n * m->n_entries))
		return VALUE_NULL;
	for (i = 0; i < response.n; i++) {
		uint16_t at = find_area(m, response.atoms[i].point);

		if (at == m->n_entries)
			sum += m->fallback;
		else if (!counted[at])
			sum += m->entries[at].mapped;
		if (at < m->n_entries)
			counted[at] = true;
	}
	return value_float(p->scratch,
	    bounded(sum, m->has_lower, m->lower, m->has_upper, m->upper));
}

/* Is any of the points inside? */
struct value
op_inside(struct process *p, const struct expr *e, const struct value *args)
{
	uint32_t i;

	if (!expr_spend(p, args[0].n))
		return VALUE_NULL;
	for (i = 0; i < args[0].n; i++)
		if (area_contains(e->area, args[0].atoms[i].point))
			return value_boolean(p->scratch, true);
	return value_boolean(p->scratch, false);
}
