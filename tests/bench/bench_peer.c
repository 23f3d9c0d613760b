/*
 * bench_peer: what any HTTPS server takes for the least that can be asked.
 *
 *	bench_peer replies|handshakes|idle HOST:PORT CA PATH CONNECTIONS
 *	    SECONDS PID...
 *
 *	replies     each connection asks for PATH again and again
 *	handshakes  each asks once, ends, and is made again
 *	idle        each asks once and stays
 *
 * The processes PID are the server's.  One line of JSON is the report: what was
 * done, how often a second, CPU time for each, memory for each connection.
 */
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "exam-load/account.h"
#include "exam-load/link.h"
#include "exam-load/reply.h"
#include "exam/limits.h"

enum mode { MODE_REPLIES, MODE_HANDSHAKES, MODE_IDLE, N_MODES };

static const char *const modes[N_MODES] = { "replies", "handshakes", "idle" };

struct bench {
	enum mode mode;
	struct link_target target;
	struct buf request;
	struct asker *askers;
	size_t n, n_pids;
	pid_t *pids;
	uint64_t done, lost;
	size_t idle; /* those who have asked once */
};

struct asker {
	struct bench *bench;
	struct link link;
	struct buf in;
};

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "bench_peer: %s\n", what);
	exit(1);
}

static void
ask(void *owner)
{
	struct asker *a = owner;

	link_send(&a->link, buf_slice(&a->bench->request));
}

static void
answered(struct asker *a)
{
	struct bench *b = a->bench;

	b->done++;
	switch (b->mode) {
	case MODE_REPLIES:
		ask(a);
		break;
	case MODE_HANDSHAKES:
		link_close(&a->link);
		must(link_open(&a->link) == ERR_OK, "no descriptor left");
		break;
	case MODE_IDLE:
		if (++b->idle == b->n)
			event_base_loopbreak(b->target.base);
		break;
	case N_MODES:
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

/* ---- measuring ---- */

struct measure {
	struct account account; /* of this program, and the time */
	int64_t cpu_us, rss_kib;
};

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

static void
report(
    const struct bench *b, const struct measure *from, const struct measure *to)
{
	double seconds = account_seconds(&from->account, &to->account);
	double done = b->done > 0 ? (double)b->done : 1;

	printf("{\"mode\":\"%s\",\"done\":%llu,\"seconds\":%.3f,"
	       "\"per_second\":%.1f,\"cpu_us_each\":%.2f,"
	       "\"kib_each\":%.2f,\"generator_core\":%.3f}\n",
	    modes[b->mode], (unsigned long long)b->done, seconds,
	    (double)b->done / seconds,
	    (double)(to->cpu_us - from->cpu_us) / done,
	    (double)(to->rss_kib - from->rss_kib) / (double)b->n,
	    account_own_core(&from->account, &to->account));
}

/* ---- the run ---- */

static void
set_up(struct bench *b, char *argv[], int n_pids)
{
	struct rlimit limit;
	char why[256];
	int i;

	for (i = 0; i < N_MODES; i++)
		if (strcmp(argv[1], modes[i]) == 0)
			b->mode = (enum mode)i;
	must(
	    link_target_init(&b->target, why, argv[2], argv[3], true) == ERR_OK,
	    why);
	b->target.base = alloc_checked(event_base_new());
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
	struct timeval seconds = { 0 };
	struct bench b = { .mode = N_MODES };
	struct measure from, to;
	size_t i;

	must(argc >= 8,
	    "usage: bench_peer replies|handshakes|idle HOST:PORT CA PATH "
	    "CONNECTIONS SECONDS PID...");
	set_up(&b, argv, argc - 7);
	must(b.mode != N_MODES, "the first word is a mode");
	seconds.tv_sec = strtol(argv[6], NULL, 10);
	b.askers = alloc_zero(b.n, sizeof(*b.askers));
	from = measure(&b);
	for (i = 0; i < b.n; i++) {
		b.askers[i].bench = &b;
		link_init(&b.askers[i].link, &b.target, &calls, &b.askers[i]);
		must(link_open(&b.askers[i].link) == ERR_OK, "no descriptor");
	}
	if (b.mode != MODE_IDLE)
		event_base_loopexit(b.target.base, &seconds);
	event_base_dispatch(b.target.base);
	to = measure(&b);
	report(&b, &from, &to);
	tear_down(&b);
	return 0;
}
