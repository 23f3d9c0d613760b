/*
 * logs: whoever reads the server's log stops reading, in the midst of a line or
 * before the first, while parts of it die and it is told to reload many times.
 *
 * Nobody waits for a log: the exam goes on as if it were read.  When it is read
 * again it says how many lines there are not.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "campaign.h"
#include "exam/limits.h"
#include "outage.h"
#include "test.h"

#define ROUNDS 4 /* of a case: a part dies in each */
#define ACKS_BEFORE_MAX 300
#define RELOADS_MAX 100	  /* a line each; a part may be told LETTERS_MAX */
#define PIPE_BYTES 4096	  /* the smallest there is */
#define LOG_MAX (1 << 20) /* of it, when it is read again */

enum { DEATHS, SAVES, RELOADS };

struct run {
	struct centre centre;
	struct crowd crowd;
	struct outage outage;
	int log; /* both ends of a pipe */
	unsigned kills;
};

/* ---- the log ---- */

/* Until not a byte more fits, as one who sleeps leaves it. */
static void
fill_pipe(int fd)
{
	char blank[64];

	memset(blank, '.', sizeof(blank));
	while (write(fd, blank, sizeof(blank)) > 0)
		;
	while (write(fd, blank, 1) > 0)
		;
}

static void
stop_reading(struct run *r)
{
	struct server *s = &r->centre.server;

	unlink(s->log);
	if (mkfifo(s->log, 0600) != 0)
		case_fails("%s cannot be a pipe", s->log);
	r->log = open(s->log, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	fcntl(r->log, F_SETPIPE_SZ, PIPE_BYTES);
	fill_pipe(r->log);
}

/* Until it has told how many are missing. */
static void
read_again(struct run *r)
{
	char *text = calloc(1, LOG_MAX + 1);
	size_t len = 0;
	ssize_t n;

	while (strstr(text, "lines dropped") == NULL) {
		n = read(r->log, text + len, LOG_MAX - len);
		if (n > 0)
			len += (size_t)n;
		if (len == LOG_MAX)
			case_fails("the log does not say what is missing");
		kill(r->centre.server.pid, SIGHUP);
		crowd_take_many(&r->crowd, 1);
	}
	free(text);
}

/* ---- a round ---- */

static void
reload_often(struct campaign_case *c, struct run *r)
{
	uint32_t n = rng_below(&c->rng, RELOADS_MAX);

	c->done[RELOADS] += n;
	while (n-- > 0)
		kill(r->centre.server.pid, SIGHUP);
}

static void
play_round(struct campaign_case *c, struct run *r)
{
	struct server *s = &r->centre.server;
	int64_t away_us;

	crowd_take_many(&r->crowd, rng_below(&c->rng, ACKS_BEFORE_MAX));
	reload_often(c, r);
	outage_prepare(&r->outage, &r->crowd);
	outage_begin(&r->outage);
	server_kill_part(r->kills++ % 2 == 0 ? server_hall(s) : server_net(s));
	away_us = outage_end(&r->outage);
	outage_check_clocks(&r->outage, 0, away_us + HEARTBEAT_MS * 1000);
	c->done[DEATHS]++;
}

static void
play(struct campaign_case *c)
{
	static struct run r;
	int i;

	centre_init(&r.centre, "uuuuuu");
	assert_int_equal(server_stop(&r.centre.server), 0);
	stop_reading(&r);
	server_start(&r.centre.server);
	crowd_init(&r.crowd, &r.centre);
	crowd_start(&r.crowd);
	for (i = 0; i < ROUNDS; i++)
		play_round(c, &r);
	read_again(&r);
	crowd_stop(&r.crowd);
	if (crowd_check_journals(&r.crowd) != 0)
		case_fails("the journal has saves that nobody sent");
	c->done[SAVES] += (uint64_t)r.crowd.n_acks;
	crowd_fini(&r.crowd);
	assert_int_equal(server_stop(&r.centre.server), 0);
	close(r.log);
	centre_fini(&r.centre);
}

int
main(int argc, char *argv[])
{
	static const struct campaign logs = { .name = "logs",
		.tallies = { "deaths", "saves", "reloads" },
		.count = ROUNDS,
		.patience_s = 120,
		.play = play };

	return campaign_run(&logs, argc, argv);
}
