/* mishap: what breaks, and when. */
#include "sim.h"
#include "story.h"

static int64_t
some_ms(struct sim *s)
{
	static const int most[] = { 300, 2000, 20000, 120000 };

	return sim_pick(s, 1, most[sim_pick(s, 0, 3)]);
}

/* ---- the machine ---- */

/* An hour at most: a working day would end what staff began. */
static int64_t
some_step(struct sim *s)
{
	static const int most[] = { 400, 3000, 60000, 3600000 };
	int ms = most[sim_pick(s, 0, 3)];

	return sim_pick(s, -ms, ms);
}

static void
restart(struct sim *s, bool reboot)
{
	int64_t step = !reboot && sim_chance(s, 300) ? some_step(s) : 0;

	network_forget(s);
	machine_restart(&s->machine, some_ms(s), step, reboot);
	watch_journal(s);
}

static void
sleep_a_while(struct sim *s)
{
	machine_settle(&s->machine);
	machine_sleep(&s->machine, some_ms(s));
	watch_journal(s);
}

static void
set_the_clock(struct sim *s)
{
	machine_step_wall(&s->machine, some_step(s));
	watch_journal(s);
}

static void
cut_the_network(struct sim *s)
{
	s->cut_until = s->machine.now + sim_pick(s, 1000, 60000);
	s->cut_of = (uint32_t)sim_pick(s, 1, 4);
	s->cut_is = (uint32_t)sim_pick(s, 0, (int)s->cut_of - 1);
	s->cut_half = sim_chance(s, 500);
	story_note(s->machine.now, 0,
	    s->cut_half ? "replies are lost for % ms"
			: "the network is cut for % ms",
	    s->cut_until - s->machine.now, 0);
}

void
mishap_happen(struct sim *s)
{
	int n = sim_pick(s, 0, 99);

	queue_put(&s->queue,
	    s->machine.now +
		SECONDS((int64_t)sim_pick(s, 1, 2 * s->mix->mishaps_s)),
	    COMES_MISHAP, 0);
	if (n < 20)
		cut_the_network(s);
	else if (n < (s->mix->clocks ? 45 : 60))
		restart(s, false);
	else if (n < (s->mix->clocks ? 60 : 75))
		restart(s, true);
	else if (n < 85)
		sleep_a_while(s);
	else
		set_the_clock(s);
}

void
mishap_of_disk(struct sim *s)
{
	story_note(s->machine.now, 0, "the disk fails in a commit", 0, 0);
	restart(s, false);
}
