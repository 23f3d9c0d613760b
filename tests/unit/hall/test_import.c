/* Whoever begins while an import moves people sits alone on their seat. */
#include "test.h"

#include "hall/place.h"
#include "hall/seat.h"
#include "support/scene_cast.h"

#define PEOPLE 250 /* three slices of an import; as many seats */

static struct scene scene;
static struct cast cast;

static const char schedule[] =
    "{\"format\":\"exam-schedule-1\",\"sittings\":[{\"id\":\"s\","
    "\"title\":\"S\","
    "\"programme\":{\"id\":\"small\",\"version\":\"1\"},"
    "\"bank\":{\"id\":\"small\",\"version\":\"1\"},\"zone\":\"UTC\","
    "\"opens\":\"2026-05-04T09:00\",\"closes\":\"2026-05-04T10:00\","
    "\"check_in\":false,\"admission\":false,"
    "\"rooms\":[{\"id\":\"aula\",\"title\":\"Aula\",\"seats\":250}],"
    "\"routes\":{\"upgrade\":{\"minutes\":20,\"sections\":[{},{}]}}}]}";

/* Everybody, so many seats behind their number. */
static void
put_people(struct buf *b, int behind)
{
	int i;

	buf_put_text(b, "number,name,route,room,seat\n");
	for (i = 1; i <= PEOPLE; i++)
		buf_printf(b, "C-%d,Name,upgrade,aula,%d\n", i,
		    (i - 1 + behind) % PEOPLE + 1);
}

static void
must(enum route route, struct slice body)
{
	struct scene_reply reply;

	cast_must(&cast, "anna",
	    &(struct scene_request){ route, .params = { "s" }, .body = body },
	    &reply);
	scene_reply_fini(&reply);
}

static int
begin(void **state)
{
	struct buf people = { 0 };
	struct wall nine;

	(void)state;
	if (!wall_parse(&nine, "2026-05-04T09:00:00Z"))
		return -1;
	scene_open(&scene, nine);
	cast_open(&cast, &scene, "small", true);
	must(ROUTE_SCHEDULE_LOAD, slice_of(schedule));
	put_people(&people, 0);
	must(ROUTE_CANDIDATES, buf_slice(&people));
	cast_take_tickets(&cast, "s");
	buf_fini(&people);
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

static struct seat *
seat_of(int n)
{
	char number[8];

	(void)snprintf(number, sizeof(number), "C-%d", n);
	return person_find(scene.hall, slice_of(number))->seats;
}

static void
sign_in(int n)
{
	struct scene_reply reply;

	cast_sign_in(&cast, cast_candidate(&cast, seat_of(n)->number), "desk",
	    NULL, NULL, &reply);
	scene_reply_fini(&reply);
}

static void
open_next_turn(int n)
{
	const struct cast_candidate *c =
	    cast_candidate(&cast, seat_of(n)->number);

	(void)scene_put(&scene,
	    &(struct scene_request){ ROUTE_OPEN,
		.token = cast_device(c, NULL)->token,
		.body = SLICE("{\"accept_rules\":true}") });
}

/* All move one seat on, and 100 of them have. */
static void
import_until_some_have_moved(void)
{
	struct buf people = { 0 };
	int turns = 0;

	put_people(&people, 1);
	(void)scene_put(&scene,
	    &(struct scene_request){ ROUTE_CANDIDATES,
		.slot = SLOT_STAFF,
		.local = true,
		.params = { "s" },
		.body = buf_slice(&people) });
	while (place_number(seat_of(1)) == 1 && turns++ < 100)
		scene_turn(&scene);
	buf_fini(&people);
	assert_int_equal(place_number(seat_of(100)), 101);
	assert_int_equal(place_number(seat_of(101)), 101);
}

static void
assert_seats_are_nobodys_twice(void)
{
	bool taken[PEOPLE + 1] = { false };
	unsigned number;
	int i;

	for (i = 1; i <= PEOPLE; i++) {
		number = place_number(seat_of(i));
		assert_in_range(number, 1, PEOPLE);
		assert_false(taken[number]);
		taken[number] = true;
	}
}

/* Of one the seat was given away before, of the other it will be. */
static void
who_begins_meanwhile_has_their_seat_alone(void **state)
{
	char *difference;

	(void)state;
	sign_in(101);
	sign_in(150);
	import_until_some_have_moved();
	open_next_turn(101);
	open_next_turn(150);
	scene_settle(&scene);
	assert_non_null(seat_of(101)->attempt.plan);
	assert_int_equal(place_number(seat_of(101)), 101);
	assert_int_equal(place_number(seat_of(150)), 150);
	assert_int_equal(place_number(seat_of(200)), 201);
	assert_seats_are_nobodys_twice();
	difference = cast_compare_disk(&cast);
	assert_null(difference);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    who_begins_meanwhile_has_their_seat_alone, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
