/* A run as a table for people. */
#include <inttypes.h>
#include <stdio.h>

#include "exam-load/report.h"

static const char *const trouble_texts[N_TROUBLES] = {
#define X(name, word, text) [TROUBLE_##name] = text,
	TROUBLES(X)
#undef X
};

static void
put_latency(struct buf *out, const char *name, const struct latency *l)
{
	size_t i;

	if (l->count == 0)
		return;
	buf_printf(out, "  %-13s", name);
	for (i = 0; i < REPORT_POINTS; i++)
		buf_printf(out, "%s %.2f  ", report_points[i].text,
		    (double)latency_at(l, report_points[i].per_million) / 1000);
	buf_printf(out, "max %.2f ms\n", (double)l->max / 1000);
}

/* What each part took, divided; parts that took nothing are left out. */
static void
put_parts(struct buf *out, const struct stretch *s, double by, int decimals,
    const char *unit)
{
	const char *before = "";
	size_t i;

	for (i = 0; i < N_PARTS; i++) {
		int64_t us = account_cpu_us(&s->from.account, &s->to.account,
		    (enum account_part_name)i);

		if (us == 0)
			continue;
		buf_printf(out, "%s %s %.*f%s", before, account_part_names[i],
		    decimals, (double)us / by, unit);
		before = ",";
	}
}

static void
put_cpu(struct buf *out, const struct stretch *s)
{
	const struct account *from = &s->from.account, *to = &s->to.account;
	bool each = s->operations > 0 && s->order.phase != PHASE_IDLE;
	double n = (double)s->operations;
	int64_t all = 0;
	size_t i;

	if (!account_comparable(from, to)) {
		if (from->known)
			buf_printf(out, "  %-13sother processes than before\n",
			    "server");
		return;
	}
	for (i = 0; i < N_PARTS; i++)
		all += account_cpu_us(from, to, (enum account_part_name)i);
	buf_printf(out, "  %-13s", "server");
	if (each) {
		buf_printf(out, "%.1f us of CPU for each %s:", (double)all / n,
		    phase_units[s->order.phase]);
		put_parts(out, s, n, 1, "");
		buf_put_text(out, "; of a core:");
	} else
		buf_put_text(out, "of a core:");
	put_parts(out, s, 1e4 * stretch_seconds(s), each ? 0 : 2, " %");
	buf_put_u8(out, '\n');
}

/* Grown by since before the first candidate, for each that is in. */
static void
put_memory(struct buf *out, const struct crowd *crowd, const struct stretch *s)
{
	const struct account *to = &s->to.account;
	double n = crowd->entered > 0 ? (double)crowd->entered : 1;
	const struct account_part *net = &to->parts[PART_NET];
	const struct account_part *hall = &to->parts[PART_HALL];

	if (!account_comparable(&crowd->begin, to) ||
	    s->order.phase == PHASE_CLOSED)
		return;
	buf_printf(out,
	    "  %-13snet %.1f MiB, hall %.1f MiB; grown by %.1f and %.1f KiB a "
	    "candidate\n",
	    "memory", (double)net->rss_kib / 1024, (double)hall->rss_kib / 1024,
	    (double)(net->rss_kib - crowd->begin.parts[PART_NET].rss_kib) / n,
	    (double)(hall->rss_kib - crowd->begin.parts[PART_HALL].rss_kib) /
		n);
}

static void
put_journal(struct buf *out, const struct stretch *s)
{
	const struct journal *from = &s->from.journal, *to = &s->to.journal;
	int64_t events = to->events - from->events;
	int64_t commits = to->commits - from->commits;
	int64_t written = s->to.account.parts[PART_HALL].written_bytes -
			  s->from.account.parts[PART_HALL].written_bytes;

	if (!from->known || !to->known || commits <= 0)
		return;
	buf_printf(out,
	    "  %-13s%" PRId64 " events in %" PRId64
	    " commits, %.1f each; %" PRId64 " checkpoints; a sync %.2f ms, "
	    "the longest %.2f",
	    "journal", events, commits, (double)events / (double)commits,
	    to->checkpoints - from->checkpoints, (double)to->sync_us / 1000,
	    (double)to->sync_us_max / 1000);
	if (written > 0)
		buf_printf(out, "; %.0f bytes an event",
		    (double)written / (double)(events > 0 ? events : 1));
	buf_put_u8(out, '\n');
}

static void
put_generator(struct buf *out, const struct stretch *s)
{
	double n = (double)s->operations;

	buf_printf(out, "  %-13s%.0f %% of a core", "exam-load",
	    100 * stretch_core(s));
	if (s->order.phase != PHASE_IDLE && s->operations > 0)
		buf_printf(out, "; %.0f bytes out, %.0f in for each %s",
		    (double)(s->to.traffic.out_bytes -
			     s->from.traffic.out_bytes) /
			n,
		    (double)(s->to.traffic.in_bytes -
			     s->from.traffic.in_bytes) /
			n,
		    phase_units[s->order.phase]);
	buf_put_u8(out, '\n');
	if (stretch_is_saturated(s))
		buf_printf(out, "  %-13s%s\n", "",
		    "SATURATED: the server may be faster than this says");
	if (order_claims_latency(&s->order) && stretch_is_late(s))
		buf_printf(out, "  %-13s%s %.1f ms %s\n", "",
		    "LATE: it began 1 in 100",
		    (double)latency_at(&s->lateness, 990000) / 1000,
		    "after it was due: these latencies are its own");
}

static void
put_bell(struct buf *out, const struct stretch *s)
{
	if (s->order.phase == PHASE_BELL)
		buf_printf(out,
		    "  %-13s%" PRIu64 " counted, %" PRIu64 " late, %" PRIu64
		    " refused: the time was over, %" PRIu64
		    " UNEXPLAINED; %" PRIu64 " attempts NOT CLOSED\n",
		    "answers", s->operations, s->late, s->refused,
		    s->unexplained, s->unended);
	else if (s->refused > 0)
		buf_printf(out, "  %-13s%" PRIu64 " not yet allowed\n",
		    "refused", s->refused);
	if (s->behind > 0)
		buf_printf(out,
		    "  %-13s%" PRIu64 " rows or dashboards NOT UP TO DATE\n",
		    "behind", s->behind);
}

static void
put_stretch(struct buf *out, const struct crowd *crowd, const struct stretch *s)
{
	double seconds = stretch_seconds(s);

	buf_printf(out, "%-15s", phase_words[s->order.phase]);
	if (s->order.phase == PHASE_IDLE)
		buf_printf(out, "%.1f s\n", seconds);
	else
		buf_printf(out, "%" PRIu64 " in %.1f s: %.0f a second\n",
		    s->operations, seconds,
		    seconds > 0 ? (double)s->operations / seconds : 0);
	put_latency(out, "took", &s->took);
	put_latency(out, "shown after", &s->shown);
	put_latency(out, "closed after", &s->ended);
	put_bell(out, s);
	put_cpu(out, s);
	put_memory(out, crowd, s);
	put_journal(out, s);
	put_generator(out, s);
}

static void
put_troubles(struct buf *out, const struct crowd *crowd)
{
	bool any = false;
	size_t i;

	for (i = 0; i < N_TROUBLES; i++)
		if (crowd->troubles[i] > 0) {
			buf_printf(out, "%-15s%" PRIu64 " %s\n",
			    any ? "" : "trouble", crowd->troubles[i],
			    trouble_texts[i]);
			any = true;
		}
	if (!any)
		buf_printf(out, "%-15snone\n", "trouble");
}

static void
put_verdict(struct buf *out, const struct crowd *crowd)
{
	const struct verdict *v = &crowd->verdict;

	if (crowd->n_acks == 0)
		return;
	buf_printf(out,
	    "%-15s%zu acknowledgements, %" PRIu64 " items: %" PRIu64
	    " lost, %" PRIu64 " altered; %" PRIu64 " positions twice",
	    "checked", crowd->n_acks, v->checked, v->lost, v->altered,
	    v->twice);
	if (v->recorded > 0)
		buf_printf(
		    out, "; %" PRIu64 " found in the journal", v->recorded);
	if (v->unchecked > 0)
		buf_printf(
		    out, "; %" PRIu64 " candidates NOT CHECKED", v->unchecked);
	buf_put_u8(out, '\n');
}

void
report_table(struct buf *out, const struct crowd *crowd)
{
	struct machine m;
	size_t i;

	report_machine(&m);
	buf_printf(out,
	    "%-15s%s, %ld cores, %s, load %.2f\n"
	    "%-15s%s, %zu candidates: %zu entered, %zu failed; seed %" PRIu64
	    "\n",
	    "machine", m.processor, m.cores, m.kernel, m.load, "run",
	    report_modes[crowd->options.mode], crowd->n, crowd->entered,
	    crowd->failed, crowd->options.seed);
	for (i = 0; i < crowd->plan.n; i++)
		if (report_tells(&crowd->stretches[i]))
			put_stretch(out, crowd, &crowd->stretches[i]);
	put_troubles(out, crowd);
	put_verdict(out, crowd);
}
