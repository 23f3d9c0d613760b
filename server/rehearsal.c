/*
 * rehearsal: the role that plays a sitting on a copy of a backup.  It serves
 * nobody and writes nowhere but to the copy.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "parent/config.h"
#include "rehearse/rehearse.h"
#include "roles.h"

#define PROGRESS_US 100000
#define CANNOT 1 /* as with errors: the sitting must not be held like this */

static volatile sig_atomic_t stopped;

struct screen {
	int64_t told_us;
	bool is_terminal;
};

static void
stop(int signal_number)
{
	(void)signal_number;
	stopped = 1;
}

/* One line that is written over and over. */
static bool
show(void *ctx, const struct play_progress *p)
{
	struct screen *s = ctx;
	int64_t now = clock_stopwatch_us();
	char text[WALL_TEXT_MAX];

	if (s->is_terminal && now - s->told_us >= PROGRESS_US) {
		s->told_us = now;
		fprintf(stderr,
		    "\r%.16s UTC  %u of %u have begun, %u are done ",
		    wall_format(text, p->now), p->begun, p->candidates,
		    p->closed);
	}
	return stopped == 0;
}

/* What is configured and not yet kept back. */
static int64_t
missing_ballast(const struct config *c)
{
	struct buf path = { 0 };
	int64_t there = 0;
	struct stat st;

	buf_printf(&path, "%s/ballast", c->directory);
	buf_put_u8(&path, '\0');
	if (stat(path.at, &st) == 0)
		there = st.st_size;
	buf_fini(&path);
	return c->ballast > there ? c->ballast - there : 0;
}

/* The clock is judged by what it says now. */
static void
look_at_machine(struct machine *m, const struct config *c)
{
	if (c != NULL) {
		m->certificate = c->certificate;
		m->data = c->directory;
		m->ballast = missing_ballast(c);
	}
	m->wall = clock_wall();
	m->boottime = clock_boottime();
	clock_boot_id(m->boot_id);
	m->synchronised = clock_synchronised();
}

static int
finish(
    enum err e, const struct buf *report, size_t n_errors, const struct diag *d)
{
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d->text)));
	if (e != ERR_OK)
		return CANNOT;
	if (fwrite(report->at, 1, report->len, stdout) != report->len ||
	    putchar('\n') == EOF || fflush(stdout) != 0) {
		fprintf(stderr, "examd: the report: %s\n", strerror(errno));
		return CANNOT;
	}
	return n_errors > 0 ? CANNOT : 0;
}

static int
play(const struct rehearsal_options *o, const struct config *config)
{
	struct screen screen = { .is_terminal = isatty(STDERR_FILENO) == 1 };
	struct rehearsal what = { .backup = o->backup,
		.sitting = o->sitting,
		.version = EXAM_VERSION,
		.seed = o->seed,
		.progress = show,
		.ctx = &screen };
	struct diag d = { .path = "examd" };
	struct buf report = { 0 };
	size_t n_errors = 0;
	char *kept = NULL;
	enum err e;
	int status;

	look_at_machine(&what.machine, config);
	e = rehearse(&report, &n_errors, o->keep ? &kept : NULL, &what, &d);
	if (screen.told_us != 0)
		fputs("\r\033[K", stderr);
	if (kept != NULL)
		fprintf(stderr, "kept: %s\n", kept);
	status = finish(e, &report, n_errors, &d);
	free(kept);
	buf_fini(&report);
	diag_fini(&d);
	return status;
}

int
rehearsal_run(const struct rehearsal_options *o)
{
	struct sigaction action = { .sa_handler = stop };
	struct diag d = { .path = o->config };
	struct config config;
	int status = CANNOT;

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	if (o->config == NULL)
		return play(o, NULL);
	if (config_read(&config, &d) == ERR_OK) {
		status = play(o, &config);
		config_fini(&config);
	} else {
		fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d.text)));
	}
	diag_fini(&d);
	return status;
}
