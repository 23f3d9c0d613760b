#include "test.h"

#include <string.h>

#include "examctl/preview.h"
#include "load/bank.h"

static void
assert_shown(const char *json, const char *expected)
{
	json_t *item = json_loads(json, 0, NULL);
	struct buf out = { 0 };

	assert_non_null(item);
	preview_item(&out, item);
	buf_put_u8(&out, '\0');
	assert_string_equal(out.at, expected);
	json_decref(item);
	buf_fini(&out);
}

#define ITEM(stem, rest)                                                       \
	"{\"item\":1,\"section\":1,\"type\":\"T\",\"stem\":\"" stem            \
	"\",\"marks\":2," rest "}"
#define AB "[{\"choice\":1,\"text\":\"An A\"},{\"choice\":2,\"text\":\"A B\"}]"

static void
a_gap_stands_where_the_stem_has_it(void **state)
{
	(void)state;
	assert_shown(
	    ITEM("It [[1]]s [[2]] x[[9]].",
		"\"interactions\":[{\"kind\":\"inline\",\"choices\":" AB
		"},{\"kind\":\"choice\",\"min\":0,\"max\":1,"
		"\"prompt\":\"Say\",\"choices\":" AB "}]"),
	    "T, 2 marks\n\n"
	    "It ___(1)___s [[2]] x[[9]].\n\n"
	    "___(1)___\n( ) a  An A\n( ) b  A B\n\n"
	    "Say\n( ) a  An A\n( ) b  A B\n");
}

static void
a_text_gap_has_the_number_of_its_place(void **state)
{
	(void)state;
	assert_shown(
	    ITEM("It is [[2]].",
		"\"interactions\":[{\"kind\":\"choice\",\"min\":0,\"max\":3,"
		"\"choices\":" AB "},{\"kind\":\"text\",\"format\":\"text\","
		"\"max_length\":9},{\"kind\":\"text\",\"format\":\"number\","
		"\"max_length\":9}]"),
	    "T, 2 marks\n\n"
	    "It is ___(2)___.\n\n"
	    "[ ] a  An A\n[ ] b  A B\n(at most 3)\n\n"
	    "text (2): ______________   (at most 9 characters)\n\n"
	    "number: ______________   (at most 9 characters)\n");
}

static void
a_match_is_a_grid_and_its_columns(void **state)
{
	(void)state;
	assert_shown(
	    ITEM("?", "\"interactions\":[{\"kind\":\"match\",\"min\":0,"
		      "\"max\":2,\"row_max\":1,\"column_max\":2,\"rows\":["
		      "{\"row\":1,\"text\":\"R\"},{\"row\":2,\"text\":\"S\"}"
		      "],\"columns\":" AB "}]"),
	    "T, 2 marks\n\n?\n\n"
	    "      a   b\n"
	    "  1 ( ) ( )  R\n"
	    "  2 ( ) ( )  S\n\n"
	    "    a  An A\n    b  A B\n"
	    "(one per row)\n");
}

static void
an_essay_says_its_limits(void **state)
{
	struct buf out = { 0 };
	json_t *item =
	    json_loads(ITEM("?", "\"interactions\":[{\"kind\":\"extended\""
				 ",\"max_length\":99,\"min_words\":null,"
				 "\"max_words\":9}]"),
		0, NULL);

	(void)state;
	preview_item(&out, item);
	buf_put_u8(&out, '\0');
	assert_non_null(
	    strstr(out.at, "\n(at most 99 characters, at most 9 words)\n"));
	json_decref(item);
	buf_fini(&out);
}

#define TABLE(head, rows)                                                      \
	"\"exhibits\":[{\"kind\":\"table\",\"caption\":\"C\",\"head\":" head   \
	",\"rows\":" rows ",\"row_heads\":false},{\"kind\":\"image\","         \
	"\"image\":1,\"alt\":\"Dot\",\"width\":3,\"height\":2}],"              \
	"\"interactions\":[]"
#define LONG "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrst"

static void
tables_are_drawn_and_images_said(void **state)
{
	(void)state;
	assert_shown(ITEM("?", TABLE("[\"\",\"B\"]",
				   "[[\"one\",\"\"],[\"2\",\"x\\ny\"]]")),
	    "T, 2 marks\n\n?\n\n"
	    "C\n"
	    "    | B\n"
	    "----+--\n"
	    "one |\n"
	    "2   | x\n"
	    "    | y\n\n"
	    "[image: Dot] (3 by 2 pixels)\n");
}

static void
a_table_that_is_too_wide_is_told_row_by_row(void **state)
{
	(void)state;
	assert_shown(
	    ITEM("?", TABLE("[\"A\",\"B\"]", "[[\"" LONG "\",\"" LONG "\"]]")),
	    "T, 2 marks\n\n?\n\n"
	    "C\n"
	    "row 1\n"
	    "  A: " LONG "\n"
	    "  B: " LONG "\n\n"
	    "[image: Dot] (3 by 2 pixels)\n");
}

static void
a_stimulus_stands_before_the_stem(void **state)
{
	(void)state;
	assert_shown(ITEM("?", "\"stimulus\":{\"title\":\"S\",\"text\":"
			       "\"Look.\"},\"interactions\":[]"),
	    "T, 2 marks\n\n  S\n\n  Look.\n\n?\n");
}

static void
a_key_is_told_in_the_letters_that_are_shown(void **state)
{
	static const char text[] =
	    "{\"format\":\"exam-bank-1\",\"id\":\"b\",\"version\":\"1\","
	    "\"title\":\"B\",\"language\":\"en\",\"topics\":{\"t\":\"T\"},"
	    "\"items\":[{\"id\":\"i\",\"type\":\"match\",\"topic\":\"t\","
	    "\"difficulty\":\"hard\",\"stem\":\"?\",\"rationale\":\"R\","
	    "\"pretest\":true,\"tags\":[\"x\",\"y\"],"
	    "\"rows\":[{\"id\":\"q\",\"text\":\"Q\"},{\"id\":\"r\","
	    "\"text\":\"R\"}],\"columns\":[{\"id\":\"y\",\"text\":\"Y\"},"
	    "{\"id\":\"z\",\"text\":\"Z\"}],\"correct\":{\"q\":\"z\","
	    "\"r\":\"y\"},\"partial\":true},{\"id\":\"n\",\"type\":\"number\","
	    "\"topic\":\"t\",\"difficulty\":\"easy\",\"stem\":\"?\","
	    "\"correct\":2.5,\"tolerance\":{\"relative\":2}}]}";
	struct diag diag = { .path = "f" }, warnings = { .path = "f" };
	struct bank *bank = NULL;
	struct buf out = { 0 };

	(void)state;
	(void)!load_bank(&bank, slice_of(text), &diag, &warnings);
	assert_int_equal(diag.count, 0);
	preview_key(&out, bank_item(bank, 0));
	preview_key(&out, bank_item(bank, 1));
	buf_put_u8(&out, '\0');
	assert_string_equal(out.at,
	    "\nkey: 1 b, 2 a; marks: 1 b = 0.5, 2 a = 0.5\n"
	    "rationale: R\ntopic: t\ndifficulty: hard\ntags: x, y\n"
	    "on trial: its marks do not count\n"
	    "\nkey: 2.5, 2 % either way\n"
	    "topic: t\ndifficulty: easy\n");
	bank_free(bank);
	diag_fini(&warnings);
	buf_fini(&out);
}

#define KEYED(type, rest)                                                      \
	"{\"id\":\"" type "\",\"type\":\"" type "\",\"topic\":\"t\","          \
	"\"difficulty\":\"easy\",\"stem\":\"?\",\"title\":\"What\"," rest "}"

static void
a_key_says_whether_case_matters_and_what_gives_a_part(void **state)
{
	static const char text[] =
	    "{\"format\":\"exam-bank-1\",\"id\":\"b\",\"version\":\"1\","
	    "\"title\":\"B\",\"language\":\"en\",\"topics\":{\"t\":\"T\"},"
	    "\"items\":[" KEYED("text", "\"accept\":[{\"text\":\"MX\"}],"
					"\"case\":\"match\"") "," KEYED("order",
		"\"choices\":[{\"id\":\"x\",\"text\":\"X\"},"
		"{\"id\":\"y\",\"text\":\"Y\"}],"
		"\"correct\":[\"y\",\"x\"],\"partial\":true") "]}";
	struct diag diag = { .path = "f" }, warnings = { .path = "f" };
	struct bank *bank = NULL;
	struct buf out = { 0 };

	(void)state;
	(void)!load_bank(&bank, slice_of(text), &diag, &warnings);
	assert_int_equal(diag.count, 0);
	preview_key(&out, bank_item(bank, 0));
	preview_key(&out, bank_item(bank, 1));
	buf_put_u8(&out, '\0');
	assert_string_equal(out.at,
	    "\ntitle: What\nkey: \"MX\"; marks: \"MX\" = 1\n"
	    "case: must match\n"
	    "topic: t\ndifficulty: easy\n"
	    "\ntitle: What\nkey: b, a\n"
	    "marks: partial, for each choice at its right place\n"
	    "topic: t\ndifficulty: easy\n");
	bank_free(bank);
	diag_fini(&warnings);
	buf_fini(&out);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gap_stands_where_the_stem_has_it),
		cmocka_unit_test(a_text_gap_has_the_number_of_its_place),
		cmocka_unit_test(a_match_is_a_grid_and_its_columns),
		cmocka_unit_test(an_essay_says_its_limits),
		cmocka_unit_test(tables_are_drawn_and_images_said),
		cmocka_unit_test(a_table_that_is_too_wide_is_told_row_by_row),
		cmocka_unit_test(a_stimulus_stands_before_the_stem),
		cmocka_unit_test(a_key_is_told_in_the_letters_that_are_shown),
		cmocka_unit_test(
		    a_key_says_whether_case_matters_and_what_gives_a_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
