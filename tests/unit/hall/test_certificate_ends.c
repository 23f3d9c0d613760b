/* A certificate that ends before the sittings do. */
#include "test.h"

#include "support/scene_cast.h"

static struct scene scene;
static struct cast cast;
static struct diag diag;

/* In the schedule: 09:00 to 10:00 on the first of June, for C-1. */
static const char schedule[] =
    "{\"format\":\"exam-schedule-1\",\"sittings\":["
    "{\"id\":\"june\",\"title\":\"A small exam\","
    "\"programme\":{\"id\":\"small\",\"version\":\"1\"},"
    "\"bank\":{\"id\":\"small\",\"version\":\"1\"},"
    "\"zone\":\"UTC\",\"opens\":\"2026-06-01T09:00\","
    "\"closes\":\"2026-06-01T10:00\",\"check_in\":false,"
    "\"admission\":false,\"routes\":{\"upgrade\":"
    "{\"minutes\":40,\"sections\":[{},{}]}}}]}";

static struct wall
wall_of(const char *text)
{
	struct wall w;

	assert_true(wall_parse(&w, text));
	return w;
}

static void
load(enum route route, const char *sitting, struct slice body)
{
	struct scene_reply reply;

	cast_must(&cast, "anna",
	    &(struct scene_request){
		.route = route, .params = { sitting }, .body = body },
	    &reply);
	scene_reply_fini(&reply);
}

static int
begin(void **state)
{
	(void)state;
	diag = (struct diag){ .path = "hall" };
	scene_open(&scene, wall_of("2026-06-01T07:00:00Z"));
	cast_open(&cast, &scene, "small", true);
	load(ROUTE_SCHEDULE_LOAD, NULL, slice_of(schedule));
	load(ROUTE_CANDIDATES, "june",
	    SLICE("number,name,route\nC-1,C-1,upgrade\n"));
	return 0;
}

static int
end(void **state)
{
	(void)state;
	diag_fini(&diag);
	cast_close(&cast);
	scene_close(&scene);
	return 0;
}

static enum err
start_with(const char *certificate_ends)
{
	scene_stop(&scene);
	scene.certificate_ends = wall_of(certificate_ends);
	return scene_try_start(&scene, 0, false, &diag);
}

static void
sit_down(void)
{
	struct cast_candidate *c;
	struct scene_reply reply;

	cast_take_tickets(&cast, "june");
	c = cast_candidate(&cast, "C-1");
	assert_non_null(c);
	scene_pass(&scene, HOURS(2));
	cast_sign_in(&cast, c, "desk", c->code, NULL, &reply);
	assert_int_equal(reply.status, 201);
	scene_reply_fini(&reply);
	scene_ask(&scene,
	    &(struct scene_request){ .route = ROUTE_OPEN,
		.token = cast_device(c, NULL)->token,
		.key = "open",
		.body = SLICE("{\"accept_rules\":true}") },
	    &reply);
	assert_int_equal(reply.status / 100, 2);
	scene_reply_fini(&reply);
}

static void
one_that_ends_in_the_midst_is_refused_by_name_and_date(void **state)
{
	(void)state;
	scene.certificate_must_last = true;
	assert_int_equal(start_with("2026-06-01T09:59:59Z"), ERR_STATE);
	buf_put_u8(&diag.text, '\0');
	assert_non_null(strstr(diag.text.at,
	    "june: the certificate ends at 2026-06-01T09:59:59.000Z, in the "
	    "midst of this sitting, which opens at 2026-06-01T09:00:00.000Z "
	    "and closes at 2026-06-01T10:00:00.000Z"));
}

static void
one_that_lasts_as_long_is_taken(void **state)
{
	(void)state;
	scene.certificate_must_last = true;
	assert_int_equal(start_with("2026-06-01T10:00:00Z"), ERR_OK);
}

static void
it_may_be_renewed_before_a_sitting_opens(void **state)
{
	(void)state;
	scene.certificate_must_last = true;
	assert_int_equal(start_with("2026-06-01T09:00:00Z"), ERR_OK);
}

static void
who_sits_already_is_not_left_without_a_server(void **state)
{
	(void)state;
	sit_down();
	scene.certificate_must_last = true;
	assert_int_equal(start_with("2026-06-01T09:30:00Z"), ERR_OK);
}

static void
a_hall_that_is_started_again_takes_what_there_is(void **state)
{
	(void)state;
	assert_int_equal(start_with("2026-06-01T09:30:00Z"), ERR_OK);
}

static void
a_sitting_that_is_over_is_no_reason(void **state)
{
	(void)state;
	scene_pass(&scene, HOURS(4));
	scene.certificate_must_last = true;
	assert_int_equal(start_with("2026-06-01T09:30:00Z"), ERR_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_that_ends_in_the_midst_is_refused_by_name_and_date),
		TEST(one_that_lasts_as_long_is_taken),
		TEST(it_may_be_renewed_before_a_sitting_opens),
		TEST(who_sits_already_is_not_left_without_a_server),
		TEST(a_hall_that_is_started_again_takes_what_there_is),
		TEST(a_sitting_that_is_over_is_no_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
