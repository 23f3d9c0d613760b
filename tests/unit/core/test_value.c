/* Values, and what a declaration of a variable may say. */
#include "test.h"

#include <math.h>

#include "exam/limits.h"
#include "support/tree.h"

static struct arena arena;

static int
end(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

static void
what_is_not_finite_is_null(void **state)
{
	(void)state;
	assert_true(value_is_null(value_float(&arena, INFINITY)));
	assert_true(value_is_null(value_float(&arena, NAN)));
	assert_false(value_is_null(value_float(&arena, 0)));
}

static void
null_equals_only_null(void **state)
{
	(void)state;
	assert_true(value_equal(VALUE_NULL, VALUE_NULL));
	assert_false(value_equal(VALUE_NULL, tree_value(&arena, "1")));
}

static void
a_single_value_is_no_container(void **state)
{
	struct value bag = tree_values(&arena, CARDINALITY_MULTIPLE, "1");
	struct value list = tree_values(&arena, CARDINALITY_ORDERED, "1");

	(void)state;
	assert_false(value_equal(bag, tree_value(&arena, "1")));
	assert_false(value_equal(bag, list));
	assert_true(value_equal(bag, bag));
}

static void
words_read_back(void **state)
{
	enum cardinality cardinality;
	enum value_type type;
	unsigned i;

	(void)state;
	for (i = 0; i < N_VALUE_TYPES; i++) {
		assert_true(value_type_parse(&type,
		    slice_of(value_type_text((enum value_type)i))));
		assert_int_equal(type, i);
	}
	for (i = 0; i < N_CARDINALITIES; i++) {
		assert_true(cardinality_parse(&cardinality,
		    slice_of(cardinality_text((enum cardinality)i))));
		assert_int_equal(cardinality, i);
	}
	assert_false(value_type_parse(&type, SLICE("file")));
	assert_false(cardinality_parse(&cardinality, SLICE("record")));
}

static void
outcomes_start_at_their_default_or_zero(void **state)
{
	struct variable v = { .kind = VARIABLE_OUTCOME, .type = VALUE_FLOAT };

	(void)state;
	assert_string_equal(tree_text(&arena, variable_start(&arena, &v)), "0");
	v.type = VALUE_INTEGER;
	assert_string_equal(tree_text(&arena, variable_start(&arena, &v)), "0");
	v.fallback = tree_value(&arena, "7");
	assert_string_equal(tree_text(&arena, variable_start(&arena, &v)), "7");
	v.fallback = VALUE_NULL;
	v.type = VALUE_STRING;
	assert_true(value_is_null(variable_start(&arena, &v)));
	v.type = VALUE_INTEGER;
	v.cardinality = CARDINALITY_MULTIPLE;
	assert_true(value_is_null(variable_start(&arena, &v)));
	v.cardinality = CARDINALITY_SINGLE;
	v.kind = VARIABLE_TEMPLATE;
	assert_true(value_is_null(variable_start(&arena, &v)));
}

static void
unsound_atoms_are_found(void **state)
{
	static const char *const sound[] = { "true", "1", "1.5", "2s", "\"a\"",
		"'a", "'a+b", "'a>b", "@1,2", "null" };
	struct value v;
	struct atom atom;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sound) / sizeof(sound[0]); i++) {
		v = tree_value(&arena, sound[i]);
		assert_true(value_is_sound(&v));
	}
	atom = (struct atom){ .real = NAN };
	v = (struct value){ CARDINALITY_SINGLE, VALUE_FLOAT, 1, &atom };
	assert_false(value_is_sound(&v));
	v.type = VALUE_DURATION;
	assert_false(value_is_sound(&v));
	v = value_text(&arena, VALUE_STRING, SLICE("\xff"));
	assert_false(value_is_sound(&v));
	v = value_text(&arena, VALUE_IDENTIFIER, SLICE("a b"));
	assert_false(value_is_sound(&v));
	v = tree_value(&arena, "'a+");
	assert_false(value_is_sound(&v));
	v = tree_values(&arena, CARDINALITY_SINGLE, "1 2");
	assert_false(value_is_sound(&v));
	v = tree_value(&arena, "1");
	v.type = N_VALUE_TYPES;
	assert_false(value_is_sound(&v));
}

static void
constants_are_limited(void **state)
{
	struct atom *atoms = arena_take(&arena, VALUE_ATOMS_MAX + 1,
	    sizeof(*atoms));
	struct value v = { CARDINALITY_ORDERED, VALUE_INTEGER, VALUE_ATOMS_MAX,
		atoms };

	(void)state;
	assert_true(value_is_sound(&v));
	v.n++;
	assert_false(value_is_sound(&v));
}

/* ---- declarations ---- */

static void
refused(const struct variable *v, const char *complaint)
{
	struct buf why = { 0 };
	enum err err = variable_check(v, &why);

	buf_put_u8(&why, '\0');
	if (err != ERR_INVALID || strstr(why.at, complaint) == NULL)
		fail_msg("\"%s\", not \"%s\"", why.at, complaint);
	buf_fini(&why);
}

static void
accepted(const struct variable *v)
{
	struct buf why = { 0 };

	if (variable_check(v, &why) != ERR_OK)
		fail_msg("%.*s", SLICE_FMT(buf_slice(&why)));
	buf_fini(&why);
}

static void
values_are_of_the_declared_type(void **state)
{
	struct variable v = { .kind = VARIABLE_RESPONSE,
		.type = VALUE_STRING };

	(void)state;
	v.correct = tree_value(&arena, "\"Oslo\"");
	accepted(&v);
	v.correct = tree_value(&arena, "\"Oslo  a\"");
	refused(&v, "the correct value has surrounding");
	v.correct = tree_value(&arena, "'a");
	refused(&v, "the correct value is not a value");
	v.correct = VALUE_NULL;
	v.fallback = tree_value(&arena, "\"a\"");
	refused(&v, "a response has no default");
	v.fallback = tree_value(&arena, "1");
	refused(&v, "the default is not a value");
	v.kind = VARIABLE_OUTCOME;
	v.fallback = VALUE_NULL;
	v.correct = tree_value(&arena, "\"a\"");
	refused(&v, "only a response has a correct value");
	v.kind = N_VARIABLE_KINDS;
	refused(&v, "the declaration is not valid");
}

static void
a_mapping_is_of_its_variable(void **state)
{
	struct map_entry entry = { .mapped = 1 };
	struct mapping m = { .n_entries = 1, .entries = &entry };
	struct variable v = { .kind = VARIABLE_RESPONSE, .type = VALUE_STRING,
		.mapping = &m };

	(void)state;
	entry.key.text = SLICE("a b");
	accepted(&v);
	entry.key.text = SLICE(" a");
	refused(&v, "mapping entry 1 has surrounding");
	entry.key.text = SLICE("\xff");
	refused(&v, "mapping entry 1 is not a value");
	entry.key.text = SLICE("a");
	entry.mapped = INFINITY;
	refused(&v, "mapping entry 1 is not a value");
	entry.mapped = 1;
	m.has_lower = m.has_upper = true;
	m.lower = 2;
	m.upper = 1;
	refused(&v, "bounds of the mapping");
	m.has_upper = false;
	accepted(&v);
	m.fallback = NAN;
	refused(&v, "bounds of the mapping");
	m.fallback = 0;
	m.n_entries = MAPPING_MAX + 1;
	refused(&v, "more than");
	v.kind = VARIABLE_OUTCOME;
	refused(&v, "only a response variable has a mapping");
}

static void
areas_are_of_points(void **state)
{
	struct area_entry entry = { { AREA_DEFAULT, 0, NULL }, 1 };
	struct area_mapping m = { .n_entries = 1, .entries = &entry };
	struct variable v = { .kind = VARIABLE_RESPONSE, .type = VALUE_POINT,
		.areas = &m };

	(void)state;
	accepted(&v);
	entry.mapped = NAN;
	refused(&v, "area 1 is not valid");
	entry.mapped = 1;
	entry.area.n_coords = 1;
	entry.area.coords = (const int32_t[]){ 0 };
	refused(&v, "area 1 is not valid");
	m.fallback = NAN;
	refused(&v, "bounds of the areas");
	m.n_entries = MAPPING_MAX + 1;
	refused(&v, "more than");
	v.type = VALUE_STRING;
	refused(&v, "only a response of points has areas");
}

static void
a_table_gives_values_of_its_outcome(void **state)
{
	struct table_entry entry = { .source = 1 };
	struct lookup_table t = { .n_entries = 1, .entries = &entry };
	struct variable v = { .kind = VARIABLE_OUTCOME, .type = VALUE_INTEGER,
		.table = &t };

	(void)state;
	entry.target = tree_value(&arena, "5");
	accepted(&v);
	entry.source = 1.5;
	refused(&v, "not a whole number");
	t.kind = TABLE_INTERPOLATION;
	accepted(&v);
	entry.source = NAN;
	refused(&v, "entry 1 of the lookup table is not valid");
	entry.source = 1;
	entry.target = tree_value(&arena, "'a");
	refused(&v, "entry 1 of the lookup table is not valid");
	t.fallback = tree_value(&arena, "'a");
	refused(&v, "the lookup table is not valid");
	t.fallback = VALUE_NULL;
	t.n_entries = MAPPING_MAX + 1;
	refused(&v, "the lookup table is not valid");
	t.n_entries = 1;
	t.kind = N_TABLE_KINDS;
	refused(&v, "the lookup table is not valid");
	v.cardinality = CARDINALITY_ORDERED;
	refused(&v, "only a single outcome has a lookup table");
}

/* ---- arena ---- */

static void
an_arena_gives_zeroed_memory_of_any_size(void **state)
{
	struct arena a = { 0 };
	size_t i, size;

	(void)state;
	for (size = 0; size < 20000; size = size * 3 + 1) {
		char *p = arena_take(&a, size, 1);

		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 1, size);
	}
	assert_string_equal(arena_text(&a, SLICE("abc")), "abc");
	assert_string_equal(arena_text(&a, SLICE_NONE), "");
	arena_fini(&a);
	assert_null(a.chunks);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_finite_is_null),
		cmocka_unit_test(null_equals_only_null),
		cmocka_unit_test(a_single_value_is_no_container),
		cmocka_unit_test(words_read_back),
		cmocka_unit_test(outcomes_start_at_their_default_or_zero),
		cmocka_unit_test(unsound_atoms_are_found),
		cmocka_unit_test(constants_are_limited),
		cmocka_unit_test(values_are_of_the_declared_type),
		cmocka_unit_test(a_mapping_is_of_its_variable),
		cmocka_unit_test(areas_are_of_points),
		cmocka_unit_test(a_table_gives_values_of_its_outcome),
		cmocka_unit_test(an_arena_gives_zeroed_memory_of_any_size),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
