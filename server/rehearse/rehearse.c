#include "rehearse/rehearse.h"

#include <string.h>

#include "base/clock.h"
#include "proto/out.h"
#include "rehearse/scratch.h"

/* One rehearsal while it goes on. */
struct run {
	const struct rehearsal *what;
	struct scratch scratch;
	struct roll roll;
	struct play play;
	struct findings findings;
	int64_t bytes_an_attempt, took_us;
	bool held;
};

static enum err
read_roll(struct run *r, struct diag *d)
{
	struct store_options options = { .directory = r->scratch.path };
	struct store *store;
	enum err e = store_open(&store, &options, d);

	if (e != ERR_OK)
		return e;
	e = roll_read(&r->roll, store, r->what->sitting, d);
	store_close(store);
	return e;
}

/* Nobody can begin any more, or could be let in twice. */
static bool
can_be_held(struct run *r)
{
	const struct sitting *s = r->roll.sitting;
	char text[WALL_TEXT_MAX];

	if (r->what->machine.wall.ms < sitting_last_entry(s).ms)
		return true;
	finding_add(&r->findings, SEVERITY_ERROR, "sitting.window", NULL,
	    "postpone it, or rehearse the next one",
	    "nobody can begin since %s: there is nothing to rehearse",
	    wall_format(text, sitting_last_entry(s)));
	return false;
}

static enum err
hold(struct run *r, struct diag *d)
{
	struct play_setup setup = { .directory = r->scratch.path,
		.version = r->what->version,
		.sitting = r->what->sitting,
		.begins = wall_add(r->roll.sitting->opens, -SIGN_IN_EARLY_MS),
		.seed = r->what->seed,
		.progress = r->what->progress,
		.ctx = r->what->ctx };
	int64_t bytes = scratch_bytes(&r->scratch);
	enum err e;

	if (setup.begins.ms < r->what->machine.wall.ms)
		setup.begins = r->what->machine.wall;
	e = play_run(&r->play, &setup, &r->roll, &r->findings, d);
	bytes = scratch_bytes(&r->scratch) - bytes;
	if (r->play.begun > 0 && bytes > 0)
		r->bytes_an_attempt = bytes / r->play.begun;
	r->held = e == ERR_OK;
	return e;
}

static void
look_before(struct run *r)
{
	check_rooms(&r->findings, &r->roll);
	check_tickets(&r->findings, &r->roll);
	check_accounts(&r->findings, &r->roll);
	check_clock(&r->findings, &r->what->machine, &r->roll);
}

static void
look_after(struct run *r)
{
	check_zone(&r->findings, &r->roll);
	check_certificate(&r->findings, &r->what->machine, &r->roll);
	if (!r->held)
		return;
	check_entitlements(&r->findings, &r->roll);
	check_blueprint(&r->findings, &r->roll);
	check_disk(
	    &r->findings, &r->what->machine, &r->roll, r->bytes_an_attempt);
	check_items(&r->findings, &r->roll, &r->play);
	check_forms(&r->findings, &r->roll, &r->play);
	check_marking(&r->findings, &r->roll, &r->play);
}

/* ---- the report ---- */

static void
write_sitting(struct buf *b, const struct run *r)
{
	const struct sitting *s = r->roll.sitting;

	out_word(b, "sitting", s->ident);
	out_word(b, "title", s->title);
	out_word(b, "zone", s->zone);
	out_time(b, "opens", s->opens);
	out_time(b, "latest_end", roll_latest_end(&r->roll));
	out_int(b, "registered", (int64_t)r->roll.n_candidates);
	/* As text: a reader of JSON may have no 64 bits for it. */
	buf_printf(b, ",\"seed\":\"%llu\"", (unsigned long long)r->what->seed);
}

static void
write_course(struct buf *b, const struct run *r)
{
	const struct play *p = &r->play;

	out_open(b, "course");
	out_int(b, "played", p->candidates);
	out_int(b, "absent", p->absent);
	out_int(b, "begun", p->begun);
	out_int(b, "closed", p->closed);
	out_int(b, "passed", p->passed);
	out_int(b, "not_passed", p->not_passed);
	out_int(b, "to_mark", p->to_mark);
	out_int(b, "scripts", p->scripts);
	out_time(b, "ended", p->ends);
	out_int(b, "away_ms", p->away_ms);
	out_close(b);
}

static void
write_figures(struct buf *b, const struct run *r)
{
	const struct play *p = &r->play;
	int64_t begun = p->begun > 0 ? p->begun : 1;

	out_open(b, "figures");
	out_int(b, "took_ms", r->took_us / 1000);
	out_int(b, "turns", (int64_t)p->turns);
	out_int(b, "requests", (int64_t)p->requests);
	out_int(b, "saves", (int64_t)p->saves);
	out_int(b, "hall_us_a_candidate", p->hall_us / begun);
	out_int(b, "bytes_a_candidate", r->bytes_an_attempt);
	out_int(b, "slowest_turn_us", p->slowest_turn_us);
	out_time(b, "slowest_turn_at", p->slowest_turn_at);
	out_open(b, "bell");
	out_time(b, "at", p->bell.at);
	out_int(b, "attempts", p->bell.attempts);
	out_int(b, "turns", (int64_t)p->bell.turns);
	out_int(b, "us", p->bell.us);
	out_close(b);
	out_close(b);
}

static void
write_report(struct buf *b, const struct run *r)
{
	const struct findings *f = &r->findings;

	out_open(b, NULL);
	write_sitting(b, r);
	if (r->held) {
		write_course(b, r);
		write_figures(b, r);
	}
	findings_write(b, f);
	out_int(b, "errors", (int64_t)findings_count(f, SEVERITY_ERROR));
	out_int(b, "warnings", (int64_t)findings_count(f, SEVERITY_WARNING));
	out_close(b);
}

/* ---- all of it ---- */

static enum err
run(struct run *r, struct diag *d)
{
	int64_t began = clock_stopwatch_us();
	enum err e = read_roll(r, d);

	if (e != ERR_OK)
		return e;
	look_before(r);
	if (can_be_held(r))
		e = hold(r, d);
	if (e == ERR_OK)
		look_after(r);
	r->took_us = clock_stopwatch_us() - began;
	return e;
}

enum err
rehearse(struct buf *report, size_t *n_errors, char **kept,
    const struct rehearsal *what, struct diag *d)
{
	struct run r = { .what = what };
	enum err e = scratch_make(&r.scratch, what->backup, d);

	if (e != ERR_OK)
		return e;
	e = run(&r, d);
	if (e == ERR_OK) {
		write_report(report, &r);
		*n_errors = findings_count(&r.findings, SEVERITY_ERROR);
	}
	if (e == ERR_OK && kept != NULL)
		*kept = alloc_text(r.scratch.path);
	else
		scratch_remove(&r.scratch);
	findings_fini(&r.findings);
	play_fini(&r.play);
	roll_fini(&r.roll);
	return e;
}
