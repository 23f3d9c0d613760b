/* A run as JSON; exam-load.1 documents the members. */
#include "exam-load/report.h"

#define FORMAT "exam-load-report-1"

static const char *const trouble_words[N_TROUBLES] = {
#define X(name, word, text) [TROUBLE_##name] = word,
	TROUBLES(X)
#undef X
};

static void
set_count(json_t *object, const char *name, uint64_t n)
{
	json_object_set_new(object, name, json_integer((json_int_t)n));
}

static json_t *
latency_json(const struct latency *l)
{
	json_t *out = json_object();
	size_t i;

	set_count(out, "count", l->count);
	for (i = 0; i < REPORT_POINTS; i++)
		set_count(out, report_points[i].name,
		    latency_at(l, report_points[i].per_million));
	set_count(out, "max", l->max);
	return out;
}

static json_t *
part_json(const struct crowd *crowd, const struct stretch *s,
    enum account_part_name part)
{
	const struct account *from = &s->from.account, *to = &s->to.account;
	const struct account_part *p = &to->parts[part];
	int64_t cpu = account_cpu_us(from, to, part);
	double seconds = stretch_seconds(s);

	return json_pack("{sIsIsfsfsIsIsI}", "processes",
	    (json_int_t)p->processes, "cpu_us", (json_int_t)cpu, "cpu_us_each",
	    s->operations > 0 ? (double)cpu / (double)s->operations : 0.0,
	    "core", seconds > 0 ? (double)cpu / 1e6 / seconds : 0.0, "rss_kib",
	    (json_int_t)p->rss_kib, "rss_growth_kib",
	    (json_int_t)(p->rss_kib - crowd->begin.parts[part].rss_kib),
	    "written_bytes",
	    (json_int_t)(p->written_bytes - from->parts[part].written_bytes));
}

static json_t *
server_json(const struct crowd *crowd, const struct stretch *s)
{
	json_t *out;
	size_t i;

	if (!account_comparable(&s->from.account, &s->to.account))
		return json_null();
	out = json_object();
	for (i = 0; i < N_PARTS; i++)
		json_object_set_new(out, account_part_names[i],
		    part_json(crowd, s, (enum account_part_name)i));
	return out;
}

static json_t *
journal_json(const struct stretch *s)
{
	const struct journal *from = &s->from.journal, *to = &s->to.journal;
	int64_t events = to->events - from->events;
	int64_t commits = to->commits - from->commits;

	if (!from->known || !to->known)
		return json_null();
	return json_pack("{sIsIsIsfsIsI}", "events", (json_int_t)events,
	    "commits", (json_int_t)commits, "checkpoints",
	    (json_int_t)(to->checkpoints - from->checkpoints),
	    "events_per_commit",
	    commits > 0 ? (double)events / (double)commits : 0.0, "sync_us",
	    (json_int_t)to->sync_us, "sync_us_max",
	    (json_int_t)to->sync_us_max);
}

static json_t *
generator_json(const struct stretch *s)
{
	const struct link_traffic *from = &s->from.traffic;
	const struct link_traffic *to = &s->to.traffic;

	return json_pack("{sfsbsbsosIsIsI}", "core", stretch_core(s),
	    "saturated", stretch_is_saturated(s), "late", stretch_is_late(s),
	    "lateness_us", latency_json(&s->lateness), "out_bytes",
	    (json_int_t)(to->out_bytes - from->out_bytes), "in_bytes",
	    (json_int_t)(to->in_bytes - from->in_bytes), "handshakes",
	    (json_int_t)(to->handshakes - from->handshakes));
}

static json_t *
stretch_json(const struct crowd *crowd, const struct stretch *s)
{
	double seconds = stretch_seconds(s);

	return json_pack("{sssssIsfsfsosososIsIsIsIsIsosososb}", "phase",
	    phase_words[s->order.phase], "operation",
	    phase_units[s->order.phase], "operations",
	    (json_int_t)s->operations, "seconds", seconds, "per_second",
	    seconds > 0 ? (double)s->operations / seconds : 0.0, "took_us",
	    latency_json(&s->took), "shown_us", latency_json(&s->shown),
	    "closed_us", latency_json(&s->ended), "late", (json_int_t)s->late,
	    "refused", (json_int_t)s->refused, "unexplained",
	    (json_int_t)s->unexplained, "not_closed", (json_int_t)s->unended,
	    "behind", (json_int_t)s->behind, "server", server_json(crowd, s),
	    "journal", journal_json(s), "generator", generator_json(s),
	    "claims_hold", stretch_claims_hold(s));
}

static json_t *
stretches_json(const struct crowd *crowd)
{
	json_t *out = json_array();
	size_t i;

	for (i = 0; i < crowd->plan.n; i++)
		if (report_tells(&crowd->stretches[i]))
			json_array_append_new(
			    out, stretch_json(crowd, &crowd->stretches[i]));
	return out;
}

static json_t *
troubles_json(const struct crowd *crowd)
{
	json_t *out = json_object();
	size_t i;

	for (i = 0; i < N_TROUBLES; i++)
		set_count(out, trouble_words[i], crowd->troubles[i]);
	return out;
}

static json_t *
verdict_json(const struct crowd *crowd)
{
	const struct verdict *v = &crowd->verdict;

	return json_pack("{sIsIsIsIsIsIsI}", "acknowledged",
	    (json_int_t)crowd->n_acks, "recorded", (json_int_t)v->recorded,
	    "items", (json_int_t)v->checked, "lost", (json_int_t)v->lost,
	    "altered", (json_int_t)v->altered, "unchecked",
	    (json_int_t)v->unchecked, "twice", (json_int_t)v->twice);
}

json_t *
report_json(const struct crowd *crowd)
{
	struct machine m;

	report_machine(&m);
	return json_pack("{sss{sssIsssf}sssIsIsIsIsosososbsb}", "format",
	    FORMAT, "machine", "processor", m.processor, "cores",
	    (json_int_t)m.cores, "kernel", m.kernel, "load", m.load, "mode",
	    report_modes[crowd->options.mode], "seed",
	    (json_int_t)crowd->options.seed, "candidates", (json_int_t)crowd->n,
	    "entered", (json_int_t)crowd->entered, "failed",
	    (json_int_t)crowd->failed, "phases", stretches_json(crowd),
	    "trouble", troubles_json(crowd), "check", verdict_json(crowd),
	    "clean", report_is_clean(crowd), "claims_hold",
	    report_claims_hold(crowd));
}
