#include "test.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "terminal/session/words.h"

static void
assert_wrapped(const char *text, int width, int hang, const char *lines)
{
	struct buf b = { 0 };

	words_wrap(&b, slice_of(text), width, hang);
	buf_put_u8(&b, '\0');
	assert_string_equal(b.at, lines);
	buf_fini(&b);
}

static void
lines_break_between_words(void **state)
{
	(void)state;
	assert_wrapped("one two three", 8, 0, "one two\nthree\n");
	assert_wrapped("one two", 7, 0, "one two\n");
	assert_wrapped("", 7, 0, "\n");
}

static void
a_word_wider_than_the_line_is_cut(void **state)
{
	(void)state;
	assert_wrapped("abcdefghij xy", 4, 0, "abcd\nefgh\nij\nxy\n");
}

static void
later_lines_hang_under_the_first(void **state)
{
	(void)state;
	assert_wrapped("  a) red and blue\nnew", 12, 5,
	    "  a) red and\n     blue\nnew\n");
}

static void
width_is_counted_in_columns_not_bytes(void **state)
{
	(void)state;
	assert_wrapped("ééé ééé", 7, 0, "ééé ééé\n");
	assert_wrapped("日本 語", 6, 0, "日本\n語\n");
}

static void
nothing_in_a_text_can_steer_the_terminal(void **state)
{
	(void)state;
	assert_wrapped("a\033[2Jb\rc\x9b", 40, 0, "a [2Jb c?\n");
}

static void
assert_duration(int64_t ms, const char *words)
{
	struct buf b = { 0 };

	words_put_duration(&b, ms);
	buf_put_u8(&b, '\0');
	assert_string_equal(b.at, words);
	buf_fini(&b);
}

static void
an_allowance_of_37_and_a_half_minutes_is_told_with_its_seconds(void **state)
{
	struct buf b = { 0 };

	(void)state;
	words_put_allowance(&b, MINUTES(37) + SECONDS(30));
	assert_true(slice_is(buf_slice(&b), "37 minutes 30 seconds"));
	buf_clear(&b);
	words_put_allowance(&b, HOURS(1) + SECONDS(30));
	assert_true(slice_is(buf_slice(&b), "1 hour 30 seconds"));
	buf_clear(&b);
	words_put_allowance(&b, MINUTES(30));
	assert_true(slice_is(buf_slice(&b), "30 minutes"));
	buf_fini(&b);
}

static void
durations_are_told_as_people_say_them(void **state)
{
	(void)state;
	assert_duration(HOURS(1) + MINUTES(5) + 999, "1 hour 5 minutes");
	assert_duration(MINUTES(30) - 20, "30 minutes");
	assert_duration(HOURS(2), "2 hours");
	assert_duration(MINUTES(24) + SECONDS(59), "24 minutes");
	assert_duration(MINUTES(2) + SECONDS(30), "2 minutes 30 seconds");
	assert_duration(SECONDS(1), "1 second");
	assert_duration(0, "0 seconds");
	assert_duration(-5, "0 seconds");
}

/* Property: whatever the text and the width, no line is wider. */
static void
no_line_is_wider_than_asked(void **state)
{
	unsigned seed = 20261122, i, j;

	(void)state;
	for (i = 0; i < 2000; i++) {
		static const char *const bits[] = { "a", "bc", " ", "  ", "é",
			"日", "\n", "longerword", "\t", "\xff" };
		int width = 8 + (int)(seed % 30), hang = (int)(seed % 7);
		struct buf text = { 0 }, out = { 0 };
		char *line, *rest;

		for (j = 0; j < 60; j++) {
			seed = seed * 1103515245 + 12345;
			buf_put_text(&text, bits[(seed >> 16) % 10]);
		}
		words_wrap(&out, buf_slice(&text), width, hang);
		buf_put_u8(&out, '\0');
		for (rest = out.at; (line = strsep(&rest, "\n")) != NULL;) {
			wchar_t wide[256];
			size_t n = mbstowcs(wide, line, 256);

			assert_true(n < 256);
			assert_true(wcswidth(wide, n) <= width);
		}
		buf_fini(&text);
		buf_fini(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_break_between_words),
		cmocka_unit_test(a_word_wider_than_the_line_is_cut),
		cmocka_unit_test(later_lines_hang_under_the_first),
		cmocka_unit_test(width_is_counted_in_columns_not_bytes),
		cmocka_unit_test(nothing_in_a_text_can_steer_the_terminal),
		cmocka_unit_test(durations_are_told_as_people_say_them),
		cmocka_unit_test(an_allowance_of_37_and_a_half_minutes_is_told_with_its_seconds),
		cmocka_unit_test(no_line_is_wider_than_asked),
	};

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
