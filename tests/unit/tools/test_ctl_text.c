#include "test.h"

#include <locale.h>
#include <string.h>

#include "examctl/table.h"
#include "examctl/text.h"

static struct buf out;

/* What was put since the last time, as a string. */
static const char *
said(void)
{
	buf_put_u8(&out, '\0');
	out.len = 0;
	return out.at;
}

static void
width_counts_columns_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(text_width("Ada"), 3);
	assert_int_equal(text_width("Zoë"), 3);
	assert_int_equal(text_width("日本"), 4);
	assert_int_equal(text_width("e\u0301"), 1);
}

static void
nothing_shown_can_move_the_cursor(void **state)
{
	(void)state;
	text_put(&out, "A\033[2Jb\r\n\a");
	assert_string_equal(said(), "A?[2Jb? ?");
	text_put(&out, "no \u202egnp.exe");
	assert_string_equal(said(), "no ?gnp.exe");
	text_put(&out, "\xff\xfe");
	assert_string_equal(said(), "??");
}

static void
a_cell_is_filled_or_cut(void **state)
{
	(void)state;
	text_pad(&out, "Zoë", 5, false);
	assert_string_equal(said(), "Zoë  ");
	text_pad(&out, "7", 3, true);
	assert_string_equal(said(), "  7");
	text_pad(&out, "Bartholomew", 5, false);
	assert_string_equal(said(), "Bart…");
	text_pad(&out, "日本語", 4, false);
	assert_string_equal(said(), "日… ");
}

static void
lines_break_at_blanks(void **state)
{
	(void)state;
	text_wrap(&out, "one two three", 0, 8);
	assert_string_equal(said(), "one two\nthree\n");
	text_wrap(&out, "one two", 0, 7);
	assert_string_equal(said(), "one two\n");
	text_wrap(&out, "one two", 0, 6);
	assert_string_equal(said(), "one\ntwo\n");
	text_wrap(&out, "one two three", 2, 9);
	assert_string_equal(said(), "one two\n  three\n");
	text_wrap(&out, "unbreakable x", 0, 5);
	assert_string_equal(said(), "unbreakable\nx\n");
}

static void
paragraphs_are_kept(void **state)
{
	(void)state;
	text_wrap(&out, "one\n\ntwo", 2, 40);
	assert_string_equal(said(), "one\n\n  two\n");
}

static void
a_path_segment_is_encoded(void **state)
{
	(void)state;
	text_encode(&out, "a-Z_.~0 /é");
	assert_string_equal(said(), "a-Z_.~0%20%2F%C3%A9");
}

static const struct column columns[] = { { "N", COLUMN_RIGHT },
	{ "NAME", COLUMN_WIDE }, { "STATE", COLUMN_LEFT } };

static struct table *
a_table(void)
{
	struct table *t = table_new(columns, 3);

	table_cellf(t, "%d", 1);
	table_cell(t, "Zoë");
	table_cell(t, "paused");
	table_cell(t, "12");
	table_cell(t, "Bartholomew of the long name");
	table_cell(t, "");
	return t;
}

static void
columns_are_aligned(void **state)
{
	struct table *t = a_table();

	(void)state;
	assert_int_equal(table_n_rows(t), 2);
	table_put(&out, t, 0, false);
	assert_string_equal(said(),
	    " N  NAME                          STATE\n"
	    " 1  Zoë                           paused\n"
	    "12  Bartholomew of the long name\n");
	table_free(t);
}

static void
the_wide_column_gives_way(void **state)
{
	struct table *t = a_table();

	(void)state;
	table_put(&out, t, 30, false);
	assert_string_equal(said(), " N  NAME                STATE\n"
				    " 1  Zoë                 paused\n"
				    "12  Bartholomew of th…\n");
	table_free(t);
}

static void
what_wraps_goes_on_below_and_loses_nothing(void **state)
{
	static const struct column wrapping[] = { { "N", COLUMN_RIGHT },
		{ "WHAT", COLUMN_WRAP } };
	struct table *t = table_new(wrapping, 2);

	(void)state;
	table_cell(t, "1");
	table_cell(t, "a fire alarm in the next room");
	table_cell(t, "2");
	table_cell(t, "");
	table_put(&out, t, 17, false);
	assert_string_equal(said(),
	    "N  WHAT\n"
	    "1  a fire alarm\n"
	    "   in the next\n"
	    "   room\n"
	    "2\n");
	table_put(&out, t, 0, false);
	assert_string_equal(said(),
	    "N  WHAT\n"
	    "1  a fire alarm in the next room\n"
	    "2\n");
	table_free(t);
}

static int
use_utf8(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C.UTF-8") != NULL ? 0 : -1;
}

static int
end(void **state)
{
	(void)state;
	buf_fini(&out);
	return 0;
}

/* First the remark goes below, then the name is cut, then SAVED is left out. */
static void
a_remark_is_whole_however_narrow_the_terminal(void **state)
{
	static const struct column remarked[] = { { "N", COLUMN_RIGHT },
		{ "NAME", COLUMN_WIDE }, { "SAVED", COLUMN_SPARE },
		{ "REMARKS", COLUMN_BELOW } };
	struct table *t = table_new(remarked, 4);

	(void)state;
	table_cell(t, "1");
	table_cell(t, "Bartholomew");
	table_cell(t, "09:00");
	table_cell(t, "asks: my screen is dark");
	table_cell(t, "2");
	table_cell(t, "Zoë");
	table_cell(t, "09:01");
	table_cell(t, "");
	table_put(&out, t, 50, false);
	assert_string_equal(said(),
	    "N  NAME         SAVED  REMARKS\n"
	    "1  Bartholomew  09:00  asks: my screen is dark\n"
	    "2  Zoë          09:01\n");
	table_put(&out, t, 20, false);
	assert_string_equal(said(), "N  NAME        SAVED\n"
				    "1  Bartholom…  09:00\n"
				    "        asks: my\n"
				    "        screen is\n"
				    "        dark\n"
				    "2  Zoë         09:01\n");
	table_put(&out, t, 17, false);
	assert_string_equal(said(), "N  NAME\n"
				    "1  Barthol…\n"
				    "        asks: my\n"
				    "        screen is\n"
				    "        dark\n"
				    "2  Zoë\n");
	table_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(width_counts_columns_not_bytes),
		cmocka_unit_test(nothing_shown_can_move_the_cursor),
		cmocka_unit_test(a_cell_is_filled_or_cut),
		cmocka_unit_test(lines_break_at_blanks),
		cmocka_unit_test(paragraphs_are_kept),
		cmocka_unit_test(a_path_segment_is_encoded),
		cmocka_unit_test(columns_are_aligned),
		cmocka_unit_test(the_wide_column_gives_way),
		cmocka_unit_test(a_remark_is_whole_however_narrow_the_terminal),
		cmocka_unit_test(what_wraps_goes_on_below_and_loses_nothing),
	};

	return cmocka_run_group_tests(tests, use_utf8, end);
}
