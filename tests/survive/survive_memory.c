/*
 * memory: each allocation fails in turn, once or from then on, in every
 * program and whoever asks: we, SQLite, OpenSSL, jansson, libevent or the C
 * library.
 *
 * It may be done without, or it ends the program with its own status and a
 * word; nothing else.  What the hall had acknowledged is there when it is
 * started again; a net that lives serves whoever comes next; a helper's product
 * is the right one, and so is what a command prints.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "campaign.h"
#include "e2e/centre.h"
#include "exam/alloc.h"
#include "hall_life.h"
#include "helper_life.h"
#include "net_life.h"
#include "support/program.h"
#include "support/scarce.h"

#define FAULTS 12 /* in a case */
#define TEXT_MAX (1 << 20)

enum { DONE, STRUCK, STOPS, SAVES };

static struct scarcity *scarcity;
static struct campaign_case *this_case;
static uint64_t variant; /* of the subject */

static void
enough(void)
{
	scarcity_end(scarcity);
}

/* ---- what programs say ---- */

static char doing[64];
static struct {
	int file, before; /* before -1: standard error is the test's */
} hushed = { -1, -1 };

static void
unhush(void)
{
	if (hushed.before >= 0) {
		fflush(stderr);
		dup2(hushed.before, STDERR_FILENO);
		close(hushed.before);
		hushed.before = -1;
	}
}

/* What was said, and is the caller's. */
static char *
take_words(void)
{
	struct buf b = { 0 };

	unhush();
	lseek(hushed.file, 0, SEEK_SET);
	if (file_read_fd(&b, hushed.file, TEXT_MAX) != ERR_OK)
		case_fails("standard error cannot be read");
	close(hushed.file);
	hushed.file = -1;
	buf_put_u8(&b, '\0');
	return b.at;
}

static void
hush(void)
{
	fflush(stderr);
	hushed.file = memfd_create("words", MFD_CLOEXEC);
	hushed.before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
	dup2(hushed.file, STDERR_FILENO);
}

/* The case fails while programs have the test's standard error. */
static void
show_words(void)
{
	char *text;

	if (hushed.before < 0)
		return;
	text = take_words();
	fprintf(stderr, "%s\n%s", doing, text);
	free(text);
}

/* ---- the hall ---- */

static struct hall_life life;

static void
begin_hall(void)
{
	life_init(&life);
}

static int
live_hall(void)
{
	int status = life_play(&life, NULL);

	enough();
	return status;
}

static void
check_hall(void)
{
	uint64_t before = life.n_acks;

	life_check(&life);
	this_case->done[SAVES] += life.n_acks - before;
}

static void
end_hall(void)
{
	life_fini(&life);
}

/* ---- stories: the hall in process, all that it does ---- */

static const char *const stories[] = { "saves", "restart", "marking", "imports",
	"rooms", "reopen", "results", "kinds", "incidents", "devices-proctor",
	"postponing" };
#define N_STORIES (sizeof(stories) / sizeof(*stories))

/* It opens its file without us. */
static int
live_story(void)
{
	char path[96];
	struct ran r;
	int status;

	snprintf(path, sizeof(path), "tests/scenario/%s.scn", stories[variant]);
	program_run(&r, ARGV(RUN_SCENARIO, path));
	fputs(r.out, stderr);
	fputs(r.err, stderr);
	status = r.status == 2 && strstr(r.err, strerror(ENOMEM)) != NULL
		     ? 0
		     : r.status;
	ran_fini(&r);
	return status;
}

/* ---- a net ---- */

static struct net_life net;

static void
begin_net(void)
{
	net_life_init(&net);
}

static int
live_net(void)
{
	uint64_t before = net.n_heard;
	int status = net_life_play(&net, enough);

	this_case->done[SAVES] += net.n_heard - before;
	return status;
}

static void
end_net(void)
{
	net_life_fini(&net);
}

/* ---- helpers ---- */

static struct helper_life helper;

static void
begin_helper(void)
{
	helper_life_init(&helper, variant);
}

static int
live_helper(void)
{
	return helper_life_play(&helper);
}

static void
end_helper(void)
{
	helper_life_fini(&helper);
}

/* ---- a server, and commands ---- */

static struct server server;

static void
begin_server(void)
{
	server_init(&server);
}

static void
end_server(void)
{
	server_fini(&server);
}

/* From its start to its end, if it gets so far. */
static int
live_parent(void)
{
	char line[256] = "";
	int out[2];
	pid_t pid;
	FILE *f;

	if (pipe2(out, O_CLOEXEC) != 0)
		case_fails("no pipe");
	pid = program_start(
	    ARGV(EXAMD, "-c", server.conf), out[1], STDERR_FILENO);
	close(out[1]);
	f = fdopen(out[0], "r");
	if (fgets(line, sizeof(line), f) != NULL)
		kill(pid, SIGTERM);
	fclose(f);
	return program_wait(pid);
}

static void
begin_command(void)
{
	begin_server();
	server_start(&server);
}

/* Whatever else it ends with, it says why. */
static int
live_command(void)
{
	struct ran r;
	int status;

	program_run(&r, ARGV(EXAMCTL, "--data", server.data, "bank", "list"));
	status = r.status;
	if (status != 0 && r.err[0] == '\0')
		case_fails("examctl: %d without a word", status);
	if (status == 0 && strcmp(r.out, "no banks\n") != 0)
		case_fails("examctl says: %s", r.out);
	fputs(r.err, stderr);
	ran_fini(&r);
	return status < 0 || status == EXIT_MEMORY ? status : 0;
}

static void
end_command(void)
{
	if (server_stop(&server) != 0)
		case_fails("the server took harm");
	end_server();
}

/* ---- all of them ---- */

static const struct subject {
	const char *name, *role;
	uint64_t variants;
	bool may_fail; /* with status 1: it says why, and is started again */
	void (*begin)(void);
	int (*live)(void); /* its status */
	void (*check)(void);
	void (*end)(void);
} subjects[] = {
	{ "hall", "hall", 1, false, begin_hall, live_hall, check_hall,
	    end_hall },
	{ "net", "net", 1, true, begin_net, live_net, NULL, end_net },
	{ "story", "", N_STORIES, false, NULL, live_story, NULL, NULL },
	{ "helper", "helper", HELPER_LIVES, false, begin_helper, live_helper, NULL,
	    end_helper },
	{ "parent", "", 1, true, begin_server, live_parent, NULL, end_server },
	{ "command", "", 1, false, begin_command, live_command, NULL,
	    end_command },
};

#define N_SUBJECTS (sizeof(subjects) / sizeof(*subjects))

static uint64_t
common_divisor(uint64_t a, uint64_t b)
{
	return b == 0 ? a : common_divisor(b, a % b);
}

/* From 1 to n: each once in n, and few from everywhere: steps of about the
 * golden ratio of n, and prime to it. */
static uint64_t
spread(uint64_t k, uint64_t n)
{
	uint64_t stride = n * 618 / 1000 + 1;

	while (common_divisor(n, stride) > 1)
		stride++;
	return 1 + k % n * stride % n;
}

static void
judge(const struct subject *s, int status)
{
	char *words = take_words();
	bool said = strstr(words, "out of memory: stopping") != NULL;

	if (status != 0 && status != EXIT_MEMORY &&
	    !(status == 1 && s->may_fail && words[0] != '\0'))
		case_fails("%s: it ended with %d\n%s", doing, status, words);
	if (status == EXIT_MEMORY && !said && s->live != live_helper)
		case_fails("%s: it did not say why\n%s", doing, words);
	free(words);
}

static int
live(const struct subject *s, uint64_t nth, bool lasting)
{
	int status;

	snprintf(doing, sizeof(doing), "%s, allocation %llu%s", s->name,
	    (unsigned long long)nth, lasting ? " and all after it" : "");
	hush();
	scarcity_begin(scarcity, s->role, nth, lasting);
	status = s->live();
	scarcity_end(scarcity);
	return status;
}

static void
fail_at(const struct subject *s, uint64_t nth, bool lasting)
{
	int status = live(s, nth, lasting);

	judge(s, status);
	this_case->done[DONE]++;
	this_case->done[STRUCK] += scarcity->struck > 0;
	this_case->done[STOPS] += status != 0;
	if (s->check != NULL)
		s->check();
}

static void
play(struct campaign_case *c)
{
	const struct subject *s = &subjects[c->number % N_SUBJECTS];
	uint64_t round = c->number / N_SUBJECTS;
	uint64_t k = round / s->variants * FAULTS, n, i;

	signal(SIGPIPE, SIG_IGN); /* whoever is written to may have ended */
	this_case = c;
	variant = round % s->variants;
	atexit(show_words);
	scarcity = scarcity_new();
	if (s->begin != NULL)
		s->begin();
	if (live(s, 0, false) != 0)
		case_fails("%s: not even with enough memory", s->name);
	free(take_words());
	n = scarcity->asked;
	if (s->check != NULL)
		s->check();
	for (i = 0; i < FAULTS; i++)
		fail_at(s, spread(k + i, n), (k + i + (k + i) / n) % 2 == 1);
	if (s->end != NULL)
		s->end();
}

int
main(int argc, char *argv[])
{
	static const struct campaign memory = { .name = "memory",
		.tallies = { "faults", "struck", "stops", "saves" },
		.count = N_SUBJECTS * FAULTS,
		.patience_s = 240,
		.play = play };

	return campaign_run(&memory, argc, argv);
}
