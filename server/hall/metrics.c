#include "hall/metrics.h"

#include "hall/state.h"

/* ---- what is counted ---- */

/* Upper bounds; the units are those of struct metrics. */
static const int64_t of_ms[METRIC_BUCKETS] = { 1, 2, 4, 8, 16, 32, 64, 125, 250,
	500, 1000, 2500, 5000, 10000 };
static const int64_t of_us[METRIC_BUCKETS] = { 100, 250, 500, 1000, 2000, 4000,
	8000, 16000, 32000, 64000, 125000, 500000, 1000000, 10000000 };
static const int64_t of_many[METRIC_BUCKETS] = { 1, 2, 4, 8, 16, 32, 64, 128,
	256, 512, 1024, 2048, 4096, 8192 };

static void
count(struct histogram *m, const int64_t bounds[METRIC_BUCKETS], int64_t value)
{
	size_t i = 0;

	while (i < METRIC_BUCKETS && value > bounds[i])
		i++;
	m->buckets[i]++;
	m->n++;
	m->sum += value;
}

void
metrics_heard(struct hall *h)
{
	h->metrics.heard++;
}

static void
note_arrival(struct metrics *m, struct mono at)
{
	if (m->n_arrivals == m->room) {
		m->room = m->room > 0 ? 2 * m->room : 256;
		m->arrivals =
		    alloc_resize(m->arrivals, m->room, sizeof(*m->arrivals));
	}
	m->arrivals[m->n_arrivals++] = at.ms;
}

void
metrics_replied(struct hall *h, const struct request *r, unsigned status)
{
	h->metrics.replies[r->frame->route][status / 100]++;
	if (r->frame->route == ROUTE_ANSWER && status == 200)
		note_arrival(&h->metrics, r->at.mono);
}

void
metrics_committed(struct hall *h)
{
	struct metrics *m = &h->metrics;
	uint64_t events = store_last_position(h->store);

	m->turn_us = store_commit_us(h->store);
	count(&m->commit_us, of_us, m->turn_us);
	count(&m->batch, of_many, (int64_t)(events - m->events));
	m->events = events;
}

void
metrics_checkpointed(struct hall *h)
{
	int64_t us = store_checkpoint_us(h->store);

	if (us > 0)
		count(&h->metrics.checkpoint_us, of_us, us);
}

void
metrics_turn(struct hall *h)
{
	struct metrics *m = &h->metrics;
	int64_t durable = h->now.mono.ms + m->turn_us / 1000;
	size_t i;

	for (i = 0; i < m->n_arrivals; i++)
		count(&m->save_ms, of_ms, durable - m->arrivals[i]);
	if (m->heard > 0)
		count(&m->turn, of_many, (int64_t)m->heard);
	m->n_arrivals = 0;
	m->heard = 0;
	m->turn_us = 0;
}

void
metrics_free(struct hall *h)
{
	free(h->metrics.arrivals);
}

/* ---- what is written ---- */

static void
write_head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_printf(b, "# HELP examd_%s %s\n# TYPE examd_%s %s\n", name, help,
	    name, type);
}

static void
write_one(struct buf *b, const char *name, const char *type, const char *help,
    int64_t value)
{
	write_head(b, name, type, help);
	buf_printf(b, "examd_%s %lld\n", name, (long long)value);
}

/* unit: so many of what was counted are one of what is written. */
static void
write_histogram(struct buf *b, const char *name, const char *help,
    const struct histogram *m, const int64_t bounds[METRIC_BUCKETS],
    double unit)
{
	uint64_t below = 0;
	size_t i;

	write_head(b, name, "histogram", help);
	for (i = 0; i < METRIC_BUCKETS; i++) {
		below += m->buckets[i];
		buf_printf(b, "examd_%s_bucket{le=\"%g\"} %llu\n", name,
		    (double)bounds[i] / unit, (unsigned long long)below);
	}
	buf_printf(b,
	    "examd_%s_bucket{le=\"+Inf\"} %llu\n"
	    "examd_%s_sum %g\nexamd_%s_count %llu\n",
	    name, (unsigned long long)m->n, name, (double)m->sum / unit, name,
	    (unsigned long long)m->n);
}

static void
write_replies(struct buf *b, const struct metrics *m)
{
	int route, hundred;

	write_head(b, "replies_total", "counter",
	    "Replies by route and class of status.");
	for (route = 0; route < N_ROUTES; route++)
		for (hundred = 1; hundred < 6; hundred++)
			if (m->replies[route][hundred] > 0)
				buf_printf(b,
				    "examd_replies_total{port=\"%s\",route="
				    "\"%s\",status=\"%dxx\"} %llu\n",
				    route_facts[route].port == PORT_STAFF
					? "staff"
					: "candidates",
				    route_facts[route].name, hundred,
				    (unsigned long long)
					m->replies[route][hundred]);
}

static void
write_attempts(struct buf *b, struct hall *h)
{
	uint64_t in[N_ATTEMPT_STATES] = { 0 };
	struct seat *s, *next;
	int state;

	HASH_ITER(hh, h->seats, s, next)
	in[s->attempt.state]++;
	write_head(b, "attempts", "gauge", "Attempts by state.");
	for (state = 0; state < N_ATTEMPT_STATES; state++)
		buf_printf(b, "examd_attempts{state=\"%s\"} %llu\n",
		    attempt_state_word((enum attempt_state)state),
		    (unsigned long long)in[state]);
}

static void
write_store(struct buf *b, struct hall *h)
{
	struct store_facts f;

	store_facts(h->store, &f);
	write_one(b, "journal_events", "gauge", "Events in the journal.",
	    (int64_t)f.events);
	write_one(b, "journal_tail_events", "gauge",
	    "Events that a restart would have to fold again.",
	    (int64_t)(f.events - store_mark(h->store)));
	write_one(b, "commits_total", "counter", "Transactions made durable.",
	    (int64_t)f.commits);
	write_one(b, "database_bytes", "gauge", "Size of the database.",
	    f.database_bytes);
	write_one(b, "wal_bytes", "gauge", "Size of the write-ahead log.",
	    f.wal_bytes);
	write_one(b, "disk_free_bytes", "gauge",
	    "Free on the disk of the data directory.", f.disk_free_bytes);
}

static void
write_people(struct buf *b, struct hall *h)
{
	write_attempts(b, h);
	write_one(b, "attempts_open", "gauge",
	    "Attempts with an opened paper that are not closed.", h->n_open);
	write_one(b, "sessions", "gauge", "Signed-in devices and staff.",
	    HASH_COUNT(h->sessions));
	write_one(b, "streams", "gauge", "Open streams of events.",
	    HASH_COUNT(h->streams));
	write_one(b, "helpers_waiting", "gauge",
	    "Requests that wait for a helper: uploads and passwords.",
	    HASH_COUNT(h->errands));
}

/* What the nets have not yet taken, of what the hall has to say. */
static void
write_queues(struct buf *b, const struct hall *h)
{
	int i;

	write_head(b, "reply_queue_bytes", "gauge",
	    "Replies and pushes that a net process has not taken yet.");
	for (i = 0; i < HALL_NETS_MAX; i++)
		if (h->nets[i].up)
			buf_printf(b,
			    "examd_reply_queue_bytes{net=\"%d\",port=\"%s\"} "
			    "%zu\n",
			    i,
			    h->nets[i].port == PORT_STAFF ? "staff"
							  : "candidates",
			    h->nets[i].out.len);
}

void
metrics_write(struct hall *h, struct buf *b)
{
	const struct metrics *m = &h->metrics;

	write_head(b, "build_info", "gauge", "The version that runs.");
	buf_printf(b, "examd_build_info{version=\"%s\"} 1\n", h->version);
	write_one(b, "start_time_seconds", "gauge",
	    "When the hall started, seconds since 1970.",
	    h->started.wall.ms / 1000);
	write_histogram(b, "save_seconds",
	    "From a save's last byte until it is durable.", &m->save_ms, of_ms,
	    1e3);
	write_histogram(b, "commit_seconds", "One transaction with its sync.",
	    &m->commit_us, of_us, 1e6);
	write_histogram(b, "checkpoint_seconds",
	    "The write-ahead log put into the database; saves wait.",
	    &m->checkpoint_us, of_us, 1e6);
	write_histogram(b, "commit_events", "Events of one transaction.",
	    &m->batch, of_many, 1);
	write_histogram(b, "turn_requests",
	    "Requests that the hall heard in one turn.", &m->turn, of_many, 1);
	write_replies(b, m);
	write_people(b, h);
	write_queues(b, h);
	write_store(b, h);
	write_one(b, "clock_synchronised", "gauge",
	    "1 if the machine's clock is synchronised.", h->clock_synchronised);
	write_one(b, "clock_steps_total", "counter",
	    "Steps of the wall clock that were seen.", h->clock_steps);
}
