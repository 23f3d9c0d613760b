/*
 * bench_reconnect: how long it takes until all connections are there again
 * after a server has ended.
 *
 *	bench_reconnect HOST:PORT CA CONNECTIONS TOKENS
 *
 * Each connection asks for the attempt of a candidate, by a token of the file,
 * a line each, in turn; so it is a signed in one.  It is made again whenever it
 * ends: as clients do, after a moment of its own (JITTER_MS), and after another
 * one if that does not succeed.  "up" on standard output says that all have
 * been answered.  Then somebody ends the server and starts it; the report is a
 * line of JSON once all have been answered again.
 */
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/hash.h"
#include "exam-load/account.h"
#include "exam-load/link.h"
#include "exam-load/reply.h"
#include "exam/limits.h"

#define JITTER_MS 500
#define PATIENCE_S 600

struct bench {
	struct link_target target;
	struct guest *guests;
	size_t n, served;
	bool was_up;
	int64_t ended_us;	/* the first one, once all had been up */
	struct account account; /* at that moment */
	uint64_t tries;		/* connections begun since */
};

struct guest {
	struct bench *bench;
	struct link link;
	struct buf request, in;
	struct event *again;
	bool is_served;
	int64_t back_us; /* clock_stopwatch_us() */
};

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "bench_reconnect: %s\n", what);
	exit(1);
}

static void
ask(void *owner)
{
	struct guest *g = owner;

	link_send(&g->link, buf_slice(&g->request));
}

static void
serve(struct guest *g)
{
	struct bench *b = g->bench;

	if (g->is_served)
		return;
	g->is_served = true;
	g->back_us = clock_stopwatch_us();
	if (++b->served < b->n)
		return;
	if (b->ended_us != 0) {
		event_base_loopbreak(b->target.base);
	} else if (!b->was_up) {
		b->was_up = true;
		printf("up\n");
		fflush(stdout);
	}
}

/* The hall says 503 while it starts: they are back when it is. */
static void
heard(void *owner, struct slice bytes)
{
	struct guest *g = owner;
	struct reply reply;
	size_t len;
	enum err e;

	buf_put_slice(&g->in, bytes);
	e = reply_next(&len, &reply, buf_slice(&g->in), CROWD_REPLY_MAX);
	if (e == ERR_BUSY)
		return;
	must(e == ERR_OK && len == g->in.len, "that is no reply");
	buf_clear(&g->in);
	if (reply.status == 200)
		serve(g);
	else
		ask(g);
}

static void
wait_a_moment(struct guest *g)
{
	struct timeval t = { 0 };
	uint32_t random;

	hash_random(&random, sizeof(random));
	t.tv_usec = (suseconds_t)(random % (JITTER_MS * 1000));
	event_add(g->again, &t);
}

static void
ended(void *owner, enum link_end why)
{
	struct guest *g = owner;
	struct bench *b = g->bench;

	(void)why;
	buf_clear(&g->in);
	if (b->was_up && b->ended_us == 0) {
		b->ended_us = clock_stopwatch_us();
		account_take(&b->account, 0);
	}
	if (g->is_served)
		b->served--;
	g->is_served = false;
	wait_a_moment(g);
}

static void
try_again(evutil_socket_t fd, short what, void *owner)
{
	struct guest *g = owner;

	(void)fd;
	(void)what;
	g->bench->tries += g->bench->ended_us != 0;
	must(link_open(&g->link) == ERR_OK, "no descriptor left");
}

static const struct link_calls calls = { ask, heard, ended };

/* ---- the run ---- */

static int
compare_times(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
report(const struct bench *b)
{
	int64_t *times = alloc_zero(b->n, sizeof(*times));
	struct account now;
	size_t i;

	account_take(&now, 0);
	for (i = 0; i < b->n; i++)
		times[i] = b->guests[i].back_us - b->ended_us;
	qsort(times, b->n, sizeof(*times), compare_times);
	printf("{\"connections\":%zu,\"first_s\":%.3f,\"half_s\":%.3f,"
	       "\"p99_s\":%.3f,\"all_s\":%.3f,\"tries\":%llu,"
	       "\"generator_core\":%.3f}\n",
	    b->n, (double)times[0] / 1e6, (double)times[b->n / 2] / 1e6,
	    (double)times[b->n * 99 / 100] / 1e6, (double)times[b->n - 1] / 1e6,
	    (unsigned long long)b->tries, account_own_core(&b->account, &now));
	free(times);
}

static void
write_request(struct guest *g, FILE *tokens)
{
	char token[128];

	if (fscanf(tokens, "%127s", token) != 1) {
		rewind(tokens);
		must(fscanf(tokens, "%127s", token) == 1, "no token");
	}
	buf_printf(&g->request,
	    "GET /v1/attempt HTTP/1.1\r\nHost: bench\r\n"
	    "Authorization: Bearer %s\r\n\r\n",
	    token);
}

static void
set_up(struct bench *b, char *argv[])
{
	FILE *tokens = fopen(argv[4], "r");
	struct rlimit limit;
	char why[256];
	size_t i;

	must(tokens != NULL, argv[4]);
	must(
	    link_target_init(&b->target, why, argv[1], argv[2], true) == ERR_OK,
	    why);
	b->target.base = alloc_checked(event_base_new());
	b->n = (size_t)strtoul(argv[3], NULL, 10);
	must(b->n > 0 && b->n <= CROWD_MAX, "a number of connections");
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	b->guests = alloc_zero(b->n, sizeof(*b->guests));
	for (i = 0; i < b->n; i++) {
		struct guest *g = &b->guests[i];

		g->bench = b;
		g->again = alloc_checked(
		    event_new(b->target.base, -1, 0, try_again, g));
		link_init(&g->link, &b->target, &calls, g);
		write_request(g, tokens);
		wait_a_moment(g);
	}
	fclose(tokens);
}

static void
tear_down(struct bench *b)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		link_close(&b->guests[i].link);
		event_free(b->guests[i].again);
		buf_fini(&b->guests[i].in);
		buf_fini(&b->guests[i].request);
	}
	free(b->guests);
	event_base_free(b->target.base);
	link_target_fini(&b->target);
}

int
main(int argc, char *argv[])
{
	struct timeval patience = { PATIENCE_S, 0 };
	struct bench b = { 0 };

	signal(SIGPIPE, SIG_IGN);
	must(argc == 5,
	    "usage: bench_reconnect HOST:PORT CA CONNECTIONS TOKENS");
	set_up(&b, argv);
	event_base_loopexit(b.target.base, &patience);
	event_base_dispatch(b.target.base);
	must(b.ended_us != 0 && b.served == b.n, "not all came back in time");
	report(&b);
	tear_down(&b);
	return 0;
}
