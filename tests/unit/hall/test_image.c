/* Images and descriptions do not pile up in front of the saves. */
#include "test.h"

#include "support/scene_cast.h"

static struct scene scene;
static struct cast cast;

static int
begin(void **state)
{
	struct wall nine;

	(void)state;
	if (!wall_parse(&nine, "2026-05-04T09:00:00Z"))
		return -1;
	scene_open(&scene, nine);
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

static struct scene_reply
see_image(void)
{
	struct scene_reply reply;

	cast_ask(&cast, cast_staff(&cast, "anna"),
	    &(struct scene_request){
		ROUTE_ITEM_IMAGE, .params = { "small", "1", "match", "1" } },
	    &reply);
	return reply;
}

/* So many bytes leave with the next commit, and not before. */
static void
leave_waiting(size_t len)
{
	char *bytes = alloc_zero(len, 1);

	memset(bytes, '\n', len);
	frame_put_push(hall_out(scene.hall, SLOT_STAFF),
	    &(struct frame_push){ 1, { bytes, len } });
	free(bytes);
}

static void
an_image_waits_while_others_have_not_left(void **state)
{
	struct scene_reply reply = see_image();

	(void)state;
	assert_int_equal(reply.status, 200);
	scene_reply_fini(&reply);
	leave_waiting(REPLIES_PENDING_MAX);
	reply = see_image();
	assert_int_equal(reply.status, 503);
	assert_non_null(strstr(
	    json_string_value(json_object_get(reply.body, "type")), "busy"));
	scene_reply_fini(&reply);
	reply = see_image();
	assert_int_equal(reply.status, 200);
	assert_int_equal(reply.type, BODY_PNG);
	scene_reply_fini(&reply);
}

static struct scene_reply
see_description(void)
{
	struct scene_reply reply;

	cast_ask(&cast, cast_staff(&cast, "anna"),
	    &(struct scene_request){ .route = ROUTE_STAFF_OPENAPI }, &reply);
	return reply;
}

static void
the_description_waits_while_others_have_not_left(void **state)
{
	struct scene_reply reply;

	(void)state;
	leave_waiting(REPLIES_PENDING_MAX);
	reply = see_description();
	assert_int_equal(reply.status, 503);
	scene_reply_fini(&reply);
	reply = see_description();
	assert_int_equal(reply.status, 200);
	scene_reply_fini(&reply);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    an_image_waits_while_others_have_not_left, begin, end),
		cmocka_unit_test_setup_teardown(
		    the_description_waits_while_others_have_not_left, begin,
		    end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
