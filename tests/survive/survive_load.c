/*
 * load: parts of the server, or all of it, are killed at random moments while
 * candidates save as fast as they can.
 *
 * After each kill the candidates must go on by themselves, every save that was
 * acknowledged must stand in the journal once, and no clock may have taken
 * time from anybody or given more than the outage.
 */
#include <string.h>

#include "base/clock.h"
#include "campaign.h"
#include "exam/limits.h"
#include "outage.h"
#include "test.h"

#define ROUNDS 5	    /* of a case: a kill each */
#define ACKS_BEFORE_MAX 400 /* a kill comes within so many saves */
#define MOMENT_US 4000	    /* and so long: two turns of the hall */

enum victim { HALL, NET, PARENT, N_VICTIMS };

enum { KILLS, SAVES, AGAIN };

struct run {
	struct centre centre;
	struct crowd crowd;
	struct outage outage;
	struct rng rng;
	unsigned since_start[N_VICTIMS];
};

/* ---- a round ---- */

/* A part that was started again as often as the server does it is spared. */
static enum victim
choose_victim(struct run *r)
{
	enum victim v = (enum victim)rng_below(&r->rng, N_VICTIMS);

	return r->since_start[v] < RESTARTS_MAX ? v : PARENT;
}

static void
spend(int64_t us)
{
	int64_t until = clock_stopwatch_us() + us;

	while (clock_stopwatch_us() < until)
		;
}

static void
strike(struct run *r, enum victim v)
{
	struct server *s = &r->centre.server;
	pid_t pid = v == HALL ? server_hall(s) : server_net(s);

	assert_true(pid > 0);
	r->since_start[v]++;
	spend(rng_below(&r->rng, MOMENT_US));
	outage_begin(&r->outage);
	if (v == PARENT)
		server_kill(s);
	else
		server_kill_part(pid);
	if (v == PARENT) {
		memset(r->since_start, 0, sizeof(r->since_start));
		server_start(s);
	}
}

static void
play_round(struct run *r)
{
	enum victim v = choose_victim(r);
	int64_t away_us;

	crowd_take_many(&r->crowd, rng_below(&r->rng, ACKS_BEFORE_MAX));
	outage_prepare(&r->outage, &r->crowd);
	strike(r, v);
	away_us = outage_end(&r->outage);
	outage_check_clocks(&r->outage, 0, away_us + HEARTBEAT_MS * 1000);
	(void)crowd_check_journals(&r->crowd);
}

/* ---- the whole ---- */

static void
check_papers(struct run *r)
{
	json_t *paper;
	size_t i;

	for (i = 0; i < CROWD_WRITERS; i++) {
		struct one *o = &r->crowd.ones[i];

		paper = ask(
		    o->sitter.wire, METHOD_GET, "/v1/attempt/paper", NULL, 200);
		ledger_check_paper(&o->ledger, json_object_get(paper, "items"));
		json_decref(paper);
	}
}

static void
play(struct campaign_case *c)
{
	static struct run r;
	int i;

	r.rng = c->rng;
	centre_init(&r.centre, "uuuuuu");
	crowd_init(&r.crowd, &r.centre);
	crowd_start(&r.crowd);
	for (i = 0; i < ROUNDS; i++)
		play_round(&r);
	crowd_stop(&r.crowd);
	if (crowd_check_journals(&r.crowd) != 0)
		case_fails("the journal has saves that nobody sent");
	check_papers(&r);
	c->done[KILLS] += ROUNDS;
	c->done[SAVES] += (uint64_t)r.crowd.n_acks;
	c->done[AGAIN] += (uint64_t)r.crowd.n_again;
	crowd_fini(&r.crowd);
	centre_fini(&r.centre);
}

int
main(int argc, char *argv[])
{
	static const struct campaign load = { .name = "load",
		.tallies = { "kills", "saves", "sent again" },
		.count = ROUNDS,
		.patience_s = 280,
		.play = play };

	return campaign_run(&load, argc, argv);
}
