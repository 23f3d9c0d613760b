/* A sitting held in advance, beside a server that goes on. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "centre.h"
#include "support/program.h"
#include "test.h"

#define SOON_DAYS 20
#define FAR_DAYS 399 /* the certificate of examctl init lasts 397 */
#define CANDIDATES 12

static struct centre centre;

/* A sitting of three hours, so many days from now. */
static void
load_sitting(const char *name, int days)
{
	time_t begin = time(NULL) + days * (time_t)86400;
	time_t close = begin + 3 * 3600;
	char opens[32], closes[32], text[1024], path[SERVER_PATH_MAX];

	strftime(opens, sizeof(opens), "%Y-%m-%dT%H:%M", gmtime(&begin));
	strftime(closes, sizeof(closes), "%Y-%m-%dT%H:%M", gmtime(&close));
	snprintf(text, sizeof(text),
	    "{\"format\":\"exam-schedule-1\",\"sittings\":[{\"id\":\"%s\","
	    "\"title\":\"Practice\",\"practice\":true,"
	    "\"release\":\"at-once\",\"zone\":\"Etc/UTC\","
	    "\"programme\":{\"id\":\"hand\",\"version\":\"1\"},"
	    "\"bank\":{\"id\":\"hand\",\"version\":\"1\"},"
	    "\"opens\":\"%s\",\"closes\":\"%s\","
	    "\"routes\":{\"upgrade\":{\"sections\":[{\"minutes\":20,"
	    "\"break_minutes\":5},{\"minutes\":20}]}}}]}",
	    name, opens, closes);
	server_write_file(&centre.server, "schedule", text);
	server_path(path, &centre.server, "schedule");
	free(centre_ctl(&centre, 0, ARGV("schedule", "load", path)));
}

static void
import_candidates(const char *sitting)
{
	char text[1024], path[SERVER_PATH_MAX];
	int n, i;

	n = snprintf(text, sizeof(text), "number,name,route,factor\n");
	for (i = 0; i < CANDIDATES; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n,
		    "R-%d,Somebody,upgrade,%s\n", i, i % 4 == 0 ? "1.5" : "1");
	server_write_file(&centre.server, "list", text);
	server_path(path, &centre.server, "list");
	free(centre_ctl(
	    &centre, 0, ARGV("candidates", "import", sitting, path)));
	free(centre_ctl(&centre, 0, ARGV("tickets", sitting)));
}

static int
open_centre(void **state)
{
	(void)state;
	centre_init(&centre, "u");
	load_sitting("soon", SOON_DAYS);
	import_candidates("soon");
	load_sitting("far", FAR_DAYS);
	import_candidates("far");
	return 0;
}

static int
close_centre(void **state)
{
	(void)state;
	centre_fini(&centre);
	return 0;
}

static json_t *
rehearse(int status, const char *sitting)
{
	char *text =
	    centre_ctl(&centre, status, ARGV("rehearse", sitting, "--json"));
	json_t *report = json_loads(text, 0, NULL);

	assert_non_null(report);
	free(text);
	return report;
}

/* The finding of this rule; NULL: there is none. */
static const json_t *
finding(const json_t *report, const char *rule)
{
	const json_t *f;
	size_t i;

	json_array_foreach(json_object_get(report, "findings"), i,
	    f) if (strcmp(text_in(f, "rule"), rule) == 0) return f;
	return NULL;
}

static void
a_sound_sitting_is_held_without_an_error(void **state)
{
	json_t *report = rehearse(0, "soon");
	const json_t *course = json_object_get(report, "course");

	(void)state;
	assert_int_equal(number_in(report, "errors"), 0);
	assert_int_equal(number_in(course, "played"), CANDIDATES);
	assert_int_equal(number_in(course, "begun"),
	    CANDIDATES - number_in(course, "absent"));
	assert_int_equal(
	    number_in(course, "closed"), number_in(course, "begun"));
	assert_int_equal(
	    number_in(course, "passed") + number_in(course, "not_passed"),
	    number_in(course, "begun"));
	json_decref(report);
}

static void
a_certificate_that_ends_too_soon_is_an_error(void **state)
{
	json_t *report = rehearse(1, "far");
	const json_t *f = finding(report, "certificate.ends");

	(void)state;
	assert_non_null(f);
	assert_string_equal(text_in(f, "severity"), "error");
	assert_non_null(strstr(text_in(f, "facts"), "keys/cert.pem"));
	assert_int_equal(number_in(report, "errors"), 1);
	json_decref(report);
}

static void
people_read_the_rule_and_what_to_do(void **state)
{
	char *text = centre_ctl(&centre, 1, ARGV("rehearse", "far"));

	(void)state;
	assert_non_null(strstr(text, "certificate.ends"));
	assert_non_null(strstr(text, "renew it"));
	assert_non_null(strstr(text, "1 errors"));
	free(text);
}

static void
the_server_keeps_nothing_of_it(void **state)
{
	json_t *reply =
	    ask(centre.desk, METHOD_GET, "/v1/sittings/soon/room", NULL, 200);
	const json_t *row;
	struct dirent *entry;
	DIR *data = opendir(centre.server.data);
	size_t i;

	(void)state;
	json_array_foreach(json_object_get(reply, "candidates"), i, row)
	    assert_string_equal(text_in(row, "state"), "expected");
	assert_int_equal(i, CANDIDATES);
	json_decref(reply);
	assert_non_null(data);
	while ((entry = readdir(data)) != NULL)
		assert_null(strstr(entry->d_name, "rehearsal"));
	closedir(data);
}

static void
a_backup_is_enough(void **state)
{
	char backup[SERVER_PATH_MAX], *text;

	(void)state;
	server_path(backup, &centre.server, "backup");
	free(centre_ctl(&centre, 0, ARGV("backup", backup)));
	text = program_output(0, ARGV(EXAMCTL, "rehearse", "far", "--backup",
				     backup, "--seed", "7"));
	assert_non_null(strstr(text, "certificate.unknown"));
	assert_non_null(strstr(text, "(seed 7)"));
	free(text);
	text = program_output(1, ARGV(EXAMCTL, "rehearse", "far", "--backup",
				     backup, "--config", centre.server.conf));
	assert_non_null(strstr(text, "certificate.ends"));
	free(text);
}

static void
what_is_not_there_is_refused(void **state)
{
	(void)state;
	free(centre_ctl(&centre, 1, ARGV("rehearse", "nothing")));
	free(program_output(1,
	    ARGV(EXAMCTL, "rehearse", "soon", "--backup", centre.server.data)));
	free(program_output(2, ARGV(EXAMCTL, "rehearse", "soon", "--backup",
				   centre.server.data, "--seed", "many")));
	free(program_output(2, ARGV(EXAMD, "--rehearse", "one")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_sitting_is_held_without_an_error),
		cmocka_unit_test(a_certificate_that_ends_too_soon_is_an_error),
		cmocka_unit_test(people_read_the_rule_and_what_to_do),
		cmocka_unit_test(the_server_keeps_nothing_of_it),
		cmocka_unit_test(a_backup_is_enough),
		cmocka_unit_test(what_is_not_there_is_refused),
	};

	return cmocka_run_group_tests(tests, open_centre, close_centre);
}
