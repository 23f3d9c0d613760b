#include "test.h"

#include <string.h>

#include "exam-load/questions.h"

static const char paper[] =
    "{\"items\":["
    "{\"item\":1,\"interactions\":[{\"kind\":\"choice\",\"min\":0,\"max\":1,"
    "\"choices\":[{\"choice\":1},{\"choice\":2},{\"choice\":3}]}]},"
    "{\"item\":2,\"interactions\":[{\"kind\":\"choice\",\"min\":2,\"max\":0,"
    "\"choices\":[{\"choice\":1},{\"choice\":2},{\"choice\":3}]},"
    "{\"kind\":\"text\",\"format\":\"number\",\"max_length\":40}]},"
    "{\"item\":7,\"interactions\":[{\"kind\":\"text\",\"format\":\"text\","
    "\"max_length\":3}]},"
    "{\"item\":8,\"interactions\":[{\"kind\":\"inline\",\"choices\":["
    "{\"choice\":1},{\"choice\":2},{\"choice\":3}]},{\"kind\":\"order\","
    "\"choices\":[{\"choice\":1},{\"choice\":2},{\"choice\":3}]},"
    "{\"kind\":\"match\",\"min\":0,\"max\":4,\"row_max\":1,\"column_max\":1,"
    "\"rows\":[{\"row\":1},{\"row\":2},{\"row\":3},{\"row\":4}],"
    "\"columns\":[{\"column\":1},{\"column\":2}]},"
    "{\"kind\":\"extended\",\"max_length\":8000}]}]}";

static struct questions questions;

static int
begin(void **state)
{
	json_t *json = json_loads(paper, 0, NULL);
	enum err e = questions_read(&questions, json);

	(void)state;
	json_decref(json);
	return e == ERR_OK ? 0 : -1;
}

static int
end(void **state)
{
	(void)state;
	questions_fini(&questions);
	return 0;
}

static json_t *
response_of(const struct question *q, uint32_t seed)
{
	struct buf text = { 0 };
	json_t *response;

	question_respond(&text, q, seed);
	response = json_loadb(text.at, text.len, 0, NULL);
	buf_fini(&text);
	assert_non_null(response);
	return response;
}

/* Numbers from 1 to 3, ascending, as many as allowed. */
static void
check_choices(const json_t *entry, size_t least, size_t most)
{
	json_int_t before = 0;
	const json_t *choice;
	size_t i;

	assert_in_range(json_array_size(entry), least, most);
	json_array_foreach (entry, i, choice) {
		assert_true(json_integer_value(choice) > before);
		before = json_integer_value(choice);
	}
	assert_true(before <= 3);
}

static void
every_response_is_allowed(void **state)
{
	uint32_t seed;

	(void)state;
	assert_int_equal(questions.n, 4);
	assert_int_equal(questions.at[2].item, 7);
	for (seed = 0; seed < 2000; seed++) {
		json_t *one = response_of(&questions.at[0], seed);
		json_t *two = response_of(&questions.at[1], seed);
		json_t *three = response_of(&questions.at[2], seed);

		check_choices(json_array_get(one, 0), 1, 1);
		check_choices(json_array_get(two, 0), 2, 3);
		assert_int_equal(json_array_size(json_array_get(two, 1)), 1);
		assert_in_range(
		    strlen(json_string_value(
			json_array_get(json_array_get(three, 0), 0))),
		    1, 3);
		json_decref(one);
		json_decref(two);
		json_decref(three);
	}
}

static void
check_pairs(const json_t *entry)
{
	unsigned rows = 0, columns = 0;
	const json_t *pair;
	size_t i;

	assert_in_range(json_array_size(entry), 1, 2);
	json_array_foreach(entry, i, pair)
	{
		json_int_t row = json_integer_value(json_array_get(pair, 0));
		json_int_t column = json_integer_value(json_array_get(pair, 1));

		assert_in_range(row, 1, 4);
		assert_in_range(column, 1, 2);
		assert_int_equal(rows >> row & 1, 0);
		assert_int_equal(columns >> column & 1, 0);
		rows |= 1u << row;
		columns |= 1u << column;
	}
}

static void
gaps_orders_pairs_and_essays_are_answered(void **state)
{
	uint32_t seed;

	(void)state;
	for (seed = 0; seed < 500; seed++) {
		json_t *r = response_of(&questions.at[3], seed);

		assert_int_equal(json_array_size(r), 4);
		check_choices(json_array_get(r, 0), 1, 1);
		check_choices(json_array_get(r, 1), 1, 3);
		check_pairs(json_array_get(r, 2));
		assert_true(
		    json_is_string(json_array_get(json_array_get(r, 3), 0)));
		json_decref(r);
	}
}

static void
every_choice_is_taken_some_time(void **state)
{
	unsigned seen = 0;
	uint32_t seed;

	(void)state;
	for (seed = 0; seed < 200; seed++) {
		json_t *r = response_of(&questions.at[0], seed);

		seen |= 1u << json_integer_value(
			    json_array_get(json_array_get(r, 0), 0));
		json_decref(r);
	}
	assert_int_equal(seen, 14);
}

static void
a_response_is_known_by_its_seed(void **state)
{
	json_t *response = response_of(&questions.at[2], 5);

	(void)state;
	assert_true(question_response_is(&questions.at[2], 5, response));
	assert_false(question_response_is(&questions.at[2], 6, response));
	assert_false(question_response_is(&questions.at[2], 5, NULL));
	json_decref(response);
}

static void
a_paper_without_items_is_refused(void **state)
{
	static const char *const wrong[] = { "{}", "{\"items\":[]}",
		"{\"items\":[{\"item\":1,\"interactions\":[]}]}",
		("{\"items\":[{\"item\":1,\"interactions\":[{\"kind\":"
		 "\"choice\",\"choices\":[]}]}]}") };
	struct questions q;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		json_t *json = json_loads(wrong[i], 0, NULL);

		assert_int_equal(questions_read(&q, json), ERR_SYNTAX);
		json_decref(json);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_response_is_allowed),
		cmocka_unit_test(gaps_orders_pairs_and_essays_are_answered),
		cmocka_unit_test(every_choice_is_taken_some_time),
		cmocka_unit_test(a_response_is_known_by_its_seed),
		cmocka_unit_test(a_paper_without_items_is_refused),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
