#include "test.h"

#include "core/text.h"

static void
characters_are_read_as_utf8(void **state)
{
	struct slice text = SLICE("aé€\U0001F600");
	uint32_t c;

	(void)state;
	assert_true(text_next(&c, &text));
	assert_int_equal(c, 'a');
	assert_true(text_next(&c, &text));
	assert_int_equal(c, 0xe9);
	assert_true(text_next(&c, &text));
	assert_int_equal(c, 0x20ac);
	assert_true(text_next(&c, &text));
	assert_int_equal(c, 0x1f600);
	assert_false(text_next(&c, &text));
	assert_int_equal(text.len, 0);
}

static void
bytes_that_are_not_utf8_are_refused(void **state)
{
	static const char *const wrong[] = {
		"\x80", "\xc0\xaf", "\xc1\xbf", "\xc3", "\xe0\x80\xaf",
		"\xe2\x82", "\xed\xa0\x80", "\xf0\x80\x80\xaf",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3(",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(text_length(slice_of(wrong[i])), SIZE_MAX);
}

static void
length_counts_characters_and_refuses_controls(void **state)
{
	(void)state;
	assert_int_equal(text_length(SLICE("")), 0);
	assert_int_equal(text_length(SLICE("Ångström\n\t")), 10);
	assert_int_equal(text_length(SLICE("a\0b")), SIZE_MAX);
	assert_int_equal(text_length(SLICE("\x1b[0m")), SIZE_MAX);
	assert_int_equal(text_length(SLICE("\x7f")), SIZE_MAX);
	assert_int_equal(text_length(SLICE("\xc2\x85")), SIZE_MAX);
}

static void
blanks_are_squeezed(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_true(slice_is(text_squeeze(&arena, SLICE(" \t a \n\n b ")),
	    "a b"));
	assert_true(slice_is(text_squeeze(&arena, SLICE("a\u00a0b\u202f")),
	    "a b"));
	assert_true(slice_is(text_squeeze(&arena, SLICE("ä")), "ä"));
	assert_int_equal(text_squeeze(&arena, SLICE("  ")).len, 0);
	assert_int_equal(text_squeeze(&arena, SLICE("")).len, 0);
	assert_true(slice_is(text_squeeze(&arena, SLICE("a\xff b")), "a"));
	assert_true(text_is_blank(SLICE("")));
	assert_true(text_is_blank(SLICE(" \n\u00a0")));
	assert_false(text_is_blank(SLICE(" . ")));
	assert_false(text_is_blank(SLICE("\xff")));
	arena_fini(&arena);
}

static void
letters_fold_without_a_locale(void **state)
{
	(void)state;
	assert_int_equal(text_fold('A'), 'a');
	assert_int_equal(text_fold('Z'), 'z');
	assert_int_equal(text_fold('['), '[');
	assert_int_equal(text_fold('@'), '@');
	assert_int_equal(text_fold(0xc9), 0xe9);     /* É */
	assert_int_equal(text_fold(0xd7), 0xd7);     /* multiplication sign */
	assert_int_equal(text_fold(0xdf), 0xdf);     /* ß folds to two */
	assert_int_equal(text_fold(0x130), 0x130);   /* İ folds to two */
	assert_int_equal(text_fold(0x141), 0x142);   /* Ł */
	assert_int_equal(text_fold(0x178), 0xff);    /* Ÿ */
	assert_int_equal(text_fold(0x3a3), 0x3c3);   /* Σ */
	assert_int_equal(text_fold(0x3c2), 0x3c3);   /* ς */
	assert_int_equal(text_fold(0x419), 0x439);   /* Й */
	assert_int_equal(text_fold(0x401), 0x451);   /* Ё */
	assert_int_equal(text_fold(0x20ac), 0x20ac); /* € */
}

/* Folding twice changes nothing more. */
static void
folding_is_idempotent(void **state)
{
	uint32_t c;

	(void)state;
	for (c = 0; c < 0x600; c++)
		assert_int_equal(text_fold(text_fold(c)), text_fold(c));
}

static void
texts_are_equal_up_to_case_only_if_asked(void **state)
{
	(void)state;
	assert_true(text_equal(SLICE("ÉCOLE"), SLICE("école"), false));
	assert_false(text_equal(SLICE("ÉCOLE"), SLICE("école"), true));
	assert_true(text_equal(SLICE("école"), SLICE("école"), true));
	assert_false(text_equal(SLICE("école"), SLICE("ecole"), false));
	assert_false(text_equal(SLICE("ab"), SLICE("a"), false));
	assert_false(text_equal(SLICE("a"), SLICE("ab"), false));
	assert_true(text_equal(SLICE(""), SLICE(""), false));
	assert_true(text_equal(SLICE("ΟΔΟΣ"), SLICE("οδος"), false));
}

static void
a_part_is_found_anywhere(void **state)
{
	(void)state;
	assert_true(text_within(SLICE("MOSK"), SLICE("in Moskau"), false));
	assert_false(text_within(SLICE("MOSK"), SLICE("in Moskau"), true));
	assert_true(text_within(SLICE("kau"), SLICE("in Moskau"), true));
	assert_false(text_within(SLICE("Moskau!"), SLICE("in Moskau"), false));
	assert_false(text_within(SLICE("aa"), SLICE("a"), true));
	assert_true(text_within(SLICE(""), SLICE("a"), false));
	assert_false(text_within(SLICE("a"), SLICE(""), true));
}

static void
words_stand_between_white_space(void **state)
{
	(void)state;
	assert_int_equal(text_words(SLICE("")), 0);
	assert_int_equal(text_words(SLICE(" \n\t ")), 0);
	assert_int_equal(text_words(SLICE("one")), 1);
	assert_int_equal(text_words(SLICE("  one-half, two.\n\nthree ")), 3);
	assert_int_equal(text_words(SLICE("a\u00a0b\u3000c\u2028d")), 4);
	assert_int_equal(text_words(SLICE("a\u200bb")), 1);
}

static void
identifiers_are_short_and_plain(void **state)
{
	static const char long_one[] =
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

	(void)state;
	assert_true(ident_is_valid(SLICE("Networks.dns-1_a")));
	assert_false(ident_is_valid(SLICE("")));
	assert_false(ident_is_valid(SLICE("a b")));
	assert_false(ident_is_valid(SLICE("é")));
	assert_false(ident_is_valid(slice_of(long_one)));
	assert_true(ident_is_valid(slice_of(long_one + 1)));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters_are_read_as_utf8),
		cmocka_unit_test(bytes_that_are_not_utf8_are_refused),
		cmocka_unit_test(length_counts_characters_and_refuses_controls),
		cmocka_unit_test(blanks_are_squeezed),
		cmocka_unit_test(letters_fold_without_a_locale),
		cmocka_unit_test(folding_is_idempotent),
		cmocka_unit_test(texts_are_equal_up_to_case_only_if_asked),
		cmocka_unit_test(a_part_is_found_anywhere),
		cmocka_unit_test(words_stand_between_white_space),
		cmocka_unit_test(identifiers_are_short_and_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
