/*
 * kill_run: parts of the server, or all of it, are killed again and again at
 * random moments while candidates save.
 *
 *	kill_run [--rounds N] [--seed S]
 *
 * After each kill the candidates must go on by themselves, every save that was
 * acknowledged must stand in the journal once, and no clock may have taken
 * time from anybody or given more than the outage.  EXAM_SEED is the seed that
 * --seed gives; it chooses what is killed and when.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "core/rng.h"
#include "crowd.h"
#include "exam/limits.h"
#include "test.h"

#define ACKS_BEFORE_MAX 400 /* a kill comes within so many saves */
#define MOMENT_US 4000	    /* and so long: two turns of the hall */
#define LOW_MS MINUTES(10)  /* of a clock: it is extended */

enum victim { HALL, NET, PARENT, N_VICTIMS };

static const char *const victim_names[] = { "the hall", "a net", "the parent" };

/* One look at a candidate's clock, and when it was. */
struct look {
	int64_t asked_us, answered_us, remaining_ms;
};

struct run {
	struct centre centre;
	struct crowd crowd;
	struct look before[CROWD_WRITERS];
	struct rng rng;
	unsigned kills[N_VICTIMS], since_start[N_VICTIMS];
	int64_t killed_us, longest_us;
};

static unsigned rounds = 5;
static unsigned long long seed = 1;

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
	r->kills[v]++;
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
		if (c->ones[i].back_us - r->killed_us > r->longest_us)
			r->longest_us = c->ones[i].back_us - r->killed_us;
	}
	return first - r->killed_us;
}

static void
play_round(struct run *r, unsigned n)
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
	print_message("round %u: %s was killed; answers after %lld ms; "
		      "%lld saves acknowledged\n", n, victim_names[v],
	    (long long)outage_us / 1000, (long long)r->crowd.n_acks);
}

/* ---- the whole ---- */

static void
check_papers(struct run *r)
{
	json_t *paper;
	size_t i;

	for (i = 0; i < CROWD_WRITERS; i++) {
		struct one *o = &r->crowd.ones[i];

		paper = ask(o->sitter.wire, METHOD_GET, "/v1/attempt/paper",
		    NULL, 200);
		ledger_check_paper(&o->ledger, json_object_get(paper, "items"));
		json_decref(paper);
	}
}

static int
open_run(void **state)
{
	static struct run run;
	uint8_t bytes[SEED_LEN] = { 0 };

	memcpy(bytes, &seed, sizeof(seed));
	rng_init(&run.rng, bytes, RNG_DRAW, 0, 0);
	centre_init(&run.centre, "uuuuuu");
	crowd_init(&run.crowd, &run.centre);
	*state = &run;
	return 0;
}

static int
close_run(void **state)
{
	struct run *r = *state;

	crowd_fini(&r->crowd);
	centre_fini(&r->centre);
	return 0;
}

static void
what_was_acknowledged_survives_every_kill(void **state)
{
	struct run *r = *state;
	unsigned i;

	crowd_start(&r->crowd);
	for (i = 1; i <= rounds; i++)
		play_round(r, i);
	crowd_stop(&r->crowd);
	assert_int_equal(crowd_check_journals(&r->crowd), 0);
	check_papers(r);
	print_message("%u rounds: the hall was killed %u times, a net %u, the "
		      "parent %u\n%lld saves acknowledged, %lld of them asked "
		      "again; each is there, once\nthe longest wait of a "
		      "candidate: %lld ms\n",
	    rounds, r->kills[HALL], r->kills[NET], r->kills[PARENT],
	    (long long)r->crowd.n_acks, (long long)r->crowd.n_again,
	    (long long)r->longest_us / 1000);
}

static void
read_options(int argc, char *argv[])
{
	static const struct option options[] = {
		{ "rounds", required_argument, NULL, 'r' },
		{ "seed", required_argument, NULL, 's' },
		{ 0 },
	};
	const char *text = getenv("EXAM_SEED");
	int c;

	if (text != NULL)
		seed = strtoull(text, NULL, 10);
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (c == 'r')
			rounds = (unsigned)strtoul(optarg, NULL, 10);
		else if (c == 's')
			seed = strtoull(optarg, NULL, 10);
		else
			exit(2);
}

int
main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_acknowledged_survives_every_kill),
	};

	read_options(argc, argv);
	print_message("EXAM_SEED=%llu\n", seed);
	return cmocka_run_group_tests(tests, open_run, close_run);
}
