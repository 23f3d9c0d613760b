#include "test.h"

#include <locale.h>

#include "core/number.h"
#include "items_text.h"
#include "terminal/session/entry.h"
#include "terminal/session/typed_number.h"

/* An item, the JSON it lives in, and why the last change was refused. */
struct answered {
	json_t *source;
	struct item item;
	struct buf why;
};

static void
begin(struct answered *a, const char *text)
{
	*a = (struct answered){ .source = json_loads(text, 0, NULL) };
	assert_non_null(a->source);
	assert_int_equal(item_read(&a->item, a->source), ERR_OK);
}

static void
end(struct answered *a)
{
	item_fini(&a->item);
	json_decref(a->source);
	buf_fini(&a->why);
}

/* What is entered in a part is this. */
static void
assert_entered(const struct answered *a, size_t part, const char *text)
{
	char *is =
	    json_dumps(json_array_get(a->item.response, part), JSON_COMPACT);

	assert_non_null(is);
	assert_string_equal(is, text);
	free(is);
}

static void
take(struct answered *a, size_t part, enum err e, json_t *made)
{
	assert_int_equal(e, ERR_OK);
	item_set_response(&a->item, item_response_with(&a->item, part, made));
}

static void
type(struct answered *a, size_t part, const char *line)
{
	json_t *made = NULL;
	enum err e = entry_read(&made, &a->why, &a->item, part, slice_of(line));

	take(a, part, e, made);
}

static void
refused(struct answered *a, size_t part, const char *line)
{
	json_t *made = NULL;

	buf_clear(&a->why);
	assert_int_equal(
	    entry_read(&made, &a->why, &a->item, part, slice_of(line)),
	    ERR_INVALID);
	assert_true(a->why.len > 0);
	assert_null(made);
}

static void
choose(struct answered *a, size_t part, size_t choice)
{
	json_t *made = NULL;
	enum err e = entry_choose(&made, &a->why, &a->item, part, choice);

	take(a, part, e, made);
}

static void
pair(struct answered *a, size_t row, size_t column)
{
	json_t *made = NULL;
	enum err e = entry_pair(&made, &a->why, &a->item, 0, row, column);

	take(a, 0, e, made);
}

static void
letters_that_stand_apart_are_choices(void **state)
{
	size_t at[CHOICES_MAX], n;

	(void)state;
	assert_true(entry_letters(at, &n, 4, SLICE("c A")));
	assert_true(n == 2 && at[0] == 2 && at[1] == 0);
	assert_true(entry_letters(at, &n, 4, SLICE("d,a d")));
	assert_true(n == 2 && at[0] == 3 && at[1] == 0);
	assert_false(entry_letters(at, &n, 4, SLICE("e")));
	assert_false(entry_letters(at, &n, 4, SLICE("ab")));
	assert_false(entry_letters(at, &n, 4, SLICE("")));
	assert_false(entry_letters(at, &n, 4, SLICE("a?")));
}

static void
choices_are_entered_as_they_stand_and_an_order_as_it_is_typed(void **state)
{
	struct answered a;

	(void)state;
	begin(&a, MULTIPLE_TEXT);
	type(&a, 0, "c a");
	assert_entered(&a, 0, "[1,3]");
	refused(&a, 0, "a b c");
	assert_entered(&a, 0, "[1,3]");
	end(&a);
	begin(&a, ORDER_TEXT);
	type(&a, 0, "c a");
	assert_entered(&a, 0, "[3,1]");
	type(&a, 0, "b c a");
	assert_entered(&a, 0, "[2,3,1]");
	end(&a);
}

static void
one_choice_takes_the_place_of_another_and_itself_back(void **state)
{
	struct answered a;

	(void)state;
	begin(&a, SINGLE_TEXT);
	choose(&a, 0, 0);
	choose(&a, 0, 2);
	assert_entered(&a, 0, "[3]");
	choose(&a, 0, 2);
	assert_entered(&a, 0, "[]");
	end(&a);
}

static void
a_gap_takes_one_choice_beside_the_other_parts(void **state)
{
	struct answered a;

	(void)state;
	begin(&a, GAPS_TEXT);
	type(&a, 1, "pink");
	choose(&a, 0, 1);
	assert_entered(&a, 0, "[2]");
	assert_entered(&a, 1, "[\"pink\"]");
	refused(&a, 0, "a b");
	refused(&a, 1, "far too long");
	end(&a);
}

static void
what_is_put_in_order_can_be_moved_within_its_places(void **state)
{
	json_t *made = NULL;
	struct answered a;
	enum err e;

	(void)state;
	begin(&a, ORDER_TEXT);
	choose(&a, 0, 2);
	choose(&a, 0, 0);
	choose(&a, 0, 1);
	e = entry_move(&made, &a.why, &a.item, 0, 2, -2);
	take(&a, 0, e, made);
	assert_entered(&a, 0, "[2,3,1]");
	assert_int_equal(
	    entry_move(&made, &a.why, &a.item, 0, 2, 1), ERR_INVALID);
	assert_int_equal(
	    entry_move(&made, &a.why, &a.item, 0, 0, -1), ERR_INVALID);
	choose(&a, 0, 2);
	assert_entered(&a, 0, "[2,1]");
	end(&a);
}

static void
rows_are_paired_by_their_number_and_a_letter(void **state)
{
	struct answered a;

	(void)state;
	begin(&a, GRID_TEXT);
	type(&a, 0, "1 ab, 2 b");
	assert_entered(&a, 0, "[[1,1],[1,2],[2,2]]");
	type(&a, 0, "1 -");
	assert_entered(&a, 0, "[[2,2]]");
	type(&a, 0, "1a;2 a");
	assert_entered(&a, 0, "[[1,1],[2,1]]");
	refused(&a, 0, "3 a");
	refused(&a, 0, "1 c");
	refused(&a, 0, "1");
	refused(&a, 0, "b");
	refused(&a, 0, ",");
	end(&a);
}

static void
a_pair_too_many_is_refused_and_says_which_limit(void **state)
{
	json_t *made = NULL;
	struct answered a;

	(void)state;
	begin(&a, MATCH_TEXT);
	type(&a, 0, "1 a");
	refused(&a, 0, "2 a");
	assert_true(memmem(a.why.at, a.why.len, "once", 4) != NULL);
	refused(&a, 0, "1 ab");
	pair(&a, 0, 1);
	assert_entered(&a, 0, "[[1,2]]");
	assert_int_equal(
	    entry_pair(&made, &a.why, &a.item, 0, 2, 1), ERR_INVALID);
	pair(&a, 0, 1);
	assert_entered(&a, 0, "[]");
	end(&a);
}

static void
a_text_is_counted_in_characters_and_an_essay_has_paragraphs(void **state)
{
	struct answered a;

	(void)state;
	begin(&a, ESSAY_TEXT);
	type(&a, 0, "Süß.\nÇa va.");
	assert_entered(&a, 0, "[\"Süß.\\nÇa va.\"]");
	type(&a, 0,
	    "éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé");
	refused(&a, 0,
	    "ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé");
	type(&a, 0, "");
	assert_entered(&a, 0, "[]");
	end(&a);
}

static bool
explains(const struct answered *a, const char *words)
{
	return memmem(a->why.at, a->why.len, words, strlen(words)) != NULL;
}

static void
what_is_no_number_is_refused_with_the_rule_and_the_unit(void **state)
{
	static const char *const wrong[] = { "many", "--5", "12,5,1", "1,250",
		"1 250", "1'250", "75abc", "75 °C", "7e", "7\xff", ",5," };
	struct answered a;
	size_t i;

	(void)state;
	begin(&a, NUMBER_TEXT);
	type(&a, 0, "1,5");
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		refused(&a, 0, wrong[i]);
	assert_entered(&a, 0, "[\"1,5\"]");
	refused(&a, 0, "75 °C");
	assert_true(explains(&a, "Write the number alone; its unit (°C) is understood."));
	refused(&a, 0, "1,250");
	assert_true(explains(&a, "may mean two numbers"));
	type(&a, 0, "");
	assert_entered(&a, 0, "[]");
	end(&a);
}

/* Pieces of numbers, and of what is none, put together at random. */
static void
what_is_a_number_here_is_one_for_the_server(void **state)
{
	static const char *const pieces[] = { "0", "1", "7", "25", "250", ".",
		",", "+", "-", "\u2212", "e", "E", "9", " ", "\u00a0", "\u202f",
		"\t", "x", "\xc2", "'", "999999", "e400" };
	uint32_t random = 1, i, j;
	size_t n = 0;

	(void)state;
	for (i = 0; i < 60000; i++) {
		char text[64] = "";
		double x;
		bool is;

		for (j = random >> 24 & 7; j > 0; j--) {
			random = random * 1664525 + 1013904223;
			strcat(
			    text, pieces[(random >> 16) %
					 (sizeof(pieces) / sizeof(*pieces))]);
		}
		random = random * 1664525 + 1013904223;
		is = number_parse(&x, slice_of(text));
		if (is != (typed_number(slice_of(text)) == TYPED_NUMBER))
			fail_msg(
			    "\"%s\" is %sa number", text, is ? "" : "not ");
		n += is;
	}
	assert_true(n > 1000);
}

static void
letters_are_explained_as_several_only_where_several_may_be_chosen(void **state)
{
	struct answered a;

	(void)state;
	begin(&a, SINGLE_TEXT);
	refused(&a, 0, "xyz");
	assert_true(explains(&a, "a to c."));
	assert_false(explains(&a, "several"));
	end(&a);
	begin(&a, MULTIPLE_TEXT);
	refused(&a, 0, "xyz");
	assert_true(explains(&a, "several stand apart, as in: a b"));
	end(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_that_stand_apart_are_choices),
		cmocka_unit_test(
		    choices_are_entered_as_they_stand_and_an_order_as_it_is_typed),
		cmocka_unit_test(
		    one_choice_takes_the_place_of_another_and_itself_back),
		cmocka_unit_test(a_gap_takes_one_choice_beside_the_other_parts),
		cmocka_unit_test(
		    what_is_put_in_order_can_be_moved_within_its_places),
		cmocka_unit_test(rows_are_paired_by_their_number_and_a_letter),
		cmocka_unit_test(
		    a_pair_too_many_is_refused_and_says_which_limit),
		cmocka_unit_test(
		    a_text_is_counted_in_characters_and_an_essay_has_paragraphs),
		cmocka_unit_test(
		    what_is_no_number_is_refused_with_the_rule_and_the_unit),
		cmocka_unit_test(what_is_a_number_here_is_one_for_the_server),
		cmocka_unit_test(
		    letters_are_explained_as_several_only_where_several_may_be_chosen),
	};

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
