/* The reading half of bank_codec.h.  A decoder goes on after a mistake, with
 * zeros and empty arrays, and looks at cursor.bad in the end. */
#include "core/bank_codec.h"

#include "exam/limits.h"

struct decoder {
	struct cursor c;
	struct arena *arena;
	unsigned nodes; /* of the tree being read */
};

static unsigned
get_enum(struct decoder *d, unsigned n)
{
	unsigned i = cursor_u8(&d->c);

	if (i < n)
		return i;
	d->c.bad = true;
	return 0;
}

static bool
get_bool(struct decoder *d)
{
	return get_enum(d, 2) == 1;
}

static double
get_double(struct decoder *d)
{
	uint64_t bits = cursor_u64(&d->c);
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* A length within its limit, of elements of at least one byte each. */
static uint32_t
get_count(struct decoder *d, uint32_t max)
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
		a.truth = get_bool(d);
		break;
	case VALUE_INTEGER:
		a.integer = cursor_i64(&d->c);
		break;
	case VALUE_FLOAT:
	case VALUE_DURATION:
		a.real = get_double(d);
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
	struct value v = { .n = get_count(d, VALUE_ATOMS_MAX) };
	struct atom *atoms;
	uint32_t i;

	if (v.n == 0)
		return VALUE_NULL;
	v.cardinality = (enum cardinality)get_enum(d, N_CARDINALITIES);
	v.type = (enum value_type)get_enum(d, N_VALUE_TYPES);
	atoms = arena_take(d->arena, v.n, sizeof(*atoms));
	v.atoms = atoms;
	for (i = 0; i < v.n; i++)
		atoms[i] = get_atom(d, v.type);
	return v;
}

static struct area
get_area(struct decoder *d)
{
	struct area a = { (enum area_shape)get_enum(d, N_AREA_SHAPES), 0, NULL };
	int32_t *coords;
	uint16_t i;

	a.n_coords = (uint16_t)get_count(d, AREA_COORDS_MAX);
	coords = arena_take(d->arena, a.n_coords, sizeof(*coords));
	a.coords = coords;
	for (i = 0; i < a.n_coords; i++)
		coords[i] = (int32_t)cursor_u32(&d->c);
	return a;
}

static void
get_bound(bool *has, double *bound, struct decoder *d)
{
	*has = get_bool(d);
	*bound = *has ? get_double(d) : 0;
}

static struct mapping *
get_mapping(struct decoder *d, enum value_type type)
{
	struct mapping *m = arena_take(d->arena, 1, sizeof(*m));
	uint16_t i;

	m->fallback = get_double(d);
	get_bound(&m->has_lower, &m->lower, d);
	get_bound(&m->has_upper, &m->upper, d);
	m->n_entries = (uint16_t)get_count(d, MAPPING_MAX);
	m->entries = arena_take(d->arena, m->n_entries, sizeof(*m->entries));
	for (i = 0; i < m->n_entries; i++) {
		m->entries[i].key = get_atom(d, type);
		m->entries[i].case_sensitive = get_bool(d);
		m->entries[i].mapped = get_double(d);
	}
	return m;
}

static struct area_mapping *
get_areas(struct decoder *d)
{
	struct area_mapping *m = arena_take(d->arena, 1, sizeof(*m));
	uint16_t i;

	m->fallback = get_double(d);
	get_bound(&m->has_lower, &m->lower, d);
	get_bound(&m->has_upper, &m->upper, d);
	m->n_entries = (uint16_t)get_count(d, MAPPING_MAX);
	m->entries = arena_take(d->arena, m->n_entries, sizeof(*m->entries));
	for (i = 0; i < m->n_entries; i++) {
		m->entries[i].area = get_area(d);
		m->entries[i].mapped = get_double(d);
	}
	return m;
}

static struct lookup_table *
get_table(struct decoder *d)
{
	struct lookup_table *t = arena_take(d->arena, 1, sizeof(*t));
	uint16_t i;

	t->kind = (enum table_kind)get_enum(d, N_TABLE_KINDS);
	t->fallback = get_value(d);
	t->n_entries = (uint16_t)get_count(d, MAPPING_MAX);
	t->entries = arena_take(d->arena, t->n_entries, sizeof(*t->entries));
	for (i = 0; i < t->n_entries; i++) {
		t->entries[i].source = get_double(d);
		t->entries[i].include_boundary = get_bool(d);
		t->entries[i].target = get_value(d);
	}
	return t;
}

static void
get_variable(struct variable *v, struct decoder *d)
{
	v->ident = cursor_blob(&d->c);
	v->kind = (enum variable_kind)get_enum(d, N_VARIABLE_KINDS);
	v->cardinality = (enum cardinality)get_enum(d, N_CARDINALITIES);
	v->type = (enum value_type)get_enum(d, N_VALUE_TYPES);
	v->fallback = get_value(d);
	v->correct = get_value(d);
	if (get_bool(d))
		v->mapping = get_mapping(d, v->type);
	if (get_bool(d))
		v->areas = get_areas(d);
	if (get_bool(d))
		v->table = get_table(d);
}

static void
get_interaction(struct interaction *in, struct decoder *d)
{
	uint16_t i;

	in->type = (enum interaction_type)get_enum(d, N_INTERACTION_TYPES);
	in->variable = cursor_u16(&d->c);
	in->shuffle = get_bool(d);
	in->min_choices = cursor_u16(&d->c);
	in->max_choices = cursor_u16(&d->c);
	in->max_length = cursor_u16(&d->c);
	in->n_choices = (uint16_t)get_count(d, CHOICES_MAX);
	in->choices = arena_take(d->arena, in->n_choices, sizeof(*in->choices));
	for (i = 0; i < in->n_choices; i++) {
		in->choices[i].ident = cursor_blob(&d->c);
		in->choices[i].fixed = get_bool(d);
		in->choices[i].view = cursor_blob(&d->c);
	}
}

static struct expr_tolerances
get_tolerance(struct decoder *d)
{
	struct expr_tolerances t = {
		.mode = (enum expr_tolerance)get_enum(d, N_EXPR_TOLERANCES),
	};

	t.below = get_double(d);
	t.above = get_double(d);
	t.include_lower = get_bool(d);
	t.include_upper = get_bool(d);
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
		e->constant = (enum expr_constant)get_enum(d, N_EXPR_CONSTANTS);
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
		    (enum expr_rounding)get_enum(d, N_EXPR_ROUNDINGS);
		e->rounding.figures = cursor_u16(&d->c);
		break;
	case EXPR_HAS_CASE:
		e->case_sensitive = get_bool(d);
		break;
	case EXPR_HAS_AREA:
		e->area = get_area(d);
		break;
	case EXPR_HAS_FUNCTION:
		e->function = (enum expr_function)get_enum(d, N_EXPR_FUNCTIONS);
		break;
	case EXPR_HAS_STATISTIC:
		e->statistic =
		    (enum expr_statistic)get_enum(d, N_EXPR_STATISTICS);
		break;
	case EXPR_HAS_COUNT:
		e->count = cursor_u16(&d->c);
		break;
	}
}

/* Bounded in depth and number before expr_check() sees it. */
static void
get_expr(struct expr *e, struct decoder *d, unsigned depth)
{
	uint16_t i, n;

	if (depth >= EXPR_DEPTH_MAX || ++d->nodes > EXPR_NODES_MAX) {
		d->c.bad = true;
		return;
	}
	e->op = (enum expr_op)get_enum(d, N_EXPR_OPS);
	get_attribute(e, d);
	n = (uint16_t)get_count(d, EXPR_NODES_MAX - d->nodes);
	e->children = arena_take(d->arena, n, sizeof(*e));
	e->n_children = n;
	for (i = 0; !d->c.bad && i < n; i++)
		get_expr(&e->children[i], d, depth + 1);
}

static void
get_item(struct item *item, struct decoder *d)
{
	uint16_t i;

	item->ident = cursor_blob(&d->c);
	item->title = cursor_blob(&d->c);
	item->topic = cursor_blob(&d->c);
	item->lang = cursor_blob(&d->c);
	item->difficulty = (enum difficulty)get_enum(d, N_DIFFICULTIES);
	item->max_marks = (int32_t)cursor_u32(&d->c);
	item->n_variables = (uint16_t)get_count(d, VARIABLES_MAX);
	item->variables = arena_take(d->arena, item->n_variables,
	    sizeof(*item->variables));
	for (i = 0; i < item->n_variables; i++)
		get_variable(&item->variables[i], d);
	item->n_interactions = (uint16_t)get_count(d, INTERACTIONS_MAX);
	item->interactions = arena_take(d->arena, item->n_interactions,
	    sizeof(*item->interactions));
	for (i = 0; i < item->n_interactions; i++)
		get_interaction(&item->interactions[i], d);
	item->processing = arena_take(d->arena, 1, sizeof(*item->processing));
	d->nodes = 0;
	get_expr(item->processing, d, 0);
	item->view = cursor_blob(&d->c);
	item->rationale = cursor_blob(&d->c);
	item->source = cursor_blob(&d->c);
}

static void
get_parts(struct bank_parts *parts, struct decoder *d)
{
	size_t i;

	parts->ident = cursor_blob(&d->c);
	parts->version = cursor_blob(&d->c);
	parts->title = cursor_blob(&d->c);
	parts->n_topics = get_count(d, BANK_TOPICS_MAX);
	parts->topics = arena_take(d->arena, parts->n_topics,
	    sizeof(*parts->topics));
	for (i = 0; i < parts->n_topics; i++) {
		parts->topics[i].ident = cursor_blob(&d->c);
		parts->topics[i].title = cursor_blob(&d->c);
	}
	parts->n_items = get_count(d, BANK_ITEMS_MAX);
	parts->items = arena_take(d->arena, parts->n_items,
	    sizeof(*parts->items));
	for (i = 0; !d->c.bad && i < parts->n_items; i++)
		get_item(&parts->items[i], d);
}

enum err
bank_parts_decode(struct bank_parts *out, struct arena *arena,
    struct slice bytes)
{
	struct decoder d = { .arena = arena };
	struct bank_parts parts;

	if (bytes.len > BANK_BYTES_MAX)
		return ERR_SYNTAX;
	d.c = cursor_on(arena_slice(arena, bytes));
	if (!slice_equal(cursor_take(&d.c, BANK_MAGIC.len), BANK_MAGIC) ||
	    cursor_u16(&d.c) != BANK_FORMAT)
		return ERR_SYNTAX;
	get_parts(&parts, &d);
	if (!cursor_done(&d.c))
		return ERR_SYNTAX;
	*out = parts;
	return ERR_OK;
}
