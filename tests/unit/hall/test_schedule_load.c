/* A schedule file is taken as a whole, and only what is new is looked at. */
#include "test.h"

#include "support/scene_cast.h"

static struct scene scene;
static struct cast cast;

static int
begin(void **state)
{
	struct wall seven;

	(void)state;
	if (!wall_parse(&seven, "2026-05-04T07:00:00Z"))
		return -1;
	scene_open(&scene, seven);
	cast_open(&cast, &scene, "kinds", true);
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

/* One more in the file. */
static void
put_sitting(struct buf *b, const char *ident, const char *bank, const char *day)
{
	buf_printf(b,
	    "%s{\"id\":\"%s\",\"title\":\"A small exam\","
	    "\"programme\":{\"id\":\"small\",\"version\":\"1\"},"
	    "\"bank\":{\"id\":\"%s\",\"version\":\"1\"},"
	    "\"zone\":\"UTC\",\"opens\":\"2026-%sT09:00\","
	    "\"closes\":\"2026-%sT10:00\",\"check_in\":false,"
	    "\"admission\":false,\"routes\":{\"upgrade\":"
	    "{\"minutes\":40,\"sections\":[{},{}]}}}",
	    b->len > 0 ? "," : "", ident, bank, day, day);
}

/* Load so many that were put; what it says is the caller's. */
static struct scene_reply
load(struct buf *sittings)
{
	struct scene_reply reply;
	struct buf body = { 0 };

	buf_printf(&body,
	    "{\"format\":\"exam-schedule-1\",\"sittings\":[%.*s]}",
	    SLICE_FMT(buf_slice(sittings)));
	cast_ask(&cast, cast_staff(&cast, "anna"),
	    &(struct scene_request){
		.route = ROUTE_SCHEDULE_LOAD, .body = buf_slice(&body) },
	    &reply);
	buf_fini(&body);
	buf_fini(sittings);
	return reply;
}

static void
assert_loaded(struct buf *sittings)
{
	struct scene_reply reply = load(sittings);

	assert_int_equal(reply.status, 201);
	scene_reply_fini(&reply);
}

static void
assert_refused(struct buf *sittings, size_t n_errors, const char *saying)
{
	struct scene_reply reply = load(sittings);
	struct slice text = buf_slice(&reply.text);

	assert_int_equal(reply.status, 422);
	assert_int_equal(
	    json_array_size(json_object_get(reply.body, "errors")), n_errors);
	assert_non_null(memmem(text.at, text.len, saying, strlen(saying)));
	scene_reply_fini(&reply);
}

static void
import_into(const char *sitting)
{
	struct scene_reply reply;

	cast_must(&cast, "anna",
	    &(struct scene_request){ .route = ROUTE_CANDIDATES,
		.params = { sitting },
		.body = SLICE("number,name,route\nC-1,C-1,upgrade\n") },
	    &reply);
	scene_reply_fini(&reply);
}

static void
of_one_that_does_not_fit_the_others_are_not_loaded(void **state)
{
	struct buf b = { 0 };

	(void)state;
	put_sitting(&b, "one", "small", "06-01");
	put_sitting(&b, "two", "missing", "06-02");
	assert_refused(&b, 1, "two: the bank missing@1 is not loaded");
	put_sitting(&b, "one", "small", "06-01");
	assert_loaded(&b);
}

static void
two_that_move_together_keep_their_distance(void **state)
{
	struct buf b = { 0 };

	(void)state;
	put_sitting(&b, "one", "small", "06-01");
	put_sitting(&b, "two", "small", "06-16");
	assert_loaded(&b);
	import_into("one");
	import_into("two");
	put_sitting(&b, "one", "small", "06-08");
	assert_refused(&b, 1, "sitting one; sitting two opens");
	put_sitting(&b, "one", "small", "06-08");
	put_sitting(&b, "two", "small", "06-22");
	assert_refused(&b, 1, "sitting one; sitting two opens");
	put_sitting(&b, "two", "small", "06-23");
	put_sitting(&b, "one", "small", "06-08");
	assert_loaded(&b);
}

/* Far before, it is not within the days; the order is another, though. */
static void
one_that_moves_past_the_other_is_looked_at(void **state)
{
	struct buf b = { 0 };

	(void)state;
	put_sitting(&b, "one", "small", "06-01");
	put_sitting(&b, "two", "small", "06-16");
	assert_loaded(&b);
	import_into("one");
	import_into("two");
	put_sitting(&b, "one", "small", "06-20");
	assert_refused(&b, 1, "sitting two; sitting one opens");
	put_sitting(&b, "one", "small", "07-01");
	assert_loaded(&b);
}

/* How many turns it takes; each helper is one. */
static uint32_t
turns_to_load(struct buf *sittings)
{
	uint32_t before = scene.turns, turns;
	struct scene_reply reply = load(sittings);

	assert_int_equal(reply.status, 201);
	turns = reply.turn - before;
	scene_reply_fini(&reply);
	return turns;
}

static void
what_is_known_asks_no_helper(void **state)
{
	struct buf b = { 0 };
	uint32_t of_new, of_known;

	(void)state;
	put_sitting(&b, "zero", "small", "05-31");
	assert_loaded(&b);
	put_sitting(&b, "one", "small", "06-01");
	of_new = turns_to_load(&b);
	put_sitting(&b, "one", "small", "06-01");
	of_known = turns_to_load(&b);
	assert_int_equal(of_new - of_known, 1);
	put_sitting(&b, "one", "small", "06-01");
	put_sitting(&b, "two", "small", "06-02");
	put_sitting(&b, "three", "small", "06-03");
	assert_int_equal(turns_to_load(&b), of_new);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    of_one_that_does_not_fit_the_others_are_not_loaded, begin,
		    end),
		cmocka_unit_test_setup_teardown(
		    two_that_move_together_keep_their_distance, begin, end),
		cmocka_unit_test_setup_teardown(
		    one_that_moves_past_the_other_is_looked_at, begin, end),
		cmocka_unit_test_setup_teardown(
		    what_is_known_asks_no_helper, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
