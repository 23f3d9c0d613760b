/* A day's plan from its file. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "exam-load/plan.h"

#define FORMAT "exam-load-day-1"
#define UNSET (-1.0)

struct members {
	const char *phase;
	double seconds, think_seconds;
	int rate, answers, dashboards, at_once;
};

static bool
find_phase(enum phase *phase, const char *word)
{
	size_t i;

	for (i = 0; i < PHASE_CHECK; i++)
		if (strcmp(phase_words[i], word) == 0) {
			*phase = (enum phase)i;
			return true;
		}
	return false;
}

/* What must stand there, must not, or is out of bounds; NULL: all is well. */
static const char *
fault_of(enum phase phase, const struct members *m)
{
	if (m->seconds > CROWD_SECONDS_MAX || m->think_seconds > 3600)
		return "so long a time is a mistake";
	if ((phase == PHASE_STEADY || phase == PHASE_CLOSED ||
		phase == PHASE_IDLE || phase == PHASE_BELL) &&
	    m->seconds <= 0)
		return "needs \"seconds\"";
	if (phase == PHASE_STEADY && (m->rate > 0) == (m->think_seconds > 0))
		return "needs \"rate\" or \"think_seconds\", and not both";
	if (phase != PHASE_STEADY &&
	    (m->rate != 0 || m->think_seconds != UNSET))
		return "\"rate\" and \"think_seconds\" belong to \"steady\"";
	if (m->rate < 0 || m->rate > CROWD_RATE_MAX)
		return "\"rate\" is too large, or negative";
	if (m->answers < 0 || m->answers > CROWD_ANSWERS_MAX ||
	    (m->answers > 0 && phase != PHASE_BELL))
		return "\"answers\" belongs to \"bell\", 1 to 1000";
	if (phase == PHASE_WATCH
		? m->dashboards < 1 || m->dashboards > CROWD_DASHBOARDS_MAX
		: m->dashboards != 0)
		return "\"dashboards\" belongs to \"watch\", 1 to 1000";
	if (m->at_once < 0)
		return "\"at_once\" is negative";
	return NULL;
}

static enum err
read_phase(struct order *order, json_t *from, struct diag *d, const char *where)
{
	struct members m = { .seconds = 0, .think_seconds = UNSET };
	json_error_t error;
	enum phase phase;
	const char *fault;

	if (json_unpack_ex(from, &error, JSON_STRICT,
		"{s:s,s?F,s?F,s?i,s?i,s?i,s?i}", "phase", &m.phase, "seconds",
		&m.seconds, "think_seconds", &m.think_seconds, "rate", &m.rate,
		"answers", &m.answers, "dashboards", &m.dashboards, "at_once",
		&m.at_once) != 0) {
		diag_add(d, 0, where, "%s", error.text);
		return ERR_INVALID;
	}
	if (!find_phase(&phase, m.phase)) {
		diag_add(d, 0, where, "there is no phase \"%.40s\"", m.phase);
		return ERR_INVALID;
	}
	fault = fault_of(phase, &m);
	if (fault != NULL) {
		diag_add(d, 0, where, "%s", fault);
		return ERR_INVALID;
	}
	*order = (struct order){ .phase = phase,
		.ms = (int64_t)(m.seconds * 1000),
		.at_once = (size_t)m.at_once,
		.rate = (unsigned)m.rate,
		.think_ms =
		    m.think_seconds > 0 ? (int64_t)(m.think_seconds * 1000) : 0,
		.answers = m.answers > 0 ? (unsigned)m.answers : 1,
		.dashboards = (size_t)m.dashboards };
	return ERR_OK;
}

/* All mistakes at once. */
static enum err
read_phases(struct plan *plan, const json_t *phases, struct diag *d)
{
	struct plan p = { .n = json_array_size(phases) };
	enum err e = ERR_OK;
	char where[32];
	size_t i;

	if (p.n == 0 || p.n > CROWD_PHASES_MAX) {
		diag_add(d, 0, "phases", "there are %zu; 1 to %d can be", p.n,
		    CROWD_PHASES_MAX);
		return ERR_INVALID;
	}
	for (i = 0; i < p.n; i++) {
		snprintf(where, sizeof(where), "phase %zu", i + 1);
		if (read_phase(&p.orders[i], json_array_get(phases, i), d,
			where) != ERR_OK)
			e = ERR_INVALID;
	}
	if (e == ERR_OK)
		*plan = p;
	return e;
}

enum err
plan_read(struct plan *plan, const char *path, struct diag *d)
{
	json_error_t error;
	json_t *file = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	const char *format;
	json_t *phases;
	enum err e = ERR_INVALID;

	d->path = path;
	if (file == NULL)
		diag_add(
		    d, error.line > 0 ? error.line : 0, "", "%s", error.text);
	else if (json_unpack_ex(file, &error, JSON_STRICT, "{s:s,s:o}",
		     "format", &format, "phases", &phases) != 0)
		diag_add(d, 0, "", "%s", error.text);
	else if (strcmp(format, FORMAT) != 0)
		diag_add(d, 0, "format", "must be \"%s\"", FORMAT);
	else
		e = read_phases(plan, phases, d);
	json_decref(file);
	return e;
}
