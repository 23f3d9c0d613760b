/*
 * bench_peer: what any HTTPS server takes for the least that can be asked.
 *
 *	bench_peer replies|paced|handshakes|idle HOST:PORT CA PATH CONNECTIONS
 *	    SECONDS PID...
 *
 *	replies     each connection asks for PATH again and again
 *	paced       they ask 10,000 times a second in all, as exam-load's steady
 *	            does: pauses from half to one and a half of the usual, whatever
 *	            the server does; latency counts from when a request was due
 *	handshakes  each asks once, ends, and is made again
 *	idle        each asks once and stays
 *
 * The processes PID are the server's.  One line of JSON is the report: what was
 * done, how often a second, CPU time for each, memory for each connection,
 * latencies where they were paced.
 */
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "exam-load/account.h"
#include "exam-load/latency.h"
#include "exam-load/link.h"
#include "exam-load/phase.h"
#include "exam-load/questions.h"
#include "exam-load/reply.h"
#include "exam/limits.h"

#define PACED_A_SECOND 10000

enum asking { ASK_REPLIES, ASK_PACED, ASK_HANDSHAKES, ASK_IDLE, N_ASKINGS };

static const char *const askings[N_ASKINGS] = { "replies", "paced", "handshakes",
	"idle" };

struct measure {
	struct account account; /* of this program, and the time */
	int64_t cpu_us, rss_kib;
};

struct bench {
	enum asking mode;
	struct link_target target;
	struct buf request;
	struct asker *askers;
	size_t n, n_pids;
	pid_t *pids;
	uint64_t done, lost;
	size_t once; /* idle, paced: those who have asked */
	struct measure from;
	struct timeval seconds;
	struct latency latency;
};

struct asker {
	struct bench *bench;
	struct link link;
	struct buf in;
	struct event *timer; /* paced */
	int64_t due_us;	     /* the one that is asked, or the next */
	uint64_t random;
};

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "bench_peer: %s\n", what);
	exit(1);
}

static struct measure
measure(const struct bench *b)
{
	struct measure m = { 0 };
	size_t i;

	account_take(&m.account, 0);
	for (i = 0; i < b->n_pids; i++) {
		m.cpu_us += account_process_cpu_us(b->pids[i]);
		m.rss_kib += account_process_rss_kib(b->pids[i]);
	}
	return m;
}

/* ---- pacing ---- */

static void
wait_until_due(struct asker *a, int64_t now)
{
	int64_t us = a->due_us > now ? a->due_us - now : 0;
	struct timeval in = { us / SECOND_US, us % SECOND_US };

	event_add(a->timer, &in);
}

static int64_t
some_of(struct asker *a, int64_t us)
{
	return (int64_t)(seed_next(&a->random) % (uint64_t)us);
}

static void
pace(struct bench *b)
{
	int64_t usual = SECOND_US * (int64_t)b->n / PACED_A_SECOND;
	int64_t now;
	size_t i;

	b->from = measure(b);
	b->done = 0;
	event_base_loopexit(b->target.base, &b->seconds);
	now = clock_stopwatch_us();
	for (i = 0; i < b->n; i++) {
		b->askers[i].due_us = now + some_of(&b->askers[i], usual);
		wait_until_due(&b->askers[i], now);
	}
}

/* The next is due a pause after this one was, however late this one is. */
static void
pause_before_next(struct asker *a)
{
	int64_t usual =
	    SECOND_US * (int64_t)a->bench->n / PACED_A_SECOND;
	int64_t now = clock_stopwatch_us();

	latency_add(&a->bench->latency, (uint64_t)(now - a->due_us));
	a->due_us += usual / 2 + some_of(a, usual);
	wait_until_due(a, now);
}

/* ---- asking ---- */

static void
ask(void *owner)
{
	struct asker *a = owner;

	link_send(&a->link, buf_slice(&a->bench->request));
}

static void
timer_due(evutil_socket_t fd, short what, void *owner)
{
	(void)fd, (void)what;
	ask(owner);
}

static void
answered_once(struct bench *b)
{
	if (++b->once < b->n)
		return;
	if (b->mode == ASK_PACED)
		pace(b);
	else
		event_base_loopbreak(b->target.base);
}

static void
answered(struct asker *a)
{
	struct bench *b = a->bench;

	b->done++;
	switch (b->mode) {
	case ASK_REPLIES:
		ask(a);
		break;
	case ASK_HANDSHAKES:
		link_close(&a->link);
		must(link_open(&a->link) == ERR_OK, "no descriptor left");
		break;
	case ASK_PACED:
		if (b->once == b->n) {
			pause_before_next(a);
			break;
		}
		answered_once(b);
		break;
	case ASK_IDLE:
		answered_once(b);
		break;
	case N_ASKINGS:
		break;
	}
}

static void
heard(void *owner, struct slice bytes)
{
	struct asker *a = owner;
	struct reply reply;
	size_t len;
	enum err e;

	buf_put_slice(&a->in, bytes);
	e = reply_next(&len, &reply, buf_slice(&a->in), CROWD_REPLY_MAX);
	if (e == ERR_BUSY)
		return;
	must(e == ERR_OK && reply.status == 200 && len == a->in.len,
	    "that is not the reply that was asked for");
	buf_clear(&a->in);
	answered(a);
}

static void
ended(void *owner, enum link_end why)
{
	struct asker *a = owner;

	(void)why;
	a->bench->lost++;
	must(a->bench->lost <= a->bench->n, "connections do not last");
	must(link_open(&a->link) == ERR_OK, "no descriptor left");
}

static const struct link_calls calls = { ask, heard, ended };

/* ---- reporting ---- */

static void
report(const struct bench *b, const struct measure *to)
{
	const struct measure *from = &b->from;
	double seconds = account_seconds(&from->account, &to->account);
	double done = b->done > 0 ? (double)b->done : 1;

	printf("{\"mode\":\"%s\",\"done\":%llu,\"seconds\":%.3f,"
	       "\"per_second\":%.1f,\"cpu_us_each\":%.2f,"
	       "\"kib_each\":%.2f,\"generator_core\":%.3f,"
	       "\"p50_us\":%llu,\"p99_us\":%llu,\"max_us\":%llu}\n",
	    askings[b->mode], (unsigned long long)b->done, seconds,
	    (double)b->done / seconds,
	    (double)(to->cpu_us - from->cpu_us) / done,
	    (double)(to->rss_kib - from->rss_kib) / (double)b->n,
	    account_own_core(&from->account, &to->account),
	    (unsigned long long)latency_at(&b->latency, 500000),
	    (unsigned long long)latency_at(&b->latency, 990000),
	    (unsigned long long)b->latency.max);
}

/* ---- the run ---- */

/* Timers to the microsecond. */
static struct event_base *
open_base(void)
{
	struct event_config *c = alloc_checked(event_config_new());
	struct event_base *base;

	(void)event_config_set_flag(c, EVENT_BASE_FLAG_PRECISE_TIMER);
	(void)event_config_set_flag(c, EVENT_BASE_FLAG_NO_CACHE_TIME);
	base = alloc_checked(event_base_new_with_config(c));
	event_config_free(c);
	return base;
}

static void
set_up(struct bench *b, char *argv[], int n_pids)
{
	struct rlimit limit;
	char why[256];
	int i;

	for (i = 0; i < N_ASKINGS; i++)
		if (strcmp(argv[1], askings[i]) == 0)
			b->mode = (enum asking)i;
	must(
	    link_target_init(&b->target, why, argv[2], argv[3], true) == ERR_OK,
	    why);
	b->target.base = open_base();
	buf_printf(
	    &b->request, "GET %s HTTP/1.1\r\nHost: bench\r\n\r\n", argv[4]);
	b->n = (size_t)strtoul(argv[5], NULL, 10);
	must(b->n > 0 && b->n <= CROWD_MAX, "a number of connections");
	b->n_pids = (size_t)n_pids;
	b->pids = alloc_zero(b->n_pids, sizeof(*b->pids));
	for (i = 0; i < n_pids; i++)
		b->pids[i] = (pid_t)strtol(argv[7 + i], NULL, 10);
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static void
tear_down(struct bench *b)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		link_close(&b->askers[i].link);
		buf_fini(&b->askers[i].in);
		event_free(b->askers[i].timer);
	}
	free(b->askers);
	free(b->pids);
	buf_fini(&b->request);
	event_base_free(b->target.base);
	link_target_fini(&b->target);
}

int
main(int argc, char *argv[])
{
	struct bench b = { .mode = N_ASKINGS };
	struct measure to;
	size_t i;

	must(argc >= 8,
	    "usage: bench_peer replies|paced|handshakes|idle HOST:PORT CA PATH "
	    "CONNECTIONS SECONDS PID...");
	set_up(&b, argv, argc - 7);
	must(b.mode != N_ASKINGS, "the first word is a mode");
	b.seconds.tv_sec = strtol(argv[6], NULL, 10);
	b.askers = alloc_zero(b.n, sizeof(*b.askers));
	b.from = measure(&b);
	for (i = 0; i < b.n; i++) {
		b.askers[i].bench = &b;
		link_init(&b.askers[i].link, &b.target, &calls, &b.askers[i]);
		b.askers[i].random = i;
		b.askers[i].timer = alloc_checked(event_new(
		    b.target.base, -1, 0, timer_due, &b.askers[i]));
		must(link_open(&b.askers[i].link) == ERR_OK, "no descriptor");
	}
	if (b.mode == ASK_REPLIES || b.mode == ASK_HANDSHAKES)
		event_base_loopexit(b.target.base, &b.seconds);
	event_base_dispatch(b.target.base);
	to = measure(&b);
	report(&b, &to);
	tear_down(&b);
	return 0;
}
