/* What item_check() asks of orders, pairs, gaps, essays and company. */
#include "test.h"

#include "core/item.h"
#include "exam/limits.h"
#include "support/items.h"
#include "support/tree.h"

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
accepted(void)
{
	struct buf why = { 0 };

	if (item_check(&item, &why) != ERR_OK)
		fail_msg("%.*s", SLICE_FMT(buf_slice(&why)));
	assert_int_equal(why.len, 0);
	buf_fini(&why);
}

static void
refused(const char *complaint)
{
	struct buf why = { 0 };
	enum err err = item_check(&item, &why);

	buf_put_u8(&why, '\0');
	if (err != ERR_INVALID || strstr(why.at, complaint) == NULL)
		fail_msg("\"%s\", not \"%s\"", why.at, complaint);
	buf_fini(&why);
}

static void
a_gap_takes_one_choice(void **state)
{
	(void)state;
	items_inline(&item, &arena, "q", "t", 3, 1);
	accepted();
	item.interactions->max_choices = 1;
	refused("only choices and pairs have a minimum");
	item.interactions->max_choices = 0;
	item.interactions->n_rows = 1;
	refused("only a match has rows");
	item.interactions->n_rows = 0;
	item.variables[0].correct = tree_value(&arena, "'z");
	refused("z is correct, but not a choice");
	item.variables[0].correct = VALUE_NULL;
	item.variables[0].cardinality = CARDINALITY_MULTIPLE;
	refused("must be a single identifier");
}

static void
the_key_of_an_order_can_be_entered(void **state)
{
	(void)state;
	items_order(&item, &arena, "q", "t", 3, "'c 'a 'b");
	accepted();
	item.variables[0].correct =
	    tree_values(&arena, CARDINALITY_ORDERED, "'c 'a 'c");
	refused("c stands twice in the key");
	item.variables[0].correct =
	    tree_values(&arena, CARDINALITY_ORDERED, "'c 'd");
	refused("d is correct, but not a choice");
	item.variables[0].correct = VALUE_NULL;
	item.variables[0].cardinality = CARDINALITY_MULTIPLE;
	refused("must be an ordered identifier");
}

static void
a_match_has_rows_and_columns(void **state)
{
	struct interaction *in;

	(void)state;
	items_match(&item, &arena, "q", "t", 2, 3, 1, "'a>d 'b>c");
	accepted();
	in = item.interactions;
	in->n_rows = 0;
	refused("a match has rows and columns");
	in->n_rows = 5;
	refused("a match has rows and columns");
	in->n_rows = 2;
	in->row_max = 4;
	refused("do not fit 2 rows and 3 columns");
	in->row_max = 1;
	in->column_max = 3;
	refused("do not fit 2 rows and 3 columns");
	in->column_max = 0;
	in->max_choices = 7;
	refused("do not fit 2 rows and 3 columns");
	in->max_choices = 0;
	in->min_choices = 3;
	refused("no larger minimum");
}

static void
a_match_has_pairs_that_a_byte_counts(void **state)
{
	uint16_t i;

	(void)state;
	items_match(&item, &arena, "q", "t", 16, 16, 0, "'a>a");
	for (i = 0; i < 16; i++)
		item.interactions->choices[16 + i].ident =
		    item.interactions->choices[i].ident;
	refused("at most 255 pairs, here 256");
	item.interactions->max_choices = 255;
	accepted();
	item.interactions->max_choices = 0;
	item.interactions->row_max = 15;
	accepted();
}

static void
the_key_of_a_match_can_be_entered(void **state)
{
	static const struct {
		const char *key, *complaint;
	} bad[] = {
		{ "'d>a", "not a row and a column" },
		{ "'a>b", "not a row and a column" },
		{ "'c>d", "not a row and a column" },
		{ "'a>c 'a>c", "stand twice in the key" },
		{ "'a>c 'a>d", "more than 1 pairs of row a" },
		{ "'a>c 'b>c", "more than 1 pairs of column c" },
	};
	size_t i;

	(void)state;
	items_match(&item, &arena, "q", "t", 2, 3, 1, "'a>d 'b>c");
	item.interactions->column_max = 1;
	accepted();
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		item.variables[0].correct =
		    tree_values(&arena, CARDINALITY_MULTIPLE, bad[i].key);
		refused(bad[i].complaint);
	}
	item.interactions->max_choices = 1;
	item.variables[0].correct =
	    tree_values(&arena, CARDINALITY_MULTIPLE, "'a>d 'b>c");
	refused("the key has 2 pairs, but at most 1");
}

static void
pairs_fit_their_variable(void **state)
{
	(void)state;
	items_match(&item, &arena, "q", "t", 2, 3, 1, "'a>d");
	item.variables[0].correct = VALUE_NULL;
	item.variables[0].cardinality = CARDINALITY_ORDERED;
	refused("single or multiple directedPair");
	item.variables[0].cardinality = CARDINALITY_SINGLE;
	refused("is single, so at most 1 pair");
	item.interactions->max_choices = 1;
	item.processing = tree_read(&arena, item.variables, 2, "(fragment)");
	item.variables[0].mapping = NULL;
	accepted();
}

static void
rows_and_columns_may_share_names(void **state)
{
	struct choice *c;

	(void)state;
	items_match(&item, &arena, "q", "t", 2, 2, 1, "'a>c");
	c = item.interactions->choices;
	c[2].ident = SLICE("a");
	c[3].ident = SLICE("b");
	item.variables[0].correct =
	    tree_values(&arena, CARDINALITY_MULTIPLE, "'a>a 'b>b");
	accepted();
	c[1].ident = SLICE("a");
	refused("choice a stands twice");
}

static void
an_essay_has_no_key_and_a_length(void **state)
{
	struct interaction *in;

	(void)state;
	items_extended(&item, &arena, "q", "t", EXTENDED_CHARACTERS_MAX);
	accepted();
	in = item.interactions;
	in->max_length++;
	refused("an extended text has 1 to 10000 characters");
	in->max_length = 0;
	refused("an extended text has 1 to 10000 characters");
	in->max_length = 10;
	in->min_words = 5;
	in->max_words = 4;
	refused("the least number of words");
	in->max_words = 0;
	accepted();
	item.variables[0].correct = tree_value(&arena, "\"a\"");
	refused("marked by hand and has no key");
	item.variables[0].correct = VALUE_NULL;
	item.variables[0].type = VALUE_FLOAT;
	refused("must be a single string");
}

static void
words_are_counted_of_essays_alone(void **state)
{
	static const double mapped[] = { 1 };

	(void)state;
	items_text(&item, &arena, "q", "t", "\"Oslo\"", mapped);
	item.interactions->max_words = 1;
	refused("only an extended text has words");
}

static void
the_texts_of_an_item_fit_one_answer(void **state)
{
	struct interaction *in = arena_take(&arena, 6, sizeof(*in));
	struct variable *v = arena_take(&arena, 7, sizeof(*v));
	char names[6][2] = { "A", "B", "C", "D", "E", "F" };
	uint16_t i;

	(void)state;
	items_extended(&item, &arena, "q", "t", 100);
	for (i = 0; i < 6; i++) {
		in[i] = (struct interaction){ .type = INTERACTION_TEXT_ENTRY,
			.variable = i,
			.max_length = RESPONSE_MAX };
		v[i] = (struct variable){ .ident = { names[i], 1 },
			.type = VALUE_STRING };
	}
	in[5].type = INTERACTION_EXTENDED_TEXT;
	v[6] = item.variables[1];
	item.interactions = in;
	item.variables = v;
	item.n_interactions = 6;
	item.n_variables = 7;
	item.processing = tree_read(&arena, v, 7, "(fragment)");
	refused("its texts take 12288 characters together, and 10000");
	for (i = 0; i < 5; i++)
		in[i].max_length = (EXTENDED_CHARACTERS_MAX - RESPONSE_MAX) / 5;
	accepted();
}

static void
criteria_belong_to_essays(void **state)
{
	(void)state;
	items_extended(&item, &arena, "q", "t", 100);
	assert_int_equal(item_hand_marks(&item), 1000);
	item.criteria[0].max_marks = 701;
	refused("more marks than the item");
	item.criteria[0].max_marks = 0;
	refused("criterion content gives no marks");
	item.criteria[0].max_marks = INT32_MAX;
	item.criteria[1].max_marks = INT32_MAX;
	refused("more marks than the item");
	item.criteria[0].text = SLICE("");
	refused("criterion content has no valid text");
	item.criteria[1].ident = SLICE("content");
	item.criteria[0].text = SLICE("?");
	refused("criterion content stands twice");
	item.criteria[0].ident = SLICE("a b");
	refused("criterion 1 has no valid identifier");
	item.n_criteria = 0;
	refused("an extended text has criteria");
	item.n_criteria = CRITERIA_MAX + 1;
	refused("at most");
	items_inline(&item, &arena, "q", "t", 2, 0);
	item.n_criteria = 1;
	refused("nothing else has");
}

static void
company_is_named_once_and_well(void **state)
{
	struct slice names[] = { SLICE("x"), SLICE("y") };

	(void)state;
	items_inline(&item, &arena, "q", "t", 2, 0);
	item.tags = names;
	item.n_tags = 2;
	item.enemies = names;
	item.n_enemies = 2;
	item.set = SLICE("s");
	accepted();
	item.set = SLICE("a b");
	refused("the set is no valid identifier");
	item.n_images = ITEM_IMAGES_MAX + 1;
	item.set = SLICE("");
	refused("images");
	names[1] = SLICE("x");
	refused("x stands twice among tags");
	item.n_tags = 0;
	refused("x stands twice among enemies");
	names[1] = SLICE("");
	refused("number 2 of enemies");
	item.n_enemies = ENEMIES_MAX + 1;
	refused("at most 100 of enemies");
	item.n_tags = TAGS_MAX + 1;
	refused("at most 32 of tags");
}

static void
prompts_are_text(void **state)
{
	(void)state;
	items_inline(&item, &arena, "q", "t", 2, 0);
	item.interactions->prompt = SLICE("\"prompt\":\"Which?\",");
	accepted();
	item.interactions->prompt = SLICE("\x01");
	refused("no valid prompt");
}

static void
maxima_are_what_can_be_entered(void **state)
{
	(void)state;
	items_match(&item, &arena, "q", "t", 2, 3, 0, "'a>c");
	assert_int_equal(interaction_max(item.interactions), 6);
	assert_int_equal(interaction_row_max(item.interactions), 3);
	assert_int_equal(interaction_column_max(item.interactions), 2);
	item.interactions->row_max = 1;
	assert_int_equal(interaction_max(item.interactions), 2);
	item.interactions->column_max = 1;
	item.interactions->row_max = 0;
	assert_int_equal(interaction_max(item.interactions), 3);
	item.interactions->max_choices = 2;
	assert_int_equal(interaction_max(item.interactions), 2);
	items_order(&item, &arena, "q", "t", 4, "'a");
	assert_int_equal(interaction_max(item.interactions), 4);
	items_extended(&item, &arena, "q", "t", 100);
	assert_int_equal(interaction_max(item.interactions), 1);
	assert_true(interaction_takes_text(item.interactions));
}

/* ---- views ---- */

static void
views(const uint8_t *orders, const char *expected)
{
	struct buf b = { 0 };

	buf_put_u8(&b, '>');
	item_view(&b, NULL, &item, 1, 1, orders);
	buf_put_u8(&b, '\0');
	assert_string_equal(strstr(b.at, "\"interactions\""), expected);
	buf_fini(&b);
}

static void
a_match_is_shown_with_rows_and_columns_apart(void **state)
{
	static const uint8_t orders[] = { 1, 0, 4, 2, 3 };

	(void)state;
	items_match(&item, &arena, "q", "t", 2, 3, 1, "'a>c");
	item.interactions->prompt = SLICE("\"prompt\":\"Which?\",");
	views(orders,
	    "\"interactions\":[{\"kind\":\"match\",\"prompt\":\"Which?\","
	    "\"min\":0,\"max\":2,\"row_max\":1,\"column_max\":2,"
	    "\"rows\":[{\"row\":1,\"text\":\"B\"},{\"row\":2,\"text\":\"A\"}],"
	    "\"columns\":[{\"column\":1,\"text\":\"E\"},"
	    "{\"column\":2,\"text\":\"C\"},{\"column\":3,\"text\":\"D\"}]}]");
}

static void
gaps_and_orders_are_shown_with_their_choices(void **state)
{
	(void)state;
	items_inline(&item, &arena, "q", "t", 2, 0);
	views((const uint8_t[]){ 1, 0 },
	    "\"interactions\":[{\"kind\":\"inline\",\"choices\":["
	    "{\"choice\":1,\"text\":\"B\"},{\"choice\":2,\"text\":\"A\"}]}]");
	items_order(&item, &arena, "q", "t", 1, "'a");
	views(NULL, "\"interactions\":[{\"kind\":\"order\",\"choices\":["
		    "{\"choice\":1,\"text\":\"A\"}]}]");
}

static void
an_essay_is_shown_with_its_words(void **state)
{
	(void)state;
	items_extended(&item, &arena, "q", "t", 100);
	views(NULL,
	    "\"interactions\":[{\"kind\":\"extended\",\"max_length\":100,"
	    "\"min_words\":null,\"max_words\":null}]");
	item.interactions->min_words = 5;
	item.interactions->max_words = 20;
	views(NULL,
	    "\"interactions\":[{\"kind\":\"extended\",\"max_length\":100,"
	    "\"min_words\":5,\"max_words\":20}]");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gap_takes_one_choice),
		cmocka_unit_test(the_key_of_an_order_can_be_entered),
		cmocka_unit_test(a_match_has_rows_and_columns),
		cmocka_unit_test(a_match_has_pairs_that_a_byte_counts),
		cmocka_unit_test(the_key_of_a_match_can_be_entered),
		cmocka_unit_test(pairs_fit_their_variable),
		cmocka_unit_test(rows_and_columns_may_share_names),
		cmocka_unit_test(an_essay_has_no_key_and_a_length),
		cmocka_unit_test(words_are_counted_of_essays_alone),
		cmocka_unit_test(the_texts_of_an_item_fit_one_answer),
		cmocka_unit_test(criteria_belong_to_essays),
		cmocka_unit_test(company_is_named_once_and_well),
		cmocka_unit_test(prompts_are_text),
		cmocka_unit_test(maxima_are_what_can_be_entered),
		cmocka_unit_test(a_match_is_shown_with_rows_and_columns_apart),
		cmocka_unit_test(gaps_and_orders_are_shown_with_their_choices),
		cmocka_unit_test(an_essay_is_shown_with_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
