#include "expr_fixture.h"

#include <stdio.h>

#include "support/tree.h"

struct arena arena;
struct variable variables[N_VARS];
struct value values[N_VARS];

static struct slice
name_of(unsigned i)
{
	static const char *const names[] = { "R", "RS", "M", "U", "S", "E",
		"O", "P", "D", "T", "FLAT", "LOOK", "STEP", "b", "i", "f",
		"str", "id", "mi", "oi", "mf", "op", "of" };

	return slice_of(names[i]);
}

static void
declare(unsigned i, enum variable_kind kind, enum cardinality cardinality,
    enum value_type type)
{
	variables[i] = (struct variable){ .ident = name_of(i), .kind = kind,
		.cardinality = cardinality, .type = type };
}

static struct mapping *
make_mapping(double fallback, const char *keys, const double *mapped)
{
	struct value v = tree_values(&arena, CARDINALITY_MULTIPLE, keys);
	struct mapping *m = arena_take(&arena, 1, sizeof(*m));
	uint32_t i;

	m->fallback = fallback;
	m->n_entries = (uint16_t)v.n;
	m->entries = arena_take(&arena, v.n, sizeof(*m->entries));
	for (i = 0; i < v.n; i++) {
		m->entries[i].key = v.atoms[i];
		m->entries[i].mapped = mapped[i];
	}
	return m;
}

static struct lookup_table *
make_table(enum table_kind kind, const double *sources, const bool *borders,
    const char *targets, const char *fallback)
{
	struct value v = tree_values(&arena, CARDINALITY_MULTIPLE, targets);
	struct lookup_table *t = arena_take(&arena, 1, sizeof(*t));
	uint32_t i;

	t->kind = kind;
	t->fallback = tree_value(&arena, fallback);
	t->n_entries = (uint16_t)v.n;
	t->entries = arena_take(&arena, v.n, sizeof(*t->entries));
	for (i = 0; i < v.n; i++)
		t->entries[i] = (struct table_entry){ sources[i], borders[i],
			{ CARDINALITY_SINGLE, v.type, 1, &v.atoms[i] } };
	return t;
}

static struct area_mapping *
make_areas(void)
{
	static const int32_t circle[] = { 10, 10, 5 };
	static const int32_t rect[] = { 12, 8, 40, 40 };
	struct area_mapping *m = arena_take(&arena, 1, sizeof(*m));

	m->fallback = -1;
	m->n_entries = 2;
	m->entries = arena_take(&arena, 2, sizeof(*m->entries));
	m->entries[0] = (struct area_entry){ { AREA_CIRCLE, 3, circle }, 3 };
	m->entries[1] = (struct area_entry){ { AREA_RECT, 4, rect }, 2 };
	return m;
}

static void
declare_responses(void)
{
	declare(R, VARIABLE_RESPONSE, CARDINALITY_SINGLE, VALUE_IDENTIFIER);
	declare(RS, VARIABLE_RESPONSE, CARDINALITY_SINGLE, VALUE_STRING);
	declare(M, VARIABLE_RESPONSE, CARDINALITY_MULTIPLE, VALUE_IDENTIFIER);
	declare(U, VARIABLE_RESPONSE, CARDINALITY_SINGLE, VALUE_IDENTIFIER);
	declare(S, VARIABLE_RESPONSE, CARDINALITY_SINGLE, VALUE_STRING);
	declare(E, VARIABLE_RESPONSE, CARDINALITY_SINGLE, VALUE_STRING);
	declare(O, VARIABLE_RESPONSE, CARDINALITY_ORDERED, VALUE_IDENTIFIER);
	declare(P, VARIABLE_RESPONSE, CARDINALITY_MULTIPLE, VALUE_PAIR);
	declare(D, VARIABLE_RESPONSE, CARDINALITY_MULTIPLE,
	    VALUE_DIRECTED_PAIR);
	declare(T, VARIABLE_RESPONSE, CARDINALITY_MULTIPLE, VALUE_POINT);
	declare(FLAT, VARIABLE_TEMPLATE, CARDINALITY_SINGLE, VALUE_FLOAT);
	variables[R].correct = tree_value(&arena, "'b");
	variables[M].mapping = make_mapping(-0.25, "'a 'b 'c",
	    (const double[]){ 1, -0.5, 1.5 });
	variables[U].mapping = make_mapping(0.25, "'a", (const double[]){ 1 });
	variables[U].mapping->has_lower = true;
	variables[U].mapping->lower = 0.5;
	variables[RS].mapping = make_mapping(0, "\"london\" \"Paris\"",
	    (const double[]){ 1, 2 });
	variables[S].mapping = make_mapping(0, "\"London\" \"Paris\"",
	    (const double[]){ 1, 2 });
	variables[S].mapping->entries[1].case_sensitive = true;
	variables[E].mapping = make_mapping(0, "\"x\" \"\"",
	    (const double[]){ 1, 0.5 });
	variables[D].mapping = make_mapping(0, "'A>B 'C>D",
	    (const double[]){ 1, 1 });
	variables[D].mapping->has_upper = true;
	variables[D].mapping->upper = 1.5;
	variables[P].mapping = make_mapping(0, "'A+B 'C+D",
	    (const double[]){ 1, 1 });
	variables[T].areas = make_areas();
	variables[FLAT].fallback = tree_value(&arena, "7.5");
}

static void
declare_outcomes(void)
{
	declare(B, VARIABLE_OUTCOME, CARDINALITY_SINGLE, VALUE_BOOLEAN);
	declare(I, VARIABLE_OUTCOME, CARDINALITY_SINGLE, VALUE_INTEGER);
	declare(F, VARIABLE_OUTCOME, CARDINALITY_SINGLE, VALUE_FLOAT);
	declare(STR, VARIABLE_OUTCOME, CARDINALITY_SINGLE, VALUE_STRING);
	declare(ID, VARIABLE_OUTCOME, CARDINALITY_SINGLE, VALUE_IDENTIFIER);
	declare(MI, VARIABLE_OUTCOME, CARDINALITY_MULTIPLE, VALUE_INTEGER);
	declare(OI, VARIABLE_OUTCOME, CARDINALITY_ORDERED, VALUE_INTEGER);
	declare(MF, VARIABLE_OUTCOME, CARDINALITY_MULTIPLE, VALUE_FLOAT);
	declare(OP, VARIABLE_OUTCOME, CARDINALITY_ORDERED, VALUE_PAIR);
	declare(OF, VARIABLE_OUTCOME, CARDINALITY_ORDERED, VALUE_FLOAT);
	declare(LOOK, VARIABLE_OUTCOME, CARDINALITY_SINGLE, VALUE_IDENTIFIER);
	declare(STEP, VARIABLE_OUTCOME, CARDINALITY_SINGLE, VALUE_FLOAT);
	variables[LOOK].table = make_table(TABLE_MATCH,
	    (const double[]){ 1, 2 }, (const bool[]){ false, false }, "'one 'two",
	    "'other");
	variables[STEP].table = make_table(TABLE_INTERPOLATION,
	    (const double[]){ 10, 5, 0 }, (const bool[]){ true, false, true },
	    "3.0 2.0 1.0", "null");
}

int
fixture_begin(void **state)
{
	(void)state;
	declare_responses();
	declare_outcomes();
	return 0;
}

int
fixture_end(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

static void
start_values(void)
{
	memset(values, 0, sizeof(values));
	values[R] = tree_value(&arena, "'b");
	values[RS] = tree_value(&arena, "\"LONDON\"");
	values[M] = tree_values(&arena, CARDINALITY_MULTIPLE, "'a 'b 'b 'x");
	values[S] = tree_value(&arena, "\"paris\"");
	values[O] = tree_values(&arena, CARDINALITY_ORDERED, "'a 'b 'c");
	values[P] = tree_values(&arena, CARDINALITY_MULTIPLE, "'B+A 'D+C");
	values[D] = tree_values(&arena, CARDINALITY_MULTIPLE, "'A>B 'C>D 'B>A");
	values[T] = tree_values(&arena, CARDINALITY_MULTIPLE,
	    "@13,10 @14,9 @30,30 @100,100 @100,100");
	values[FLAT] = variables[FLAT].fallback;
}

enum err
run(const struct expr *root)
{
	struct process p = { variables, N_VARS, values, &arena, 0, false };
	struct buf why = { 0 };

	start_values();
	if (expr_check(root, variables, N_VARS, &why) != ERR_OK)
		fail_msg("%.*s", SLICE_FMT(buf_slice(&why)));
	buf_fini(&why);
	return expr_run(&p, root);
}

static unsigned
index_of(const char *name)
{
	unsigned i;

	for (i = 0; i < N_VARS; i++)
		if (slice_is(name_of(i), name))
			return i;
	fail_msg("no variable %s", name);
	return 0;
}

void
check_rows(const struct row *rows, size_t n)
{
	char text[1024];
	size_t i;

	for (i = 0; i < n; i++) {
		const char *got;

		(void)snprintf(text, sizeof(text),
		    "(fragment (setOutcomeValue %s %s))", rows[i].variable,
		    rows[i].expr);
		assert_int_equal(run(tree_read(&arena, variables, N_VARS,
				     text)),
		    ERR_OK);
		got = tree_text(&arena, values[index_of(rows[i].variable)]);
		if (strcmp(got, rows[i].expected) != 0)
			fail_msg("%s gives %s, not %s", rows[i].expr, got,
			    rows[i].expected);
	}
}
