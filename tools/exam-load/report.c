#include "exam-load/report.h"

#include <inttypes.h>
#include <stdio.h>

#include "exam-load/candidate.h"

/* Beyond this much of one core the generator may be what was measured. */
#define SATURATED 0.9

static const char *const mode_names[N_MODES] = {
#define X(name, text, help) [MODE_##name] = text,
	MODES(X)
#undef X
};

static const char *const trouble_names[N_TROUBLES] = {
#define X(name, text) [TROUBLE_##name] = text,
	TROUBLES(X)
#undef X
};

/* Where percentiles are told, in millionths. */
static const struct {
	const char *name;
	uint32_t per_million;
} points[] = { { "p50", 500000 }, { "p90", 900000 }, { "p99", 990000 },
	{ "p99.9", 999000 } };

#define N_POINTS (sizeof(points) / sizeof(*points))

/* What one stretch of the run cost, divided by what was done in it. */
struct cost {
	const struct account *from, *to;
	uint64_t operations;
	const char *per;
};

static struct cost
cost_of(const struct crowd *crowd)
{
	if (crowd->options.mode == MODE_HERD)
		return (struct cost){ &crowd->begin, &crowd->run,
			crowd->entered, "entry" };
	return (struct cost){ &crowd->run, &crowd->end, crowd->saves.count,
		"save" };
}

static double
wall_seconds(const struct cost *c)
{
	return (double)(c->to->wall_us - c->from->wall_us) / 1e6;
}

static double
own_share(const struct cost *c)
{
	int64_t wall = c->to->wall_us - c->from->wall_us;

	return wall > 0
	    ? (double)(c->to->own_us - c->from->own_us) / (double)wall
	    : 0;
}

static double
per_operation(int64_t us, uint64_t operations)
{
	return operations > 0 ? (double)us / (double)operations : 0;
}

static void
put_latency(struct buf *out, const char *name, const struct latency *l)
{
	size_t i;

	if (l->count == 0)
		return;
	buf_printf(out, "%-12s", name);
	for (i = 0; i < N_POINTS; i++)
		buf_printf(out, " %s %.2f", points[i].name,
		    (double)latency_at(l, points[i].per_million) / 1000);
	buf_printf(out, " max %.2f ms\n", (double)l->max / 1000);
}

static void
put_cpu(struct buf *out, const struct cost *c)
{
	int64_t net = c->to->net.cpu_us - c->from->net.cpu_us;
	int64_t hall = c->to->hall.cpu_us - c->from->hall.cpu_us;
	double wall = wall_seconds(c) * 1e6;

	if (c->operations == 0 || wall <= 0)
		return;
	if (!account_comparable(c->from, c->to)) {
		if (c->from->known)
			buf_printf(out, "%-12s not the same processes any "
					"more\n",
			    "server CPU");
		return;
	}
	buf_printf(out,
	    "%-12s %.1f us for each %s: net %.1f (%u processes), hall %.1f\n"
	    "%-12s net %.0f %%, hall %.0f %% of a core\n",
	    "server CPU", per_operation(net + hall, c->operations), c->per,
	    per_operation(net, c->operations), c->to->net.processes,
	    per_operation(hall, c->operations), "",
	    100 * (double)net / wall, 100 * (double)hall / wall);
}

static void
put_memory(struct buf *out, const struct crowd *crowd)
{
	double n = (double)crowd->entered;

	if (crowd->options.mode != MODE_IDLE ||
	    !account_comparable(&crowd->begin, &crowd->end))
		return;
	buf_printf(out,
	    "%-12s %.1f KiB for each candidate: net %.1f (two connections), hall "
	    "%.1f\n",
	    "memory",
	    (double)(crowd->end.net.rss_kib + crowd->end.hall.rss_kib -
		crowd->begin.net.rss_kib - crowd->begin.hall.rss_kib) /
		n,
	    (double)(crowd->end.net.rss_kib - crowd->begin.net.rss_kib) / n,
	    (double)(crowd->end.hall.rss_kib - crowd->begin.hall.rss_kib) / n);
}

static void
put_generator(struct buf *out, const struct cost *c)
{
	double share = own_share(c);

	buf_printf(out, "%-12s %.0f %% of a core%s\n", "exam-load",
	    100 * share,
	    share > SATURATED
		? ": SATURATED, the server may be faster than this says"
		: "");
}

static void
put_troubles(struct buf *out, const struct crowd *crowd)
{
	bool any = false;
	size_t i;

	for (i = 0; i < N_TROUBLES; i++)
		if (crowd->troubles[i] > 0) {
			buf_printf(out, "%-12s %" PRIu64 " %s\n",
			    any ? "" : "trouble", crowd->troubles[i],
			    trouble_names[i]);
			any = true;
		}
	if (!any)
		buf_printf(out, "%-12s none\n", "trouble");
}

static void
put_verdict(struct buf *out, const struct crowd *crowd)
{
	const struct verdict *v = &crowd->verdict;

	if (crowd->n_acks == 0)
		return;
	buf_printf(out,
	    "%-12s %" PRIu64 " items: %" PRIu64 " lost, %" PRIu64
	    " altered; %" PRIu64 " positions twice",
	    "checked", v->checked, v->lost, v->altered, v->twice);
	if (v->unchecked > 0)
		buf_printf(out, "; %" PRIu64 " candidates NOT CHECKED",
		    v->unchecked);
	buf_put_u8(out, '\n');
}

void
report_table(struct buf *out, const struct crowd *crowd)
{
	struct cost c = cost_of(crowd);

	buf_printf(out, "%-12s %s, %zu candidates entered, %zu failed, "
			"seed %" PRIu64 "\n",
	    "run", mode_names[crowd->options.mode], crowd->entered,
	    crowd->failed, crowd->options.seed);
	if (c.operations > 0 && wall_seconds(&c) > 0)
		buf_printf(out, "%-12s %" PRIu64 " in %.1f s: %.0f a second\n",
		    crowd->options.mode == MODE_HERD ? "entries" : "saves",
		    c.operations, wall_seconds(&c),
		    (double)c.operations / wall_seconds(&c));
	put_latency(out, "a save", &crowd->saves);
	put_latency(out, "entering", &crowd->entries);
	put_cpu(out, &c);
	put_memory(out, crowd);
	put_generator(out, &c);
	put_troubles(out, crowd);
	put_verdict(out, crowd);
}

static json_t *
latency_json(const struct latency *l)
{
	json_t *out = json_object();
	size_t i;

	json_object_set_new(out, "count", json_integer((json_int_t)l->count));
	for (i = 0; i < N_POINTS; i++)
		json_object_set_new(out, points[i].name,
		    json_integer(
			(json_int_t)latency_at(l, points[i].per_million)));
	json_object_set_new(out, "max", json_integer((json_int_t)l->max));
	return out;
}

static json_t *
part_json(const struct account_part *from, const struct account_part *to,
    const struct account_part *begin, uint64_t operations)
{
	int64_t cpu = to->cpu_us - from->cpu_us;

	return json_pack("{sIsIsfsI}", "processes", (json_int_t)to->processes,
	    "cpu_us", (json_int_t)cpu, "cpu_us_each",
	    per_operation(cpu, operations), "rss_growth_kib",
	    (json_int_t)(to->rss_kib - begin->rss_kib));
}

static json_t *
troubles_json(const struct crowd *crowd)
{
	json_t *out = json_object();
	size_t i;

	for (i = 0; i < N_TROUBLES; i++)
		if (crowd->troubles[i] > 0)
			json_object_set_new(out, trouble_names[i],
			    json_integer((json_int_t)crowd->troubles[i]));
	return out;
}

json_t *
report_json(const struct crowd *crowd)
{
	struct cost c = cost_of(crowd);
	const struct verdict *v = &crowd->verdict;
	double seconds = wall_seconds(&c);
	json_t *out = json_pack("{sssIsIsIsfsfso so}", "mode",
	    mode_names[crowd->options.mode], "seed",
	    (json_int_t)crowd->options.seed, "entered",
	    (json_int_t)crowd->entered, "failed", (json_int_t)crowd->failed,
	    "seconds", seconds, "per_second",
	    seconds > 0 ? (double)c.operations / seconds : 0, "save_us",
	    latency_json(&crowd->saves), "enter_us",
	    latency_json(&crowd->entries));

	if (account_comparable(c.from, c.to)) {
		json_object_set_new(out, "net",
		    part_json(&c.from->net, &c.to->net, &crowd->begin.net,
			c.operations));
		json_object_set_new(out, "hall",
		    part_json(&c.from->hall, &c.to->hall, &crowd->begin.hall,
			c.operations));
	}
	json_object_set_new(out, "generator",
	    json_pack("{sfsb}", "core", own_share(&c), "saturated",
		own_share(&c) > SATURATED));
	json_object_set_new(out, "trouble", troubles_json(crowd));
	json_object_set_new(out, "check",
	    json_pack("{sIsIsIsIsI}", "checked", (json_int_t)v->checked, "lost",
		(json_int_t)v->lost, "altered", (json_int_t)v->altered,
		"unchecked", (json_int_t)v->unchecked, "twice",
		(json_int_t)v->twice));
	return out;
}

void
report_record(struct buf *out, const struct crowd *crowd)
{
	struct buf response = { 0 };
	size_t i, k;

	buf_put_text(out, "candidate,item,seq,event,response\r\n");
	for (i = 0; i < crowd->n_acks; i++) {
		const struct ack *a = &crowd->acks[i];
		const struct candidate *c = &crowd->candidates[a->candidate];
		const struct question *q = &c->questions.at[a->question];

		buf_printf(out, "%s,%u,%u,%" PRIu64 ",\"", c->ticket->number,
		    (unsigned)q->item, (unsigned)a->seq, a->event);
		buf_clear(&response);
		question_respond(&response, q, a->seed);
		for (k = 0; k < response.len; k++) {
			if (response.at[k] == '"')
				buf_put_u8(out, '"');
			buf_put(out, &response.at[k], 1);
		}
		buf_put_text(out, "\"\r\n");
	}
	buf_fini(&response);
}

bool
report_is_clean(const struct crowd *crowd)
{
	const struct verdict *v = &crowd->verdict;

	return crowd->failed == 0 && v->lost == 0 && v->altered == 0 &&
	    v->unchecked == 0 && v->twice == 0 &&
	    crowd->troubles[TROUBLE_POSITION] == 0 &&
	    crowd->troubles[TROUBLE_STRANGE] == 0;
}
