/* Whole sittings, held in advance on backups of a scene. */
#include "test.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "rehearse/rehearse.h"
#include "rehearse/scratch.h"
#include "support/scene_cast.h"

#define PEPPER "a pepper of thirty-two characters" /* scene.c has it */

static struct scene scene;
static struct cast cast;
static char backup[SCENE_PATH_MAX + 16];
static json_t *report;

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

static void
remove_backup(void)
{
	static const char *const names[] = { "keys/pepper", "keys", "examd.db",
		"" };
	char path[2 * SCENE_PATH_MAX];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "%s/%s", backup, names[i]);
		(void)remove(path);
	}
}

static int
end(void **state)
{
	(void)state;
	json_decref(report);
	report = NULL;
	remove_backup();
	cast_close(&cast);
	scene_close(&scene);
	return 0;
}

static void
must(enum route route, const char *sitting, struct slice body)
{
	struct scene_reply reply;

	cast_must(&cast, "anna",
	    &(struct scene_request){
		route, .params = { sitting }, .body = body },
	    &reply);
	scene_reply_fini(&reply);
}

/* A sitting "june" that opens at ten; more are members of it. */
static void
load_sitting(const char *more)
{
	struct buf file = { 0 };

	buf_printf(&file,
	    "{\"format\":\"exam-schedule-1\",\"sittings\":[{"
	    "\"id\":\"june\",\"title\":\"June\","
	    "\"programme\":{\"id\":\"small\",\"version\":\"1\"},"
	    "\"bank\":{\"id\":\"small\",\"version\":\"1\"},"
	    "\"zone\":\"Etc/UTC\",\"opens\":\"2026-05-06T10:00\","
	    "\"closes\":\"2026-05-06T13:00\",%s}]}",
	    more);
	must(ROUTE_SCHEDULE_LOAD, NULL, buf_slice(&file));
	buf_fini(&file);
}

static void
import(int n, const char *columns, const char *values)
{
	struct buf list = { 0 };
	int i;

	buf_printf(&list, "number,name,route%s\n", columns);
	for (i = 1; i <= n; i++)
		buf_printf(&list, "C-%d,Somebody,upgrade%s\n", i, values);
	must(ROUTE_CANDIDATES, "june", buf_slice(&list));
	must(ROUTE_TICKETS, "june", SLICE_NONE);
	buf_fini(&list);
}

/* The scene keeps its pepper in memory alone. */
static void
make_backup(void)
{
	struct scene_reply reply;
	struct buf body = { 0 };
	char path[2 * SCENE_PATH_MAX];

	snprintf(backup, sizeof(backup), "%s-backup", scene.folder);
	buf_printf(&body, "{\"directory\":\"%s\"}", backup);
	scene_ask(&scene,
	    &(struct scene_request){ ROUTE_BACKUP, .slot = SLOT_STAFF,
		.local = true, .key = "b", .body = buf_slice(&body) },
	    &reply);
	assert_int_equal(reply.status, 201);
	scene_reply_fini(&reply);
	buf_fini(&body);
	snprintf(path, sizeof(path), "%s/keys/pepper", backup);
	assert_int_equal(file_create(path, SLICE(PEPPER), 0600), ERR_OK);
}

static struct rehearsal
plain(void)
{
	return (struct rehearsal){ .backup = backup,
		.sitting = "june",
		.version = "test",
		.seed = 1,
		.machine = { .wall = scene.now.wall, .synchronised = true } };
}

static size_t
hold(const struct rehearsal *what)
{
	struct diag d = { .path = "test" };
	struct buf text = { 0 };
	size_t n_errors = 99;
	enum err e = rehearse(&text, &n_errors, NULL, what, &d);

	if (e != ERR_OK)
		print_error("%.*s", SLICE_FMT(buf_slice(&d.text)));
	assert_int_equal(e, ERR_OK);
	json_decref(report);
	report = json_loadb(text.at, text.len, 0, NULL);
	assert_non_null(report);
	if (n_errors > 0)
		print_message("%.*s\n", SLICE_FMT(buf_slice(&text)));
	buf_fini(&text);
	diag_fini(&d);
	return n_errors;
}

static int64_t
course(const char *name)
{
	return json_integer_value(
	    json_object_get(json_object_get(report, "course"), name));
}

static bool
found(const char *rule)
{
	const json_t *f;
	size_t i;

	json_array_foreach(json_object_get(report, "findings"), i,
	    f) if (strcmp(json_string_value(json_object_get(f, "rule")),
		       rule) == 0) return true;
	return false;
}

/* Everybody who came has sat to an end, and nobody's time was wrong. */
static void
assert_held(int n)
{
	struct rehearsal what = plain();

	make_backup();
	assert_int_equal(hold(&what), 0);
	assert_int_equal(course("played"), n);
	assert_int_equal(course("begun"), n - course("absent"));
	assert_int_equal(course("closed"), course("begun"));
	assert_int_equal(course("away_ms"), 8000);
}

#define SPLIT                                                                  \
	"\"routes\":{\"upgrade\":{\"sections\":[{\"minutes\":20,"              \
	"\"break_minutes\":5},{\"minutes\":10}]}}"
#define LINEAR                                                                 \
	"\"routes\":{\"upgrade\":{\"sections\":[{\"minutes\":20,"              \
	"\"navigation\":\"linear\"},{\"minutes\":10}]}}"
#define WHOLE                                                                  \
	"\"routes\":{\"upgrade\":{\"minutes\":40,\"sections\":["               \
	"{\"break_minutes\":5},{}]}}"

static void
a_time_for_each_section_is_given_to_the_millisecond(void **state)
{
	(void)state;
	load_sitting(SPLIT);
	import(40, "", "");
	assert_held(40);
	assert_int_equal(course("to_mark"), course("begun"));
	assert_true(found("marking.scripts"));
}

static void
a_time_for_the_whole_is_given_to_the_millisecond(void **state)
{
	(void)state;
	load_sitting(WHOLE);
	import(40, "", "");
	assert_held(40);
}

static void
more_time_is_given_to_the_millisecond(void **state)
{
	(void)state;
	load_sitting(SPLIT);
	import(12, ",factor,extra_minutes", ",1.333,7");
	assert_held(12);
	assert_int_equal(course("absent"), 0);
}

static void
a_section_without_a_way_back_can_be_sat(void **state)
{
	(void)state;
	load_sitting(LINEAR ",\"grace_seconds\":0");
	import(40, "", "");
	assert_held(40);
}

static void
proctors_check_in_admit_and_move(void **state)
{
	(void)state;
	load_sitting(SPLIT ",\"check_in\":true,\"admission\":true,"
			   "\"takeover\":\"proctor\"");
	import(40, "", "");
	assert_held(40);
}

static void
late_answers_do_not_confuse_the_bell(void **state)
{
	(void)state;
	load_sitting(SPLIT ",\"late_answers\":{\"accept_within_seconds\":120}");
	import(40, "", "");
	assert_held(40);
}

static void
the_same_seed_gives_the_same_course(void **state)
{
	struct rehearsal what = plain();
	json_t *first;

	(void)state;
	load_sitting(SPLIT);
	import(20, "", "");
	make_backup();
	assert_int_equal(hold(&what), 0);
	first = json_incref(json_object_get(report, "course"));
	assert_int_equal(hold(&what), 0);
	assert_int_equal(json_integer_value(json_object_get(first, "absent")),
	    course("absent"));
	assert_string_equal(json_string_value(json_object_get(first, "ended")),
	    json_string_value(
		json_object_get(json_object_get(report, "course"), "ended")));
	json_decref(first);
}

static void
the_backup_is_left_as_it_was(void **state)
{
	char path[2 * SCENE_PATH_MAX];
	struct buf before = { 0 }, after = { 0 };
	struct rehearsal what = plain();

	(void)state;
	load_sitting(SPLIT);
	import(3, "", "");
	make_backup();
	snprintf(path, sizeof(path), "%s/examd.db", backup);
	assert_int_equal(file_read(&before, path, 1 << 26), ERR_OK);
	assert_int_equal(hold(&what), 0);
	assert_int_equal(file_read(&after, path, 1 << 26), ERR_OK);
	assert_true(slice_equal(buf_slice(&before), buf_slice(&after)));
	buf_fini(&before);
	buf_fini(&after);
}

static void
a_ticket_of_the_copy_opens_nothing_else(void **state)
{
	struct rehearsal what = plain();
	struct scene_reply reply;

	(void)state;
	load_sitting(SPLIT);
	import(1, "", "");
	make_backup();
	assert_int_equal(hold(&what), 0);
	must(ROUTE_TICKETS, "june", SLICE_NONE); /* all have theirs still */
	scene_ask(&scene,
	    &(struct scene_request){ ROUTE_TIMELINE, .slot = SLOT_STAFF,
		.local = true, .params = { "1" } },
	    &reply);
	assert_string_equal(
	    json_string_value(json_object_get(reply.body, "state")),
	    "expected");
	scene_reply_fini(&reply);
}

static void
who_has_begun_is_left_alone(void **state)
{
	struct rehearsal what = plain();
	struct scene_reply reply;

	(void)state;
	load_sitting(SPLIT);
	import(2, "", "");
	scene_ask(&scene,
	    &(struct scene_request){ ROUTE_TERMINATE, .slot = SLOT_STAFF,
		.local = true, .key = "t", .params = { "1" },
		.body = SLICE("{\"reason\":\"other\",\"words\":\"ill\"}") },
	    &reply);
	assert_int_equal(reply.status, 200);
	scene_reply_fini(&reply);
	make_backup();
	assert_int_equal(hold(&what), 0);
	assert_int_equal(course("played"), 1);
	assert_true(found("play.begun"));
}

static void
nothing_is_held_after_the_last_entry(void **state)
{
	struct rehearsal what = plain();

	(void)state;
	load_sitting(SPLIT);
	import(2, "", "");
	make_backup();
	assert_true(wall_parse(&what.machine.wall, "2026-05-07T00:00:00Z"));
	assert_int_equal(hold(&what), 1);
	assert_true(found("sitting.window"));
	assert_null(json_object_get(report, "course"));
}

static bool
stop(void *ctx, const struct play_progress *p)
{
	(void)ctx;
	return p->begun == 0;
}

static enum err
try_to_hold(const struct rehearsal *what)
{
	struct diag d = { .path = "test" };
	struct buf text = { 0 };
	size_t n;
	enum err e = rehearse(&text, &n, NULL, what, &d);

	assert_int_equal(text.len, 0);
	assert_int_not_equal(d.count, 0);
	diag_fini(&d);
	return e;
}

static void
what_cannot_be_held_is_said(void **state)
{
	struct rehearsal what = plain();

	(void)state;
	load_sitting(SPLIT);
	import(2, "", "");
	make_backup();
	what.progress = stop;
	assert_int_equal(try_to_hold(&what), ERR_SYS);
	what.progress = NULL;
	what.sitting = "july";
	assert_int_equal(try_to_hold(&what), ERR_UNKNOWN);
	what.backup = "/nonexistent";
	assert_int_equal(try_to_hold(&what), ERR_INVALID);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_time_for_each_section_is_given_to_the_millisecond),
		TEST(a_time_for_the_whole_is_given_to_the_millisecond),
		TEST(more_time_is_given_to_the_millisecond),
		TEST(a_section_without_a_way_back_can_be_sat),
		TEST(proctors_check_in_admit_and_move),
		TEST(late_answers_do_not_confuse_the_bell),
		TEST(the_same_seed_gives_the_same_course),
		TEST(the_backup_is_left_as_it_was),
		TEST(a_ticket_of_the_copy_opens_nothing_else),
		TEST(who_has_begun_is_left_alone),
		TEST(nothing_is_held_after_the_last_entry),
		TEST(what_cannot_be_held_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
