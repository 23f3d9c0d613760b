#include "told.h"

#include "load/programme.h"

static enum err
load(struct slice text, struct diag *diag)
{
	struct programme *p;
	enum err err = load_programme(&p, text, diag);

	if (err == ERR_OK)
		programme_free(p);
	return err;
}

#define NAMES                                                                  \
	"{\"format\":\"exam-programme-1\",\"id\":\"p\",\"version\":\"1\","     \
	"\"credential\":\"C\",\"title\":\"T\",\"body\":\"B\",\n"
#define SECTION                                                                \
	"{\"title\":\"One\",\"draw\":[{\"topic\":\"a.b\",\"count\":3}]}"
#define UPGRADE                                                                \
	"\"prerequisite\":\"A\",\"routes\":{\"upgrade\":{\"cut\":70.125,"      \
	"\"sections\":[{\"title\":\"One\",\"weight\":3,\"cut\":50,"            \
	"\"shuffle\":false,\"draw\":["                                         \
	"{\"topic\":\"a\",\"difficulty\":\"easy\",\"count\":1},"               \
	"{\"topic\":\"b\",\"difficulty\":[\"medium\",\"hard\"],"               \
	"\"count\":2}]}," SECTION "]}}}"

#define POLICIES                                                               \
	"\"marking\":{\"markers\":2,\"tolerance\":1.5},\n"                     \
	"\"resit\":{\"attempts\":3,\"wait_days\":14,"                          \
	"\"wait_days_after_absence\":0},"
#define FULL "\"routes\":{\"full\":{\"cut\":70,\"sections\":[" SECTION "]}}}"

static void
assert_policies(const struct programme *p)
{
	assert_int_equal(p->marking.markers, 2);
	assert_int_equal(p->marking.tolerance, 1500);
	assert_int_equal(p->resit.attempts, 3);
	assert_int_equal(p->resit.wait_days, 14);
	assert_int_equal(p->resit.wait_days_after_absence, 0);
}

static void
marking_and_resits_are_read_and_written(void **state)
{
	struct diag diag = { .path = "f" };
	struct buf written = { 0 };
	struct programme *p, *q;

	(void)state;
	assert_int_equal(load_programme(&p, SLICE(NAMES POLICIES FULL), &diag),
	    ERR_OK);
	assert_policies(p);
	load_programme_write(&written, p);
	assert_int_equal(load_programme(&q, buf_slice(&written), &diag), ERR_OK);
	assert_policies(q);
	buf_fini(&written);
	programme_free(p);
	programme_free(q);
}

static void
without_a_word_there_is_one_marker_and_no_resit_rule(void **state)
{
	struct diag diag = { .path = "f" };
	struct programme *p;

	(void)state;
	assert_int_equal(load_programme(&p, SLICE(NAMES FULL), &diag), ERR_OK);
	assert_int_equal(p->marking.markers, 1);
	assert_int_equal(p->resit.attempts, 0);
	assert_int_equal(p->resit.wait_days_after_absence, 0);
	programme_free(p);
}

static void
absence_waits_as_long_as_failure_where_nothing_else_is_said(void **state)
{
	struct diag diag = { .path = "f" };
	struct programme *p;

	(void)state;
	assert_int_equal(load_programme(&p,
	    SLICE(NAMES "\"resit\":{\"wait_days\":14}," FULL), &diag), ERR_OK);
	assert_int_equal(p->resit.wait_days_after_absence, 14);
	programme_free(p);
}

static void
a_tolerance_of_one_marker_is_refused(void **state)
{
	struct diag diag = { .path = "f" };

	(void)state;
	assert_int_equal(load(SLICE(NAMES
	    "\"marking\":{\"markers\":1,\"tolerance\":1}," FULL), &diag),
	    ERR_INVALID);
	assert_non_null(strstr(diag.text.at, "f:2: marking, tolerance"));
	diag_fini(&diag);
}

static void
what_is_written_reads_back_the_same(void **state)
{
	struct diag diag = { .path = "f" };
	struct buf first = { 0 }, second = { 0 };
	struct programme *p, *q;
	const struct programme_route *r;

	(void)state;
	assert_int_equal(load_programme(&p, SLICE(NAMES UPGRADE), &diag),
	    ERR_OK);
	load_programme_write(&first, p);
	assert_int_equal(load_programme(&q, buf_slice(&first), &diag), ERR_OK);
	load_programme_write(&second, q);
	assert_true(slice_equal(buf_slice(&first), buf_slice(&second)));
	r = &q->routes[ROUTE_UPGRADE];
	assert_false(q->routes[ROUTE_FULL].offered);
	assert_string_equal(q->prerequisite, "A");
	assert_int_equal(r->cut, 70125);
	assert_int_equal(r->n_sections, 2);
	assert_int_equal(r->sections[0].weight, 3);
	assert_int_equal(r->sections[1].weight, 1);
	assert_int_equal(r->sections[0].cut, 50000);
	assert_int_equal(r->sections[1].cut, 0);
	assert_false(r->blueprint.sections[0].shuffle_items);
	assert_true(r->blueprint.sections[1].shuffle_items);
	assert_int_equal(r->blueprint.sections[0].rules[0].difficulties,
	    1u << DIFFICULTY_EASY);
	assert_int_equal(r->blueprint.sections[0].rules[1].difficulties,
	    1u << DIFFICULTY_MEDIUM | 1u << DIFFICULTY_HARD);
	assert_int_equal(r->blueprint.sections[1].rules[0].difficulties, 7);
	assert_true(
	    slice_is(r->blueprint.sections[1].rules[0].topic, "a.b"));
	programme_free(p);
	programme_free(q);
	buf_fini(&first);
	buf_fini(&second);
}

static void
each_mistake_is_told_with_its_line(void **state)
{
	(void)state;
	assert_told(load, "{",
	    "f:1: expected a string in double quotes, found the end of the "
	    "file\n");
	assert_told(load, NAMES "\"routes\":{}}",
	    "f:2: routes: at least one route must be offered\n");
	assert_told(load,
	    NAMES "\"routes\":{\"upgrade\":{\"cut\":70,\"sections\":[" SECTION
		  "]}}}",
	    "f:2: routes: route upgrade needs \"prerequisite\": the credential "
	    "it starts from\n");
	assert_told(load,
	    NAMES "\"routes\":{\"full\":{\"cut\":101,\n\"sections\":[\n"
		  "{\"title\":\"\",\"weight\":0,\n\"cut\":-1,\n"
		  "\"shuffle\":0,\"draw\":[]}]}}}",
	    "f:2: route full, cut: is 101; allowed is 0 to 100\n"
	    "f:4: route full, section 1, title: is empty\n"
	    "f:4: route full, section 1, weight: is 0; allowed is 1 to 1000\n"
	    "f:5: route full, section 1, cut: is -1; allowed is 0 to 100\n"
	    "f:6: route full, section 1, shuffle: is a number; it must be true "
	    "or false\n"
	    "f:6: route full, section 1, draw: has 0 elements; allowed is 1 to "
	    "64\n");
	assert_told(load,
	    NAMES "\"routes\":{\"full\":{\"cut\":70,\"sections\":[{\"title\":"
		  "\"One\",\"draw\":[\n{\"topic\":\"a b\",\"count\":0},\n"
		  "{\"topic\":\"a\",\"count\":1,\"difficulty\":[]},\n"
		  "{\"topic\":\"a\",\"count\":1,\"difficulty\":\"tough\"}"
		  "]}]}}}",
	    "f:3: route full, section 1, draw 1, topic: must be 1 to 64 "
	    "letters, digits, \".\", \"_\" or \"-\" and begin with a letter or "
	    "digit\n"
	    "f:3: route full, section 1, draw 1, count: is 0; allowed is 1 to "
	    "500\n"
	    "f:4: route full, section 1, draw 2, difficulty: names no "
	    "difficulty\n"
	    "f:5: route full, section 1, draw 3, difficulty: is \"tough\"; "
	    "allowed are \"easy\", \"medium\", \"hard\"\n");
	assert_told(load,
	    NAMES "\"routes\":{\"full\":{\"cut\":70,\"sections\":[{\"title\":"
		  "\"One\",\"draw\":[{\"topic\":\"a\",\"count\":300},"
		  "{\"topic\":\"b\",\"count\":300}]}]}}}",
	    "f:2: route full: a paper would have 600 items; at most 500 are "
	    "allowed\n");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_reads_back_the_same),
		cmocka_unit_test(marking_and_resits_are_read_and_written),
		cmocka_unit_test(
		    without_a_word_there_is_one_marker_and_no_resit_rule),
		cmocka_unit_test(
		    absence_waits_as_long_as_failure_where_nothing_else_is_said),
		cmocka_unit_test(a_tolerance_of_one_marker_is_refused),
		cmocka_unit_test(each_mistake_is_told_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
