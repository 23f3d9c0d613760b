#include "test.h"

#include <limits.h>
#include <string.h>

#include "items_text.h"
#include "terminal/answers.h"
#include "terminal/session/paper.h"

static const char paper_text[] =
    "{\"section\":1,\"navigation\":\"free\",\"items\":["
    "{\"item\":1,\"section\":1,\"stem\":\"One?\",\"marks\":1,\"interactions\":"
    "[{\"kind\":\"choice\",\"min\":0,\"max\":1,\"choices\":["
    "{\"choice\":1,\"text\":\"red\"},{\"choice\":2,\"text\":\"blue\"}]}],"
    "\"response\":[[]],\"seq\":0,\"flagged\":false},"
    "{\"item\":2,\"section\":1,\"stem\":\"Two?\",\"marks\":1,\"interactions\":"
    "[{\"kind\":\"choice\",\"min\":2,\"max\":2,\"choices\":["
    "{\"choice\":1,\"text\":\"red\"},{\"choice\":2,\"text\":\"blue\"},"
    "{\"choice\":3,\"text\":\"green\"}]},"
    "{\"kind\":\"text\",\"format\":\"number\",\"max_length\":9}],"
    "\"response\":null,\"seq\":0,\"flagged\":false}]}";

static const char answers_text[] =
    "{\"accept_rules\":true,\"think_ms\":[5,9],"
    "\"answers\":{\"by_stem\":{\"One?\":[\"blue\"],\"Two?\":\"7\"},"
    "\"default\":\"skip\"},\"route\":{\"sections\":2,\"submit\":true}}";

static enum err
read_text(struct answers *a, struct diag *d, const char *text)
{
	json_t *json = json_loads(text, 0, NULL);
	enum err e;

	assert_non_null(json);
	e = answers_read(a, d, json);
	json_decref(json);
	return e;
}

static struct paper *
make_paper(void)
{
	json_t *json = json_loads(paper_text, 0, NULL);
	struct paper *p;

	assert_int_equal(paper_open(&p, json), ERR_OK);
	json_decref(json);
	return p;
}

static void
assert_response(const struct answers *a, const struct item *item,
    const char *text)
{
	json_t *made = answers_response(a, item, 0);
	json_t *meant = json_loads(text, 0, NULL);

	assert_true(json_equal(made, meant));
	json_decref(made);
	json_decref(meant);
}

static void
what_the_file_says_is_read(void **state)
{
	struct diag d = { .path = "file" };
	struct answers a;

	(void)state;
	assert_int_equal(read_text(&a, &d, answers_text), ERR_OK);
	assert_true(a.accept_rules && a.submit);
	assert_int_equal(a.think_max_ms, 9);
	assert_int_equal(a.sections, 2);
	assert_int_equal(a.otherwise, ANSWERS_SKIP);
	answers_fini(&a);
}

static void
an_empty_file_takes_all_sections_and_submits_nothing(void **state)
{
	struct diag d = { .path = "file" };
	struct answers a;

	(void)state;
	assert_int_equal(read_text(&a, &d, "{}"), ERR_OK);
	assert_false(a.accept_rules || a.submit);
	assert_int_equal(a.sections, INT_MAX);
	answers_fini(&a);
}

static void
every_mistake_is_told(void **state)
{
	struct diag d = { .path = "file" };
	struct answers a;

	(void)state;
	assert_int_equal(read_text(&a, &d,
	    "{\"acept_rules\":true,\"think_ms\":[9,5],\"answers\":"
	    "{\"by_stem\":{\"One?\":4},\"default\":\"best\"},"
	    "\"route\":{\"sections\":-1,\"submit\":1}}"), ERR_INVALID);
	assert_int_equal(d.count, 6);
	diag_fini(&d);
}

static void
choices_are_found_by_their_text(void **state)
{
	struct diag d = { .path = "file" };
	struct paper *p = make_paper();
	struct answers a;

	(void)state;
	assert_int_equal(read_text(&a, &d, answers_text), ERR_OK);
	assert_response(&a, &p->items[0], "[[2]]");
	assert_response(&a, &p->items[1], "[[],[\"7\"]]");
	answers_fini(&a);
	paper_close(p);
}

/* One item of the kinds that need more than a list of choices. */
static void
assert_given(const char *item_text, const char *file, const char *response)
{
	struct diag d = { .path = "file" };
	json_t *source = json_loads(item_text, 0, NULL);
	struct answers a;
	struct item item;

	assert_int_equal(item_read(&item, source), ERR_OK);
	assert_int_equal(read_text(&a, &d, file), ERR_OK);
	assert_response(&a, &item, response);
	answers_fini(&a);
	item_fini(&item);
	json_decref(source);
}

#define BY_STEM(entry) "{\"answers\":{\"by_stem\":{" entry "}}}"

static void
orders_pairs_gaps_and_essays_are_found_by_their_texts(void **state)
{
	(void)state;
	assert_given(ORDER_TEXT, BY_STEM("\"In order?\":[\"green\",\"red\"]"),
	    "[[3,1]]");
	assert_given(MATCH_TEXT,
	    BY_STEM("\"Pairs?\":{\"rose\":\"green\",\"sea\":[\"blue\"]}"),
	    "[[[1,1],[3,2]]]");
	assert_given(GAPS_TEXT,
	    BY_STEM("\"It is [[1]], not [[2]].\":[\"blue\",\"pink\"]"),
	    "[[2],[\"pink\"]]");
	assert_given(ESSAY_TEXT, BY_STEM("\"Why?\":\"So.\\nThus.\""),
	    "[[\"So.\\nThus.\"]]");
}

static void
what_is_invented_keeps_the_limits_of_the_item(void **state)
{
	(void)state;
	assert_given(ORDER_TEXT, "{}", "[[1,2,3]]");
	assert_given(MATCH_TEXT, "{}", "[[[1,1],[2,2]]]");
	assert_given(GAPS_TEXT, "{}", "[[1],[\"an answer\"]]");
	assert_given(ESSAY_TEXT, "{}", "[[\"an answer\"]]");
}

static void
other_items_are_answered_as_the_default_says(void **state)
{
	struct diag d = { .path = "file" };
	struct paper *p = make_paper();
	struct answers a;

	(void)state;
	assert_int_equal(read_text(&a, &d, "{}"), ERR_OK);
	assert_response(&a, &p->items[0], "[[1]]");
	assert_response(&a, &p->items[1], "[[1,2],[\"1\"]]");
	a.otherwise = ANSWERS_SKIP;
	assert_null(answers_response(&a, &p->items[0], 0));
	answers_fini(&a);
	paper_close(p);
}

static void
a_paper_that_makes_no_sense_is_refused(void **state)
{
	static const char *const texts[] = { "{}", "{\"items\":[]}",
		"{\"items\":[{\"item\":1}]}",
		"{\"items\":[{\"item\":0,\"interactions\":"
		"[{\"kind\":\"text\"}]}]}",
		"{\"items\":[{\"item\":1,\"interactions\":"
		"[{\"kind\":\"choice\",\"choices\":[]}]}]}" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		json_t *json = json_loads(texts[i], 0, NULL);
		struct paper *p;

		assert_int_equal(paper_open(&p, json), ERR_SYNTAX);
		json_decref(json);
	}
}

static void
labels_and_positions_agree(void **state)
{
	size_t i, position;
	char label[3];

	(void)state;
	for (i = 0; i < 60; i++) {
		choice_label(label, i);
		assert_true(choice_position(&position, slice_of(label)));
		assert_int_equal(position, i);
	}
	assert_false(choice_position(&position, SLICE("é")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_file_says_is_read),
		cmocka_unit_test(
		    an_empty_file_takes_all_sections_and_submits_nothing),
		cmocka_unit_test(every_mistake_is_told),
		cmocka_unit_test(choices_are_found_by_their_text),
		cmocka_unit_test(
		    orders_pairs_gaps_and_essays_are_found_by_their_texts),
		cmocka_unit_test(what_is_invented_keeps_the_limits_of_the_item),
		cmocka_unit_test(other_items_are_answered_as_the_default_says),
		cmocka_unit_test(a_paper_that_makes_no_sense_is_refused),
		cmocka_unit_test(labels_and_positions_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
