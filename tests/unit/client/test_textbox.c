#include "test.h"

#include <locale.h>
#include <stdlib.h>

#include "terminal/screen/bidi.h"
#include "terminal/screen/textbox.h"

static void
assert_text(const struct textbox *t, const char *text, size_t cursor)
{
	assert_true(slice_is(buf_slice(&t->text), text));
	assert_int_equal(t->cursor, cursor);
}

static void
assert_line(const struct textbox *t, int width, size_t i, const char *text)
{
	size_t n, cursor;
	struct textbox_line *lines = textbox_lines(&n, &cursor, t, width);
	struct slice line;

	assert_true(i < n);
	line = (struct slice){ t->text.at + lines[i].at, lines[i].len };
	assert_true(slice_is(line, text));
	free(lines);
}

static void
characters_go_in_and_out_at_the_cursor(void **state)
{
	struct textbox t = { 0 };

	(void)state;
	textbox_set(&t, "Fue", false);
	textbox_move(&t, MOVE_LEFT, 40);
	textbox_move(&t, MOVE_LEFT, 40);
	assert_true(textbox_delete(&t, false));
	assert_true(textbox_insert(&t, L'ü'));
	assert_text(&t, "Füe", 3);
	assert_true(textbox_delete(&t, true));
	assert_text(&t, "Fe", 1);
	textbox_move(&t, MOVE_HOME, 40);
	assert_false(textbox_delete(&t, true));
	textbox_fini(&t);
}

static void
only_a_text_of_paragraphs_takes_a_line_break(void **state)
{
	struct textbox t = { 0 };

	(void)state;
	textbox_set(&t, "a", false);
	assert_false(textbox_insert(&t, L'\n'));
	assert_false(textbox_insert(&t, 27));
	textbox_set(&t, "a", true);
	assert_true(textbox_insert(&t, L'\n'));
	assert_line(&t, 40, 1, "");
	textbox_fini(&t);
}

static void
lines_break_between_words_or_where_a_word_is_too_wide(void **state)
{
	struct textbox t = { 0 };

	(void)state;
	textbox_set(&t, "one two three", true);
	assert_line(&t, 8, 0, "one two ");
	assert_line(&t, 8, 1, "three");
	textbox_set(&t, "abcdefghij", true);
	assert_line(&t, 4, 1, "efgh");
	textbox_set(&t, "日本語", true);
	assert_line(&t, 4, 0, "日本");
	textbox_fini(&t);
}

static void
up_and_down_keep_the_column(void **state)
{
	struct textbox t = { 0 };

	(void)state;
	textbox_set(&t, "first\nse\nthird", true);
	textbox_move(&t, MOVE_UP, 40);
	assert_int_equal(t.cursor, 8);
	textbox_move(&t, MOVE_UP, 40);
	assert_int_equal(t.cursor, 2);
	textbox_move(&t, MOVE_END, 40);
	assert_int_equal(t.cursor, 5);
	textbox_move(&t, MOVE_DOWN, 40);
	assert_int_equal(t.cursor, 8);
	textbox_fini(&t);
}

static void
a_letter_and_the_mark_above_it_are_one_step(void **state)
{
	struct textbox t = { 0 };

	(void)state;
	textbox_set(&t, "ae\xCC\x81", false);
	textbox_move(&t, MOVE_LEFT, 40);
	assert_int_equal(t.cursor, 1);
	textbox_move(&t, MOVE_RIGHT, 40);
	assert_int_equal(t.cursor, 4);
	textbox_fini(&t);
}

/* Property: the lines are the whole text, whatever is done to it. */
static void
lines_hold_the_whole_text_and_the_cursor(void **state)
{
	struct textbox t = { 0 };
	unsigned seed = 20261122, i, j;

	(void)state;
	textbox_set(&t, "", true);
	for (i = 0; i < 4000; i++) {
		static const wchar_t some[] = L"ab é日 \n";
		size_t n, cursor, all = 0;
		struct textbox_line *lines;

		seed = seed * 1103515245 + 12345;
		if ((seed >> 16) % 3 > 0)
			textbox_insert(&t, some[(seed >> 20) % 7]);
		else if ((seed >> 20) % 4 == 0)
			textbox_delete(&t, (seed >> 24) % 2 == 0);
		else
			textbox_move(
			    &t, (enum textbox_move)((seed >> 20) % 6), 12);
		lines = textbox_lines(&n, &cursor, &t, 12);
		for (j = 0; j < n; j++)
			all += lines[j].len + (j > 0 && lines[j].begins);
		assert_int_equal(all, t.text.len);
		assert_true(t.cursor >= lines[cursor].at &&
			    t.cursor <= lines[cursor].at + lines[cursor].len);
		free(lines);
	}
	textbox_fini(&t);
}

static void
hebrew_is_written_from_the_right_and_latin_stays(void **state)
{
	struct buf b = { 0 };

	(void)state;
	assert_true(bidi_is_rtl(SLICE("שלום TCP")));
	assert_true(bidi_is_rtl(SLICE("1. שלום")));
	assert_false(bidi_is_rtl(SLICE("TCP שלום")));
	assert_false(bidi_is_rtl(SLICE("")));
	bidi_put(&b, SLICE("שלום (TCP)"), true);
	assert_true(slice_is(buf_slice(&b), "(TCP) םולש"));
	buf_clear(&b);
	bidi_put(&b, SLICE("plain, 12:30"), false);
	assert_true(slice_is(buf_slice(&b), "plain, 12:30"));
	buf_fini(&b);
}

static void
the_cursor_stands_where_the_next_letter_goes(void **state)
{
	(void)state;
	assert_int_equal(bidi_column(SLICE("abc"), false, 3), 3);
	assert_int_equal(bidi_column(SLICE("abc"), false, 1), 1);
	assert_int_equal(bidi_column(SLICE("שלום"), true, 4), 0);
	assert_int_equal(bidi_column(SLICE("שלום"), true, 0), 3);
	assert_int_equal(bidi_column(SLICE(""), false, 0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters_go_in_and_out_at_the_cursor),
		cmocka_unit_test(only_a_text_of_paragraphs_takes_a_line_break),
		cmocka_unit_test(
		    lines_break_between_words_or_where_a_word_is_too_wide),
		cmocka_unit_test(up_and_down_keep_the_column),
		cmocka_unit_test(a_letter_and_the_mark_above_it_are_one_step),
		cmocka_unit_test(lines_hold_the_whole_text_and_the_cursor),
		cmocka_unit_test(
		    hebrew_is_written_from_the_right_and_latin_stays),
		cmocka_unit_test(the_cursor_stands_where_the_next_letter_goes),
	};

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
