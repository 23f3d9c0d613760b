#include "test.h"

#include <string.h>

#include "examctl/preview.h"

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
	    "(each row at most 1 time)\n");
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

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gap_stands_where_the_stem_has_it),
		cmocka_unit_test(a_match_is_a_grid_and_its_columns),
		cmocka_unit_test(an_essay_says_its_limits),
		cmocka_unit_test(tables_are_drawn_and_images_said),
		cmocka_unit_test(a_table_that_is_too_wide_is_told_row_by_row),
		cmocka_unit_test(a_stimulus_stands_before_the_stem),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
