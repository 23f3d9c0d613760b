#include "test.h"

#include "core/response.h"
#include "support/items.h"
#include "support/tree.h"

#define BYTES(...)                                                             \
	((struct slice){ (const char *)(const uint8_t[]){ __VA_ARGS__ },       \
	    sizeof((const uint8_t[]){ __VA_ARGS__ }) })

/* Choice of a to d, at most two; a text; a number. */
static struct arena arena;
static struct item item;

static int
begin(void **state)
{
	static const double mapped[] = { 1, 1, 0, 0 };
	struct interaction *in = arena_take(&arena, 3, sizeof(*in));
	struct variable *v = arena_take(&arena, 3, sizeof(*v));

	(void)state;
	items_multiple(&item, &arena, "q", "t", 4, mapped, "'a 'b");
	in[0] = item.interactions[0];
	in[0].max_choices = 2;
	in[1] = (struct interaction){ .type = INTERACTION_TEXT_ENTRY,
		.variable = 1, .max_length = 6 };
	in[2] = (struct interaction){ .type = INTERACTION_TEXT_ENTRY,
		.variable = 2, .max_length = 20 };
	v[0] = item.variables[0];
	v[1] = (struct variable){ .type = VALUE_STRING };
	v[2] = (struct variable){ .type = VALUE_FLOAT };
	item.interactions = in;
	item.n_interactions = 3;
	item.variables = v;
	item.n_variables = 3;
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

static void
accepted(struct slice response)
{
	assert_int_equal(response_check(&item, response), ERR_OK);
}

static void
refused(struct slice response)
{
	assert_int_equal(response_check(&item, response), ERR_INVALID);
}

static void
places_must_exist_once_and_be_few_enough(void **state)
{
	(void)state;
	accepted(BYTES(2, 0, 3, 0, 0));
	accepted(BYTES(0, 0, 0));
	refused(BYTES(1, 4, 0, 0));
	refused(BYTES(2, 1, 1, 0, 0));
	refused(BYTES(3, 0, 1, 2, 0, 0));
	item.interactions[0].max_choices = 0;
	accepted(BYTES(4, 0, 1, 2, 3, 0, 0));
}

static void
texts_are_utf8_within_their_length(void **state)
{
	(void)state;
	accepted(BYTES(0, 1, 2, 0, 'a', '\n', 0));
	accepted(BYTES(0, 1, 0, 0, 0));
	accepted(BYTES(0, 1, 7, 0, 'a', 'b', 'c', 'd', 'e', 0xc3, 0xa9, 0));
	refused(BYTES(0, 1, 7, 0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 0));
	refused(BYTES(0, 1, 1, 0, 0xff, 0));
	refused(BYTES(0, 1, 1, 0, 0, 0));
	refused(BYTES(0, 1, 1, 0, '\r', 0));
	refused(BYTES(0, 2, 1, 0, 'a', 1, 0, 'b', 0));
}

static void
texts_are_bounded_in_bytes(void **state)
{
	struct buf b = { 0 };
	size_t i;

	(void)state;
	item.interactions[1].max_length = RESPONSE_MAX;
	buf_put(&b, "\0\1", 2);
	buf_put_u16(&b, RESPONSE_MAX + 2);
	for (i = 0; i < (RESPONSE_MAX + 2) / 2; i++)
		buf_put(&b, "\xc3\xa9", 2);
	buf_put_u8(&b, 0);
	refused(buf_slice(&b));
	buf_fini(&b);
}

static void
what_is_short_or_long_is_refused(void **state)
{
	(void)state;
	accepted(SLICE_NONE);
	refused(BYTES(0));
	refused(BYTES(0, 0));
	refused(BYTES(1));
	refused(BYTES(0, 1, 2, 0, 'a'));
	refused(BYTES(0, 1, 2));
	refused(BYTES(0, 0, 0, 0));
}

static void
nothing_but_blanks_is_empty(void **state)
{
	(void)state;
	assert_true(response_is_empty(&item, SLICE_NONE));
	assert_true(response_is_empty(&item, BYTES(0, 0, 0)));
	assert_true(response_is_empty(&item, BYTES(0, 1, 2, 0, ' ', '\n', 0)));
	assert_false(response_is_empty(&item, BYTES(1, 0, 0, 0)));
	assert_false(response_is_empty(&item, BYTES(0, 1, 1, 0, 'a', 0)));
	assert_false(response_is_empty(&item, BYTES(0, 0, 1, 1, 0, '7')));
}

static const char *
bound(const uint8_t *orders, struct slice response, unsigned variable)
{
	struct value values[3];

	memset(values, 0xff, sizeof(values));
	assert_int_equal(response_check(&item, response), ERR_OK);
	response_bind(values, &arena, &item, orders, response);
	return tree_text(&arena, values[variable]);
}

static void
places_become_choices_through_the_order(void **state)
{
	static const uint8_t order[] = { 3, 1, 0, 2 };

	(void)state;
	assert_string_equal(bound(NULL, BYTES(2, 0, 3, 0, 0), 0), "{'a 'd}");
	assert_string_equal(bound(order, BYTES(2, 0, 3, 0, 0), 0), "{'d 'c}");
	assert_string_equal(bound(order, BYTES(0, 0, 0), 0), "NULL");
	item.variables[0].cardinality = CARDINALITY_SINGLE;
	assert_string_equal(bound(order, BYTES(1, 2, 0, 0), 0), "'a");
}

static void
orders_of_later_interactions_follow(void **state)
{
	static const uint8_t orders[] = { 1, 0, 2, 3, 3, 2, 1, 0 };
	struct interaction choice = item.interactions[0];

	(void)state;
	choice.variable = 1;
	item.interactions[1] = choice;
	assert_string_equal(bound(orders, BYTES(1, 0, 1, 0, 0), 0), "{'b}");
	assert_string_equal(bound(orders, BYTES(1, 0, 1, 0, 0), 1), "'d");
}

static void
texts_are_bound_as_their_variable_wants(void **state)
{
	(void)state;
	assert_string_equal(bound(NULL, BYTES(0, 1, 3, 0, ' ', 'a', ' ', 0), 1),
	    "\"a\"");
	assert_string_equal(bound(NULL, BYTES(0, 1, 1, 0, ' ', 0), 1), "NULL");
	assert_string_equal(bound(NULL, BYTES(0, 0, 1, 3, 0, '2', ',', '5'), 2),
	    "2.5");
	assert_string_equal(bound(NULL, BYTES(0, 0, 1, 3, 0, 'a', 'b', 'c'), 2),
	    "NULL");
	assert_string_equal(bound(NULL, BYTES(0, 0, 0), 2), "NULL");
	item.variables[2].type = VALUE_INTEGER;
	assert_string_equal(bound(NULL, BYTES(0, 0, 1, 3, 0, '2', '.', '0'), 2),
	    "2");
	assert_string_equal(bound(NULL, BYTES(0, 0, 1, 3, 0, '2', '.', '5'), 2),
	    "NULL");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(places_must_exist_once_and_be_few_enough),
		TEST(texts_are_utf8_within_their_length),
		TEST(texts_are_bounded_in_bytes),
		TEST(what_is_short_or_long_is_refused),
		TEST(nothing_but_blanks_is_empty),
		TEST(places_become_choices_through_the_order),
		TEST(orders_of_later_interactions_follow),
		TEST(texts_are_bound_as_their_variable_wants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
