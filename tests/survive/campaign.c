#include "campaign.h"

#include <getopt.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "campaign_file.h"

#define LOOK_MS 1000 /* between two lines of progress */

enum { GOOD, FAILED, USAGE, STOPPED };

struct orders {
	uint64_t seed, count, ms, number; /* 0: not given, but for number */
	bool one_case, resume, seeded;
	const char *state, *report;
};

struct play {
	const struct campaign *campaign;
	struct orders orders;
	struct progress progress;
	uint64_t *shared; /* the tallies, as cases add to them */
	int64_t begun_ms; /* minus what came before a resume */
	int64_t saved_ms;
};

static volatile sig_atomic_t stop;

static void
note_stop(int signal)
{
	(void)signal;
	stop = 1;
}

void
case_fails(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(EXIT_FAILURE);
}

/* ---- what people see ---- */

static void
tell(struct play *p, const char *end)
{
	struct buf b = { 0 };

	progress_tell(&b, &p->progress, p->campaign);
	printf("%s: %.*s%s", p->campaign->name, SLICE_FMT(buf_slice(&b)), end);
	fflush(stdout);
	buf_fini(&b);
}

static void
tell_failure(struct play *p, const char *how, int number)
{
	struct buf b = { 0 };

	progress_tell_replay(
	    &b, p->campaign, p->progress.seed, p->progress.cases);
	printf("case %" PRIu64 " failed (%s %d); again: %.*s\n",
	    p->progress.cases, how, number, SLICE_FMT(buf_slice(&b)));
	fflush(stdout);
	buf_fini(&b);
}

static enum err
keep(struct play *p, const char *words)
{
	const struct orders *o = &p->orders;
	enum err e = ERR_OK;

	p->saved_ms = clock_boottime();
	if (o->state != NULL)
		e = progress_save(&p->progress, p->campaign, o->state);
	if (e == ERR_OK && o->report != NULL)
		e = progress_report(
		    &p->progress, p->campaign, words, o->report);
	return e;
}

/* ---- a case ---- */

_Noreturn static void
play_in_child(const struct play *p)
{
	struct campaign_case c = { .seed = p->progress.seed,
		.number = p->progress.cases,
		.done = p->shared };
	uint8_t seed[SEED_LEN] = { 0 };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_IGN); /* the campaign decides */
	memcpy(seed, &c.seed, sizeof(c.seed));
	memcpy(seed + sizeof(c.seed), &c.number, sizeof(c.number));
	rng_init(&c.rng, seed, RNG_DRAW, 0, 0);
	if (p->campaign->is_quiet)
		log_limit((enum log_level)(LOG_ERROR - 1));
	p->campaign->play(&c);
	exit(EXIT_SUCCESS);
}

static void
look(struct play *p)
{
	memcpy(p->progress.done, p->shared, sizeof(p->progress.done));
	p->progress.ms = (uint64_t)(clock_boottime() - p->begun_ms);
	if (isatty(STDOUT_FILENO) != 0)
		tell(p, " \r");
}

/* Until it ends, or for as long as it may take, or until we are stopped. */
static void
wait_for_child(struct play *p, pid_t pid)
{
	int64_t until =
	    clock_boottime() + SECONDS((int64_t)p->campaign->patience_s);
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	while (stop == 0 && clock_boottime() < until &&
	       poll(&(struct pollfd){ fd, POLLIN, 0 }, 1, LOOK_MS) <= 0)
		look(p);
	if (poll(&(struct pollfd){ fd, POLLIN, 0 }, 1, 0) <= 0)
		kill(pid, SIGKILL);
	close(fd);
}

static void
count_failure(struct play *p, const char *how, int number)
{
	tell_failure(p, how, number);
	p->progress.failures[p->progress.failed++] = p->progress.cases;
}

/* What a case did that was stopped half-way does not count. */
static void
play_case(struct play *p)
{
	uint64_t before[TALLIES_MAX];
	int status = 0;
	pid_t pid;

	memcpy(before, p->shared, sizeof(before));
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		play_in_child(p);
	wait_for_child(p, pid);
	waitpid(pid, &status, 0);
	if (stop != 0 && status != 0) {
		memcpy(p->shared, before, sizeof(before));
		look(p);
		return;
	}
	look(p);
	if (WIFSIGNALED(status))
		count_failure(p, "signal", WTERMSIG(status));
	else if (status != 0)
		count_failure(p, "status", WEXITSTATUS(status));
	else if (p->shared[0] == before[0])
		count_failure(p, "tried nothing, status", 0);
	p->progress.cases++;
}

static bool
is_used_up(const struct play *p)
{
	const struct orders *o = &p->orders;

	if (o->one_case)
		return p->progress.cases > o->number;
	if (p->progress.failed == FAILURES_MAX)
		return true;
	if (o->ms != 0)
		return p->progress.ms >= o->ms;
	return p->progress.done[0] >= o->count;
}

static int
play_all(struct play *p)
{
	while (stop == 0 && !is_used_up(p)) {
		play_case(p);
		if (clock_boottime() - p->saved_ms >= LOOK_MS &&
		    keep(p, "goes on") != ERR_OK)
			return USAGE;
	}
	tell(p, "\n");
	if (keep(p, is_used_up(p) ? "finished" : "stopped") != ERR_OK)
		return USAGE;
	if (p->progress.failed > 0)
		return FAILED;
	return is_used_up(p) ? GOOD : STOPPED;
}

/* ---- orders ---- */

static bool
take(uint64_t *out, const char *text)
{
	char *end;

	*out = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && *end == '\0';
}

static bool
take_option(struct orders *o, int c, const char *text)
{
	uint64_t minutes;

	switch (c) {
	case 's':
		o->seeded = true;
		return take(&o->seed, text);
	case 'n':
		return take(&o->count, text) && o->count > 0;
	case 'm':
		if (!take(&minutes, text) || minutes == 0)
			return false;
		o->ms = minutes * (uint64_t)MINUTES(1);
		return true;
	case 'c':
		o->one_case = true;
		return take(&o->number, text);
	case 'S':
		o->state = text;
		return true;
	case 'r':
		o->resume = true;
		return true;
	case 'R':
		o->report = text;
		return true;
	default:
		return false;
	}
}

static bool
read_orders(struct orders *o, int argc, char *argv[])
{
	static const struct option options[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "count", required_argument, NULL, 'n' },
		{ "minutes", required_argument, NULL, 'm' },
		{ "case", required_argument, NULL, 'c' },
		{ "state", required_argument, NULL, 'S' },
		{ "resume", no_argument, NULL, 'r' },
		{ "report", required_argument, NULL, 'R' },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (!take_option(o, c, optarg))
			return false;
	return optind == argc && (!o->resume || o->state != NULL) &&
	       !(o->resume && o->seeded) && !(o->one_case && o->state != NULL);
}

static enum err
begin(struct play *p)
{
	const struct orders *o = &p->orders;
	enum err e = ERR_OK;

	p->progress.seed = o->seed;
	if (o->resume)
		e = progress_load(&p->progress, p->campaign, o->state);
	if (o->one_case)
		p->progress.cases = o->number;
	p->shared = mmap(NULL, sizeof(p->progress.done), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->shared == MAP_FAILED)
		return ERR_SYS;
	memcpy(p->shared, p->progress.done, sizeof(p->progress.done));
	p->begun_ms = clock_boottime() - (int64_t)p->progress.ms;
	return e;
}

int
campaign_run(const struct campaign *c, int argc, char *argv[])
{
	struct play p = { .campaign = c,
		.orders = { .seed = 1, .count = c->count } };
	struct sigaction on_stop = { .sa_handler = note_stop };
	int status;

	if (!read_orders(&p.orders, argc, argv)) {
		fprintf(stderr, "%s: see tests/survive/run --help\n", c->name);
		return USAGE;
	}
	if (begin(&p) != ERR_OK)
		return USAGE;
	log_limit(LOG_ERROR);
	sigaction(SIGINT, &on_stop, NULL);
	sigaction(SIGTERM, &on_stop, NULL);
	if (c->prepare != NULL)
		c->prepare();
	status = play_all(&p);
	if (c->clear != NULL)
		c->clear();
	return status;
}
