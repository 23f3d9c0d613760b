/*
 * exams: whole examinations, by the hundred thousand, on a machine and a
 * network that fail (sim.h).
 */
#include "sim.h"

static void
play(struct campaign_case *c)
{
	static const struct sim_mix mix = { .sittings = 2,
		.people_min = 200,
		.people_max = 600,
		.minutes_min = 4,
		.minutes_max = 12,
		.pace_ms = 30000,
		.mishaps_s = 250,
		.loss = 20,
		.acts = 100 };
	struct sim s;

	sim_begin(&s, c, 0, &mix);
	sim_run(&s);
	sim_end(&s);
}

static void
prepare(void)
{
	machine_prepare((struct wall){ INT64_C(1777885200000) });
}

int
main(int argc, char *argv[])
{
	static const struct campaign exams = { .name = "exams",
		.tallies = { "exams", "saves", "acts", "outages" },
		.count = 500,
		.patience_s = 600,
		.is_quiet = true,
		.prepare = prepare,
		.play = play,
		.clear = machine_clear };

	return campaign_run(&exams, argc, argv);
}
