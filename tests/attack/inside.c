/*
 * What somebody who has got into a process of the running server finds there:
 * in the candidates' net no item before its section, and never a key, a mapping
 * or a rationale; in none a capability.
 *
 * The marks are those of marked.bank.json.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "e2e/sitter.h"
#include "support/program.h"
#include "test.h"

#ifdef __SANITIZE_ADDRESS__
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

#define TOO_EARLY 409 /* the status of a refusal for the time */
#define PIECE (1 << 20)
#define OVERLAP 64 /* longer than a mark */

/* What no process that candidates reach may hold, as UTF-8. */
static const char *const secrets[] = { "marked-key", "marked-half",
	"marked-choice", "marked-item", "Marked rationale", "Marked source" };
static const char *const sights[] = { "Sight of the first", "Sight of a choice",
	"Later sight" };

static struct centre centre;

/* ---- a look into the memory ---- */

static bool
piece_has(const char *piece, size_t len, const char *words)
{
	return memmem(piece, len, words, strlen(words)) != NULL;
}

/* Pages that cannot be read, such as the kernel's own, hold nothing of ours. */
static bool
region_has(int memory, uint64_t from, uint64_t to, const char *words)
{
	char *piece = malloc(PIECE);
	bool found = false;
	ssize_t n = 1;

	assert_non_null(piece);
	while (!found && from < to && n > 0) {
		n = pread(memory, piece,
		    to - from < PIECE ? (size_t)(to - from) : PIECE,
		    (off_t)from);
		if (n > 0)
			found = piece_has(piece, (size_t)n, words);
		if (n <= OVERLAP)
			break;
		from += from + (uint64_t)n < to ? (uint64_t)n - OVERLAP
						: (uint64_t)n;
	}
	free(piece);
	return found;
}

static bool
memory_has(pid_t pid, const char *words)
{
	char path[64], line[512];
	uint64_t from, to;
	bool found = false;
	int memory;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	memory = open(path, O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	maps = fopen(path, "re");
	assert_true(memory >= 0 && maps != NULL);
	while (!found && fgets(line, sizeof(line), maps) != NULL)
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " r", &from, &to) == 2)
			found = strstr(line, "[v") == NULL &&
				region_has(memory, from, to, words);
	fclose(maps);
	close(memory);
	return found;
}

static bool
may_look(void)
{
	char path[64];
	int memory;

	snprintf(path, sizeof(path), "/proc/%d/mem",
	    (int)server_net(&centre.server));
	memory = open(path, O_RDONLY | O_CLOEXEC);
	if (memory < 0)
		return false;
	close(memory);
	return true;
}

/* A sanitizer's shadow of the memory has terabytes. */
static void
skip_where_nobody_may_look(void)
{
	if (!SANITIZED && may_look())
		return;
	print_message("memory is not looked at: %s\n",
	    SANITIZED ? "built with a sanitizer" : "not permitted");
	skip();
}

static void
assert_net_lacks(const char *const *marks, size_t n)
{
	pid_t net = server_net(&centre.server);
	size_t i;

	for (i = 0; i < n; i++)
		if (memory_has(net, marks[i]))
			fail_msg("\"%s\" is in the candidates' net", marks[i]);
}

#define EACH(list) list, sizeof(list) / sizeof((list)[0])

/* ---- sittings ---- */

static json_t *
sitting(const char *id)
{
	return json_pack("{s:s,s:s,s:{s:s,s:s},s:{s:s,s:s},"
			 "s:{s:{s:[{s:i},{s:i}]},s:{s:i,s:[{},{}]}},"
			 "s:s,s:s,s:b,s:b,s:b,s:s}",
	    "id", id, "title", "A room", "programme", "id", "marked", "version",
	    "1", "bank", "id", "marked", "version", "1", "routes", "upgrade",
	    "sections", "minutes", 20, "minutes", 20, "full", "minutes", 40,
	    "sections", "takeover", "free", "release", "at-once", "practice", 1,
	    "check_in", 0, "admission", 0, "rules", "Work alone.");
}

/* Its window opens in an hour. */
static void
add_later_sitting(void)
{
	char opens[WALL_TEXT_MAX], closes[WALL_TEXT_MAX];
	char path[SERVER_PATH_MAX], *text;
	struct wall now = clock_wall();
	json_t *later = sitting("later");

	now.ms -= now.ms % SECONDS(1);
	wall_format(opens, wall_add(now, HOURS(1)));
	wall_format(closes, wall_add(now, HOURS(8)));
	later = json_pack(
	    "{s:s,s:[o]}", "format", "exam-schedule-1", "sittings", later);
	json_object_update_new(
	    json_array_get(json_object_get(later, "sittings"), 0),
	    json_pack("{s:s,s:s,s:s}", "zone", "UTC", "opens", opens, "closes",
		closes));
	text = json_dumps(later, JSON_COMPACT);
	server_write_file(&centre.server, "later.json", text);
	server_path(path, &centre.server, "later.json");
	free(centre_ctl(&centre, 0, ARGV("schedule", "load", path)));
	free(text);
	json_decref(later);
}

static int
open_centre(void **state)
{
	(void)state;
	centre_open(&centre);
	centre_add_programme(&centre, "marked@1",
	    "tests/attack/marked.bank.json",
	    "tests/attack/marked.programme.json");
	add_later_sitting();
	centre_add_candidates(
	    &centre, "later", "number,name,route\nL-1,Ada,upgrade\n");
	return 0;
}

static int
close_centre(void **state)
{
	(void)state;
	centre_fini(&centre);
	return 0;
}

/* ---- the claims ---- */

/* Signed in and refused. */
static void
come_too_early(size_t n)
{
	struct sitter s;

	sitter_init(&s, &centre, n, "a device");
	json_decref(ask(s.wire, METHOD_POST, "/v1/attempt/open",
	    json_pack("{s:b}", "accept_rules", 1), TOO_EARLY));
	json_decref(
	    ask(s.wire, METHOD_GET, "/v1/attempt/paper", NULL, TOO_EARLY));
	json_decref(sitter_attempt(&s));
	sitter_fini(&s);
}

static void
before_the_window_no_item_is_with_those_whom_candidates_reach(void **state)
{
	(void)state;
	skip_where_nobody_may_look();
	come_too_early(0);
	assert_net_lacks(EACH(sights));
	assert_net_lacks(EACH(secrets));
	/* What is looked for is there, and can be found. */
	assert_true(memory_has(server_hall(&centre.server), secrets[0]));
	assert_true(memory_has(server_hall(&centre.server), sights[0]));
}

/* The right answers are chosen by their place; one that is written is known to
 * whoever wrote it. */
static void
answer_all(struct sitter *s)
{
	json_t *paper;
	const json_t *item;
	size_t i;

	paper = ask(s->wire, METHOD_GET, "/v1/attempt/paper", NULL, 200);
	json_array_foreach(json_object_get(paper, "items"), i, item)
	    json_decref(sitter_save(s, (int)number_in(item, "item"), 1,
		sitter_response(item, 0), 200));
	assert_true(i == 3);
	json_decref(paper);
}

static void
during_an_exam_no_key_is_with_those_whom_candidates_reach(void **state)
{
	struct sitter s;

	(void)state;
	skip_where_nobody_may_look();
	centre_add_sitting(&centre, sitting("now"));
	centre_add_candidates(
	    &centre, "now", "number,name,route\nN-1,Bo,upgrade\n");
	sitter_init(&s, &centre, 1, "a device");
	sitter_enter(&s);
	json_decref(sitter_hear(&s, &centre, "state"));
	answer_all(&s);
	assert_net_lacks(EACH(secrets));
	assert_net_lacks(&sights[2], 1); /* of a section not entered */
	sitter_fini(&s);
}

/* ---- what /proc says ---- */

static void
assert_line(const char *path, const char *line)
{
	char text[256];
	bool found = false;
	FILE *f = fopen(path, "re");

	assert_non_null(f);
	while (!found && fgets(text, sizeof(text), f) != NULL) {
		text[strcspn(text, "\n")] = '\0';
		found = strncmp(text, line, strlen(line)) == 0;
	}
	fclose(f);
	if (!found)
		fail_msg("%s does not say \"%s\"", path, line);
}

static void
assert_confined(pid_t pid)
{
	static const char *const lines[] = { "CapInh:\t0000000000000000",
		"CapPrm:\t0000000000000000", "CapEff:\t0000000000000000",
		"CapAmb:\t0000000000000000", "NoNewPrivs:\t1" };
	char path[64];
	size_t i;

	assert_true(pid > 0);
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_line(path, lines[i]);
	if (!SANITIZED)
		assert_line(path, "Seccomp:\t2");
	snprintf(path, sizeof(path), "/proc/%d/limits", (int)pid);
	assert_line(path, "Max core file size        0                    0 ");
}

static void
every_part_runs_without_capabilities_and_core_files(void **state)
{
	(void)state;
	assert_confined(server_hall(&centre.server));
	assert_confined(server_net(&centre.server));
	assert_confined(server_part(&centre.server, "net", "staff"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_part_runs_without_capabilities_and_core_files),
		cmocka_unit_test(
		    before_the_window_no_item_is_with_those_whom_candidates_reach),
		cmocka_unit_test(
		    during_an_exam_no_key_is_with_those_whom_candidates_reach),
	};

	return cmocka_run_group_tests(tests, open_centre, close_centre);
}
