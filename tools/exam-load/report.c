#include "exam-load/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "exam-load/candidate.h"

const struct report_point report_points[REPORT_POINTS] = {
	{ "p50", "p50", 500000 }, { "p90", "p90", 900000 },
	{ "p99", "p99", 990000 }, { "p99.9", "p999", 999000 }
};

const char *const report_modes[N_MODES] = {
#define X(name, text, help) [MODE_##name] = text,
	MODES(X)
#undef X
};

static void
read_processor(char text[80])
{
	FILE *f = fopen("/proc/cpuinfo", "r");
	char line[256];

	snprintf(text, 80, "unknown");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		const char *name = strstr(line, ": ");

		if (strncmp(line, "model name", 10) != 0 || name == NULL)
			continue;
		snprintf(
		    text, 80, "%.*s", (int)strcspn(name + 2, "\n"), name + 2);
		break;
	}
	if (f != NULL)
		fclose(f);
}

void
report_machine(struct machine *m)
{
	struct utsname name;
	FILE *f = fopen("/proc/loadavg", "r");

	*m = (struct machine){ .cores = sysconf(_SC_NPROCESSORS_ONLN) };
	read_processor(m->processor);
	if (uname(&name) == 0)
		snprintf(m->kernel, sizeof(m->kernel), "%.14s %.60s",
		    name.sysname, name.release);
	if (f != NULL) {
		if (fscanf(f, "%lf", &m->load) != 1)
			m->load = 0;
		fclose(f);
	}
}

bool
report_tells(const struct stretch *s)
{
	return s->measured && s->order.phase != PHASE_CHECK;
}

/* A field of CSV in quotes. */
static void
put_quoted(struct buf *out, const struct buf *text)
{
	size_t i;

	buf_put_u8(out, '"');
	for (i = 0; i < text->len; i++) {
		if (text->at[i] == '"')
			buf_put_u8(out, '"');
		buf_put(out, &text->at[i], 1);
	}
	buf_put_u8(out, '"');
}

void
report_record(struct buf *out, const struct crowd *crowd)
{
	struct buf response = { 0 };
	size_t i;

	buf_put_text(out, "candidate,item,seq,event,response\r\n");
	for (i = 0; i < crowd->n_acks; i++) {
		const struct ack *a = &crowd->acks[i];
		const struct candidate *c = &crowd->candidates[a->candidate];
		const struct question *q = &c->questions.at[a->question];

		buf_printf(out, "%s,%u,%u,%" PRIu64 ",", c->ticket->number,
		    (unsigned)q->item, (unsigned)a->seq, a->event);
		buf_clear(&response);
		question_respond(&response, q, a->seed);
		put_quoted(out, &response);
		buf_put_text(out, "\r\n");
	}
	buf_fini(&response);
}

bool
report_is_clean(const struct crowd *crowd)
{
	const struct verdict *v = &crowd->verdict;
	size_t i;

	for (i = 0; i < crowd->plan.n; i++)
		if (crowd->stretches[i].unexplained > 0 ||
		    crowd->stretches[i].unended > 0 ||
		    crowd->stretches[i].behind > 0)
			return false;
	return crowd->failed == 0 && v->lost == 0 && v->altered == 0 &&
	    v->unchecked == 0 && v->twice == 0 &&
	    crowd->troubles[TROUBLE_POSITION] == 0 &&
	    crowd->troubles[TROUBLE_STRANGE] == 0;
}

bool
report_claims_hold(const struct crowd *crowd)
{
	size_t i;

	for (i = 0; i < crowd->plan.n; i++)
		if (crowd->stretches[i].measured &&
		    !stretch_claims_hold(&crowd->stretches[i]))
			return false;
	return true;
}
