#include "test.h"

#include "core/item.h"
#include "exam/limits.h"
#include "support/items.h"
#include "support/tree.h"

static struct arena arena;
static struct item item;

static int
begin(void **state)
{
	(void)state;
	items_single(&item, &arena, "one", "t", DIFFICULTY_EASY, 4, 1);
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

static struct slice
long_text(void)
{
	char *text = arena_take(&arena, 9 * ITEM_TEXT_MAX, 1);

	memset(text, 'a', 9 * ITEM_TEXT_MAX);
	return (struct slice){ text, 9 * ITEM_TEXT_MAX };
}

static void
heads_are_checked(void **state)
{
	(void)state;
	accepted();
	item.ident = SLICE("a b");
	refused("no valid identifier");
	item.ident = SLICE("one");
	item.topic = SLICE("");
	refused("no valid topic");
	item.topic = SLICE("t");
	item.rationale = long_text();
	refused("too long");
	item.rationale = SLICE("\x01");
	refused("control");
	item.rationale = SLICE_NONE;
	item.view = SLICE("");
	refused("no valid view");
	item.view = long_text();
	refused("no valid view");
	item.view = SLICE("\"stem\":\"?\"");
	item.difficulty = N_DIFFICULTIES;
	refused("difficulty");
	item.difficulty = DIFFICULTY_HARD;
	item.max_marks = 0;
	refused("no marks");
	item.max_marks = 1;
	accepted();
}

static void
numbers_of_parts_are_limited(void **state)
{
	(void)state;
	item.n_variables = 0;
	refused("variables");
	item.n_variables = VARIABLES_MAX + 1;
	refused("variables");
	item.n_variables = 2;
	item.n_interactions = 0;
	refused("interactions");
	item.n_interactions = INTERACTIONS_MAX + 1;
	refused("interactions");
}

static void
variables_are_declared_once_and_well(void **state)
{
	(void)state;
	item.variables[0].ident = SLICE("?");
	refused("variable 1 has no valid identifier");
	item.variables[0].ident = SLICE("SCORE");
	refused("variable SCORE: it is declared twice");
	item.variables[0].ident = SLICE("RESPONSE");
	item.variables[0].correct = tree_value(&arena, "1");
	refused("variable RESPONSE: the correct value");
}

static void
score_is_an_outcome_with_one_number(void **state)
{
	(void)state;
	item.variables[1].type = VALUE_STRING;
	refused("SCORE must be");
	item.variables[1].type = VALUE_FLOAT;
	item.variables[1].cardinality = CARDINALITY_ORDERED;
	refused("SCORE must be");
	item.variables[1].cardinality = CARDINALITY_SINGLE;
	item.variables[1].kind = VARIABLE_TEMPLATE;
	refused("SCORE must be");
	item.variables[1].kind = VARIABLE_OUTCOME;
	item.variables[1].ident = SLICE("MARK");
	refused("no outcome SCORE");
}

static void
processing_is_there_and_sound(void **state)
{
	struct expr *value;

	(void)state;
	item.processing = tree_read(&arena, item.variables, 2,
	    "(fragment (setOutcomeValue SCORE \"a\"))");
	refused("SCORE holds a single float");
	item.processing = tree_read(&arena, item.variables, 2,
	    "(fragment (setOutcomeValue SCORE (containerSize (multiple"
	    " \"a\"))))");
	accepted();
	value = &item.processing->children[0].children[0].children[0]
		     .children[0];
	value->value = value_text(&arena, VALUE_STRING, SLICE("\xff"));
	refused("a base value is not");
	item.processing = NULL;
	refused("no processing");
}

static void
interactions_belong_to_one_response(void **state)
{
	struct interaction two[2] = { item.interactions[0],
		item.interactions[0] };

	(void)state;
	item.interactions[0].variable = 2;
	refused("interaction 1: its variable is not declared");
	item.interactions[0].variable = 1;
	refused("interaction 1: SCORE is not a response");
	item.interactions[0].variable = 0;
	item.interactions[0].type = N_INTERACTION_TYPES;
	refused("interaction 1: its type");
	item.interactions = two;
	item.n_interactions = 2;
	refused("RESPONSE belongs to 2 interactions");
}

static void
a_response_without_an_interaction_is_refused(void **state)
{
	struct variable *v = arena_take(&arena, 3, sizeof(*v));

	(void)state;
	memcpy(v, item.variables, 2 * sizeof(*v));
	v[2] = (struct variable){ .ident = SLICE("OTHER") };
	item.variables = v;
	item.n_variables = 3;
	refused("OTHER belongs to 0 interactions");
}

static void
choices_fit_their_variable(void **state)
{
	struct interaction *in = item.interactions;

	(void)state;
	in->max_choices = 2;
	refused("at most 1 choice");
	in->max_choices = 0;
	refused("at most 1 choice");
	in->max_choices = 1;
	in->max_length = 5;
	refused("only a text has a length");
	in->max_length = 0;
	item.variables[0].correct = tree_value(&arena, "'z");
	refused("z is correct, but not a choice");
	item.variables[0].correct = VALUE_NULL;
	item.variables[0].cardinality = CARDINALITY_MULTIPLE;
	in->max_choices = 5;
	refused("do not fit 4 choices");
	in->max_choices = 0;
	in->min_choices = 5;
	refused("do not fit 4 choices");
	in->max_choices = 2;
	in->min_choices = 3;
	refused("do not fit 4 choices");
	item.variables[0].cardinality = CARDINALITY_ORDERED;
	refused("single or multiple identifier");
	item.variables[0].cardinality = CARDINALITY_SINGLE;
	item.variables[0].type = VALUE_STRING;
	refused("single or multiple identifier");
}

static void
choices_are_distinct_and_have_text(void **state)
{
	struct interaction *in = item.interactions;

	(void)state;
	in->choices[2].ident = SLICE("a");
	refused("choice a stands twice");
	in->choices[2].ident = SLICE("");
	refused("choice 3 has no valid identifier");
	in->choices[2].ident = SLICE("c");
	in->choices[2].view = SLICE("");
	refused("choice c has no valid text");
	in->n_choices = CHOICES_MAX + 1;
	refused("has 1 to");
	in->n_choices = 0;
	refused("has 1 to");
}

static void
text_entries_have_a_length_and_no_choices(void **state)
{
	static const double mapped[] = { 1 };
	struct interaction *in;

	(void)state;
	items_text(&item, &arena, "two", "t", "\"Oslo\"", mapped);
	accepted();
	in = item.interactions;
	in->max_length = 0;
	refused("1 to");
	in->max_length = RESPONSE_MAX + 1;
	refused("1 to");
	in->max_length = RESPONSE_MAX;
	accepted();
	in->shuffle = true;
	refused("has no choices");
	in->shuffle = false;
	in->max_choices = 1;
	refused("only choices and pairs");
	in->max_choices = 0;
	item.variables[0].mapping = NULL;
	item.variables[0].correct = VALUE_NULL;
	item.variables[0].type = VALUE_BOOLEAN;
	refused("single string, integer or float");
	item.variables[0].type = VALUE_STRING;
	item.variables[0].cardinality = CARDINALITY_MULTIPLE;
	refused("single string, integer or float");
}

static void
views(const uint8_t *orders, const char *expected)
{
	struct buf b = { 0 };

	item_view(&b, NULL, &item, 12, 3, orders);
	buf_put_u8(&b, '\0');
	assert_string_equal(b.at, expected);
	buf_fini(&b);
}

static void
a_view_shows_choices_in_the_candidates_order(void **state)
{
	(void)state;
	assert_int_equal(item_orders_len(&item), 4);
	views((const uint8_t[]){ 2, 0, 3, 1 },
	    "{\"item\":12,\"section\":3,\"type\":\"single\",\"stem\":\"?\","
	    "\"marks\":1,\"interactions\":[{\"kind\":\"choice\",\"min\":0,"
	    "\"max\":1,\"choices\":[{\"choice\":1,\"text\":\"C\"},"
	    "{\"choice\":2,\"text\":\"A\"},{\"choice\":3,\"text\":\"D\"},"
	    "{\"choice\":4,\"text\":\"B\"}]}]");
	item.interactions->n_choices = 2;
	views(NULL,
	    "{\"item\":12,\"section\":3,\"type\":\"single\",\"stem\":\"?\","
	    "\"marks\":1,\"interactions\":[{\"kind\":\"choice\",\"min\":0,"
	    "\"max\":1,\"choices\":[{\"choice\":1,\"text\":\"A\"},"
	    "{\"choice\":2,\"text\":\"B\"}]}]");
}

static void
a_view_of_any_number_of_choices_says_how_many(void **state)
{
	(void)state;
	item.interactions->n_choices = 1;
	item.interactions->max_choices = 0;
	views(NULL,
	    "{\"item\":12,\"section\":3,\"type\":\"single\",\"stem\":\"?\","
	    "\"marks\":1,\"interactions\":[{\"kind\":\"choice\",\"min\":0,"
	    "\"max\":1,\"choices\":[{\"choice\":1,\"text\":\"A\"}]}]");
}

static void
a_view_of_text_entries_says_what_they_take(void **state)
{
	struct interaction two[2] = {
		{ .type = INTERACTION_TEXT_ENTRY, .max_length = 200 },
		{ .type = INTERACTION_TEXT_ENTRY, .max_length = 30,
		    .variable = 1 },
	};

	(void)state;
	item.interactions = two;
	item.n_interactions = 2;
	item.variables[0].type = VALUE_STRING;
	views(NULL,
	    "{\"item\":12,\"section\":3,\"type\":\"single\",\"stem\":\"?\","
	    "\"marks\":1,\"interactions\":["
	    "{\"kind\":\"text\",\"format\":\"text\",\"max_length\":200},"
	    "{\"kind\":\"text\",\"format\":\"number\",\"max_length\":30}]");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(heads_are_checked),
		TEST(numbers_of_parts_are_limited),
		TEST(variables_are_declared_once_and_well),
		TEST(score_is_an_outcome_with_one_number),
		TEST(processing_is_there_and_sound),
		TEST(interactions_belong_to_one_response),
		TEST(a_response_without_an_interaction_is_refused),
		TEST(choices_fit_their_variable),
		TEST(choices_are_distinct_and_have_text),
		TEST(text_entries_have_a_length_and_no_choices),
		TEST(a_view_shows_choices_in_the_candidates_order),
		TEST(a_view_of_any_number_of_choices_says_how_many),
		TEST(a_view_of_text_entries_says_what_they_take),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
