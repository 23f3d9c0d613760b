/* Can this machine carry the day? */
#include "examctl/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "examctl/commands.h"
#include "examctl/figures.h"
#include "examctl/member.h"
#include "examctl/say.h"
#include "examctl/scratch.h"
#include "examctl/trial.h"

#define FIGURES_FILE "figures.json"
#define MEASURE_CANDIDATES 200
#define MEASURE_SECONDS 10
#define REHEARSE_SECONDS 60
#define SECONDS_MAX 600

static const char *
figures_path(const struct call *call)
{
	const char *path = call->options[OPTION_FIGURES];

	return path != NULL ? path : FIGURES_FILE;
}

static bool
is_writable(const char *path)
{
	return path != NULL && *path != '\0' &&
	       access(path, R_OK | W_OK | X_OK) == 0;
}

/* On the disk that will carry the day, if it is known. */
static const char *
working_directory(const struct call *call)
{
	const char *data = call->options[OPTION_DATA];

	if (data == NULL)
		data = getenv("EXAMD_DATA");
	if (is_writable(data))
		return data;
	data = getenv("TMPDIR");
	return is_writable(data) ? data : "/var/tmp";
}

static enum outcome
explain(struct diag *d, enum err e)
{
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d->text)));
	diag_fini(d);
	return e == ERR_OK ? DONE : MISUSED;
}

/* ---- measuring ---- */

static enum outcome
keep(const struct call *call, const struct trial_seen *seen,
    const struct trial *t)
{
	struct diag d = { .path = "examctl" };
	enum outcome outcome;

	if (member_number(seen->report, "entered") !=
	    (json_int_t)t->candidates) {
		complain("only %" JSON_INTEGER_FORMAT " of %u got in: nothing "
			 "was measured",
		    member_number(seen->report, "entered"), t->candidates);
		return MISUSED;
	}
	outcome = explain(&d, figures_write(figures_path(call), &seen->figures,
				  t->candidates, clock_wall(), &d));
	if (outcome == DONE)
		complain("measured, and kept in %s", figures_path(call));
	return outcome;
}

static enum outcome
measure(const struct call *call, unsigned seconds)
{
	struct trial t = { .candidates = MEASURE_CANDIDATES,
		.seconds = seconds,
		.flat_out = true };
	struct trial_seen seen = { 0 };
	struct scratch s;
	enum outcome outcome;

	complain("%u candidates on a scratch server, about a minute ...",
	    t.candidates);
	outcome = scratch_open(&s, working_directory(call));
	if (outcome == DONE)
		outcome = trial_hold(&seen, &s, &t);
	scratch_close(&s);
	if (outcome == DONE)
		outcome = keep(call, &seen, &t);
	trial_fini(&seen);
	return outcome;
}

/* ---- planning ---- */

static enum outcome
read_figures(struct plan_made *p, const struct call *call)
{
	struct diag d = { 0 }, warnings = { 0 };
	enum err e = figures_read(
	    &p->figures, figures_path(call), clock_wall(), &d, &warnings);
	enum outcome outcome;

	(void)explain(&warnings, e);
	outcome = explain(&d, e);
	if (outcome != DONE)
		return outcome;
	d = (struct diag){ .path = "examctl" };
	return explain(
	    &d, figures_free(&p->machine, working_directory(call), &d));
}

static enum outcome
make(struct plan_made *p, const struct call *call)
{
	enum outcome outcome = plan_day_read(&p->day, call->arguments,
	    call->n_arguments, call->options[OPTION_EXPECTED]);

	if (outcome == DONE)
		outcome = read_figures(p, call);
	if (outcome != DONE)
		return outcome;
	plan_demand_of(&p->demand, p->day.parties, p->day.n);
	plan_rows_of(p->rows, &p->demand, &p->figures, &p->machine);
	return DONE;
}

static void
tell(const struct call *call, const struct plan_made *p)
{
	json_t *plan;

	if (!call_has(call, OPTION_JSON)) {
		plan_say(p);
	} else {
		plan = plan_json(p);
		say_json(plan);
		json_decref(plan);
	}
	fflush(stdout);
}

static enum outcome
plan(struct call *call, unsigned seconds)
{
	struct plan_made p = { 0 };
	enum outcome outcome = make(&p, call);
	bool carries = false, carried = true;

	if (outcome == DONE) {
		carries = plan_carries(p.rows);
		tell(call, &p);
	}
	if (outcome == DONE && call_has(call, OPTION_REHEARSE))
		outcome = plan_rehearse(
		    &carried, call, &p, working_directory(call), seconds);
	plan_day_fini(&p.day);
	if (outcome != DONE)
		return MISUSED;
	return carries && carried ? DONE : REFUSED;
}

/* ---- what was asked ---- */

/* 0: it is no number that can be. */
static unsigned
seconds_of(const struct call *call, unsigned otherwise)
{
	const char *text = call->options[OPTION_SECONDS];
	char *end;
	long n;

	if (text == NULL)
		return otherwise;
	n = strtol(text, &end, 10);
	return *end == '\0' && n > 0 && n <= SECONDS_MAX ? (unsigned)n : 0;
}

static const char *
fault_of(const struct call *call, unsigned seconds)
{
	if (seconds == 0)
		return "--seconds is a number from 1 to 600";
	if (call->n_arguments == 0 && !call_has(call, OPTION_MEASURE))
		return "name the schedules of the day, or --measure";
	if (call->n_arguments == 0 && call_has(call, OPTION_REHEARSE))
		return "--rehearse needs the schedules of the day";
	if (call_has(call, OPTION_TO) && !call_has(call, OPTION_REHEARSE))
		return "--to is for the statement of --rehearse";
	if (call_has(call, OPTION_TO) &&
	    access(call->options[OPTION_TO], F_OK) == 0)
		return "the file of --to is there already";
	if (call_has(call, OPTION_JSON) && call_has(call, OPTION_REHEARSE) &&
	    !call_has(call, OPTION_TO))
		return "with --json the statement needs a file: --to FILE";
	return NULL;
}

enum outcome
run_plan(struct call *call)
{
	unsigned seconds = seconds_of(call, REHEARSE_SECONDS);
	const char *fault = fault_of(call, seconds);
	enum outcome outcome = DONE;

	if (fault != NULL) {
		complain("%s", fault);
		return MISUSED;
	}
	if (call_has(call, OPTION_MEASURE))
		outcome = measure(call, seconds_of(call, MEASURE_SECONDS));
	if (outcome != DONE)
		return MISUSED;
	return call->n_arguments > 0 ? plan(call, seconds) : DONE;
}
