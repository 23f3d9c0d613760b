#include "core/bank_decoder.h"

#include "exam/limits.h"

unsigned
decode_enum(struct decoder *d, unsigned n)
{
	unsigned i = cursor_u8(&d->c);

	if (i < n)
		return i;
	d->c.bad = true;
	return 0;
}

bool
decode_bool(struct decoder *d)
{
	return decode_enum(d, 2) == 1;
}

double
decode_double(struct decoder *d)
{
	uint64_t bits = cursor_u64(&d->c);
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

uint32_t
decode_count(struct decoder *d, uint32_t max)
{
	uint32_t n = cursor_u32(&d->c);

	if (n <= max && n <= d->c.left)
		return n;
	d->c.bad = true;
	return 0;
}

static struct atom
get_atom(struct decoder *d, enum value_type type)
{
	struct atom a = { 0 };

	switch (type) {
	case VALUE_BOOLEAN:
		a.truth = decode_bool(d);
		break;
	case VALUE_INTEGER:
		a.integer = cursor_i64(&d->c);
		break;
	case VALUE_FLOAT:
	case VALUE_DURATION:
		a.real = decode_double(d);
		break;
	case VALUE_STRING:
	case VALUE_IDENTIFIER:
		a.text = cursor_blob(&d->c);
		break;
	case VALUE_PAIR:
	case VALUE_DIRECTED_PAIR:
		a.pair.first = cursor_blob(&d->c);
		a.pair.second = cursor_blob(&d->c);
		break;
	case VALUE_POINT:
		a.point.x = (int32_t)cursor_u32(&d->c);
		a.point.y = (int32_t)cursor_u32(&d->c);
		break;
	case N_VALUE_TYPES:
		break;
	}
	return a;
}

static struct value
get_value(struct decoder *d)
{
	struct value v = { .n = decode_count(d, VALUE_ATOMS_MAX) };
	struct atom *atoms;
	uint32_t i;

	if (v.n == 0)
		return VALUE_NULL;
	v.cardinality = (enum cardinality)decode_enum(d, N_CARDINALITIES);
	v.type = (enum value_type)decode_enum(d, N_VALUE_TYPES);
	atoms = arena_take(d->arena, v.n, sizeof(*atoms));
	v.atoms = atoms;
	for (i = 0; i < v.n; i++)
		atoms[i] = get_atom(d, v.type);
	return v;
}

static struct area
get_area(struct decoder *d)
{
	struct area a = { (enum area_shape)decode_enum(d, N_AREA_SHAPES), 0,
		NULL };
	int32_t *coords;
	uint16_t i;

	a.n_coords = (uint16_t)decode_count(d, AREA_COORDS_MAX);
	coords = arena_take(d->arena, a.n_coords, sizeof(*coords));
	a.coords = coords;
	for (i = 0; i < a.n_coords; i++)
		coords[i] = (int32_t)cursor_u32(&d->c);
	return a;
}

static void
get_bound(bool *has, double *bound, struct decoder *d)
{
	*has = decode_bool(d);
	*bound = *has ? decode_double(d) : 0;
}

static struct mapping *
get_mapping(struct decoder *d, enum value_type type)
{
	struct mapping *m = arena_take(d->arena, 1, sizeof(*m));
	uint16_t i;

	m->fallback = decode_double(d);
	get_bound(&m->has_lower, &m->lower, d);
	get_bound(&m->has_upper, &m->upper, d);
	m->n_entries = (uint16_t)decode_count(d, MAPPING_MAX);
	m->entries = arena_take(d->arena, m->n_entries, sizeof(*m->entries));
	for (i = 0; i < m->n_entries; i++) {
		m->entries[i].key = get_atom(d, type);
		m->entries[i].case_sensitive = decode_bool(d);
		m->entries[i].mapped = decode_double(d);
	}
	return m;
}

static struct area_mapping *
get_areas(struct decoder *d)
{
	struct area_mapping *m = arena_take(d->arena, 1, sizeof(*m));
	uint16_t i;

	m->fallback = decode_double(d);
	get_bound(&m->has_lower, &m->lower, d);
	get_bound(&m->has_upper, &m->upper, d);
	m->n_entries = (uint16_t)decode_count(d, MAPPING_MAX);
	m->entries = arena_take(d->arena, m->n_entries, sizeof(*m->entries));
	for (i = 0; i < m->n_entries; i++) {
		m->entries[i].area = get_area(d);
		m->entries[i].mapped = decode_double(d);
	}
	return m;
}

static struct lookup_table *
get_table(struct decoder *d)
{
	struct lookup_table *t = arena_take(d->arena, 1, sizeof(*t));
	uint16_t i;

	t->kind = (enum table_kind)decode_enum(d, N_TABLE_KINDS);
	t->fallback = get_value(d);
	t->n_entries = (uint16_t)decode_count(d, MAPPING_MAX);
	t->entries = arena_take(d->arena, t->n_entries, sizeof(*t->entries));
	for (i = 0; i < t->n_entries; i++) {
		t->entries[i].source = decode_double(d);
		t->entries[i].include_boundary = decode_bool(d);
		t->entries[i].target = get_value(d);
	}
	return t;
}

void
decode_variable(struct variable *v, struct decoder *d)
{
	v->ident = cursor_blob(&d->c);
	v->kind = (enum variable_kind)decode_enum(d, N_VARIABLE_KINDS);
	v->cardinality = (enum cardinality)decode_enum(d, N_CARDINALITIES);
	v->type = (enum value_type)decode_enum(d, N_VALUE_TYPES);
	v->fallback = get_value(d);
	v->correct = get_value(d);
	if (decode_bool(d))
		v->mapping = get_mapping(d, v->type);
	if (decode_bool(d))
		v->areas = get_areas(d);
	if (decode_bool(d))
		v->table = get_table(d);
}

static struct expr_tolerances
get_tolerance(struct decoder *d)
{
	struct expr_tolerances t = {
		.mode = (enum expr_tolerance)decode_enum(d, N_EXPR_TOLERANCES),
	};

	t.below = decode_double(d);
	t.above = decode_double(d);
	t.include_lower = decode_bool(d);
	t.include_upper = decode_bool(d);
	return t;
}

static void
get_attribute(struct expr *e, struct decoder *d)
{
	switch (expr_op_attribute(e->op)) {
	case EXPR_HAS_NONE:
		break;
	case EXPR_HAS_VARIABLE:
		e->variable = cursor_u16(&d->c);
		break;
	case EXPR_HAS_VALUE:
		e->value = get_value(d);
		break;
	case EXPR_HAS_CONSTANT:
		e->constant =
		    (enum expr_constant)decode_enum(d, N_EXPR_CONSTANTS);
		break;
	case EXPR_HAS_RANGE:
		e->range.min = cursor_u16(&d->c);
		e->range.max = cursor_u16(&d->c);
		break;
	case EXPR_HAS_TOLERANCE:
		e->tolerance = get_tolerance(d);
		break;
	case EXPR_HAS_ROUNDING:
		e->rounding.mode =
		    (enum expr_rounding)decode_enum(d, N_EXPR_ROUNDINGS);
		e->rounding.figures = cursor_u16(&d->c);
		break;
	case EXPR_HAS_CASE:
		e->case_sensitive = decode_bool(d);
		break;
	case EXPR_HAS_AREA:
		e->area = get_area(d);
		break;
	case EXPR_HAS_FUNCTION:
		e->function =
		    (enum expr_function)decode_enum(d, N_EXPR_FUNCTIONS);
		break;
	case EXPR_HAS_STATISTIC:
		e->statistic =
		    (enum expr_statistic)decode_enum(d, N_EXPR_STATISTICS);
		break;
	case EXPR_HAS_COUNT:
		e->count = cursor_u16(&d->c);
		break;
	}
}

static void
get_expr(struct expr *e, struct decoder *d, unsigned depth)
{
	uint16_t i, n;

	if (depth >= EXPR_DEPTH_MAX || ++d->nodes > EXPR_NODES_MAX) {
		d->c.bad = true;
		return;
	}
	e->op = (enum expr_op)decode_enum(d, N_EXPR_OPS);
	get_attribute(e, d);
	n = (uint16_t)decode_count(d, EXPR_NODES_MAX - d->nodes);
	e->children = arena_take(d->arena, n, sizeof(*e));
	e->n_children = n;
	for (i = 0; !d->c.bad && i < n; i++)
		get_expr(&e->children[i], d, depth + 1);
}

void
decode_expr(struct expr *e, struct decoder *d)
{
	d->nodes = 0;
	get_expr(e, d, 0);
}
