#include "test.h"

#include <string.h>

#include "proto/answer.h"

static struct choice choices[4];
static struct interaction both[] = {
	{ .type = INTERACTION_CHOICE, .max_choices = 2, .n_choices = 4,
	    .choices = choices },
	{ .type = INTERACTION_TEXT_ENTRY, .max_length = 5 },
};
static const struct item item = { .n_interactions = 2, .interactions = both };

static void
refuses(const char *body, enum err e, const char *words)
{
	struct answer_request r = { 0 };
	char detail[256] = "";

	assert_int_equal(answer_read(&r, slice_of(body), &item, detail), e);
	if (strstr(detail, words) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", detail, words);
	buf_fini(&r.response);
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
	refuses("{\"seq\":1,\"response\":[[0],[]]}", ERR_INVALID, "from 1");
	refuses("{\"seq\":1,\"response\":[[\"a\"],[]]}", ERR_INVALID, "from 1");
	refuses("{\"seq\":1,\"response\":[[],[7]]}", ERR_INVALID, "a string");
	refuses("{\"seq\":1,\"response\":[[5],[]]}", ERR_INVALID, "not there");
	refuses("{\"seq\":1,\"response\":[[1,1],[]]}", ERR_INVALID, "named twice");
	refuses("{\"seq\":1,\"response\":[[1,2,3],[]]}", ERR_INVALID, "too many");
	refuses("{\"seq\":1,\"response\":[[],[\"abcdef\"]]}", ERR_INVALID, "");
	refuses("{\"seq\":1,\"response\":[[],[\"a\",\"b\"]]}", ERR_INVALID, "");
	refuses("{\"seq\":1,\"response\":null,\"entered_at\":\"noon\"}",
	    ERR_INVALID, "\"entered_at\" must be a time");
}

static void
is_written_as(const char *body, const char *expected)
{
	struct answer_request r = { 0 };
	struct buf out = { 0 };
	char detail[256];

	assert_int_equal(answer_read(&r, slice_of(body), &item, detail), ERR_OK);
	buf_put(&out, "{", 1);
	answer_write_response(&out, &item, buf_slice(&r.response));
	buf_put_u8(&out, 0);
	assert_string_equal(out.at + 1, expected);
	buf_fini(&out);
	buf_fini(&r.response);
}

static void
a_response_is_written_as_it_was_read(void **state)
{
	(void)state;
	is_written_as("{\"seq\":1,\"response\":[[2,4],[\"\\u00e9\\\"\"]]}",
	    "\"response\":[[2,4],[\"\xc3\xa9\\\"\"]]");
	is_written_as("{\"seq\":1,\"response\":[[],[\"x\"]]}",
	    "\"response\":[[],[\"x\"]]");
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
		cmocka_unit_test(a_response_is_written_as_it_was_read),
		cmocka_unit_test(there_is_one_way_to_say_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
