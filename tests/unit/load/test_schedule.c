#include "told.h"

#include "load/schedule.h"

static enum err
load(struct slice text, struct diag *diag)
{
	struct schedule schedule;
	enum err err = load_schedule(&schedule, text, diag);

	if (err == ERR_OK)
		schedule_fini(&schedule);
	return err;
}

/* A sitting, of which one part is the test's. */
#define HEAD "{\"format\":\"exam-schedule-1\",\"sittings\":[\n"
#define NAMES                                                                  \
	"{\"id\":\"s\",\"title\":\"S\","                                       \
	"\"programme\":{\"id\":\"p\",\"version\":\"1\"},"                      \
	"\"bank\":{\"id\":\"b\",\"version\":\"1\"},"                           \
	"\"zone\":\"Europe/Madrid\",\n"
#define WINDOW "\"opens\":\"2026-12-01T09:00\",\"closes\":\"2026-12-01T12:00\","
#define ROUTES "\"routes\":{\"full\":{\"sections\":[{\"minutes\":60}]}}"
#define TAIL "}]}"

static struct sitting *
read_back(const struct sitting *s)
{
	struct diag diag = { .path = "f" };
	struct buf b = { 0 };
	struct sitting *again;

	load_sitting_write(&b, s);
	assert_int_equal(load_sitting_read(&again, buf_slice(&b), &diag),
	    ERR_OK);
	buf_fini(&b);
	return again;
}

static struct schedule
load_text(const char *text)
{
	struct diag diag = { .path = "f" };
	struct schedule schedule;

	assert_int_equal(load_schedule(&schedule, slice_of(text), &diag),
	    ERR_OK);
	assert_int_equal(schedule.n, 1);
	return schedule;
}

static void
defaults_are_the_careful_ones(void **state)
{
	struct schedule all = load_text(HEAD NAMES WINDOW ROUTES TAIL);
	const struct sitting *s = all.sittings[0];
	char text[WALL_TEXT_MAX];

	(void)state;
	assert_string_equal(wall_format(text, s->opens),
	    "2026-12-01T08:00:00.000Z");
	assert_string_equal(s->opens_civil, "2026-12-01T09:00");
	assert_string_equal(s->closes_civil, "2026-12-01T12:00");
	assert_int_equal(s->late_entry_ms, -1);
	assert_int_equal(s->grace_ms, GRACE_MS);
	assert_int_equal(s->late, LATE_REFUSE);
	assert_int_equal(s->takeover, TAKEOVER_PROCTOR);
	assert_int_equal(s->release, RELEASE_HELD);
	assert_true(s->check_in);
	assert_true(s->admission);
	assert_false(s->practice);
	assert_string_equal(s->rules, "");
	assert_false(s->routes[ROUTE_UPGRADE].offered);
	assert_int_equal(s->routes[ROUTE_FULL].sections[0].time_ms,
	    MINUTES(60));
	sitting_free(read_back(s)); /* one route alone is written alone */
	schedule_fini(&all);
}

#define EVERYTHING                                                             \
	HEAD NAMES                                                             \
	"\"opens\":\"2026-10-25T02:30+02:00\","                                \
	"\"closes\":\"2026-10-25T06:00:30Z\",\"late_entry_minutes\":30.5,"     \
	"\"routes\":{\"upgrade\":{\"minutes\":60,\"sections\":["               \
	"{\"navigation\":\"linear\",\"break_minutes\":2.125},{}]},"            \
	"\"full\":{\"sections\":[{\"minutes\":0.5},"                           \
	"{\"minutes\":1,\"navigation\":\"linear\"}]}},"                        \
	"\"grace_seconds\":0.25,"                                              \
	"\"late_answers\":{\"accept_within_seconds\":60},"                     \
	"\"takeover\":\"free\",\"release\":\"at-once\",\"check_in\":false,"    \
	"\"admission\":false,\"practice\":true,"                               \
	"\"rules\":[\"One \\\"rule\\\".\",\"Two.\"]" TAIL

static void
what_is_written_reads_back_the_same(void **state)
{
	struct schedule all = load_text(EVERYTHING);
	struct sitting *s = read_back(all.sittings[0]);
	struct buf first = { 0 }, second = { 0 };

	(void)state;
	load_sitting_write(&first, all.sittings[0]);
	load_sitting_write(&second, s);
	assert_true(slice_equal(buf_slice(&first), buf_slice(&second)));
	assert_int_equal(s->opens.ms, all.sittings[0]->opens.ms);
	assert_int_equal(s->late_entry_ms, MINUTES(30) + SECONDS(30));
	assert_int_equal(s->routes[ROUTE_UPGRADE].whole_ms, MINUTES(60));
	assert_int_equal(s->routes[ROUTE_UPGRADE].sections[0].break_ms, 127500);
	assert_int_equal(s->routes[ROUTE_FULL].sections[1].navigation,
	    NAVIGATION_LINEAR);
	assert_int_equal(s->grace_ms, 250);
	assert_int_equal(s->late_ms, SECONDS(60));
	assert_string_equal(s->rules, "One \"rule\".\nTwo.");
	assert_string_equal(s->opens_civil, "2026-10-25T02:30");
	sitting_free(s);
	schedule_fini(&all);
	buf_fini(&first);
	buf_fini(&second);
}

static void
a_time_that_clocks_skip_or_repeat_is_refused_with_both_spellings(void **state)
{
	(void)state;
	assert_told(load,
	    HEAD NAMES
	    "\"opens\":\"2026-03-29T02:30\",\n"
	    "\"closes\":\"2026-10-25T02:30\"," ROUTES TAIL,
	    "f:3: sitting s, opens: 2026-03-29T02:30 does not exist in "
	    "Europe/Madrid, where clocks are put forward; write "
	    "2026-03-29T03:30:00+02:00 or 2026-03-29T01:30:00+01:00\n"
	    "f:4: sitting s, closes: 2026-10-25T02:30 exists twice in "
	    "Europe/Madrid, where clocks are put back; write "
	    "2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00\n");
}

static void
a_window_without_an_end_is_told_once(void **state)
{
	(void)state;
	assert_told(load,
	    HEAD NAMES "\"opens\":\"2026-12-01T09:00\"," ROUTES TAIL,
	    "f:2: sitting s: \"closes\" is missing\n");
}

static void
a_time_must_be_one_that_the_zone_has(void **state)
{
	(void)state;
	assert_told(load,
	    HEAD NAMES "\"opens\":\"2026-12-01T09:00+02:00\",\n"
		       "\"closes\":\"soon\"," ROUTES TAIL,
	    "f:3: sitting s, opens: 2026-12-01T09:00:00+02:00 is "
	    "2026-12-01T08:00:00+01:00 in Europe/Madrid; write that\n"
	    "f:4: sitting s, closes: \"soon\" is no time; write "
	    "2026-12-01T09:00, in the sitting's zone, or "
	    "2026-12-01T09:00+01:00\n");
	assert_told(load,
	    HEAD NAMES
	    "\"opens\":\"2026-12-01T09:00\",\n"
	    "\"closes\":\"2026-12-01T09:00\"," ROUTES TAIL,
	    "f:4: sitting s, closes: is not after opens\n");
	assert_told(load,
	    HEAD NAMES
	    "\"opens\":\"2026-12-01T09:00\",\n"
	    "\"closes\":\"2027-12-01T09:00\"," ROUTES TAIL,
	    "f:4: sitting s, closes: is more than 31 days after opens\n");
}

static void
a_window_that_takes_time_from_the_last_to_enter_is_refused(void **state)
{
	(void)state;
	assert_told(load,
	    HEAD NAMES
	    WINDOW "\"late_entry_minutes\":90,\"routes\":{\"full\":"
		   "{\"sections\":[{\"minutes\":60,\"break_minutes\":10},"
		   "{\"minutes\":30}]}}" TAIL,
	    "f:3: sitting s, closes: route full needs 100 minutes with its "
	    "breaks; whoever enters 90 minutes after opens would lose 10\n");
	assert_told(load,
	    HEAD NAMES
	    WINDOW "\"late_entry_minutes\":90,\"routes\":{\"full\":"
		   "{\"sections\":[{\"minutes\":91}]},\"upgrade\":"
		   "{\"minutes\":92,\"sections\":[{}]}}" TAIL,
	    "f:3: sitting s, closes: route upgrade needs 92 minutes with its "
	    "breaks; whoever enters 90 minutes after opens would lose 2\n"
	    "f:3: sitting s, closes: route full needs 91 minutes with its "
	    "breaks; whoever enters 90 minutes after opens would lose 1\n");
	assert_told(load,
	    HEAD NAMES
	    WINDOW "\"late_entry_minutes\":120,\"routes\":{\"full\":"
		   "{\"sections\":[{\"minutes\":60}]}}" TAIL,
	    "");
	assert_told(load,
	    HEAD NAMES WINDOW
	    "\"routes\":{\"full\":{\"minutes\":180,\"sections\":[{}]}}" TAIL,
	    "f:3: sitting s, closes: the window is 180 minutes and route full "
	    "needs 180 with its breaks: no moment is left to enter\n");
}

static void
time_is_for_the_whole_or_for_each_section(void **state)
{
	(void)state;
	assert_told(load,
	    HEAD NAMES WINDOW
	    "\"routes\":{\"full\":{\"minutes\":60,\"sections\":[\n"
	    "{\"minutes\":30}]},\"upgrade\":{\"sections\":[\n"
	    "{\"minutes\":30},\n"
	    "{\"break_minutes\":5}]}}" TAIL,
	    "f:6: sitting s, route upgrade, section 2: \"minutes\" is "
	    "missing, here or on the route for the whole\n"
	    "f:6: sitting s, route upgrade, section 2, break_minutes: no break "
	    "follows the last section\n"
	    "f:4: sitting s, route full, section 1, minutes: the route has its "
	    "minutes for the whole; give either\n");
	assert_told(load,
	    HEAD NAMES WINDOW "\"routes\":{\"full\":{\"sections\":[\n"
			      "{\"minutes\":0}]}}" TAIL,
	    "f:4: sitting s, route full, section 1, minutes: is 0; allowed is "
	    "0.001 to 1440\n");
	assert_told(load,
	    HEAD NAMES WINDOW "\"routes\":{\"full\":{\"sections\":[]}}" TAIL,
	    "f:3: sitting s, route full, sections: has 0 elements; allowed is "
	    "1 to 16\n");
	assert_told(load, HEAD NAMES WINDOW "\"routes\":{}" TAIL,
	    "f:3: sitting s, routes: at least one route must be offered\n");
}

static void
each_rule_of_conduct_is_checked(void **state)
{
	(void)state;
	assert_told(load,
	    HEAD NAMES WINDOW ROUTES
	    ",\n\"grace_seconds\":61,\n\"late_answers\":\"accept\",\n"
	    "\"takeover\":\"no\",\n\"check_in\":\"yes\",\n"
	    "\"late_entry_minutes\":\"10\",\n\"rules\":[\"\"]" TAIL,
	    "f:8: sitting s, late_entry_minutes: is a string; it must be a "
	    "number\n"
	    "f:4: sitting s, grace_seconds: is 61; allowed is 0 to 60\n"
	    "f:5: sitting s, late_answers: is \"accept\"; allowed are "
	    "\"refuse\"\n"
	    "f:6: sitting s, takeover: is \"no\"; allowed are \"free\", "
	    "\"proctor\"\n"
	    "f:7: sitting s, check_in: is a string; it must be true or "
	    "false\n"
	    "f:9: sitting s, rules: is empty\n");
	assert_told(load,
	    HEAD NAMES WINDOW ROUTES ",\n\"release\":\"at-once\"" TAIL,
	    "f:4: sitting s, release: \"at-once\" is for practice sittings; "
	    "results that count are held until they are confirmed\n");
	assert_told(load,
	    HEAD NAMES WINDOW ROUTES
	    ",\n\"late_answers\":{\"accept_within_seconds\":601}" TAIL,
	    "f:4: sitting s, late_answers, accept_within_seconds: is 601; "
	    "allowed is 0.001 to 600\n");
}

static void
rules_longer_than_anybody_reads_are_refused(void **state)
{
	struct buf text = { 0 };
	int i;

	(void)state;
	buf_put_text(&text, HEAD NAMES WINDOW ROUTES ",\n\"rules\":[\"\"");
	text.len -= 2;
	for (i = 0; i < 17; i++)
		buf_printf(&text, "%s\"%0999d\"", i > 0 ? "," : "", i);
	buf_put(&text, "]" TAIL, sizeof("]" TAIL));
	assert_told(load, text.at,
	    "f:4: sitting s, rules: has 16999 bytes; at most 16384 are "
	    "allowed\n");
	buf_fini(&text);
}

static void
a_zone_must_be_in_tzdata(void **state)
{
	(void)state;
	assert_told(load,
	    HEAD
	    "{\"id\":\"s\",\"title\":\"S\","
	    "\"programme\":{\"id\":\"p\"},"
	    "\"bank\":{\"id\":\"b\",\"version\":\"1\"},\n"
	    "\"zone\":\"CET+1\"," WINDOW ROUTES TAIL,
	    "f:2: sitting s, programme: \"version\" is missing\n"
	    "f:3: sitting s, zone: \"CET+1\" is no time zone; write its IANA "
	    "name, such as Europe/Madrid\n");
}

static void
sittings_have_an_id_of_their_own(void **state)
{
	(void)state;
	assert_told(load,
	    HEAD NAMES WINDOW ROUTES "},\n" NAMES WINDOW ROUTES TAIL,
	    "f:4: id: \"s\" is used by an earlier sitting\n");
	assert_told(load, "{",
	    "f:1: expected a string in double quotes, found the end of the "
	    "file\n");
	assert_told(load, HEAD "7,\n{}]}",
	    "f:2: sitting 1: is a number; it must be an object\n"
	    "f:3: sitting 2: \"id\" is missing\n"
	    "f:3: sitting 2: \"title\" is missing\n"
	    "f:3: sitting 2: \"programme\" is missing\n"
	    "f:3: sitting 2: \"bank\" is missing\n"
	    "f:3: sitting 2: \"zone\" is missing\n"
	    "f:3: sitting 2: \"opens\" is missing\n"
	    "f:3: sitting 2: \"closes\" is missing\n"
	    "f:3: sitting 2: \"routes\" is missing\n");
	assert_told(load, "{\"format\":\"exam-schedule-2\",\"sittings\":[]}",
	    "f:1: format: is not \"exam-schedule-1\"\n"
	    "f:1: sittings: has 0 elements; allowed is 1 to 4096\n");
}

static void
a_stored_line_that_is_damaged_is_refused(void **state)
{
	struct schedule all = load_text(EVERYTHING);
	struct diag diag = { .path = "f" };
	struct sitting *s;
	struct buf b = { 0 };

	(void)state;
	load_sitting_write(&b, all.sittings[0]);
	b.len--;
	buf_put_text(&b, ",\"id\":\"other\"}");
	assert_int_equal(load_sitting_read(&s, buf_slice(&b), &diag),
	    ERR_INVALID);
	assert_int_equal(load_sitting_read(&s, SLICE("{"), &diag),
	    ERR_INVALID);
	buf_clear(&b);
	load_sitting_write(&b, all.sittings[0]);
	*strstr(b.at, "2026-10-25T00") = 'x'; /* opens */
	assert_int_equal(load_sitting_read(&s, buf_slice(&b), &diag),
	    ERR_INVALID);
	diag_fini(&diag);
	buf_fini(&b);
	schedule_fini(&all);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_are_the_careful_ones),
		cmocka_unit_test(what_is_written_reads_back_the_same),
		cmocka_unit_test(
		    a_time_that_clocks_skip_or_repeat_is_refused_with_both_spellings),
		cmocka_unit_test(a_window_without_an_end_is_told_once),
		cmocka_unit_test(a_time_must_be_one_that_the_zone_has),
		cmocka_unit_test(
		    a_window_that_takes_time_from_the_last_to_enter_is_refused),
		cmocka_unit_test(time_is_for_the_whole_or_for_each_section),
		cmocka_unit_test(each_rule_of_conduct_is_checked),
		cmocka_unit_test(rules_longer_than_anybody_reads_are_refused),
		cmocka_unit_test(a_zone_must_be_in_tzdata),
		cmocka_unit_test(sittings_have_an_id_of_their_own),
		cmocka_unit_test(a_stored_line_that_is_damaged_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
