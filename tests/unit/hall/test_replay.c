/* What a replay finds when somebody who knows the files, sums and all, has
 * changed them while the server was down. */
#include "test.h"

#include <stdio.h>

#include "hall/seat.h"
#include "support/scene_cast.h"
#include "support/tamper.h"

#define ATTEMPT "1"

static struct scene scene;
static struct cast cast;

static const char schedule[] =
    "{\"format\":\"exam-schedule-1\",\"sittings\":[{\"id\":\"s\",\"title\":"
    "\"S\",\"programme\":{\"id\":\"small\",\"version\":\"1\"},"
    "\"bank\":{\"id\":\"small\",\"version\":\"1\"},\"zone\":\"UTC\","
    "\"opens\":\"2026-05-04T09:00\",\"closes\":\"2026-05-04T10:00\","
    "\"check_in\":false,\"admission\":false,"
    "\"routes\":{\"upgrade\":{\"sections\":[{\"minutes\":20},"
    "{\"minutes\":20}]}}}]}";

/* ---- an attempt ---- */

static void
must(enum route route, const char *param, struct slice body)
{
	struct scene_reply reply;

	cast_must(&cast, "anna",
	    &(struct scene_request){ route, .params = { param }, .body = body },
	    &reply);
	scene_reply_fini(&reply);
}

static void
candidate(enum route route, const char *param, const char *body)
{
	const struct cast_candidate *c = cast_candidate(&cast, "C-1");
	struct scene_reply reply;

	scene_ask(&scene,
	    &(struct scene_request){ route,
		.token = cast_device(c, NULL)->token, .params = { param },
		.body = slice_of(body) },
	    &reply);
	if (reply.status != 200)
		fail_msg("%.*s", SLICE_FMT(buf_slice(&reply.text)));
	scene_reply_fini(&reply);
}

static void
sit(void)
{
	struct scene_reply reply;

	cast_sign_in(
	    &cast, cast_candidate(&cast, "C-1"), "desk", NULL, NULL, &reply);
	scene_reply_fini(&reply);
	candidate(ROUTE_OPEN, NULL, "{\"accept_rules\":true}");
	candidate(ROUTE_ENTER, "1", "");
	candidate(ROUTE_ANSWER, "1", "{\"response\":[[2]],\"seq\":1}");
	candidate(ROUTE_ANSWER, "4", "{\"response\":[[\"DNS\"]],\"seq\":1}");
	candidate(ROUTE_SUBMIT, NULL, "{\"confirm\":true}");
}

static int
begin(void **state)
{
	struct wall nine;

	(void)state;
	if (!wall_parse(&nine, "2026-05-04T09:00:00Z"))
		return -1;
	scene_open(&scene, nine);
	cast_open(&cast, &scene, "small", true);
	must(ROUTE_SCHEDULE_LOAD, NULL, slice_of(schedule));
	must(ROUTE_CANDIDATES, "s",
	    SLICE("number,name,route\nC-1,Ada Lovelace,upgrade\n"));
	cast_take_tickets(&cast, "s");
	sit();
	return 0;
}

static int
end(void **state)
{
	(void)state;
	cast_close(&cast);
	scene_close(&scene);
	return 0;
}

/* ---- what is found ---- */

/* "bank score ": what of each finding, in order. */
static char found[256];

static const char *
replay(void)
{
	struct scene_reply reply;
	const json_t *findings, *finding;
	size_t i;

	cast_must(&cast, "anna",
	    &(struct scene_request){ ROUTE_REPLAY, .params = { ATTEMPT } },
	    &reply);
	findings = json_object_get(reply.body, "findings");
	found[0] = '\0';
	json_array_foreach(findings, i, finding)
	{
		const char *what =
		    json_string_value(json_object_get(finding, "what"));

		snprintf(found + strlen(found), sizeof(found) - strlen(found),
		    "%s ", what);
	}
	assert_int_equal(
	    json_is_true(json_object_get(reply.body, "holds")), i == 0);
	scene_reply_fini(&reply);
	return found;
}

static int
status_of(enum route route)
{
	struct cast_staff *anna = cast_staff(&cast, "anna");
	struct scene_request request = { route, .params = { ATTEMPT },
		.body = route == ROUTE_BUNDLE
			    ? SLICE("{\"recipient\":\"age1fp7la8wp5n93gj82p6"
				    "vy2jp8mswzkncyzl0mdww5syepu23qzffqnhrv5"
				    "5\",\"reason\":\"other\",\"words\":\"x\"}")
			    : SLICE_NONE };
	struct scene_reply reply;
	int status;

	cast_ask(&cast, anna, &request, &reply);
	status = reply.status;
	scene_reply_fini(&reply);
	return status;
}

/* ---- changing files ---- */

/* While the server is down. */
static void
change(const char *table, struct slice from, struct slice to)
{
	char folder[2 * SCENE_PATH_MAX];

	scene_stop(&scene);
	scene_directory(folder, &scene);
	tamper_object(folder, table, from, to);
	scene_start(&scene, 0, false);
}

/* ---- the claims ---- */

static void
what_nobody_changed_holds(void **state)
{
	(void)state;
	assert_string_equal(replay(), "");
	scene_stop(&scene);
	scene_start(&scene, 0, false);
	assert_string_equal(replay(), "");
	assert_int_equal(status_of(ROUTE_TRANSCRIPT), 200);
	assert_int_equal(status_of(ROUTE_BUNDLE), 200);
}

static void
another_key_in_the_bank_is_found(void **state)
{
	(void)state;
	change("bank", SLICE("\3\0\0\0DNS"), SLICE("\3\0\0\0DNX"));
	assert_string_equal(replay(), "bank score result ");
}

static void
another_question_in_the_bank_is_found(void **state)
{
	(void)state;
	change("bank", SLICE("Write DNS."), SLICE("Write DNX."));
	assert_string_equal(replay(), "bank screens ");
}

static void
what_is_not_the_bank_goes_into_no_bundle(void **state)
{
	(void)state;
	change("bank", SLICE("Write DNS."), SLICE("Write DNX."));
	assert_int_equal(status_of(ROUTE_BUNDLE), 500);
	assert_int_equal(status_of(ROUTE_TRANSCRIPT), 200);
}

static void
another_cut_in_the_programme_is_found(void **state)
{
	(void)state;
	change("programme", SLICE("\"cut\":60"), SLICE("\"cut\":10"));
	assert_string_equal(replay(), "programme score result ");
	assert_int_equal(status_of(ROUTE_BUNDLE), 500);
}

static void
other_marks_in_the_result_are_found(void **state)
{
	const struct seat *s = seat_find(scene.hall, 1);
	struct buf is = { 0 }, other = { 0 };

	(void)state;
	buf_put_u16(&is, s->score->n_sections);
	buf_put_i64(&is, s->score->sections[0].marks);
	buf_put_u16(&other, s->score->n_sections);
	buf_put_i64(&other, s->score->sections[0].marks + 500);
	change("result", buf_slice(&is), buf_slice(&other));
	assert_string_equal(replay(), "result ");
	buf_fini(&is);
	buf_fini(&other);
}

static void
another_form_of_the_candidate_is_found(void **state)
{
	(void)state;
	change("candidate", SLICE("\"name\":\"Ada Lovelace\","),
	    SLICE("\"name\":\"A\",  \"form\":7,"));
	/* not as the server writes it, not what was opened, not their name */
	assert_string_equal(replay(), "candidate candidate candidate ");
}

static void
another_name_of_the_candidate_is_found(void **state)
{
	(void)state;
	change("candidate", SLICE("\"name\":\"Ada Lovelace\""),
	    SLICE("\"name\":\"Eve Lovelace\""));
	assert_string_equal(replay(), "candidate ");
}

static void
other_minutes_of_the_sitting_are_found(void **state)
{
	(void)state;
	change("sitting", SLICE("\"minutes\":20"), SLICE("\"minutes\":10"));
	assert_string_equal(replay(), "timing ");
}

static void
another_answer_in_the_journal_is_found(void **state)
{
	char folder[2 * SCENE_PATH_MAX];

	(void)state;
	scene_stop(&scene);
	scene_directory(folder, &scene);
	tamper_run(folder,
	    "UPDATE journal SET payload = CAST(substr(payload, 1,"
	    " length(payload) - 1) || 'X' AS BLOB) WHERE kind = 11");
	scene_start(&scene, 0, false);
	assert_string_equal(replay(), "journal ");
	assert_int_equal(status_of(ROUTE_TRANSCRIPT), 500);
	assert_int_equal(status_of(ROUTE_BUNDLE), 500);
}

static void
a_state_that_does_not_follow_is_found(void **state)
{
	struct seat *s = seat_find(scene.hall, 1);

	(void)state;
	s->attempt.extended_ms += MINUTES(1);
	assert_string_equal(replay(), "state ");
	s->attempt.extended_ms -= MINUTES(1);
	s->attempt.entitlement.factor = 2000;
	assert_string_equal(replay(), "state ");
	s->attempt.entitlement.factor = 1000;
	assert_string_equal(replay(), "");
}

int
main(void)
{
#define CLAIM(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		CLAIM(what_nobody_changed_holds),
		CLAIM(another_key_in_the_bank_is_found),
		CLAIM(another_question_in_the_bank_is_found),
		CLAIM(what_is_not_the_bank_goes_into_no_bundle),
		CLAIM(another_cut_in_the_programme_is_found),
		CLAIM(other_marks_in_the_result_are_found),
		CLAIM(another_form_of_the_candidate_is_found),
		CLAIM(another_name_of_the_candidate_is_found),
		CLAIM(other_minutes_of_the_sitting_are_found),
		CLAIM(another_answer_in_the_journal_is_found),
		CLAIM(a_state_that_does_not_follow_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
