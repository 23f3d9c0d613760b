#include "test.h"

#include <locale.h>

#include "items_text.h"
#include "terminal/session/words.h"
#include "terminal/show/show.h"

static const char table_text[] =
    "{\"item\":1,\"section\":1,\"stem\":\"?\",\"interactions\":[{\"kind\":"
    "\"text\"}],\"exhibits\":[{\"kind\":\"table\",\"caption\":\"Ports\","
    "\"head\":[\"Name\",\"What it is for\"],\"rows\":[[\"ssh\","
    "\"a shell on another machine\"],[\"日本\",\"two wide characters\"]],"
    "\"row_heads\":true},{\"kind\":\"image\",\"image\":1,\"alt\":\"A cat\","
    "\"long\":\"It sleeps.\",\"width\":40,\"height\":30}]}";

struct shown {
	json_t *source;
	struct item item;
	struct buf text;
};

static void
begin(struct shown *s, const char *text, const char *response)
{
	*s = (struct shown){ .source = json_loads(text, 0, NULL) };
	assert_int_equal(item_read(&s->item, s->source), ERR_OK);
	if (response != NULL)
		item_set_response(&s->item, json_loads(response, 0, NULL));
}

static void
end(struct shown *s)
{
	item_fini(&s->item);
	json_decref(s->source);
	buf_fini(&s->text);
}

static void
assert_response(const char *item, const char *response, const char *words)
{
	struct shown s;

	begin(&s, item, response);
	show_response(&s.text, &s.item);
	buf_put_u8(&s.text, '\0');
	assert_string_equal(s.text.at, words);
	end(&s);
}

static void
answers_are_told_back_in_words(void **state)
{
	(void)state;
	assert_response(SINGLE_TEXT, NULL, "nothing entered");
	assert_response(MULTIPLE_TEXT, "[[1,3]]", "a, c");
	assert_response(
	    GAPS_TEXT, "[[2],[\"pink\"]]", "gap 1: b; gap 2: \"pink\"");
	assert_response(ORDER_TEXT, "[[3,1,2]]", "c, a, b");
	assert_response(
	    ORDER_TEXT, "[[3,1]]", "c, a (1 still without a place)");
	assert_response(MULTIPLE_TEXT, "[[2]]", "b (1 more to choose)");
	assert_response(MATCH_TEXT, "[[[1,2],[3,1]]]", "1 b, 3 a");
	assert_response(GRID_TEXT, "[[[1,1],[1,2]]]", "1 a b");
	assert_response(
	    ESSAY_TEXT, "[[\"one two\\nthree\"]]", "a text of 3 words");
}

static void
assert_examples(const char *item, const char *lines)
{
	struct shown s;
	size_t i;

	begin(&s, item, NULL);
	for (i = 0; i < s.item.n_interactions; i++) {
		show_example(&s.text, &s.item, i);
		buf_put_u8(&s.text, '\n');
	}
	buf_put_u8(&s.text, '\0');
	assert_string_equal(s.text.at, lines);
	end(&s);
}

static void
an_example_answers_the_part_it_stands_at(void **state)
{
	(void)state;
	assert_examples(SINGLE_TEXT, "b\n");
	assert_examples(MULTIPLE_TEXT, "a b\n");
	assert_examples(ORDER_TEXT, "c a b\n");
	assert_examples(MATCH_TEXT, "1 b, 2 a\n");
	assert_examples(ESSAY_TEXT, "type\n");
	assert_examples(NUMBER_TEXT, "12.5\n");
	assert_examples(PARTS_TEXT,
	    "1 b\n2 a b\n3 your text\n4 c a b\n5 1 b, 2 a\ntype 6\n");
}

static void
parts_stand_apart_and_each_tells_its_command(void **state)
{
	struct shown s;

	(void)state;
	begin(&s, PARTS_TEXT, NULL);
	show_item(&s.text, &s.item, NULL, 80);
	buf_put_u8(&s.text, '\0');
	assert_non_null(strstr(s.text.at, "for example: 4 c a b.\n\nPart 5\n"));
	assert_non_null(
	    strstr(s.text.at, "for example: 5 1 b, 2 a.\n\nPart 6"));
	assert_non_null(
	    strstr(s.text.at, "To begin or go on, type: type 6.\n"));
	end(&s);
}

static void
what_is_only_begun_is_reviewed_as_that(void **state)
{
	json_t *json = json_loads("{\"section\":1,\"items\":[" ORDER_TEXT
				  "," GAPS_TEXT "," SINGLE_TEXT "]}",
	    0, NULL);
	struct buf text = { 0 };
	struct paper *p;

	(void)state;
	assert_int_equal(paper_open(&p, json), ERR_OK);
	item_set_response(&p->items[0], json_loads("[[3,1]]", 0, NULL));
	item_set_response(&p->items[1], json_loads("[[1],[]]", 0, NULL));
	item_set_response(&p->items[2], json_loads("[[1]]", 0, NULL));
	show_review(&text, p, 0);
	show_list(&text, p);
	buf_put_u8(&text, '\0');
	assert_string_equal(text.at, "Begun, not whole: 4, 3.\nItem 4: begun\n"
				     "Item 3: begun\nItem 1: answered\n");
	buf_fini(&text);
	paper_close(p);
	json_decref(json);
}

static void
a_table_is_drawn_to_the_width_or_told_cell_by_cell(void **state)
{
	static const int widths[] = { 80, 30, 14 };
	struct shown s;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		const char *line, *end_of;

		begin(&s, table_text, NULL);
		show_exhibits(&s.text, &s.item.exhibits, widths[i]);
		buf_put_u8(&s.text, '\0');
		for (line = s.text.at; i < 2 && strstr(line, " | ") != NULL;
		     line = end_of + 1) {
			end_of = strchr(line, '\n');
			assert_true(
			    words_columns((struct slice){
				line, (size_t)(end_of - line) }) <= widths[i]);
		}
		if (i == 0)
			assert_non_null(strstr(s.text.at,
			    "Name | What it is for\n"
			    "-----+---------------------------\n"
			    "ssh  | a shell on another machine\n"
			    "日本 | two wide characters\n"));
		end(&s);
	}
	begin(&s, table_text, NULL);
	show_exhibits(&s.text, &s.item.exhibits, 8);
	buf_put_u8(&s.text, '\0');
	assert_non_null(strstr(s.text.at, "Row 1\n  Name: ssh\n"));
	end(&s);
}

static void
an_image_is_told_by_its_alternative_and_described_on_request(void **state)
{
	struct shown s;

	(void)state;
	begin(&s, table_text, NULL);
	assert_int_equal(item_n_images(&s.item), 1);
	assert_null(item_image(&s.item, 2));
	show_exhibits(&s.text, &s.item.exhibits, 80);
	show_description(&s.text, item_image(&s.item, 1));
	buf_put_u8(&s.text, '\0');
	assert_non_null(strstr(s.text.at, "[image 1: A cat]"));
	assert_non_null(strstr(s.text.at, "It sleeps."));
	end(&s);
}

static void
an_item_of_an_unknown_kind_is_refused(void **state)
{
	json_t *json = json_loads("{\"item\":1,\"interactions\":[{\"kind\":"
				  "\"riddle\"}]}",
	    0, NULL);
	struct item item;

	(void)state;
	assert_int_equal(item_read(&item, json), ERR_SYNTAX);
	item_fini(&item);
	json_decref(json);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_told_back_in_words),
		cmocka_unit_test(an_example_answers_the_part_it_stands_at),
		cmocka_unit_test(parts_stand_apart_and_each_tells_its_command),
		cmocka_unit_test(what_is_only_begun_is_reviewed_as_that),
		cmocka_unit_test(
		    a_table_is_drawn_to_the_width_or_told_cell_by_cell),
		cmocka_unit_test(
		    an_image_is_told_by_its_alternative_and_described_on_request),
		cmocka_unit_test(an_item_of_an_unknown_kind_is_refused),
	};

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
