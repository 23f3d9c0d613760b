/* Papers of a sitting: forms by seats, exposure and trials by use. */
#include "test.h"

#include "core/paper.h"
#include "hall/draw.h"
#include "hall/journal.h"
#include "hall/seat.h"
#include "support/scene_cast.h"

#define FORMED 6 /* C-1 … C-6 sit in a line, on the route with forms */
#define DRAWN 6	 /* D-1 … D-6 each draw their own */

static struct scene scene;
static struct cast cast;

static const char schedule[] =
    "{\"format\":\"exam-schedule-1\",\"sittings\":[{\"id\":\"s\",\"title\":"
    "\"S\","
    "\"programme\":{\"id\":\"small\",\"version\":\"1\"},"
    "\"bank\":{\"id\":\"small\",\"version\":\"1\"},\"zone\":\"UTC\","
    "\"opens\":\"2026-05-04T09:00\",\"closes\":\"2026-05-04T10:00\","
    "\"check_in\":false,\"admission\":false,"
    "\"rooms\":[{\"id\":\"aula\",\"title\":\"Aula\",\"seats\":20}],"
    "\"routes\":{\"upgrade\":{\"minutes\":20,\"sections\":[{}]},"
    "\"full\":{\"minutes\":20,\"sections\":[{}]}}},"
    "{\"id\":\"hall\",\"title\":\"No rooms\","
    "\"programme\":{\"id\":\"small\",\"version\":\"1\"},"
    "\"bank\":{\"id\":\"small\",\"version\":\"1\"},\"zone\":\"UTC\","
    "\"opens\":\"2026-05-04T09:00\",\"closes\":\"2026-05-04T10:00\","
    "\"check_in\":false,\"admission\":false,"
    "\"routes\":{\"upgrade\":{\"minutes\":20,\"sections\":[{}]},"
    "\"full\":{\"minutes\":20,\"sections\":[{}]}}}]}";

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
import(const char *prefix, const char *route, int n, int first_seat)
{
	struct buf people = { 0 };
	int i;

	buf_put_text(&people, "number,name,route,room,seat\n");
	for (i = 1; i <= n; i++)
		buf_printf(&people, "%s-%d,Name,%s,aula,%d\n", prefix, i, route,
		    first_seat + i);
	must(ROUTE_CANDIDATES, "s", buf_slice(&people));
	cast_take_tickets(&cast, "s");
	buf_fini(&people);
}

/* One after the other in a line, without a room. */
static void
import_line(int n)
{
	struct buf people = { 0 };
	int i;

	buf_put_text(&people, "number,name,route,seat\n");
	for (i = 1; i <= n; i++)
		buf_printf(&people, "C-%d,Name,upgrade,%d\n", i, i);
	must(ROUTE_CANDIDATES, "hall", buf_slice(&people));
	cast_take_tickets(&cast, "hall");
	buf_fini(&people);
}

static struct seat *
seat_of(const char *number)
{
	return seat_find(scene.hall,
	    strtoull(cast_candidate(&cast, number)->attempt, NULL, 10));
}

static struct seat *
open_one(const char *prefix, int n)
{
	struct scene_reply reply;
	char number[8];

	(void)snprintf(number, sizeof(number), "%s-%d", prefix, n);
	cast_sign_in(
	    &cast, cast_candidate(&cast, number), "desk", NULL, NULL, &reply);
	scene_reply_fini(&reply);
	scene_ask(&scene,
	    &(struct scene_request){ ROUTE_OPEN,
		.token =
		    cast_device(cast_candidate(&cast, number), NULL)->token,
		.body = SLICE("{\"accept_rules\":true}") },
	    &reply);
	assert_int_equal(reply.status, 200);
	scene_reply_fini(&reply);
	return seat_of(number);
}

static int
begin(void **state)
{
	struct wall nine;

	(void)state;
	if (!wall_parse(&nine, "2026-05-04T09:00:00Z"))
		return -1;
	scene_open(&scene, nine);
	cast_open(&cast, &scene, "forms", true);
	must(ROUTE_SCHEDULE_LOAD, NULL, slice_of(schedule));
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

/* Which items of the bank, one bit each. */
static uint64_t
items_of(struct seat *s)
{
	const struct paper *p = seat_paper(s);
	uint64_t bits = 0;
	uint16_t i;

	for (i = 0; i < paper_n_items(p); i++)
		bits |= UINT64_C(1) << paper_item(p, i);
	return bits;
}

static void
the_first_who_begins_brings_forms_for_the_room(void **state)
{
	char number[8];
	int i, counts[4] = { 0 };

	(void)state;
	import("C", "upgrade", FORMED, 0);
	(void)open_one("C", 3);
	for (i = 1; i <= FORMED; i++) {
		(void)snprintf(number, sizeof(number), "C-%d", i);
		assert_in_range(seat_of(number)->form, 1, 3);
		counts[seat_of(number)->form]++;
	}
	for (i = 1; i <= 3; i++)
		assert_int_equal(counts[i], FORMED / 3);
}

static void
neighbours_have_different_items_and_a_form_the_same(void **state)
{
	struct seat *seats[FORMED + 1];
	int i, j;

	(void)state;
	import("C", "upgrade", FORMED, 0);
	for (i = 1; i <= FORMED; i++)
		seats[i] = open_one("C", i);
	for (i = 1; i <= FORMED; i++) {
		assert_int_equal(seats[i]->attempt.plan->form, seats[i]->form);
		if (i < FORMED)
			assert_int_not_equal(
			    seats[i]->form, seats[i + 1]->form);
		for (j = 1; j < i; j++)
			if (seats[i]->form == seats[j]->form)
				assert_int_equal(
				    items_of(seats[i]), items_of(seats[j]));
			else /* 34 % of three forms is one */
				assert_int_equal(
				    items_of(seats[i]) & items_of(seats[j]), 0);
	}
}

static void
who_comes_later_gets_a_form_that_no_neighbour_has(void **state)
{
	struct seat *s;

	(void)state;
	import("C", "upgrade", FORMED, 0);
	(void)open_one("C", 1);
	import("E", "upgrade", 1, FORMED);
	s = open_one("E", 1);
	assert_in_range(s->form, 1, 3);
	assert_int_not_equal(s->form, seat_of("C-6")->form);
}

static void
a_restart_changes_no_paper_and_no_form(void **state)
{
	uint64_t items[FORMED + 1] = { 0 };
	uint16_t forms[FORMED + 1] = { 0 };
	char number[8];
	int i;

	(void)state;
	import("C", "upgrade", FORMED, 0);
	for (i = 1; i <= 3; i++)
		items[i] = items_of(open_one("C", i));
	for (i = 1; i <= FORMED; i++) {
		(void)snprintf(number, sizeof(number), "C-%d", i);
		forms[i] = seat_of(number)->form;
	}
	scene_crash(&scene);
	scene_start(&scene, 1000, false);
	for (i = 1; i <= FORMED; i++) {
		(void)snprintf(number, sizeof(number), "C-%d", i);
		assert_int_equal(seat_of(number)->form, forms[i]);
		if (i <= 3)
			assert_int_equal(items_of(seat_of(number)), items[i]);
		else
			items[i] = items_of(open_one("C", i));
	}
	for (i = 4; i <= FORMED; i++)
		assert_true(items[i] == items[1] || items[i] == items[2] ||
			    items[i] == items[3]);
}

#define LINE 350 /* more than are stored in a turn */

static uint16_t
form_of(int n)
{
	char number[8];

	(void)snprintf(number, sizeof(number), "C-%d", n);
	return seat_of(number)->form;
}

static void
forms_of_many_are_stored_over_several_turns(void **state)
{
	uint16_t forms[LINE + 1];
	size_t left = LINE;
	int i;

	(void)state;
	import_line(LINE);
	(void)open_one("C", 7);
	assert_in_range(scene.hall->n_formed, 1, LINE);
	for (i = 1; i <= LINE; i++)
		forms[i] = form_of(i);
	while (scene.hall->n_formed > 0) {
		assert_true(left - scene.hall->n_formed <= 100);
		left = scene.hall->n_formed;
		scene_turn(&scene);
	}
	scene_settle(&scene);
	scene_crash(&scene);
	scene_start(&scene, 1000, false);
	for (i = 1; i <= LINE; i++)
		assert_int_equal(form_of(i), forms[i]);
}

static void
a_crash_before_all_forms_are_stored_changes_none(void **state)
{
	uint16_t forms[LINE + 1];
	int i;

	(void)state;
	import_line(LINE);
	(void)open_one("C", 7);
	for (i = 1; i <= LINE; i++)
		forms[i] = form_of(i);
	scene_crash(&scene);
	scene_start(&scene, 1000, false);
	assert_int_equal(form_of(LINE / 2), 0);
	(void)open_one("C", 200);
	for (i = 1; i <= LINE; i++)
		if (i != 7)
			assert_int_equal(form_of(i), forms[i]);
	assert_int_equal(seat_of("C-7")->attempt.plan->form, forms[7]);
}

/* C-2 moves, C-3 goes another way, C-4 marries, C-1 has begun. */
static void
another_seat_or_route_on_a_later_list_asks_for_another_form(void **state)
{
	uint16_t forms[5];
	int i;

	(void)state;
	import_line(FORMED);
	(void)open_one("C", 1);
	for (i = 1; i <= 4; i++)
		forms[i] = form_of(i);
	must(ROUTE_CANDIDATES, "hall",
	    SLICE("number,name,route,seat\nC-2,Name,upgrade,40\n"
		  "C-3,Name,full,3\nC-4,Other,upgrade,4\n"));
	assert_int_equal(form_of(1), forms[1]);
	assert_int_equal(form_of(2), 0);
	assert_int_equal(form_of(3), 0);
	assert_int_equal(form_of(4), forms[4]);
}

static size_t
count_dirty(void)
{
	const struct chain *c;
	size_t n = 0;

	TAILQ_FOREACH(c, &scene.hall->dirty, dirty_entry)
	n++;
	return n;
}

static void
a_slice_of_snapshots_ends_at_its_bytes(void **state)
{
	size_t n;
	int i;

	(void)state;
	import("C", "upgrade", FORMED, 0);
	scene_settle(&scene);
	assert_int_equal(hall_settle(scene.hall), ERR_OK);
	assert_int_equal(count_dirty(), 0);
	for (i = 1; i <= 4; i++)
		(void)open_one("C", i);
	n = count_dirty();
	assert_true(n >= 4);
	journal_snapshots(scene.hall, SIZE_MAX, 1);
	assert_int_equal(count_dirty(), n - 1);
	journal_snapshots(scene.hall, 2, SIZE_MAX);
	assert_int_equal(count_dirty(), n - 3);
}

static void
count_items(struct seat *s, uint32_t *used)
{
	const struct paper *p = seat_paper(s);
	uint16_t i;

	assert_int_equal(paper_n_items(p), 4);
	for (i = 0; i < 4; i++)
		used[paper_item(p, i)]++;
}

/* Twelve of topic one, then six of topic two with a set of two, three on
 * trial: six papers with a restart in their midst. */
static void
use_is_counted_over_a_restart(void **state)
{
	uint32_t used[21] = { 0 };
	int i;

	(void)state;
	import("D", "full", DRAWN, 10);
	for (i = 1; i <= DRAWN; i++) {
		if (i == 3) {
			scene_crash(&scene);
			scene_start(&scene, 1000, false);
		}
		count_items(open_one("D", i), used);
	}
	for (i = 0; i < 17; i++)
		assert_in_range(used[i], 0, DRAWN / 2);
	assert_int_equal(used[17], DRAWN); /* fixed */
	for (i = 18; i < 21; i++)
		assert_int_equal(used[i], DRAWN / 3);
	assert_int_equal(used[12], used[13]); /* a set */
}

/* Forms from the sitting's seed, one's own draw from the attempt's. */
static void
a_replay_draws_the_same_papers_again(void **state)
{
	struct scene_reply reply;
	struct paper *again;
	struct seat *s;

	(void)state;
	import("C", "upgrade", FORMED, 0);
	import("D", "full", 1, 6);
	(void)open_one("D", 1);
	s = open_one("C", 2);
	assert_int_equal(draw_again(&again, s), ERR_OK);
	assert_true(paper_item(again, 0) == paper_item(seat_paper(s), 0));
	paper_free(again);
	cast_must(&cast, "anna",
	    &(struct scene_request){ ROUTE_REPLAY,
		.params = { cast_candidate(&cast, "C-2")->attempt } },
	    &reply);
	assert_true(json_is_true(json_object_get(reply.body, "holds")));
	scene_reply_fini(&reply);
	s->attempt.seed[0] ^= 1;
	assert_int_equal(draw_again(&again, s), ERR_OK);
	paper_free(again);
	s->attempt.plan->form = 99;
	assert_int_equal(draw_again(&again, s), ERR_INVALID);
	assert_int_equal(draw_again(&again, seat_of("D-1")), ERR_UNKNOWN);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	static const struct CMUnitTest tests[] = {
		TEST(the_first_who_begins_brings_forms_for_the_room),
		TEST(neighbours_have_different_items_and_a_form_the_same),
		TEST(who_comes_later_gets_a_form_that_no_neighbour_has),
		TEST(a_restart_changes_no_paper_and_no_form),
		TEST(forms_of_many_are_stored_over_several_turns),
		TEST(a_crash_before_all_forms_are_stored_changes_none),
		TEST(
		    another_seat_or_route_on_a_later_list_asks_for_another_form),
		TEST(a_slice_of_snapshots_ends_at_its_bytes),
		TEST(use_is_counted_over_a_restart),
		TEST(a_replay_draws_the_same_papers_again),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
