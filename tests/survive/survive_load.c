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
#include "e2e/crowd.h"
#include "exam/limits.h"
#include "test.h"

#define ROUNDS 5	    /* of a case: a kill each */
#define ACKS_BEFORE_MAX 400 /* a kill comes within so many saves */
#define MOMENT_US 4000	    /* and so long: two turns of the hall */
#define LOW_MS MINUTES(10)  /* of a clock: it is extended */

enum victim { HALL, NET, PARENT, N_VICTIMS };

enum { KILLS, SAVES, AGAIN };

/* One look at a candidate's clock, and when it was. */
struct look {
	int64_t asked_us, answered_us, remaining_ms;
};

struct run {
	struct centre centre;
	struct crowd crowd;
	struct look before[CROWD_WRITERS];
	struct rng rng;
	unsigned since_start[N_VICTIMS];
	int64_t killed_us;
};

/* ---- clocks ---- */

static struct look
look(struct one *o)
{
	struct look l = { .asked_us = clock_stopwatch_us() };
	json_t *attempt = sitter_attempt(&o->sitter);

	l.answered_us = clock_stopwatch_us();
	l.remaining_ms = remaining_in(attempt);
	json_decref(attempt);
	return l;
}

/* From before a kill to after it, when the server was away so long at most. */
static void
check_clock(struct run *r, size_t i, int64_t outage_us)
{
	struct one *o = &r->crowd.ones[i];
	struct look now = look(o), before = r->before[i];
	int64_t least = before.remaining_ms - 1 -
			(now.answered_us - before.asked_us) / 1000;
	int64_t most = before.remaining_ms + 1 + HEARTBEAT_MS +
		       (outage_us - (now.asked_us - before.answered_us)) / 1000;

	if (now.remaining_ms < least || now.remaining_ms > most)
		fail_msg("%s had %lld ms and has %lld, not %lld to %lld",
		    o->sitter.ticket->number, (long long)before.remaining_ms,
		    (long long)now.remaining_ms, (long long)least,
		    (long long)most);
	if (now.remaining_ms < LOW_MS)
		centre_act(&r->centre, o->sitter.ticket->attempt, "extend",
		    json_pack("{s:i}", "minutes", 30));
}

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
	r->killed_us = clock_stopwatch_us();
	if (v == PARENT)
		server_kill(s);
	else
		server_kill_part(pid);
	r->crowd.since_us = clock_stopwatch_us();
	if (v == PARENT) {
		memset(r->since_start, 0, sizeof(r->since_start));
		server_start(s);
	}
}

/* Until each has been answered something that it asked after the kill; returns
 * how long the first had to wait. */
static int64_t
wait_for_all(struct run *r)
{
	struct crowd *c = &r->crowd;
	int64_t first = INT64_MAX;
	size_t i;

	for (i = 0; i < CROWD_WRITERS; i++) {
		while (c->ones[i].back_us == 0)
			crowd_take_many(c, 1);
		if (c->ones[i].back_us < first)
			first = c->ones[i].back_us;
	}
	return first - r->killed_us;
}

static void
play_round(struct run *r)
{
	enum victim v = choose_victim(r);
	int64_t outage_us;
	size_t i;

	r->crowd.since_us = INT64_MAX;
	crowd_take_many(&r->crowd, rng_below(&r->rng, ACKS_BEFORE_MAX));
	for (i = 0; i < CROWD_WRITERS; i++) {
		r->before[i] = look(&r->crowd.ones[i]);
		r->crowd.ones[i].back_us = 0;
	}
	strike(r, v);
	outage_us = wait_for_all(r);
	for (i = 0; i < CROWD_WRITERS; i++)
		check_clock(r, i, outage_us);
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
