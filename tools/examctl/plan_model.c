#include "examctl/plan_model.h"

#define SECOND_US 1e6
#define MIB 1048576.0
/* The log at its largest, and the ballast: limits.h, examd.conf(5). */
#define DISK_BESIDE_MIB 128.0
#define HEAD_ROOM_MOST 1e6

/* ---- the day ---- */

typedef bool is_there(const struct plan_party *, struct wall);

static bool
arrives_from(const struct plan_party *p, struct wall t)
{
	return p->opens.ms >= t.ms && p->opens.ms < t.ms + PLAN_ARRIVE_MS;
}

static bool
may_sit_at(const struct plan_party *p, struct wall t)
{
	return p->opens.ms <= t.ms && t.ms < p->closes.ms;
}

static bool
ends_from(const struct plan_party *p, struct wall t)
{
	int64_t soonest = p->opens.ms + p->time_ms - t.ms;
	int64_t last = p->closes.ms - t.ms;

	return (soonest >= 0 && soonest < PLAN_BELL_MS) ||
	       (last >= 0 && last < PLAN_BELL_MS);
}

static double
count(const struct plan_party *all, size_t n, is_there *is, struct wall t)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (is(&all[i], t))
			sum += all[i].n;
	return sum;
}

static double
larger(double a, double b)
{
	return a > b ? a : b;
}

/* A peak begins where a party does something. */
static void
look_at(struct plan_demand *d, const struct plan_party *all, size_t n,
    const struct plan_party *p)
{
	struct wall end = wall_add(p->opens, p->time_ms);

	d->arrive = larger(d->arrive, count(all, n, arrives_from, p->opens));
	d->at_once = larger(d->at_once, count(all, n, may_sit_at, p->opens));
	d->bell = larger(d->bell, count(all, n, ends_from, end));
	d->bell = larger(d->bell, count(all, n, ends_from, p->closes));
}

void
plan_demand_of(struct plan_demand *out, const struct plan_party *all, size_t n)
{
	struct plan_demand d = { 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		double minutes = (double)all[i].time_ms / (double)MINUTES(1);

		look_at(&d, all, n, &all[i]);
		d.candidates += all[i].n;
		d.events += all[i].n * (PLAN_EVENTS_OF_ATTEMPT +
					   minutes * PLAN_CHANGES_A_MINUTE);
	}
	*out = d;
}

/* ---- the machine ---- */

/* The hall is one thread, the candidates' port PLAN_NET_CORES; all of them
 * share the cores. */
static double
a_second(const struct plan_cost *cost, double cores)
{
	double by_hall = SECOND_US / larger(cost->hall, 1e-3);
	double by_net = PLAN_NET_CORES * SECOND_US / larger(cost->net, 1e-3);
	double by_cores =
	    cores * SECOND_US / larger(cost->hall + cost->net, 1e-3);
	double least = by_hall < by_net ? by_hall : by_net;

	return least < by_cores ? least : by_cores;
}

void
plan_rows_of(struct plan_row rows[N_PLAN_ROWS], const struct plan_demand *d,
    const struct plan_figures *f, const struct plan_machine *m)
{
	rows[PLAN_SIGN_INS] =
	    (struct plan_row){ d->arrive * 1000 / PLAN_ARRIVE_MS,
		    a_second(&f->enter, m->cores) };
	rows[PLAN_SAVES] =
	    (struct plan_row){ d->at_once * PLAN_CHANGES_A_MINUTE / 60,
		    a_second(&f->save, m->cores) };
	rows[PLAN_BELL] = (struct plan_row){ d->bell,
		a_second(&f->bell, m->cores) * PLAN_BELL_MS / 1000 };
	rows[PLAN_MEMORY] =
	    (struct plan_row){ d->at_once * f->candidate_bytes / MIB,
		    m->memory / MIB };
	rows[PLAN_DISK] = (struct plan_row){
		DISK_BESIDE_MIB + d->events * f->event_bytes / MIB,
		m->disk / MIB
	};
	rows[PLAN_DESCRIPTORS] = (struct plan_row){
		PLAN_DESCRIPTORS_BESIDE + d->at_once * PLAN_CONNECTIONS_EACH,
		m->descriptors
	};
	rows[PLAN_RESTART] = (struct plan_row){
		f->restart_ms + d->events * f->event_restart_us / 1000,
		(double)PLAN_RESTART_MS
	};
}

double
plan_head_room(const struct plan_row *row)
{
	if (row->need * HEAD_ROOM_MOST <= row->can)
		return HEAD_ROOM_MOST;
	return row->can / row->need;
}

enum plan_row_name
plan_gives_first(const struct plan_row rows[N_PLAN_ROWS])
{
	enum plan_row_name first = PLAN_SIGN_INS, i;

	for (i = 0; i < N_PLAN_ROWS; i++)
		if (plan_head_room(&rows[i]) < plan_head_room(&rows[first]))
			first = i;
	return first;
}

bool
plan_carries(const struct plan_row rows[N_PLAN_ROWS])
{
	return plan_head_room(&rows[plan_gives_first(rows)]) >= PLAN_HEAD_ROOM;
}
