#include "test.h"

#include <locale.h>

#include "items_text.h"
#include "terminal/screen/frame.h"
#include "terminal/screen/keys.h"
#include "terminal/session/words.h"

static const char paper_text[] =
    "{\"section\":1,\"navigation\":\"free\",\"items\":[" SINGLE_TEXT
    "," MULTIPLE_TEXT "," GAPS_TEXT "," ORDER_TEXT "," MATCH_TEXT "," GRID_TEXT
    "," ESSAY_TEXT "," NUMBER_TEXT "]}";

static const char attempt_text[] =
    "{\"attempt\":1,\"candidate\":{\"number\":\"C-1\",\"name\":\"Ada\"},"
    "\"exam\":{\"title\":\"Rehearsal\",\"rules\":\"Be calm.\"},"
    "\"state\":\"in-section\",\"section\":1,\"sections\":[{\"section\":1,"
    "\"title\":\"Colours\",\"items\":8,\"first_item\":1,"
    "\"state\":\"current\"}]}";

/* A candidate before a screen. */
struct sitting {
	struct attempt *attempt;
	struct paper *paper;
	struct view view;
	struct frame frame;
	char rows[64][512]; /* what each row of the frame shows */
};

static int
set_up(void **state)
{
	struct sitting *s = alloc_zero(1, sizeof(*s));
	json_t *attempt = json_loads(attempt_text, 0, NULL);
	json_t *paper = json_loads(paper_text, 0, NULL);

	assert_int_equal(attempt_read(&s->attempt, attempt), ERR_OK);
	assert_int_equal(paper_open(&s->paper, paper), ERR_OK);
	json_decref(attempt);
	json_decref(paper);
	s->view = (struct view){ .width = 80,
		.height = 24,
		.signs = &signs_unicode,
		.reorder = true,
		.place = PLACE_SECTION,
		.attempt = s->attempt,
		.paper = s->paper,
		.sheet_title = "",
		.sheet_text = "",
		.follow = true,
		.notice = "" };
	*state = s;
	return 0;
}

static int
tear_down(void **state)
{
	struct sitting *s = *state;

	frame_fini(&s->frame);
	attempt_free(s->attempt);
	paper_close(s->paper);
	free(s);
	return 0;
}

/* Lays the frame out and writes its rows as text. */
static void
lay(struct sitting *s)
{
	size_t i;

	memset(s->rows, 0, sizeof(s->rows));
	frame_lay(&s->frame, &s->view);
	for (i = 0; i < s->frame.n; i++) {
		const struct run *r = &s->frame.runs[i];
		char *row = s->rows[r->row];
		int at = words_columns(slice_of(row));

		if (r->style == STYLE_BAR && r->column == 0)
			continue;
		for (; at < r->column; at++)
			strcat(row, " ");
		strncat(row, s->frame.text.at + r->at, r->len);
	}
}

static bool
shows(const struct sitting *s, const char *text)
{
	int i;

	for (i = 0; i < 64; i++)
		if (strstr(s->rows[i], text) != NULL)
			return true;
	return false;
}

static void
answer(struct sitting *s, size_t position, const char *json)
{
	item_set_response(
	    &s->paper->items[position], json_loads(json, 0, NULL));
}

static void
every_row_and_column_is_within_the_window(void **state)
{
	static const int sizes[][2] = { { 80, 24 }, { 120, 40 }, { 200, 60 },
		{ 79, 24 }, { 80, 23 }, { 20, 5 } };
	struct sitting *s = *state;
	size_t i, j, position;

	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		for (position = 0; position < s->paper->n_items; position++) {
			s->view.width = sizes[i][0];
			s->view.height = sizes[i][1];
			s->view.position = position;
			frame_lay(&s->frame, &s->view);
			for (j = 0; j < s->frame.n; j++) {
				const struct run *r = &s->frame.runs[j];
				struct slice text = { s->frame.text.at + r->at,
					r->len };

				assert_true(r->row < s->view.height);
				assert_true(r->column + words_columns(text) <=
					    s->view.width);
			}
		}
}

static void
the_list_tells_answered_flagged_and_unseen_without_colour(void **state)
{
	struct sitting *s = *state;

	answer(s, 1, "[[1,2]]");
	s->paper->items[2].flagged = true;
	s->paper->items[0].seen = true;
	lay(s);
	assert_non_null(strstr(s->rows[2], "▸  1 ○"));
	assert_non_null(strstr(s->rows[3], "   2 ●"));
	assert_non_null(strstr(s->rows[4], "   3 · ⚑"));
	s->view.signs = &signs_ascii;
	lay(s);
	assert_non_null(strstr(s->rows[4], "   3 . F"));
}

static void
choices_show_what_is_chosen_and_where_the_candidate_is(void **state)
{
	struct sitting *s = *state;

	answer(s, 0, "[[3]]");
	s->view.focus.line = 1;
	lay(s);
	assert_true(shows(s, "  ( ) a  red"));
	assert_true(shows(s, "▸ ( ) b  blue"));
	assert_true(shows(s, "  (•) c  green"));
	s->view.position = 1;
	answer(s, 1, "[[1,2]]");
	lay(s);
	assert_true(shows(s, "[×] a  red"));
	assert_true(shows(s, "[ ] c  green"));
}

static void
gaps_are_filled_in_the_sentence(void **state)
{
	struct sitting *s = *state;

	s->view.position = 2;
	answer(s, 2, "[[2],[]]");
	lay(s);
	assert_true(shows(s, "It is [1: blue], not [2: ____]."));
	assert_true(shows(s, "Gap 2: Type a text"));
}

static void
an_order_lists_those_with_a_place_first(void **state)
{
	struct sitting *s = *state;

	s->view.position = 3;
	answer(s, 3, "[[3,1]]");
	lay(s);
	assert_true(shows(s, " 1. c  green"));
	assert_true(shows(s, " 2. a  red"));
	assert_true(shows(s, "Without a place yet:"));
	assert_true(shows(s, "    b  blue"));
}

static void
pairs_are_cells_of_a_grid(void **state)
{
	struct sitting *s = *state;

	s->view.position = 4;
	answer(s, 4, "[[[1,1],[3,2]]]");
	lay(s);
	assert_true(shows(s, "1  sea     ●   ·"));
	assert_true(shows(s, "2  grass   ·   ·"));
	assert_true(shows(s, "3  rose    ·   ●"));
	assert_true(shows(s, "each letter can be used once"));
}

static void
an_essay_tells_its_words_and_has_the_cursor(void **state)
{
	struct sitting *s = *state;
	struct textbox t = { 0 };

	s->view.position = 6;
	textbox_set(&t, "Two words\nand more", true);
	s->view.typing = &t;
	lay(s);
	assert_true(shows(s, "▌ Two words"));
	assert_true(shows(s, "4 words (2 to 9 words are asked for), 18 of 60"));
	assert_true(s->frame.cursor_row > 0);
	assert_int_equal(s->frame.cursor_column, 11 + 2 + 8);
	textbox_fini(&t);
}

static void
nobody_is_told_saved_before_it_is(void **state)
{
	struct sitting *s = *state;

	s->view.unsaved = 2;
	s->view.saved_at.ms = 1;
	lay(s);
	assert_true(shows(s, "Saving"));
	s->view.late = true;
	lay(s);
	assert_true(shows(s, "Not yet saved: 2 answers. Keep going."));
	s->view.offline = true;
	lay(s);
	assert_true(shows(s, "No connection. Not yet saved: 2 answers, kept"));
	assert_false(shows(s, "All saved"));
	s->view.unsaved = 0;
	s->view.offline = false;
	lay(s);
	assert_true(shows(s, "All saved"));
}

static void
the_time_is_told_until_it_is_hidden(void **state)
{
	struct sitting *s = *state;

	s->view.clock_known = s->view.clock_running = true;
	s->view.left_ms = MINUTES(24);
	lay(s);
	assert_non_null(strstr(s->rows[0], "Rehearsal · Section 1: Colours"));
	assert_non_null(strstr(s->rows[0], "24 minutes left"));
	s->view.clock_hidden = true;
	lay(s);
	assert_null(strstr(s->rows[0], "24 minutes"));
}

static void
a_window_that_is_too_small_says_so_and_nothing_else(void **state)
{
	struct sitting *s = *state;

	s->view.width = 79;
	lay(s);
	assert_true(shows(s, "Please make the window larger: 80 by 24"));
	assert_false(shows(s, "One?"));
}

static void
what_has_the_focus_is_scrolled_into_view(void **state)
{
	struct sitting *s = *state;
	char text[4000] = "";
	int i;

	for (i = 0; i < 40; i++)
		strcat(text, "a line of the question\\n");
	s->paper->items[0].stem = text;
	for (i = 0; text[i] != '\0'; i++)
		if (text[i] == '\\') {
			text[i] = ' ';
			text[i + 1] = '\n';
		}
	s->view.focus.line = 2;
	lay(s);
	assert_true(shows(s, "▸ ( ) c  green"));
	assert_true(shows(s, "more above: PgUp"));
	s->view.follow = false;
	s->view.scroll = 0;
	lay(s);
	assert_true(shows(s, "Item 1"));
	assert_true(shows(s, "more below: PgDn"));
}

static void
text_from_right_to_left_stands_at_the_right_in_its_order(void **state)
{
	struct sitting *s = *state;
	size_t len;

	s->paper->items[0].stem = "שלום TCP";
	lay(s);
	assert_true(shows(s, "TCP םולש"));
	s->view.reorder = false;
	lay(s);
	assert_true(shows(s, "שלום TCP"));
	len = strlen(s->rows[4]);
	assert_true(len > 8 && strcmp(s->rows[4] + len - strlen("שלום TCP"),
				   "שלום TCP") == 0);
}

static void
a_sheet_takes_the_place_of_the_item(void **state)
{
	struct sitting *s = *state;

	s->view.sheet = SHEET_MESSAGE;
	s->view.sheet_title = "Message from the proctor";
	s->view.sheet_text = "The door \033[2Jstays open.";
	lay(s);
	assert_true(shows(s, "The door  [2Jstays open."));
	assert_true(shows(s, "Enter I have read it"));
	assert_false(shows(s, "One?"));
}

static void
the_line_of_keys_fits_the_part_and_the_window(void **state)
{
	struct sitting *s = *state;
	struct exhibits none = s->paper->items[0].exhibits;
	struct exhibit image = { .is_image = true, .image = 1 };

	lay(s);
	assert_true(shows(s, "Space choose"));
	assert_false(shows(s, "Enter write"));
	assert_false(shows(s, "I images"));
	s->view.position = 6;
	lay(s);
	assert_true(shows(s, "P previous  Enter write  F flag"));
	assert_false(shows(s, "Space choose"));
	s->view.position = 0;
	s->paper->items[0].exhibits = (struct exhibits){ &image, 1 };
	lay(s);
	assert_true(shows(s, "I images"));
	assert_true(shows(s, "Q leave  ? keys"));
	s->paper->items[0].exhibits = none;
}

static void
what_is_only_begun_has_a_sign_of_its_own(void **state)
{
	struct sitting *s = *state;

	answer(s, 3, "[[3,1]]");
	lay(s);
	assert_non_null(strstr(s->rows[5], "   4 ◐"));
	answer(s, 3, "[[3,1,2]]");
	lay(s);
	assert_non_null(strstr(s->rows[5], "   4 ●"));
}

static void
practice_offers_nobody_to_call_and_keeps_nothing(void **state)
{
	struct buf all = { 0 };

	(void)state;
	keys_put_all(&all, PLACE_SECTION, true);
	buf_put_u8(&all, '\0');
	assert_null(strstr(all.at, "call the proctor"));
	assert_non_null(strstr(all.at, "Q      leave; nothing is kept"));
	buf_fini(&all);
}

static void
small_letters_choose_at_an_item_and_are_commands_elsewhere(void **state)
{
	(void)state;
	assert_int_equal(key_at(PLACE_SECTION, 'N'), KEY_TO_NEXT);
	assert_int_equal(key_at(PLACE_SECTION, 'n'), N_KEYS);
	assert_int_equal(key_at(PLACE_RULES, 'a'), KEY_TO_ACCEPT);
	assert_int_equal(key_at(PLACE_OVERVIEW, 'B'), KEY_TO_BEGIN);
	assert_int_equal(key_at(PLACE_ENDED, 'B'), N_KEYS);
	assert_int_equal(
	    key_at(PLACE_SECTION, PRESS_PAGE_DOWN), KEY_TO_SCROLL_DOWN);
	assert_int_equal(key_at(PLACE_SECTION, '?'), KEY_TO_SHOW_KEYS);
}

static void
no_key_means_two_things_in_one_place(void **state)
{
	enum place place;
	int32_t press;

	(void)state;
	for (place = 0; place < N_PLACES; place++)
		for (press = 'A'; press <= 'Z'; press++) {
			struct buf all = { 0 };
			char name[8] = { ' ', ' ', (char)press, ' ', '\0' };
			const char *first;

			keys_put_all(&all, place, false);
			buf_put_u8(&all, '\0');
			first = strstr(all.at, name);
			assert_int_equal(
			    first != NULL, key_at(place, press) != N_KEYS);
			if (first != NULL)
				assert_null(strstr(first + 1, name));
			buf_fini(&all);
		}
}

static void
the_focus_goes_through_all_parts(void **state)
{
	struct sitting *s = *state;
	const struct item *item = &s->paper->items[2];
	struct focus f = { 0 };
	int steps = 0;

	while (focus_step(&f, item, true))
		steps++;
	assert_int_equal(steps, 3); /* two more choices, then the text */
	assert_int_equal(f.part, 1);
	while (focus_step(&f, item, false))
		steps--;
	assert_int_equal(steps, 0);
	assert_true(f.part == 0 && f.line == 0);
	assert_false(focus_turn(&f, item, true));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_row_and_column_is_within_the_window),
		CASE(the_list_tells_answered_flagged_and_unseen_without_colour),
		CASE(choices_show_what_is_chosen_and_where_the_candidate_is),
		CASE(gaps_are_filled_in_the_sentence),
		CASE(an_order_lists_those_with_a_place_first),
		CASE(pairs_are_cells_of_a_grid),
		CASE(an_essay_tells_its_words_and_has_the_cursor),
		CASE(nobody_is_told_saved_before_it_is),
		CASE(the_time_is_told_until_it_is_hidden),
		CASE(a_window_that_is_too_small_says_so_and_nothing_else),
		CASE(what_has_the_focus_is_scrolled_into_view),
		CASE(text_from_right_to_left_stands_at_the_right_in_its_order),
		CASE(a_sheet_takes_the_place_of_the_item),
		CASE(the_line_of_keys_fits_the_part_and_the_window),
		CASE(what_is_only_begun_has_a_sign_of_its_own),
		CASE(practice_offers_nobody_to_call_and_keeps_nothing),
		CASE(
		    small_letters_choose_at_an_item_and_are_commands_elsewhere),
		CASE(no_key_means_two_things_in_one_place),
		CASE(the_focus_goes_through_all_parts),
	};

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
