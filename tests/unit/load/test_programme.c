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

/* ---- blueprints ---- */

#define BLUEPRINT                                                              \
	"\"routes\":{\"full\":{\"cut\":70,\"forms\":4,"                        \
	"\"exposure_percent\":25,\"sections\":[{\"title\":\"One\","            \
	"\"items\":9,\"pretest\":2,\"fixed\":[\"q-1\",\"q-2\"],\"draw\":["     \
	"{\"topic\":\"a\",\"min\":2},"                                         \
	"{\"tag\":\"t\",\"max\":5},"                                           \
	"{\"difficulty\":\"hard\",\"count\":1}],"                              \
	"\"limits\":[{\"tag\":\"u\",\"max\":0},"                               \
	"{\"topic\":\"a.x\",\"difficulty\":\"easy\",\"min\":1}]}]}}}"

static void
assert_blueprint(const struct blueprint *b)
{
	const struct blueprint_section *s = b->sections;

	assert_int_equal(b->forms, 4);
	assert_int_equal(b->exposure_percent, 25);
	assert_int_equal(s->items, 9);
	assert_int_equal(s->pretest, 2);
	assert_int_equal(blueprint_items(s), 11);
	assert_int_equal(s->n_fixed, 2);
	assert_true(slice_is(s->fixed[1], "q-2"));
	assert_int_equal(s->rules[0].min, 2);
	assert_int_equal(s->rules[0].max, PAPER_ITEMS_MAX);
	assert_int_equal(s->rules[1].min, 0);
	assert_int_equal(s->rules[1].max, 5);
	assert_true(slice_is(s->rules[1].tag, "t"));
	assert_int_equal(s->rules[1].topic.len, 0);
	assert_int_equal(s->rules[2].min, 1);
	assert_int_equal(s->rules[2].max, 1);
	assert_int_equal(s->rules[2].difficulties, 1u << DIFFICULTY_HARD);
	assert_int_equal(s->n_limits, 2);
	assert_int_equal(s->limits[0].max, 0);
	assert_int_equal(s->limits[1].min, 1);
	assert_int_equal(s->limits[1].max, PAPER_ITEMS_MAX);
}

static void
a_blueprint_with_everything_reads_back_the_same(void **state)
{
	struct diag diag = { .path = "f" };
	struct buf line = { 0 };
	struct programme *p, *q;

	(void)state;
	assert_int_equal(
	    load_programme(&p, SLICE(NAMES BLUEPRINT), &diag), ERR_OK);
	assert_blueprint(&p->routes[ROUTE_FULL].blueprint);
	load_programme_write(&line, p);
	assert_int_equal(load_programme(&q, buf_slice(&line), &diag), ERR_OK);
	assert_blueprint(&q->routes[ROUTE_FULL].blueprint);
	programme_free(p);
	programme_free(q);
	buf_fini(&line);
}

#define IN_FULL(members)                                                       \
	NAMES "\"routes\":{\"full\":{\"cut\":70,\"sections\":["                \
	      "{\"title\":\"One\"," members "}]}}}"

static void
mistakes_of_a_blueprint_are_told_with_their_lines(void **state)
{
	(void)state;
	assert_told(load,
	    IN_FULL("\"draw\":[\n{\"count\":1},\n{\"topic\":\"a\"},\n"
		    "{\"topic\":\"a\",\"count\":1,\"min\":1},\n"
		    "{\"topic\":\"a\",\"min\":2,\"max\":1}]"),
	    "f:3: route full, section 1, draw 1: names no topic, tag or "
	    "difficulty\n"
	    "f:4: route full, section 1, draw 2: needs \"count\", or \"min\" "
	    "or \"max\" or both of these\n"
	    "f:5: route full, section 1, draw 3: needs \"count\", or \"min\" "
	    "or \"max\" or both of these\n"
	    "f:6: route full, section 1, draw 4, min: the minimum is more than "
	    "the maximum\n"
	    "f:2: route full, section 1: needs \"items\": its rules draw at "
	    "least 4\n");
	assert_told(load,
	    IN_FULL("\"draw\":[{\"topic\":\"a\",\"count\":3}],\n"
		    "\"items\":4,\n\"limits\":[{\"tag\":\"t\"},\n"
		    "{\"max\":1}],\"fixed\":[1],\"pretest\":-1"),
	    "f:4: route full, section 1, limit 1: needs \"min\" or \"max\" or "
	    "both\n"
	    "f:5: route full, section 1, limit 2: names no topic, tag or "
	    "difficulty\n"
	    "f:5: route full, section 1, fixed: is a number; it must be a "
	    "string\n"
	    "f:3: route full, section 1, items: is 4; its rules draw 3\n"
	    "f:5: route full, section 1, pretest: is -1; allowed is 0 to "
	    "500\n");
	assert_told(load,
	    NAMES "\"routes\":{\"full\":{\"cut\":70,\"forms\":101,\n"
		  "\"exposure_percent\":0,\"sections\":[" SECTION "]}}}",
	    "f:2: route full, forms: is 101; allowed is 0 to 100\n"
	    "f:3: route full, exposure_percent: is 0; allowed is 1 to 100\n");
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
		cmocka_unit_test(
		    a_blueprint_with_everything_reads_back_the_same),
		cmocka_unit_test(
		    mistakes_of_a_blueprint_are_told_with_their_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
