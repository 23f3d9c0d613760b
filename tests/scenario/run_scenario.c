/*
 * run_scenario FILE…: play stories, each in a scene of its own.
 *
 * After every statement what is on disk is asked the same questions as what is
 * in memory: a crash at any moment must lose nothing that anybody was shown.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/log.h"
#include "story.h"
#include "support/record.h"

static struct story story;

/* Also when a line fails. */
static void
clean(void)
{
	size_t i;

	for (i = 0; i < story.n_labels; i++)
		json_decref(story.labels[i].body);
	if (story.begun) {
		cast_close(&story.cast);
		scene_close(&story.scene);
	}
	story = (struct story){ .begun = false };
}

static void
compare_disk(struct line *l)
{
	char *told;

	if (story.scene.hall == NULL)
		return;
	told = cast_compare_disk(&story.cast);
	if (told != NULL)
		line_fail(l, "a crash now would lose something: %s", told);
}

static void
play_line(struct line *l)
{
	if (server_says(&story, l))
		return;
	if (!story.begun)
		line_fail(l, "a story begins with: begin TIME zone NAME");
	l->at = 1;
	if (strcmp(l->words[0], "sitting") == 0)
		sitting_line(&story, l);
	else if (strcmp(l->words[0], "candidate") == 0)
		candidate_line(&story, l);
	else if (strcmp(l->words[0], "expect") == 0)
		expect_line(&story, l);
	else if (!candidate_says(&story, l) && !staff_says(&story, l))
		line_fail(l, "who is \"%s\"?", l->words[0]);
}

static void
play(const char *path)
{
	static struct line line;
	struct script script;

	script_open(&script, path);
	line.zone = NULL;
	while (script_next(&script, &line)) {
		line.zone = story.begun ? story.zone : NULL;
		play_line(&line);
		if (strcmp(line.words[0], "expect") != 0)
			compare_disk(&line);
	}
	evidence_must_hold(&story, &line);
	script_close(&script);
	clean();
}

int
main(int argc, char *argv[])
{
	int i;

	if (argc < 2) {
		fputs("usage: run_scenario file.scn ...\n", stderr);
		return 2;
	}
	hash_begin();
	log_limit(LOG_ERROR);
	record_begin(basename(argv[1]));
	atexit(clean);
	for (i = 1; i < argc; i++)
		play(argv[i]);
	return 0;
}
