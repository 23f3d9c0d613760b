/*
 * time: the clocks of many small sittings, each with its own times and people
 * with more of it, on a machine whose clocks are set, drift and sleep, and
 * which is down now and then (sim.h); and schedules at the edges (timetable.h).
 */
#include "sim.h"
#include "timetable.h"

#define SCHEDULES 30 /* a case */

static void
try_schedules(struct campaign_case *c)
{
	struct machine m;

	machine_begin(&m);
	timetable_try(&m, &c->rng, SCHEDULES);
	machine_end(&m);
	c->done[1] += SCHEDULES;
}

static void
play(struct campaign_case *c)
{
	static const struct sim_mix mix = { .sittings = 40,
		.people_min = 2,
		.people_max = 6,
		.minutes_min = 1,
		.minutes_max = 12,
		.pace_ms = 20000,
		.mishaps_s = 40,
		.loss = 5,
		.acts = 50,
		.clocks = true };
	struct sim s;

	sim_begin(&s, c, 2, &mix);
	sim_run(&s);
	sim_end(&s);
	c->done[0] += (uint64_t)mix.sittings;
	try_schedules(c);
}

static void
prepare(void)
{
	machine_prepare((struct wall){ INT64_C(1777885200000) });
}

int
main(int argc, char *argv[])
{
	static const struct campaign time = { .name = "time",
		.tallies = { "sittings", "schedules", "exams", "saves", "acts",
		    "outages" },
		.count = 80,
		.patience_s = 600,
		.is_quiet = true,
		.prepare = prepare,
		.play = play,
		.clear = machine_clear };

	return campaign_run(&time, argc, argv);
}
