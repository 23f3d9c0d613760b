#include "examctl/trial.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "examctl/ask.h"
#include "examctl/child.h"
#include "examctl/member.h"
#include "examctl/say.h"

#define AT_ONCE 64
#define BELL_S 2
#define ENTER_A_SECOND 100 /* even a small machine lets in so many */
#define ENTER_S 15
/* Of an event; what a short journal shows may be less than the noise. */
#define RESTART_LEAST_US 0.5
#define THINK_S (60 / PLAN_CHANGES_A_MINUTE)

/* ---- what is played ---- */

static json_t *
phases_json(const struct trial *t)
{
	int seconds = (int)t->seconds;
	json_t *write =
	    t->flat_out
		? json_pack("{sssi}", "phase", "closed", "seconds", seconds)
		: json_pack("{sssisi}", "phase", "steady", "seconds", seconds,
		      "think_seconds", THINK_S);

	return json_pack("{sss[{sssi}{sssi}{ss}o{sssi}{sssi}]}", "format",
	    "exam-load-day-1", "phases", "phase", "sign-in", "seconds", seconds,
	    "phase", "stream", "at_once", AT_ONCE, "phase", "enter", write,
	    "phase", "bell", "seconds", BELL_S, "phase", "results", "at_once",
	    AT_ONCE);
}

static enum outcome
write_plan(struct scratch *s, const struct trial *t)
{
	char path[SCRATCH_PATH_MAX];
	json_t *day = phases_json(t);
	int status = json_dump_file(day, scratch_path(path, s, "day.json"), 0);

	json_decref(day);
	if (status == 0)
		return DONE;
	complain("%s cannot be written", path);
	return REFUSED;
}

/* Each candidate is two connections, at either end. */
static void
take_descriptors(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return;
	files.rlim_cur = files.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &files);
}

static enum outcome
play(json_t **report, struct scratch *s)
{
	char tickets[SCRATCH_PATH_MAX], day[SCRATCH_PATH_MAX], pid[16];
	const char *const arguments[] = { "day", "--server", s->candidates,
		"--ca", s->ca, "--tickets",
		scratch_path(tickets, s, "tickets.json"), "--plan",
		scratch_path(day, s, "day.json"), "--pid", pid, "--admin",
		s->socket, "--json", NULL };
	const struct child load = { "exam-load", arguments, NULL };
	struct diag d = { .path = "examctl" };
	struct buf out = { 0 };
	int status = -1;
	enum err e;

	snprintf(pid, sizeof(pid), "%ld", (long)s->pid);
	e = child_run(&out, &status, &load, &d);
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d.text)));
	diag_fini(&d);
	*report = e == ERR_OK ? json_loadb(out.at, out.len, 0, NULL) : NULL;
	buf_fini(&out);
	if (*report != NULL)
		return DONE;
	if (e == ERR_OK)
		complain(
		    "exam-load ended with status %d, without a report", status);
	return REFUSED;
}

/* ---- what was seen ---- */

const json_t *
trial_phase(const struct trial_seen *seen, const char *name)
{
	const json_t *phase;
	size_t i;

	json_array_foreach(json_object_get(seen->report, "phases"), i, phase)
	{
		if (strcmp(member_text(phase, "phase"), name) == 0)
			return phase;
	}
	return NULL;
}

double
trial_took(const struct trial_seen *seen, const char *phase, const char *point)
{
	const json_t *took =
	    json_object_get(trial_phase(seen, phase), "took_us");

	return (double)member_number(took, point);
}

static double
part_of(const struct trial_seen *seen, const char *phase, const char *part,
    const char *figure)
{
	const json_t *server =
	    json_object_get(trial_phase(seen, phase), "server");
	const json_t *value =
	    json_object_get(json_object_get(server, part), figure);

	return json_number_value(value);
}

/* CPU of these phases together, for each of n. */
static struct plan_cost
cost_of(const struct trial_seen *seen, const char *const phases[], double n)
{
	struct plan_cost cost = { 0, 0 };

	for (; *phases != NULL; phases++) {
		cost.hall += part_of(seen, *phases, "hall", "cpu_us") / n;
		cost.net += part_of(seen, *phases, "net", "cpu_us") / n;
	}
	return cost;
}

static void
take_costs(struct trial_seen *seen, const struct trial *t)
{
	static const char *const enter[] = { "sign-in", "stream", "enter",
		NULL };
	static const char *const bell[] = { "bell", NULL };
	const char *const save[] = { t->flat_out ? "closed" : "steady", NULL };
	double n = t->candidates;
	double saves =
	    (double)member_number(trial_phase(seen, save[0]), "operations");

	seen->figures.enter = cost_of(seen, enter, n);
	seen->figures.save = cost_of(seen, save, saves > 0 ? saves : 1);
	seen->figures.bell = cost_of(seen, bell, n);
	seen->figures.candidate_bytes =
	    (part_of(seen, "enter", "hall", "rss_growth_kib") +
		part_of(seen, "enter", "net", "rss_growth_kib")) *
	    1024 / n;
}

struct disk {
	double events, bytes, sync_us;
};

static enum outcome
look_at_disk(struct disk *disk, struct scratch *s)
{
	struct ask request = { .route = ROUTE_STATUS };
	json_t *reply;
	enum outcome outcome = ask(&reply, &s->local, &request);

	if (outcome != DONE)
		return outcome;
	*disk = (struct disk){
		(double)member_number(
		    json_object_get(reply, "journal"), "events"),
		(double)(member_number(reply, "database_bytes") +
			 member_number(reply, "wal_bytes")),
		(double)member_number(reply, "sync_us"),
	};
	json_decref(reply);
	return DONE;
}

static void
take_disk(
    struct trial_seen *seen, const struct disk *from, const struct disk *to)
{
	double events = to->events - from->events;

	seen->events = to->events;
	seen->figures.sync_us = to->sync_us;
	seen->figures.event_bytes =
	    (to->bytes - from->bytes) / (events > 0 ? events : 1);
}

/* Of an empty journal; the very first start makes files, too. */
static enum outcome
restart_empty(struct trial_seen *seen, struct scratch *s)
{
	enum outcome outcome = scratch_restart(s);

	seen->figures.restart_ms = s->ready_ms;
	return outcome;
}

static enum outcome
restart_full(struct trial_seen *seen, struct scratch *s)
{
	enum outcome outcome = scratch_restart(s);
	double longer = s->ready_ms - seen->figures.restart_ms;
	double each = seen->events > 0 ? longer * 1000 / seen->events : 0;

	seen->restart_ms = s->ready_ms;
	seen->figures.event_restart_us =
	    each > RESTART_LEAST_US ? each : RESTART_LEAST_US;
	return outcome;
}

/* In eighths, which three decimals can say to the full. */
static double
minutes_of(const struct trial *t)
{
	unsigned seconds =
	    t->seconds + BELL_S + ENTER_S + t->candidates / ENTER_A_SECOND;

	return (double)(seconds * 8 / 60 + 1) / 8;
}

enum outcome
trial_hold(struct trial_seen *seen, struct scratch *s, const struct trial *t)
{
	struct scratch_exam exam = { .candidates = t->candidates,
		.items = TRIAL_ITEMS,
		.minutes = minutes_of(t) };
	struct disk before, after;
	enum outcome outcome;

	*seen = (struct trial_seen){ 0 };
	take_descriptors();
	outcome = restart_empty(seen, s);
	if (outcome == DONE)
		outcome = scratch_load(s, &exam);
	if (outcome == DONE)
		outcome = write_plan(s, t);
	if (outcome == DONE)
		outcome = look_at_disk(&before, s);
	if (outcome == DONE)
		outcome = play(&seen->report, s);
	if (outcome == DONE)
		outcome = look_at_disk(&after, s);
	if (outcome != DONE)
		return outcome;
	take_costs(seen, t);
	take_disk(seen, &before, &after);
	return restart_full(seen, s);
}

void
trial_fini(struct trial_seen *seen)
{
	json_decref(seen->report);
}
