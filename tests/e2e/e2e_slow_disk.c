/* A disk that takes long for a sync, or does not come back at all for now. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "exam/buf.h"
#include "exam/limits.h"
#include "sitter.h"
#include "support/program.h"
#include "support/slow_disk.h"
#include "test.h"

#define PATIENCE_MS ((int)SECONDS(60))
#define SLOW_MS 300 /* longer than what is given back, STALL_MS */

static struct slow_disk *disk;
static struct centre centre;

static int
open_centre(void **state)
{
	(void)state;
	disk = slow_disk_begin();
	centre_init(&centre, "uu");
	slow_disk_end(); /* the candidates have disks of their own */
	return 0;
}

static int
close_centre(void **state)
{
	(void)state;
	slow_disk_set(disk, 0);
	centre_fini(&centre);
	return 0;
}

/* ---- the candidate's program, line by line ---- */

/* Its input is a terminal, so that it may be typed to at any time. */
struct terminal {
	pid_t pid;
	int in, out;
	struct buf said; /* that was not listened to yet */
};

static void
terminal_start(struct terminal *t, size_t n)
{
	char code[SERVER_PATH_MAX], state[SERVER_PATH_MAX];
	int out[2], before = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10), in;

	server_write_file(&centre.server, "code", centre.tickets[n].code);
	server_path(code, &centre.server, "code");
	server_path(state, &centre.server, "unsaved");
	*t = (struct terminal){ .in = posix_openpt(
				    O_RDWR | O_NOCTTY | O_CLOEXEC) };
	assert_int_equal(grantpt(t->in) | unlockpt(t->in), 0);
	in = open(ptsname(t->in), O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	dup2(in, STDIN_FILENO);
	t->out = out[0];
	t->pid = program_start(
	    ARGV(EXAM, "--server", centre.server.candidates, "--ca",
		centre.server.ca, "--candidate", centre.tickets[n].number,
		"--code-file", code, "--state", state, "--plain"),
	    out[1], -1);
	dup2(before, STDIN_FILENO);
	close(before);
	close(in);
	close(out[1]);
}

static void
terminal_type(struct terminal *t, const char *line)
{
	assert_int_equal(write(t->in, line, strlen(line)), strlen(line));
}

/* What is said up to these words is listened to; false: it was not said, and
 * that will not change. */
static bool
is_said(struct terminal *t, const char *words)
{
	const char *found = NULL;

	if (t->said.len > 0)
		found = memmem(t->said.at, t->said.len, words, strlen(words));
	if (found == NULL)
		return false;
	buf_drop(&t->said, (size_t)(found - t->said.at) + strlen(words));
	return true;
}

static void
terminal_hear(struct terminal *t, const char *words)
{
	ssize_t n;

	while (!is_said(t, words)) {
		if (poll(&(struct pollfd){ t->out, POLLIN, 0 }, 1,
			PATIENCE_MS) <= 0)
			fail_msg("it never said: %s\n%.*s", words,
			    SLICE_FMT(buf_slice(&t->said)));
		n = read(t->out, buf_reserve(&t->said, 4096), 4096);
		if (n <= 0)
			fail_msg("it ended and had not said: %s\n%.*s", words,
			    SLICE_FMT(buf_slice(&t->said)));
		t->said.len += (size_t)n;
	}
}

static void
terminal_end(struct terminal *t)
{
	close(t->in);
	close(t->out);
	kill(t->pid, SIGTERM);
	(void)program_wait(t->pid);
	buf_fini(&t->said);
}

/* ---- claims ---- */

static size_t
count_answers(size_t n)
{
	json_t *timeline = centre_timeline(&centre, centre.tickets[n].attempt),
	       *e;
	const json_t *events = json_object_get(timeline, "events");
	size_t i, answers = 0;

	json_array_foreach(events, i, e) answers +=
	    strncmp(text_in(e, "text"), "answered", 8) == 0;
	json_decref(timeline);
	return answers;
}

static void
nothing_is_called_saved_before_the_disk_has_it(void **state)
{
	struct terminal t;

	(void)state;
	terminal_start(&t, 0);
	terminal_type(&t, "accept\nenter\n");
	terminal_hear(&t, "Item 1, 1 of");
	slow_disk_set(disk, SLOW_DISK_HANGS);
	slow_disk_await(disk, 1);
	/* Whatever it asks, one of them is an answer. */
	terminal_type(&t, "a\n1\n");
	terminal_hear(&t, "Not yet saved: 1 answer; keep going.");
	assert_null(memmem(t.said.at, t.said.len, ", saved", 7));
	slow_disk_set(disk, 0);
	terminal_hear(&t, "saved");
	assert_true(count_answers(0) >= 1);
	terminal_end(&t);
}

static int64_t
look_at_clock(struct sitter *s)
{
	json_t *attempt = sitter_attempt(s);
	int64_t remaining = remaining_in(attempt);

	json_decref(attempt);
	return remaining;
}

/* A sign of life is a commit as long as any other; giving back its time would
 * be another. */
static void
a_clock_goes_on_while_nobody_asks_anything(void **state)
{
	int64_t before, after, began;
	struct sitter s;

	(void)state;
	sitter_init(&s, &centre, 1, "a device");
	sitter_enter(&s);
	before = look_at_clock(&s);
	began = clock_boottime();
	slow_disk_set(disk, SLOW_MS);
	slow_disk_await(disk, 5);
	slow_disk_set(disk, 0);
	after = look_at_clock(&s);
	/* The last look may have waited for a sync or two. */
	assert_true((before - after) * 4 >= (clock_boottime() - began) * 3);
	sitter_fini(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    nothing_is_called_saved_before_the_disk_has_it),
		cmocka_unit_test(a_clock_goes_on_while_nobody_asks_anything),
	};

	return cmocka_run_group_tests(tests, open_centre, close_centre);
}
