#include "test.h"

#include <string.h>

#include "proto/answer.h"

static struct choice choices[5];
static struct interaction all[] = {
	{ .type = INTERACTION_CHOICE,
	    .max_choices = 2,
	    .n_choices = 4,
	    .choices = choices },
	{ .type = INTERACTION_TEXT_ENTRY, .max_length = 5 },
	{ .type = INTERACTION_INLINE_CHOICE,
	    .n_choices = 3,
	    .choices = choices },
	{ .type = INTERACTION_ORDER, .n_choices = 3, .choices = choices },
	{ .type = INTERACTION_MATCH,
	    .n_rows = 3,
	    .n_choices = 5,
	    .row_max = 1,
	    .choices = choices },
	{ .type = INTERACTION_EXTENDED_TEXT,
	    .max_length = EXTENDED_CHARACTERS_MAX },
};
static const struct item both = { .n_interactions = 2, .interactions = all };
static const struct item rest = { .n_interactions = 4,
	.interactions = all + 2 };

static void
refuses_of(
    const struct item *item, const char *body, enum err e, const char *words)
{
	struct answer_request r = { 0 };
	char detail[256] = "";

	assert_int_equal(answer_read(&r, slice_of(body), item, detail), e);
	if (strstr(detail, words) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", detail, words);
	buf_fini(&r.response);
}

static void
refuses(const char *body, enum err e, const char *words)
{
	refuses_of(&both, body, e, words);
}

static void
each_mistake_in_a_save_has_its_words(void **state)
{
	(void)state;
	refuses("{", ERR_SYNTAX, "not JSON");
	refuses("{\"seq\":1}", ERR_INVALID, "\"response\" is missing");
	refuses("{\"response\":null}", ERR_INVALID, "\"seq\" is missing");
	refuses("{\"seq\":0,\"response\":null}", ERR_INVALID, "\"seq\" must be");
	refuses("{\"seq\":4294967296,\"response\":null}", ERR_INVALID, "\"seq\"");
	refuses("{\"seq\":1,\"response\":[[1]]}", ERR_INVALID, "2 here");
	refuses("{\"seq\":1,\"response\":{}}", ERR_INVALID, "must be a list");
	refuses("{\"seq\":1,\"response\":[1,[]]}", ERR_INVALID, "must be a list");
	refuses("{\"seq\":1,\"response\":[[0],[]]}", ERR_INVALID,
	    "interaction 1 of \"response\" a choice must be its number, from "
	    "1");
	refuses("{\"seq\":1,\"response\":[[\"a\"],[]]}", ERR_INVALID, "from 1");
	refuses("{\"seq\":1,\"response\":[[],[7]]}", ERR_INVALID,
	    "interaction 2 of \"response\" a text must be a string");
	refuses("{\"seq\":1,\"response\":[[5],[]]}", ERR_INVALID, "not there");
	refuses("{\"seq\":1,\"response\":[[1,1],[]]}", ERR_INVALID, "named twice");
	refuses("{\"seq\":1,\"response\":[[1,2,3],[]]}", ERR_INVALID,
	    "3 values; 2 is the most");
	refuses("{\"seq\":1,\"response\":[[],[\"abcdef\"]]}", ERR_INVALID,
	    "interaction 2 of \"response\" the text is too long; 5 characters");
	refuses("{\"seq\":1,\"response\":[[],[\"a\",\"b\"]]}", ERR_INVALID,
	    "1 is the most");
	refuses("{\"seq\":1,\"response\":[[],[\"\\u0007\"]]}", ERR_INVALID,
	    "not allowed");
	refuses("{\"seq\":1,\"response\":null,\"entered_at\":\"noon\"}",
	    ERR_INVALID, "\"entered_at\" must be a time");
}

static void
a_mistake_names_its_interaction(void **state)
{
	(void)state;
	refuses_of(&rest, "{\"seq\":1,\"response\":[[1,2],[],[],[]]}",
	    ERR_INVALID, "interaction 1 of \"response\" there are 2 values");
	refuses_of(&rest, "{\"seq\":1,\"response\":[[],[2,2],[],[]]}",
	    ERR_INVALID,
	    "interaction 2 of \"response\" a choice is named twice");
	refuses_of(&rest, "{\"seq\":1,\"response\":[[],[],[1,1],[]]}",
	    ERR_INVALID, "interaction 3 of \"response\" a pair must be a list");
	refuses_of(&rest, "{\"seq\":1,\"response\":[[],[],[[0,1]],[]]}",
	    ERR_INVALID, "a row must be its number");
	refuses_of(&rest, "{\"seq\":1,\"response\":[[],[],[[1,\"a\"]],[]]}",
	    ERR_INVALID, "a column must be its number");
	refuses_of(&rest, "{\"seq\":1,\"response\":[[],[],[[1,3]],[]]}",
	    ERR_INVALID,
	    "interaction 3 of \"response\" a choice is named that "
	    "is not there");
	refuses_of(&rest, "{\"seq\":1,\"response\":[[],[],[[1,1],[1,2]],[]]}",
	    ERR_INVALID, "a row has more pairs");
	refuses_of(&rest, "{\"seq\":1,\"response\":[[],[],[],[5]]}",
	    ERR_INVALID, "interaction 4 of \"response\" a text must be");
}

static void
is_written_of(const struct item *item, const char *body, const char *expected)
{
	struct answer_request r = { 0 };
	struct buf out = { 0 };
	char detail[256];

	assert_int_equal(answer_read(&r, slice_of(body), item, detail), ERR_OK);
	buf_put(&out, "{", 1);
	answer_write_response(&out, item, buf_slice(&r.response));
	buf_put_u8(&out, 0);
	assert_string_equal(out.at + 1, expected);
	buf_fini(&out);
	buf_fini(&r.response);
}

static void
is_written_as(const char *body, const char *expected)
{
	is_written_of(&both, body, expected);
}

static void
a_response_is_written_as_it_was_read(void **state)
{
	(void)state;
	is_written_as("{\"seq\":1,\"response\":[[2,4],[\"\\u00e9\\\"\"]]}",
	    "\"response\":[[2,4],[\"\xc3\xa9\\\"\"]]");
	is_written_as("{\"seq\":1,\"response\":[[],[\"x\"]]}",
	    "\"response\":[[],[\"x\"]]");
	is_written_of(&rest,
	    "{\"seq\":1,\"response\":[[3],[3,1],[[2,1],[1,2]],[\" a\\n\"]]}",
	    "\"response\":[[3],[3,1],[[2,1],[1,2]],[\" a\\n\"]]");
	is_written_of(&rest, "{\"seq\":1,\"response\":[[],[1],[],[]]}",
	    "\"response\":[[],[1],[],[]]");
}

/* Ten thousand characters of four bytes, raw and as two \uXXXX each. */
static void
the_longest_essay_is_read_however_it_is_escaped(void **state)
{
	struct buf raw = { 0 }, escaped = { 0 };
	struct answer_request a = { 0 }, b = { 0 };
	char detail[256];
	size_t i;

	(void)state;
	buf_put_text(&raw, "{\"seq\":1,\"response\":[[],[],[],[\"");
	buf_put_slice(&escaped, buf_slice(&raw));
	for (i = 0; i < EXTENDED_CHARACTERS_MAX; i++) {
		buf_put_text(&raw, "\xf0\x9f\x98\x80");
		buf_put_text(&escaped, "\\ud83d\\ude00");
	}
	buf_put_text(&raw, "\"]]}");
	buf_put_text(&escaped, "\"]]}");
	assert_true(escaped.len <= BODY_ANSWER_MAX);
	assert_int_equal(
	    answer_read(&a, buf_slice(&raw), &rest, detail), ERR_OK);
	assert_int_equal(
	    answer_read(&b, buf_slice(&escaped), &rest, detail), ERR_OK);
	assert_true(
	    slice_equal(buf_slice(&a.response), buf_slice(&b.response)));
	assert_int_equal(a.response.len, 3 + 3 + EXTENDED_MAX);
	buf_fini(&a.response);
	buf_fini(&b.response);
	buf_fini(&raw);
	buf_fini(&escaped);
}

static void
there_is_one_way_to_say_nothing(void **state)
{
	(void)state;
	is_written_as("{\"seq\":1,\"response\":null}", "\"response\":[[],[]]");
	is_written_as("{\"seq\":1,\"response\":[[],[]]}", "\"response\":[[],[]]");
	is_written_as("{\"seq\":1,\"response\":[[],[\"\"]]}",
	    "\"response\":[[],[]]");
	is_written_as("{\"seq\":1,\"response\":[[],[\"  \"]]}",
	    "\"response\":[[],[]]");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mistake_in_a_save_has_its_words),
		cmocka_unit_test(a_mistake_names_its_interaction),
		cmocka_unit_test(a_response_is_written_as_it_was_read),
		cmocka_unit_test(
		    the_longest_essay_is_read_however_it_is_escaped),
		cmocka_unit_test(there_is_one_way_to_say_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
