/* Responses of gaps, orders, pairs and essays. */
#include "test.h"

#include "core/response.h"
#include "support/items.h"
#include "support/tree.h"

#define BYTES(...)                                                             \
	((struct slice){ (const char *)(const uint8_t[]){ __VA_ARGS__ },       \
	    sizeof((const uint8_t[]){ __VA_ARGS__ }) })

static struct arena arena;
static struct item item;

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
refused(struct slice response, const char *words)
{
	struct buf b = { 0 };

	assert_int_equal(response_check(&item, response), ERR_INVALID);
	response_explain(&b, &item, response);
	buf_put_u8(&b, '\0');
	if (strstr(b.at, words) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", b.at, words);
	buf_fini(&b);
}

static const char *
bound(const uint8_t *orders, struct slice response)
{
	struct value values[2];

	memset(values, 0xff, sizeof(values));
	assert_int_equal(response_check(&item, response), ERR_OK);
	response_bind(values, &arena, &item, orders, response);
	return tree_text(&arena, values[0]);
}

static void
a_gap_holds_one_of_its_choices(void **state)
{
	(void)state;
	items_inline(&item, &arena, "q", "t", 3, 1);
	accepted(BYTES(0));
	accepted(BYTES(1, 2));
	refused(BYTES(1, 3), "In interaction 1 of \"response\" a choice is "
			     "named that is not there.");
	refused(BYTES(2, 0, 1), "too much is chosen; 1 is the most.");
	assert_string_equal(
	    bound((const uint8_t[]){ 2, 0, 1 }, BYTES(1, 0)), "'c");
}

static void
an_order_may_be_begun(void **state)
{
	static const uint8_t orders[] = { 2, 1, 0 };

	(void)state;
	items_order(&item, &arena, "q", "t", 3, "'c 'a 'b");
	accepted(BYTES(0));
	refused(BYTES(2, 1, 1), "a choice is named twice");
	refused(BYTES(1, 3), "not there");
	refused(BYTES(4, 0, 1, 2, 0), "named twice");
	assert_string_equal(bound(orders, BYTES(2, 2, 0)), "['a 'c]");
	assert_string_equal(bound(NULL, BYTES(3, 2, 0, 1)), "['c 'a 'b]");
	assert_string_equal(bound(orders, BYTES(0)), "NULL");
}

/* Rows a, b; columns c, d, e. */
static void
pairs_keep_to_their_rows_and_columns(void **state)
{
	(void)state;
	items_match(&item, &arena, "q", "t", 2, 3, 0, "'a>c");
	accepted(BYTES(3, 0, 0, 0, 2, 1, 1));
	refused(BYTES(1, 2, 0), "not there");
	refused(BYTES(1, 0, 3), "not there");
	refused(BYTES(2, 0, 1, 0, 1), "named twice");
	refused(BYTES(1, 0), "missing or left over");
	item.interactions->row_max = 2;
	refused(BYTES(3, 0, 0, 0, 1, 0, 2), "a row has more pairs");
	item.interactions->column_max = 1;
	refused(BYTES(2, 0, 2, 1, 2), "a column has more pairs");
	item.interactions->max_choices = 1;
	refused(BYTES(2, 0, 0, 1, 1), "too much is chosen; 1 is the most");
}

static void
pairs_become_names_through_the_order(void **state)
{
	static const uint8_t orders[] = { 1, 0, 4, 2, 3 };

	(void)state;
	items_match(&item, &arena, "q", "t", 2, 3, 0, "'a>c");
	assert_string_equal(bound(NULL, BYTES(2, 0, 0, 1, 2)), "{'a>c 'b>e}");
	assert_string_equal(bound(orders, BYTES(2, 0, 0, 1, 2)), "{'b>e 'a>d}");
	assert_string_equal(bound(orders, BYTES(0)), "NULL");
	item.variables[0].cardinality = CARDINALITY_SINGLE;
	assert_string_equal(bound(orders, BYTES(1, 1, 1)), "'a>c");
}

static void
an_essay_is_kept_as_it_is(void **state)
{
	(void)state;
	items_extended(&item, &arena, "q", "t", 6);
	accepted(BYTES(1, 0, 0));
	assert_true(response_is_empty(&item, BYTES(1, 2, 0, ' ', '\n')));
	assert_string_equal(bound(NULL, BYTES(1, 2, 0, ' ', '\n')), "NULL");
	assert_string_equal(
	    bound(NULL, BYTES(1, 5, 0, ' ', 'a', ' ', ' ', 'b')), "\" a  b\"");
	refused(BYTES(1, 7, 0, '1', '2', '3', '4', '5', '6', '7'),
	    "the text is too long; 6 characters is the most.");
	refused(BYTES(1, 1, 0, 7), "characters that are not allowed");
}

/* Four bytes each: the longest there is fits the length's two bytes. */
static void
the_longest_essay_fits(void **state)
{
	struct buf b = { 0 };
	size_t i;

	(void)state;
	items_extended(&item, &arena, "q", "t", EXTENDED_CHARACTERS_MAX);
	buf_put_u8(&b, 1);
	buf_put_u16(&b, EXTENDED_MAX);
	for (i = 0; i < EXTENDED_CHARACTERS_MAX; i++)
		buf_put(&b, "\xf0\x9f\x98\x80", 4);
	accepted(buf_slice(&b));
	assert_false(response_is_empty(&item, buf_slice(&b)));
	assert_in_range(b.len, 0, UINT16_MAX);
	buf_fini(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gap_holds_one_of_its_choices),
		cmocka_unit_test(an_order_may_be_begun),
		cmocka_unit_test(pairs_keep_to_their_rows_and_columns),
		cmocka_unit_test(pairs_become_names_through_the_order),
		cmocka_unit_test(an_essay_is_kept_as_it_is),
		cmocka_unit_test(the_longest_essay_fits),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
