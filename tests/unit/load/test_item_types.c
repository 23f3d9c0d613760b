/* inline, order, match, extended */
#include "bank_text.h"

#define AB "\"choices\":[" CHOICE("a", "A") "," CHOICE("b", "B") "]"
#define ABC                                                                    \
	"\"choices\":[" CHOICE("a", "A") "," CHOICE("b", "B") "," CHOICE("c",  \
	    "C") "]"
#define GAPS(first, second)                                                    \
	"\"gaps\":[{" AB ",\"correct\":\"a\"" first "},\n{" ABC                \
	",\"correct\":\"c\"" second "}]"
#define INLINE(stem, rest) BANK(ITEM_ASKING("i", "inline", stem, rest))

/* ---- inline ---- */

static void
gaps_are_all_or_nothing(void **state)
{
	struct bank *bank = load_text(INLINE("It [[2]]s, [[1]].",
	    GAPS("", ",\"shuffle\":false") ",\"marks\":1.5"));

	(void)state;
	assert_int_equal(score(bank, "\1\0\1\2", 4), 1500);
	assert_int_equal(score(bank, "\1\0\1\1", 4), 0);
	assert_int_equal(score(bank, "\1\0\0", 3), 0);
	assert_int_equal(score(bank, "", 0), 0);
	assert_true(bank_item(bank, 0)->interactions[0].shuffle);
	assert_false(bank_item(bank, 0)->interactions[1].shuffle);
	assert_view(bank,
	    "{\"item\":1,\"section\":1,\"type\":\"inline\",\"stem\":"
	    "\"It [[2]]s, [[1]].\",\"marks\":1.5,\"interactions\":[{\"kind\":"
	    "\"inline\",\"choices\":[{\"choice\":1,\"text\":\"A\"},"
	    "{\"choice\":2,\"text\":\"B\"}]},{\"kind\":\"inline\",\"choices\":"
	    "[{\"choice\":1,\"text\":\"A\"},{\"choice\":2,\"text\":\"B\"},"
	    "{\"choice\":3,\"text\":\"C\"}]}]");
	bank_free(bank);
}

static void
gaps_with_marks_are_marked_one_by_one(void **state)
{
	struct bank *bank = load_text(INLINE("[[1]][[2]]",
	    GAPS(",\"marks\":0.7", ",\"marks\":0.3")));

	(void)state;
	assert_int_equal(score(bank, "\1\0\1\2", 4), 1000);
	assert_int_equal(score(bank, "\1\0\1\1", 4), 700);
	assert_int_equal(score(bank, "\0\1\2", 3), 300);
	assert_int_equal(score(bank, "\1\1\0", 3), 0);
	bank_free(bank);
}

static void
marks_of_gaps_are_for_all_and_sum(void **state)
{
	(void)state;
	assert_told(load, INLINE("[[1]][[2]]", GAPS(",\"marks\":1", "")),
	    "f:2: item i, gaps: 1 of 2 have marks; all must have them, or "
	    "none\n");
	assert_told(load,
	    INLINE("[[1]][[2]]", GAPS(",\"marks\":1", ",\"marks\":0.5")),
	    "f:2: item i, gaps: give 1.5 marks together; marks says 1\n");
	assert_told(load,
	    INLINE("[[1]]",
		"\"gaps\":[{" AB ",\n\"correct\":\"z\",\"marks\":0}]"),
	    "f:3: item i, gap 1, correct: \"z\" is no choice\n"
	    "f:3: item i, gap 1, marks: is 0; allowed is 0.001 to 1000\n");
}

static void
each_gap_has_one_place(void **state)
{
	(void)state;
	assert_told(load, INLINE("[[1]]", GAPS("", "")),
	    "f:2: item i, stem: does not say where gap 2 stands: [[2]]\n");
	assert_told(load, INLINE("[[1]] [[2]] [[1]] [[3]] [[0]]", GAPS("", "")),
	    "f:2: item i, stem: has [[1]] twice\n"
	    "f:2: item i, stem: has [[3]], but there are gaps 1 to 2\n"
	    "f:2: item i, stem: has [[0]], but there are gaps 1 to 2\n");
	/* Neither is a number in two brackets. */
	assert_told(load,
	    INLINE("[[[1]] [[2]] [[x]] [[ 1]] [[1] [[]] [[1234]] [[",
		GAPS("", "")),
	    "");
}

static void
brackets_are_brackets_where_nothing_is_filled_in(void **state)
{
	(void)state;
	assert_told(load,
	    BANK(ITEM_ASKING("i", "single", "R prints [[7]].",
		AB ",\"correct\":[\"a\"]")),
	    "");
	assert_told(load,
	    BANK(ITEM_ASKING("i", "text", "1 + [[1]] = 2",
		"\"accept\":[{\"text\":\"1\"}]")),
	    "");
	assert_told(load,
	    BANK(ITEM_ASKING("i", "number", "1 + [[2]] = 2",
		"\"correct\":1")),
	    "f:2: item i, stem: has [[2]], but there are gaps 1 to 1\n");
}

/* ---- order ---- */

#define ORDER(rest) BANK(ITEM("order", ABC "," rest))

static void
an_order_is_all_or_nothing(void **state)
{
	struct bank *bank = load_text(ORDER("\"correct\":[\"c\",\"a\",\"b\"]"));

	(void)state;
	assert_int_equal(score(bank, "\3\2\0\1", 4), 1000);
	assert_int_equal(score(bank, "\3\2\1\0", 4), 0);
	assert_int_equal(score(bank, "\2\2\0", 3), 0);
	assert_int_equal(score(bank, "", 0), 0);
	assert_true(bank_item(bank, 0)->interactions[0].shuffle);
	bank_free(bank);
}

static void
a_partial_order_gives_marks_for_each_place(void **state)
{
	struct bank *bank = load_text(ORDER(
	    "\"correct\":[\"c\",\"a\",\"b\"],\"partial\":true"));

	(void)state;
	assert_int_equal(score(bank, "\3\2\0\1", 4), 1000);
	assert_int_equal(score(bank, "\3\2\1\0", 4), 333);
	assert_int_equal(score(bank, "\2\2\0", 3), 667);
	assert_int_equal(score(bank, "\3\0\1\2", 4), 0);
	bank_free(bank);
}

static void
an_order_names_every_choice_once(void **state)
{
	(void)state;
	assert_told(load, ORDER("\n\"correct\":[\"c\",\"a\"]"),
	    "f:3: item i, correct: has 2 choices of 3; it must order them "
	    "all\n");
	assert_told(load, ORDER("\"correct\":[\"c\",\"a\",\n\"a\"]"),
	    "f:3: item i, correct: \"a\" stands twice\n");
	assert_told(load,
	    BANK(ITEM("order",
		"\"choices\":[{\"id\":\"a\",\"text\":\"A\",\"fixed\":true},"
		"{\"id\":\"b\",\"text\":\"A\"}],\"correct\":[\"b\",\"a\"]")),
	    "f:2: item i, choice 1: unknown member \"fixed\"; allowed are "
	    "\"id\", \"text\"\n"
	    "f:2: item i, choice 2, text: is the same as in choice 1\n");
}

/* ---- match ---- */

#define GRID                                                                   \
	"\"rows\":[" CHOICE("r", "R") "," CHOICE("s", "S") "],"                \
	"\"columns\":[" CHOICE("a", "A") "," CHOICE("b", "B") "," CHOICE("s",  \
	    "S") "],"
#define MATCH(rest) BANK(ITEM("match", GRID rest))
#define KEY "\"correct\":{\"r\":\"b\",\"s\":\"a\"}"

static void
a_match_is_all_or_nothing(void **state)
{
	struct bank *bank = load_text(MATCH(KEY ",\"marks\":2"));

	(void)state;
	assert_int_equal(score(bank, "\2\0\1\1\0", 5), 2000);
	assert_int_equal(score(bank, "\2\1\0\0\1", 5), 2000);
	assert_int_equal(score(bank, "\1\0\1", 3), 0);
	assert_int_equal(score(bank, "\2\0\0\1\1", 5), 0);
	assert_int_equal(score(bank, "", 0), 0);
	assert_view(bank,
	    "{\"item\":1,\"section\":1,\"type\":\"match\",\"stem\":\"Why?\","
	    "\"marks\":2,\"interactions\":[{\"kind\":\"match\",\"min\":0,"
	    "\"max\":2,\"row_max\":1,\"column_max\":2,\"rows\":[{\"row\":1,"
	    "\"text\":\"R\"},{\"row\":2,\"text\":\"S\"}],\"columns\":["
	    "{\"column\":1,\"text\":\"A\"},{\"column\":2,\"text\":\"B\"},"
	    "{\"column\":3,\"text\":\"S\"}]}]");
	bank_free(bank);
}

static void
a_partial_match_gives_marks_for_each_pair(void **state)
{
	struct bank *bank = load_text(MATCH(KEY ",\"partial\":true"));

	(void)state;
	assert_int_equal(score(bank, "\2\0\1\1\0", 5), 1000);
	assert_int_equal(score(bank, "\2\0\1\1\1", 5), 500);
	assert_int_equal(score(bank, "\1\1\0", 3), 500);
	assert_int_equal(score(bank, "\2\0\0\1\1", 5), 0);
	bank_free(bank);
}

static void
partial_needs_one_column_a_row(void **state)
{
	(void)state;
	assert_told(load,
	    MATCH(KEY ",\"row_max\":0,\n\"partial\":true"),
	    "f:3: item i, partial: needs row_max 1, or whoever chooses every "
	    "pair has all marks; give pairs their marks with \"mapping\"\n");
	assert_told(load,
	    MATCH(KEY ",\"partial\":true,\"mapping\":{\"entries\":[]}"),
	    "f:2: item i, partial: cannot stand beside \"mapping\"\n");
}

#define PAIR(row, column, marks)                                               \
	"{\"row\":\"" row "\",\"column\":\"" column "\",\"marks\":" marks "}"

static void
mapped_pairs_give_and_take(void **state)
{
	struct bank *bank = load_text(MATCH(
	    "\"correct\":{\"r\":[\"a\",\"b\"],\"s\":\"s\"},\"row_max\":0,"
	    "\"marks\":3,\"mapping\":{\"entries\":[" PAIR("r", "a", "1") ","
	    PAIR("r", "b", "1") "," PAIR("s", "s", "1")
	    "],\"default\":-0.5,\"lower\":0}"));

	(void)state;
	assert_int_equal(score(bank, "\3\0\0\0\1\1\2", 7), 3000);
	assert_int_equal(score(bank, "\2\0\0\0\1", 5), 2000);
	assert_int_equal(score(bank, "\2\0\0\0\2", 5), 500);
	assert_int_equal(score(bank, "\1\0\2", 3), 0);
	bank_free(bank);
}

static void
mapped_pairs_reach_the_marks_and_no_more(void **state)
{
	(void)state;
	assert_told(load,
	    MATCH(KEY ",\n\"mapping\":{\"entries\":[" PAIR("r", "b", "1")
		"," PAIR("s", "a", "1") "]}"),
	    "f:3: item i, mapping: can give 2 marks; marks says 1, which "
	    "\"upper\" would hold it to\n");
	/* Its rows could have three right columns, but the column one row. */
	assert_told(load,
	    MATCH("\"correct\":{\"r\":\"b\"},\"column_max\":1,\"mapping\":"
		  "{\"entries\":[" PAIR("r", "b", "1") ","
		PAIR("s", "b", "1") "]}"),
	    "");
	assert_told(load,
	    MATCH(KEY ",\"mapping\":{\"entries\":[" PAIR("r", "b", "0.5")
		"]}"),
	    "f:2: item i, mapping: gives at most 0.5 marks; marks says 1\n");
	assert_told(load,
	    MATCH(KEY ",\"mapping\":{\"entries\":[" PAIR("r", "q", "1") ",\n"
		PAIR("a", "b", "1") ",\n" PAIR("r", "b", "1") ",\n"
		PAIR("r", "b", "1") "]}"),
	    "f:2: item i, mapping, entry 1, column: \"q\" is no column\n"
	    "f:3: item i, mapping, entry 1, row: \"a\" is no row\n"
	    "f:5: item i, mapping, entry 2: is the pair of entry 1\n");
}

static void
a_match_key_can_be_entered(void **state)
{
	(void)state;
	assert_told(load,
	    MATCH("\"correct\":{\n\"r\":[\"a\",\"b\"],\"s\":\"a\"},"
		  "\"column_max\":1"),
	    "f:2: item i, correct: row \"r\" has 2 columns; row_max allows 1\n"
	    "f:2: item i, correct: column \"a\" has 2 rows; column_max allows "
	    "1\n");
	assert_told(load,
	    MATCH("\"correct\":{\n\"r\":\"q\",\n\"a\":\"a\",\n\"s\":[]}"),
	    "f:3: item i, correct, r: \"q\" is no column\n"
	    "f:4: item i, correct, a: is no row\n"
	    "f:5: item i, correct, s: is empty; a row without a column is "
	    "left out\n");
	assert_told(load, MATCH("\"correct\":[]"),
	    "f:2: item i, correct: must be an object of rows and their "
	    "columns\n");
	assert_told(load,
	    MATCH("\"correct\":{\"r\":[\"a\",\"a\"]},\"row_max\":2"),
	    "f:2: item i, correct, r: \"a\" stands twice\n");
	assert_told(load, MATCH(KEY ",\"row_max\":4"),
	    "f:2: item i, row_max: is 4; allowed is 0 to 3\n");
}

static void
rows_differ_and_so_do_columns(void **state)
{
	(void)state;
	assert_told(load,
	    BANK(ITEM("match",
		"\"rows\":[" CHOICE("r", "R") ",\n" CHOICE("r", "R") "],"
		"\"columns\":[" CHOICE("r", "R") ",\n" CHOICE("b", " R ")
		"]," KEY)),
	    "f:3: item i, row 2, id: \"r\" is the id of row 1 already\n"
	    "f:3: item i, row 2, text: is the same as in row 1\n"
	    "f:4: item i, column 2, text: is the same as in column 1\n");
}

#define QUIET "\"rationale\":\"R\",\"source\":\"S\","
#define LINE(n) CHOICE("r" n, "R" n)
#define SQUARE                                                                 \
	"\"rows\":[" LINE("1") "," LINE("2") "," LINE(                         \
	    "3") "],"                                                          \
		 "\"columns\":[" LINE("4") "," LINE("5") "," LINE("6") "],"

static void
a_key_on_the_diagonal_is_warned_of(void **state)
{
	(void)state;
	assert_warned(BANK(ITEM("match", QUIET SQUARE
			  "\"shuffle\":false,\"correct\":"
			  "{\"r1\":\"r4\",\"r2\":\"r5\",\"r3\":\"r6\"}")),
	    "f: warning: 1 of 1 items match rows in a fixed order to columns "
	    "in the same: i\n");
	assert_warned(BANK(ITEM("match", QUIET SQUARE
			  "\"shuffle\":false,\"correct\":"
			  "{\"r1\":\"r5\",\"r2\":\"r4\",\"r3\":\"r6\"}")),
	    "");
	assert_warned(
	    BANK(ITEM("match", QUIET SQUARE "\"correct\":{\"r1\":\"r4\","
					    "\"r2\":\"r5\",\"r3\":\"r6\"}")),
	    "");
}

/* ---- extended ---- */

#define RUBRIC(marks)                                                          \
	"\"rubric\":[{\"id\":\"c\",\"text\":\"Clear\",\"marks\":" marks "}]"
#define ESSAY(rest) BANK(ITEM("extended", rest))

static void
an_essay_is_marked_by_hand(void **state)
{
	struct bank *bank = load_text(ESSAY(
	    RUBRIC("4") ",\"marks\":4,\"min_words\":50,\"max_words\":300"));
	const struct item *item = bank_item(bank, 0);

	(void)state;
	assert_int_equal(item_hand_marks(item), 4000);
	assert_true(slice_is(item->criteria[0].text, "Clear"));
	assert_int_equal(score(bank, "\1\2\0No", 5), 0);
	assert_view(bank,
	    "{\"item\":1,\"section\":1,\"type\":\"extended\",\"stem\":\"Why?\""
	    ",\"marks\":4,\"interactions\":[{\"kind\":\"extended\","
	    "\"max_length\":8000,\"min_words\":50,\"max_words\":300}]");
	bank_free(bank);
}

static void
an_essay_wants_a_model_answer(void **state)
{
	(void)state;
	assert_warned(ESSAY(RUBRIC("1") ",\"source\":\"S\""),
	    "f: warning: 1 of 1 items are marked by hand and have no "
	    "rationale, which would be their model answer: i\n");
}

static void
a_rubric_sums_to_the_marks(void **state)
{
	(void)state;
	assert_told(load, ESSAY(RUBRIC("4") ",\"marks\":5"),
	    "f:2: item i, rubric: sums to 4; marks says 5\n");
	assert_told(load,
	    ESSAY("\"rubric\":[{\"id\":\"c\",\"text\":\"C\",\"marks\":0.5},\n"
		  "{\"id\":\"c\",\"text\":\"D\",\"marks\":0.5}]"),
	    "f:3: item i, criterion 2, id: \"c\" is the id of criterion 1 "
	    "already\n");
	assert_told(load, ESSAY("\"rubric\":[]"),
	    "f:2: item i, rubric: has 0 elements; allowed is 1 to 20\n");
}

static void
the_words_asked_for_fit_into_the_field(void **state)
{
	(void)state;
	assert_told(load,
	    ESSAY(RUBRIC("1") ",\"min_words\":20,\"max_words\":10"),
	    "f:2: item i, min_words: is more than max_words\n");
	assert_told(load,
	    ESSAY(RUBRIC("1") ",\"max_length\":100,\n\"max_words\":20"),
	    "f:3: item i, max_words: is 20, which takes about 120 characters; "
	    "max_length is 100\n");
	assert_told(load,
	    ESSAY(RUBRIC("1") ",\"max_length\":100,\"min_words\":17"),
	    "f:2: item i, min_words: is 17, which takes about 102 characters; "
	    "max_length is 100\n");
	assert_told(load, ESSAY(RUBRIC("1") ",\"max_length\":10001"),
	    "f:2: item i, max_length: is 10001; allowed is 1 to 10000\n");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(gaps_are_all_or_nothing),
		cmocka_unit_test(gaps_with_marks_are_marked_one_by_one),
		cmocka_unit_test(marks_of_gaps_are_for_all_and_sum),
		cmocka_unit_test(each_gap_has_one_place),
		cmocka_unit_test(
		    brackets_are_brackets_where_nothing_is_filled_in),
		cmocka_unit_test(an_order_is_all_or_nothing),
		cmocka_unit_test(a_partial_order_gives_marks_for_each_place),
		cmocka_unit_test(an_order_names_every_choice_once),
		cmocka_unit_test(a_match_is_all_or_nothing),
		cmocka_unit_test(a_partial_match_gives_marks_for_each_pair),
		cmocka_unit_test(partial_needs_one_column_a_row),
		cmocka_unit_test(mapped_pairs_give_and_take),
		cmocka_unit_test(mapped_pairs_reach_the_marks_and_no_more),
		cmocka_unit_test(a_match_key_can_be_entered),
		cmocka_unit_test(rows_differ_and_so_do_columns),
		cmocka_unit_test(a_key_on_the_diagonal_is_warned_of),
		cmocka_unit_test(an_essay_is_marked_by_hand),
		cmocka_unit_test(an_essay_wants_a_model_answer),
		cmocka_unit_test(a_rubric_sums_to_the_marks),
		cmocka_unit_test(the_words_asked_for_fit_into_the_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
