/* The rooms of a sitting, and the candidates that are put into them. */
#include "told.h"

#include "load/candidates.h"
#include "load/schedule.h"

#define SITTING                                                                \
	"{\"format\":\"exam-schedule-1\",\"sittings\":[\n"                     \
	"{\"id\":\"s\",\"title\":\"S\","                                       \
	"\"programme\":{\"id\":\"p\",\"version\":\"1\"},"                      \
	"\"bank\":{\"id\":\"b\",\"version\":\"1\"},"                           \
	"\"zone\":\"UTC\",\"opens\":\"2026-12-01T09:00\","                     \
	"\"closes\":\"2026-12-01T12:00\","                                     \
	"\"routes\":{\"full\":{\"sections\":[{\"minutes\":60}]}},\n"
#define TAIL "}]}"

static enum err
load(struct slice text, struct diag *diag)
{
	struct schedule schedule;
	enum err err = load_schedule(&schedule, text, diag);

	if (err == ERR_OK)
		schedule_fini(&schedule);
	return err;
}

static enum err
load_list(struct slice text, struct diag *diag)
{
	struct candidates all;
	enum err err = load_candidates(&all, text, diag);

	if (err == ERR_OK)
		candidates_fini(&all);
	return err;
}

#define TWO_ROOMS                                                              \
	SITTING                                                                \
	"\"rooms\":[{\"id\":\"aula\",\"title\":\"Aula \\\"Magna\\\"\","        \
	"\"seats\":40,\"row_length\":8,\"proctors\":[\"anna\",\"ben\"]},"      \
	"{\"id\":\"lab\",\"title\":\"Lab\",\"seats\":5000}],"                  \
	"\"chiefs\":[\"eva\"]" TAIL

static void
rooms_written_read_back_the_same(void **state)
{
	struct diag diag = { .path = "f" };
	struct buf first = { 0 }, second = { 0 };
	struct schedule all;
	struct sitting *s;

	(void)state;
	assert_int_equal(
	    load_schedule(&all, slice_of(TWO_ROOMS), &diag), ERR_OK);
	load_sitting_write(&first, all.sittings[0]);
	assert_int_equal(
	    load_sitting_read(&s, buf_slice(&first), &diag), ERR_OK);
	load_sitting_write(&second, s);
	assert_true(slice_equal(buf_slice(&first), buf_slice(&second)));
	assert_int_equal(s->n_rooms, 2);
	assert_string_equal(s->rooms[0].title, "Aula \"Magna\"");
	assert_int_equal(s->rooms[0].n_seats, 40);
	assert_int_equal(s->rooms[0].row_length, 8);
	assert_string_equal(s->rooms[0].proctors[1], "ben");
	assert_int_equal(s->rooms[1].row_length, 0);
	assert_int_equal(s->rooms[1].n_proctors, 0);
	assert_string_equal(s->chiefs[0], "eva");
	sitting_free(s);
	schedule_fini(&all);
	buf_fini(&first);
	buf_fini(&second);
}

static void
a_room_has_a_name_of_its_own_and_seats(void **state)
{
	(void)state;
	assert_told(load,
	    SITTING "\"rooms\":[{\"id\":\"a\",\"title\":\"A\",\"seats\":4},\n"
		    "{\"id\":\"a\",\"title\":\"A\",\"seats\":0},\n"
		    "{\"id\":\"b c\",\"title\":\"\",\"seats\":4,"
		    "\"row_length\":5}]" TAIL,
	    "f:4: sitting s, room 2, id: \"a\" is the id of another room of "
	    "the sitting\n"
	    "f:4: sitting s, room 2, seats: is 0; allowed is 1 to 5000\n"
	    "f:5: sitting s, room 3, id: must be 1 to 64 letters, digits, "
	    "\".\", \"_\" or \"-\" and begin with a letter or digit\n"
	    "f:5: sitting s, room 3, title: is empty\n"
	    "f:5: sitting s, room 3, row_length: is 5; allowed is 1 to 4\n");
	assert_told(load, SITTING "\"rooms\":[]" TAIL,
	    "f:3: sitting s, rooms: has 0 elements; allowed is 1 to 1000\n");
}

static void
a_proctor_is_named_once(void **state)
{
	(void)state;
	assert_told(load,
	    SITTING "\"rooms\":[{\"id\":\"a\",\"title\":\"A\",\"seats\":4,\n"
		    "\"proctors\":[\"anna\",\"anna\",7]}],\n"
		    "\"chiefs\":[\"eva\",\"eva\"]" TAIL,
	    "f:4: sitting s, room 1, proctors: names anna twice\n"
	    "f:4: sitting s, room 1, proctors: is a number; it must be a "
	    "string\n"
	    "f:5: sitting s, chiefs: names eva twice\n");
}

static void
without_rooms_nobody_is_a_chief(void **state)
{
	(void)state;
	assert_told(load, SITTING "\"chiefs\":[\"eva\"]" TAIL,
	    "f:3: sitting s, chiefs: a sitting without rooms has no chiefs: "
	    "every proctor sees all of it\n");
}

static void
a_room_is_named_for_all_candidates_or_for_none(void **state)
{
	(void)state;
	assert_told(load_list,
	    "number,name,route,room,seat\n"
	    "C-1,Ada,full,aula,1\n"
	    "C-2,Bob,full,,2\n"
	    "C-3,Cid,full,the aula,2\n",
	    "f:3: candidate C-2: names no room, which others before it do; "
	    "name one for all or for none\n"
	    "f:4: candidate C-3, room: must be 1 to 64 letters, digits, "
	    "\".\", \"_\" or \"-\" and begin with a letter or digit\n"
	    "f:4: candidate C-3: names no room, which others before it do; "
	    "name one for all or for none\n");
	assert_told(load_list,
	    "number,name,route,room\nC-1,Ada,full,\nC-2,Bob,full,aula\n",
	    "f:3: candidate C-2: names a room, which others before it do not; "
	    "name one for all or for none\n");
	assert_told(load_list,
	    "number,name,route,room\nC-1,Ada,full,lab\nC-2,Bob,full,aula\n",
	    "");
}

static void
a_candidates_room_reads_back_the_same(void **state)
{
	struct diag diag = { .path = "f" };
	struct candidate c, again;
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(load_candidate_read(&c,
			     SLICE("{\"number\":\"C-1\",\"name\":\"Ada\","
				   "\"route\":\"full\",\"room\":\"aula\"}"),
			     &diag),
	    ERR_OK);
	load_candidate_write(&b, &c);
	assert_int_equal(
	    load_candidate_read(&again, buf_slice(&b), &diag), ERR_OK);
	assert_string_equal(again.room, "aula");
	buf_fini(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(rooms_written_read_back_the_same),
		cmocka_unit_test(a_room_has_a_name_of_its_own_and_seats),
		cmocka_unit_test(a_proctor_is_named_once),
		cmocka_unit_test(without_rooms_nobody_is_a_chief),
		cmocka_unit_test(
		    a_room_is_named_for_all_candidates_or_for_none),
		cmocka_unit_test(a_candidates_room_reads_back_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
