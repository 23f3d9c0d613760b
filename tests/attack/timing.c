/*
 * timing: can it be told from the time that an answer takes whether a candidate
 * number exists, or how much of an access code is right?
 *
 *	timing			a test: the instructions of each sign-in are
 *				counted one by one, by ptrace(2)
 *	timing MEASUREMENTS	a report: sign-ins of two kinds in random order,
 *				and Welch's t of how long they took, as in
 *				Reparaz, Balasch, Verbauwhede, "Dude, is my code
 *				constant time?", 2017
 *
 * A whole turn of the hall is looked at: what is written to disk for one kind
 * of failure and not for another would be seen.
 */
#include <errno.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "support/scene_cast.h"
#include "test.h"

#define SKIPPED 77
#define CANDIDATES 2000
#define NEAR_PER_MILLE 5 /* a place further in a chain of the hash table */
#define T_MAX 4.5	 /* the paper's: beyond it they differ */
#define KEPT_PER_CENT 90 /* the slowest were interrupted */
#define BATCH 64

static struct scene scene;
static struct cast cast;
static char right[24]; /* the code of the candidate 10001 */

/* ---- the place ---- */

static const char schedule[] =
    "{\"format\":\"exam-schedule-1\",\"sittings\":["
    "{\"id\":\"room\",\"title\":\"A small exam\","
    "\"programme\":{\"id\":\"small\",\"version\":\"1\"},"
    "\"bank\":{\"id\":\"small\",\"version\":\"1\"},"
    "\"zone\":\"UTC\",\"opens\":\"2026-06-01T09:00\","
    "\"closes\":\"2026-06-01T11:00\",\"check_in\":false,"
    "\"admission\":false,\"routes\":{\"upgrade\":"
    "{\"minutes\":40,\"sections\":[{},{}]}}}]}";

static void
load(enum route route, const char *sitting, struct slice body)
{
	struct scene_reply reply;

	cast_must(&cast, "anna",
	    &(struct scene_request){
		.route = route, .params = { sitting }, .body = body },
	    &reply);
	scene_reply_fini(&reply);
}

/* The candidates 10001, 10002, ...; nobody is 2.... */
static void
open_room(void)
{
	struct buf list = { 0 };
	struct wall nine;
	unsigned i;

	if (!wall_parse(&nine, "2026-06-01T09:00:00Z"))
		abort();
	scene_open(&scene, nine);
	cast_open(&cast, &scene, "small", true);
	load(ROUTE_SCHEDULE_LOAD, NULL, slice_of(schedule));
	buf_put_text(&list, "number,name,route\n");
	for (i = 1; i <= CANDIDATES; i++)
		buf_printf(&list, "%u,Candidate,upgrade\n", 10000 + i);
	load(ROUTE_CANDIDATES, "room", buf_slice(&list));
	scene_settle(&scene);
	cast_take_tickets(&cast, "room");
	snprintf(
	    right, sizeof(right), "%s", cast_candidate(&cast, "10001")->code);
	buf_fini(&list);
}

static void
close_room(void)
{
	cast_close(&cast);
	scene_close(&scene);
}

/* From so many addresses that none is slowed down before the others. */
static void
sign_in(const char *number, const char *code, uint16_t address)
{
	char body[128];
	int len = snprintf(body, sizeof(body),
	    "{\"candidate\":\"%s\",\"code\":\"%s\"}", number, code);
	struct frame_request f = { .conn = 1,
		.route = ROUTE_SIGN_IN,
		.peer = PEER_TCP,
		.address = { [10] = 0xff,
		    [11] = 0xff,
		    [12] = 10,
		    [14] = (uint8_t)(address >> 8),
		    [15] = (uint8_t)address },
		.arrived = scene.boottime,
		.body = { body, (size_t)len } };

	hall_hear(scene.hall, SLOT_CANDIDATES, &f);
}

/* A turn of the hall, and nobody reads what it says. */
static void
turn(void)
{
	if (hall_turn(scene.hall) != ERR_OK)
		abort();
	buf_clear(hall_out(scene.hall, SLOT_CANDIDATES));
}

/* ---- instruction by instruction ---- */

static void
sign_in_traced(const char *number, const char *code)
{
	sign_in("20001", "0000-0000-0000", 1); /* whatever happens once */
	turn();
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
		_exit(SKIPPED);
	raise(SIGSTOP);
	sign_in(number, code, 2);
	turn();
	raise(SIGSTOP);
	_exit(0);
}

/* On one core they take turns much faster. */
static void
stay_on_one_core(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET((unsigned)sched_getcpu(), &one);
	(void)sched_setaffinity(0, sizeof(one), &one);
}

/* The child stops where it stopped itself, and nowhere else. */
static bool
step(pid_t child)
{
	int status = 0;

	if (ptrace(PTRACE_SINGLESTEP, child, NULL, NULL) != 0 ||
	    waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
		fail_msg("the child is lost: %s", strerror(errno));
	return WSTOPSIG(status) == SIGTRAP;
}

/* Of a hall that is the same each time. */
static long
count_instructions(const char *number, const char *code)
{
	pid_t child;
	int status = 0;
	long n = 0;

	fflush(NULL);
	child = fork();
	if (child == 0)
		sign_in_traced(number, code);
	if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) {
		printf("skipped: nobody may be traced here\n");
		exit(SKIPPED);
	}
	while (step(child))
		n++;
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return n;
}

/* The right one with another character at that place. */
static const char *
nearly_right(size_t place)
{
	static char code[sizeof(right)];

	memcpy(code, right, sizeof(code));
	code[place] = code[place] == '7' ? '8' : '7';
	return code;
}

static void
a_code_is_compared_as_long_wherever_it_is_wrong(void **state)
{
	long first = count_instructions("10001", nearly_right(0));

	(void)state;
	assert_int_equal(
	    count_instructions("10001", nearly_right(strlen(right) - 1)),
	    first);
	assert_int_equal(count_instructions("10001", nearly_right(6)), first);
}

static void
an_unknown_number_takes_as_long_as_a_known_one(void **state)
{
	static const char *const known[] = { "10002", "11999" };
	static const char *const unknown[] = { "20002", "21999" };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		long a = count_instructions(known[i], "7777-7777-7777");
		long b = count_instructions(unknown[i], "7777-7777-7777");

		print_message("%s %ld, %s %ld instructions\n", known[i], a,
		    unknown[i], b);
		assert_in_range(labs(a - b), 0, a * NEAR_PER_MILLE / 1000);
	}
}

/* Else what is counted is not the sign-in. */
static void
a_right_code_takes_longer(void **state)
{
	(void)state;
	assert_true(count_instructions("10001", right) >
		    2 * count_instructions("10001", nearly_right(0)));
}

static int
open_for_tests(void **state)
{
	(void)state;
	open_room();
	stay_on_one_core();
	return 0;
}

static int
close_after_tests(void **state)
{
	(void)state;
	close_room();
	return 0;
}

static int
test(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_code_is_compared_as_long_wherever_it_is_wrong),
		cmocka_unit_test(
		    an_unknown_number_takes_as_long_as_a_known_one),
		cmocka_unit_test(a_right_code_takes_longer),
	};

	return cmocka_run_group_tests(tests, open_for_tests, close_after_tests);
}

/* ---- statistics ---- */

/* What is held against each other: number and code of a kind. */
struct kind {
	const char *name;
	void (*write)(char number[8], char code[24], uint32_t random);
};

static void
known(char number[8], char code[24], uint32_t random)
{
	snprintf(number, 8, "%u", 10001 + random % CANDIDATES);
	snprintf(code, 24, "7777-7777-7777");
}

/* So many that each stands for somebody: of few candidates the memory would be
 * in the caches. */
static void
unknown(char number[8], char code[24], uint32_t random)
{
	snprintf(number, 8, "%u", 20001 + random % (20 * CANDIDATES));
	snprintf(code, 24, "7777-7777-7777");
}

static void
wrong_at_first(char number[8], char code[24], uint32_t random)
{
	(void)random;
	snprintf(number, 8, "10001");
	snprintf(code, 24, "%s", nearly_right(0));
}

static void
wrong_at_last(char number[8], char code[24], uint32_t random)
{
	wrong_at_first(number, code, random);
	snprintf(code, 24, "%s", nearly_right(strlen(right) - 1));
}

struct sample {
	bool second; /* of the two kinds */
	double us;
};

static struct sample
take_sample(const struct kind kinds[2])
{
	struct {
		uint32_t number;
		uint16_t address;
		uint8_t kind;
	} random;
	char number[8], code[24];
	struct timespec from, to;
	struct sample s;

	hash_random(&random, sizeof(random));
	s.second = (random.kind & 1) != 0;
	kinds[s.second].write(number, code, random.number);
	clock_gettime(CLOCK_MONOTONIC, &from);
	sign_in(number, code, random.address);
	clock_gettime(CLOCK_MONOTONIC, &to);
	s.us = (double)(to.tv_sec - from.tv_sec) * 1e6 +
	       (double)(to.tv_nsec - from.tv_nsec) / 1e3;
	return s;
}

static int
compare_samples(const void *a, const void *b)
{
	const struct sample *x = a, *y = b;

	return (x->us > y->us) - (x->us < y->us);
}

struct mean {
	double n, mean, squares;
};

/* Welford's. */
static void
mean_add(struct mean *m, double x)
{
	double by = x - m->mean;

	m->n++;
	m->mean += by / m->n;
	m->squares += by * (x - m->mean);
}

static double
welch(const struct mean *a, const struct mean *b)
{
	double of_a = a->squares / (a->n - 1) / a->n;
	double of_b = b->squares / (b->n - 1) / b->n;

	return (a->mean - b->mean) / sqrt(of_a + of_b);
}

static bool
hold_against(const struct kind kinds[2], size_t n)
{
	struct sample *all = alloc_zero(n, sizeof(*all));
	struct mean of[2] = { 0 };
	size_t i;
	double t;

	for (i = 0; i < n; i++) {
		all[i] = take_sample(kinds);
		if (i % BATCH == BATCH - 1)
			turn();
	}
	turn();
	qsort(all, n, sizeof(*all), compare_samples);
	for (i = 0; i < n * KEPT_PER_CENT / 100; i++)
		mean_add(&of[all[i].second], all[i].us);
	t = welch(&of[0], &of[1]);
	printf("%-24s %9.4f us   %-24s %9.4f us   t = %+.2f%s\n", kinds[0].name,
	    of[0].mean, kinds[1].name, of[1].mean, t,
	    fabs(t) > T_MAX ? "   THEY DIFFER" : "");
	free(all);
	return fabs(t) <= T_MAX;
}

static int
measure(size_t n)
{
	static const struct kind pairs[][2] = {
		{ { "known number", known }, { "unknown number", unknown } },
		{ { "wrong at first", wrong_at_first },
		    { "wrong at last", wrong_at_last } },
		{ { "known number", known }, { "known number", known } },
	};
	bool good = true;
	size_t i;

	open_room();
	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		good &= hold_against(pairs[i], n);
	close_room();
	return good ? 0 : 1;
}

int
main(int argc, char *argv[])
{
	size_t n = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;

	if (argc == 1)
		return test();
	if (argc == 2 && n >= 1000)
		return measure(n);
	fprintf(stderr, "usage: timing [MEASUREMENTS]\n");
	return 2;
}
