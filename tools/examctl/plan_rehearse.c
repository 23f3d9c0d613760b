/* A plan, held for minutes on a scratch server, and a statement of it. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "examctl/ask.h"
#include "examctl/figures.h"
#include "examctl/files.h"
#include "examctl/member.h"
#include "examctl/plan.h"
#include "examctl/say.h"
#include "examctl/session.h"
#include "examctl/trial.h"

#define CANDIDATES_MAX 2000 /* beyond, exam-load on two cores is too slow */
#define SECONDS_MIN 5	    /* of a rehearsal with fewer than are planned */
#define ANSWER_MS 1000	    /* people notice more */
#define GRACE_MS SECONDS(5) /* of the scratch server's exam */

/* ---- how much of it ---- */

/* As many as come in that time, at the rate that is planned. */
static struct trial
trial_of(const struct plan_demand *d, unsigned seconds)
{
	double a_second = d->arrive * 1000 / (double)PLAN_ARRIVE_MS;
	double n = a_second * seconds;

	if (n > d->arrive)
		n = d->arrive;
	if (n > CANDIDATES_MAX) {
		n = CANDIDATES_MAX;
		seconds = (unsigned)(n / a_second);
	}
	if (seconds < SECONDS_MIN)
		seconds = SECONDS_MIN;
	return (struct trial){ .candidates = n < 1 ? 1 : (unsigned)n,
		.seconds = seconds };
}

/* ---- what was seen ---- */

struct findings {
	struct buf lines;
	bool good;
};

/* A line; and whether it is as it should be. */
__attribute__((format(printf, 3, 4))) static void
find(struct findings *f, bool good, const char *fmt, ...)
{
	char line[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	buf_printf(
	    &f->lines, "seen %s%s\n", line, good ? "" : ": NOT AS PLANNED");
	f->good = f->good && good;
}

static void
find_time(struct findings *f, const struct trial_seen *seen, const char *phase,
    double most_ms)
{
	double p99 = trial_took(seen, phase, "p99") / 1000;

	find(f, p99 <= most_ms,
	    "%s: %" JSON_INTEGER_FORMAT ", 99 of 100 within %.1f ms", phase,
	    member_number(trial_phase(seen, phase), "operations"), p99);
}

static void
look(struct findings *f, const struct trial_seen *seen, const struct trial *t)
{
	const json_t *r = seen->report;
	const json_t *check = json_object_get(r, "check");
	const json_t *closed =
	    json_object_get(trial_phase(seen, "bell"), "closed_us");
	double last = (double)member_number(closed, "max") / 1000;

	find(f, member_number(r, "entered") == (json_int_t)t->candidates,
	    "candidates: %" JSON_INTEGER_FORMAT " of %u got in",
	    member_number(r, "entered"), t->candidates);
	find_time(f, seen, "sign-in", ANSWER_MS);
	find_time(f, seen, "enter", (double)PLAN_ARRIVE_MS);
	find_time(f, seen, "steady", ANSWER_MS);
	find_time(f, seen, "bell", ANSWER_MS);
	find(f, last <= (double)(PLAN_BELL_MS + GRACE_MS),
	    "closed and scored: the last %.1f s after the end of its time, "
	    "%d s of grace among them",
	    last / 1000, (int)(GRACE_MS / 1000));
	find(f, member_is_true(r, "clean"),
	    "acknowledged: %" JSON_INTEGER_FORMAT " answers, lost "
	    "%" JSON_INTEGER_FORMAT ", altered %" JSON_INTEGER_FORMAT,
	    member_number(check, "acknowledged"), member_number(check, "lost"),
	    member_number(check, "altered"));
	find(f, seen->restart_ms <= (double)PLAN_RESTART_MS,
	    "restart: killed with %.0f events in the journal, ready %.0f ms "
	    "later",
	    seen->events, seen->restart_ms);
	if (!member_is_true(r, "claims_hold"))
		buf_put_text(&f->lines,
		    "note: exam-load shared the machine and was too slow in "
		    "part, so that the times above are its own, too\n");
}

/* ---- the statement ---- */

static void
put_statement(struct buf *b, const struct plan_made *p, const struct trial *t,
    const struct findings *f)
{
	char machine[MACHINE_TEXT_MAX];
	bool carries = plan_carries(p->rows);

	figures_machine(machine);
	buf_printf(b, "capacity of %s, examd %s\n", machine, EXAM_VERSION);
	plan_put_lines(b, p);
	buf_printf(b,
	    "rehearsed with %u of %.0f candidates who arrived in %u s, entered "
	    "at once, wrote for %u s and answered at the bell; an exam of %d "
	    "plain items stood for the real one\n",
	    t->candidates, p->demand.at_once, t->seconds, t->seconds,
	    TRIAL_ITEMS);
	buf_put_slice(b, buf_slice(&f->lines));
	buf_printf(b, "verdict: %s\n",
	    !f->good  ? "the rehearsal failed"
	    : carries ? "by plan and by rehearsal it carries the day"
		      : "the rehearsal went well, but by the plan it does not "
			"carry the day");
}

static bool
names_a_server(const struct call *call)
{
	struct diag ignored = { .path = "examctl" };
	struct session s;
	bool named = session_find(&s, call, &ignored) == ERR_OK;

	session_fini(&s);
	diag_fini(&ignored);
	return named;
}

static enum outcome
ask_to_sign(json_t **reply, struct call *call, const struct buf *text)
{
	struct ask request = { .route = ROUTE_LOG_STATEMENT,
		.body = json_pack("{ss#}", "text", text->at, (int)text->len) };

	return ask(reply, call, &request);
}

/* A server of theirs, or else the scratch server, which says so. */
static enum outcome
sign(json_t **reply, bool *by_scratch, struct call *call, struct scratch *s,
    struct buf *text)
{
	*by_scratch = false;
	if (names_a_server(call)) {
		if (ask_to_sign(reply, call, text) == DONE)
			return DONE;
		complain("so the scratch server signs");
	}
	*by_scratch = true;
	buf_put_text(text,
	    "signed by the scratch server, with a key made for this alone\n");
	return ask_to_sign(reply, &s->local, text);
}

static enum outcome
write_file(const char *path, const char *text)
{
	struct diag d = { .path = "examctl" };
	enum err e = files_write_new(path, 0644, slice_of(text), &d);

	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d.text)));
	diag_fini(&d);
	return e == ERR_OK ? DONE : REFUSED;
}

/* The keys of a scratch server are nowhere else: FILE.keys. */
static enum outcome
write_statement(const char *path, const json_t *reply, bool by_scratch)
{
	struct buf keys = { 0 };
	enum outcome outcome =
	    write_file(path, member_text(reply, "statement"));

	buf_printf(&keys, "%s.keys", path);
	buf_put_u8(&keys, '\0');
	if (outcome == DONE && by_scratch)
		outcome = write_file(keys.at, member_text(reply, "keys"));
	buf_fini(&keys);
	return outcome;
}

static enum outcome
give(const struct call *call, const json_t *reply, bool by_scratch)
{
	if (call_has(call, OPTION_TO))
		return write_statement(
		    call->options[OPTION_TO], reply, by_scratch);
	say("\n%s", member_text(reply, "statement"));
	if (by_scratch)
		fprintf(stderr, "\nIt was signed by\n%s",
		    member_text(reply, "keys"));
	return DONE;
}

static enum outcome
state(struct call *call, struct scratch *s, const struct plan_made *p,
    const struct trial *t, const struct findings *f)
{
	struct buf text = { 0 };
	enum outcome outcome;
	bool by_scratch;
	json_t *reply;

	put_statement(&text, p, t, f);
	outcome = sign(&reply, &by_scratch, call, s, &text);
	if (outcome == DONE) {
		outcome = give(call, reply, by_scratch);
		json_decref(reply);
	}
	buf_fini(&text);
	return outcome;
}

enum outcome
plan_rehearse(bool *carried, struct call *call, const struct plan_made *p,
    const char *under, unsigned seconds)
{
	struct trial t = trial_of(&p->demand, seconds);
	struct findings f = { .good = true };
	struct trial_seen seen = { 0 };
	struct scratch s;
	enum outcome outcome;

	complain("%u candidates come in %u s and write for as long ...",
	    t.candidates, t.seconds);
	outcome = scratch_open(&s, under);
	if (outcome == DONE)
		outcome = trial_hold(&seen, &s, &t);
	if (outcome == DONE) {
		look(&f, &seen, &t);
		outcome = state(call, &s, p, &t, &f);
	}
	if (outcome == DONE)
		*carried = f.good;
	scratch_close(&s);
	trial_fini(&seen);
	buf_fini(&f.lines);
	return outcome;
}
