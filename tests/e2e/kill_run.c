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
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "core/rng.h"
#include "exam/limits.h"
#include "ledger.h"
#include "support/program.h"
#include "test.h"

#define WRITERS 6
#define PATIENCE_MS SECONDS(60)
#define ACKS_BEFORE_MAX 400 /* a kill comes within so many saves */
#define MOMENT_US 4000	    /* and so long: two turns of the hall */
#define LOW_MS MINUTES(10)  /* of a clock: it is extended */

enum victim { HALL, NET, PARENT, N_VICTIMS };

static const char *const victim_names[] = { "the hall", "a net", "the parent" };

/* One look at a candidate's clock, and when it was. */
struct look {
	int64_t asked_us, answered_us, remaining_ms;
};

struct one {
	struct sitter sitter;
	struct ledger ledger;
	json_t *items;
	pid_t pid;
	struct look before;
	int64_t back_us; /* first asked after the kill and answered, when */
};

struct run {
	struct centre centre;
	struct one ones[WRITERS];
	struct rng rng;
	volatile bool *stop; /* shared with the writers */
	int acks;	     /* what they write, to be read */
	unsigned kills[N_VICTIMS], since_start[N_VICTIMS];
	int64_t n_acks, n_again, killed_us, longest_us;
};

static unsigned rounds = 5;
static unsigned long long seed = 1;

/* ---- the writers ---- */

static bool
may_read(int fd)
{
	return poll(&(struct pollfd){ fd, POLLIN, 0 }, 1, (int)PATIENCE_MS) > 0;
}

/* False: all writers have ended. */
static bool
take_ack(struct run *r)
{
	struct ack a;
	struct one *o;
	ssize_t n;

	if (!may_read(r->acks))
		fail_msg("nothing was acknowledged for %lld s",
		    (long long)(PATIENCE_MS / SECONDS(1)));
	n = read(r->acks, &a, sizeof(a));
	if (n == 0)
		return false;
	assert_int_equal(n, sizeof(a));
	o = &r->ones[a.writer];
	ledger_add(&o->ledger, &a);
	r->n_acks++;
	r->n_again += a.tries > 1;
	if (o->back_us == 0 && a.asked_us > r->killed_us)
		o->back_us = a.answered_us;
	return true;
}

static void
take_acks(struct run *r, unsigned n)
{
	while (n-- > 0)
		if (!take_ack(r))
			fail_msg("the writers ended");
}

static void
take_seat(struct run *r, uint32_t i)
{
	struct one *o = &r->ones[i];
	json_t *paper;

	sitter_init(&o->sitter, &r->centre, i, "one of a room");
	sitter_enter(&o->sitter);
	paper = ask(o->sitter.wire, METHOD_GET, "/v1/attempt/paper", NULL, 200);
	o->items = json_incref(json_object_get(paper, "items"));
	json_decref(paper);
}

static void
start_writers(struct run *r)
{
	int acks[2];
	uint32_t i;

	assert_int_equal(pipe2(acks, O_CLOEXEC), 0);
	for (i = 0; i < WRITERS; i++)
		r->ones[i].pid = writer_start(&(struct writer){ i,
		    &r->ones[i].sitter, r->ones[i].items, acks[1], r->stop },
		    &r->centre);
	close(acks[1]);
	r->acks = acks[0];
}

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
check_clock(struct run *r, struct one *o, int64_t outage_us)
{
	struct look now = look(o), before = o->before;
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
	spend(rng_below(&r->rng, MOMENT_US));
	r->killed_us = clock_stopwatch_us();
	r->kills[v]++;
	r->since_start[v]++;
	if (v != PARENT) {
		assert_int_equal(kill(pid, SIGKILL), 0);
		return;
	}
	server_kill(s);
	memset(r->since_start, 0, sizeof(r->since_start));
	server_start(s);
}

/* Until each has been answered something that it asked after the kill; returns
 * how long the first had to wait. */
static int64_t
wait_for_all(struct run *r)
{
	int64_t first = INT64_MAX;
	size_t i;

	for (i = 0; i < WRITERS; i++) {
		while (r->ones[i].back_us == 0)
			take_acks(r, 1);
		if (r->ones[i].back_us < first)
			first = r->ones[i].back_us;
		if (r->ones[i].back_us - r->killed_us > r->longest_us)
			r->longest_us = r->ones[i].back_us - r->killed_us;
	}
	return first - r->killed_us;
}

static void
check_journals(struct run *r)
{
	json_t *timeline;
	size_t i;

	for (i = 0; i < WRITERS; i++) {
		timeline = centre_timeline(&r->centre,
		    r->ones[i].sitter.ticket->attempt);
		ledger_check_journal(&r->ones[i].ledger, timeline);
		json_decref(timeline);
	}
}

static void
play_round(struct run *r, unsigned n)
{
	enum victim v = choose_victim(r);
	int64_t outage_us;
	size_t i;

	r->killed_us = INT64_MAX;
	take_acks(r, rng_below(&r->rng, ACKS_BEFORE_MAX));
	for (i = 0; i < WRITERS; i++) {
		r->ones[i].before = look(&r->ones[i]);
		r->ones[i].back_us = 0;
	}
	strike(r, v);
	outage_us = wait_for_all(r);
	for (i = 0; i < WRITERS; i++)
		check_clock(r, &r->ones[i], outage_us);
	check_journals(r);
	print_message("round %u: %s was killed; answers after %lld ms; "
		      "%lld saves acknowledged\n", n, victim_names[v],
	    (long long)outage_us / 1000, (long long)r->n_acks);
}

/* ---- the whole ---- */

static void
stop_writers(struct run *r)
{
	size_t i;

	*r->stop = true;
	while (take_ack(r))
		;
	for (i = 0; i < WRITERS; i++)
		assert_int_equal(program_wait(r->ones[i].pid), 0);
}

static void
check_end(struct run *r)
{
	json_t *timeline, *paper;
	size_t i;

	for (i = 0; i < WRITERS; i++) {
		struct one *o = &r->ones[i];

		timeline = centre_timeline(&r->centre,
		    o->sitter.ticket->attempt);
		assert_int_equal(ledger_check_journal(&o->ledger, timeline), 0);
		paper = ask(o->sitter.wire, METHOD_GET, "/v1/attempt/paper",
		    NULL, 200);
		ledger_check_paper(&o->ledger, json_object_get(paper, "items"));
		json_decref(timeline);
		json_decref(paper);
	}
}

static int
open_run(void **state)
{
	static struct run run;
	uint8_t bytes[SEED_LEN] = { 0 };
	uint32_t i;

	memcpy(bytes, &seed, sizeof(seed));
	rng_init(&run.rng, bytes, RNG_DRAW, 0, 0);
	run.stop = mmap(NULL, sizeof(bool), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(run.stop != MAP_FAILED);
	centre_init(&run.centre, "uuuuuu");
	for (i = 0; i < WRITERS; i++)
		take_seat(&run, i);
	*state = &run;
	return 0;
}

static int
close_run(void **state)
{
	struct run *r = *state;
	size_t i;

	for (i = 0; i < WRITERS; i++) {
		sitter_fini(&r->ones[i].sitter);
		ledger_fini(&r->ones[i].ledger);
		json_decref(r->ones[i].items);
	}
	centre_fini(&r->centre);
	return 0;
}

static void
what_was_acknowledged_survives_every_kill(void **state)
{
	struct run *r = *state;
	unsigned i;

	start_writers(r);
	for (i = 1; i <= rounds; i++)
		play_round(r, i);
	stop_writers(r);
	check_end(r);
	print_message("%u rounds: the hall was killed %u times, a net %u, the "
		      "parent %u\n%lld saves acknowledged, %lld of them asked "
		      "again; each is there, once\nthe longest wait of a "
		      "candidate: %lld ms\n",
	    rounds, r->kills[HALL], r->kills[NET], r->kills[PARENT],
	    (long long)r->n_acks, (long long)r->n_again,
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
