/*
 * full: somebody else fills the disk under an exam, before or after the ballast
 * is given up, and makes room again, or does so only after the server was
 * stopped.
 *
 * While there is no room the nets say so (503) and the hall waits; then all
 * goes on by itself.  Nobody loses the time, every save that was acknowledged
 * is in the journal once.
 */
#include <signal.h>
#include <unistd.h>

#include "base/clock.h"
#include "campaign.h"
#include "exam/limits.h"
#include "small_centre.h"
#include "test.h"

#define SKIPPED 77 /* to ctest: it could not be tried */
#define ROUNDS 3   /* of a case: a full disk each */
#define MIB 12
#define ACKS_BEFORE_MAX 200
#define ACKS_ON_BALLAST 300
#define SOME (3 << 20) /* bytes of room, where it is not all of it */
#define STARTS_MAX 8   /* of a hall, until it has room: heartbeats get lost */
#define WAITS "nothing can be saved; make room"

enum { FILLED, SAVES, AGAIN, ON_BALLAST };

/* What somebody does. */
enum deed {
	FILL,	    /* the hall gives the ballast up, and that fills, too */
	FILL_TWICE, /* the same, but the hall has the ballast's room a while */
	FILL_DEAD,  /* and the hall is killed: it has to start on a full disk */
	N_DEEDS
};

struct run {
	struct small_centre all;
	struct rng rng;
	int64_t waits_us; /* since when the hall does */
	unsigned kills;	  /* since the server was started */
};

/* ---- filling ---- */

static bool
has_ballast(const struct run *r)
{
	char path[SERVER_PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/ballast", r->all.centre.server.data);
	return access(path, F_OK) == 0;
}

/* With room of its own the hall goes on as if nothing had happened. */
static void
go_on_with_ballast(struct campaign_case *c, struct run *r)
{
	pid_t hall = server_hall(&r->all.centre.server);

	small_disk_fill(&r->all.disk, 0);
	if (!has_ballast(r))
		return; /* it was given up meanwhile, and filled, too */
	crowd_take_many(&r->all.crowd, ACKS_ON_BALLAST);
	if (server_hall(&r->all.centre.server) != hall)
		case_fails("with a ballast the hall ended");
	c->done[ON_BALLAST] += ACKS_ON_BALLAST;
}

/* Unless it has ended by itself, or that would be once too often. */
static void
kill_hall(struct run *r)
{
	pid_t hall = server_hall(&r->all.centre.server);

	if (hall > 0 && r->kills++ < RESTARTS_MAX)
		kill(hall, SIGKILL);
}

/* What is given back is taken at once. */
static void
fill_again(struct small_centre *c)
{
	small_disk_fill(&c->disk, 0);
}

static void
fill(struct campaign_case *c, struct run *r)
{
	enum deed deed = (enum deed)rng_below(&r->rng, N_DEEDS);

	if (deed == FILL_TWICE && has_ballast(r))
		go_on_with_ballast(c, r);
	small_disk_fill(&r->all.disk, 0);
	if (deed == FILL_DEAD)
		kill_hall(r);
	small_centre_hear(&r->all, WAITS, fill_again);
	r->waits_us = clock_stopwatch_us();
}

/* ---- a round ---- */

static void
make_room(struct run *r)
{
	struct server *s = &r->all.centre.server;

	switch (rng_below(&r->rng, 3)) {
	case 0:
		small_disk_clear(&r->all.disk, SOME);
		break;
	case 1:
		small_disk_clear(&r->all.disk, INT64_MAX);
		break;
	default:
		assert_int_equal(server_stop(s), 0);
		small_disk_clear(&r->all.disk, INT64_MAX);
		server_start(s);
		r->kills = 0;
		break;
	}
}

static void
play_round(struct campaign_case *c, struct run *r)
{
	struct outage *o = &r->all.outage;
	int64_t began, away_us, all_us;

	crowd_take_many(&r->all.crowd, rng_below(&r->rng, ACKS_BEFORE_MAX));
	outage_prepare(o, &r->all.crowd);
	began = clock_stopwatch_us();
	fill(c, r);
	small_centre_check_is_told(&r->all);
	away_us = clock_stopwatch_us() - r->waits_us;
	outage_begin(o);
	make_room(r);
	(void)outage_end(o);
	all_us = clock_stopwatch_us() - began;
	outage_check_clocks(
	    o, away_us, all_us + STARTS_MAX * HEARTBEAT_MS * 1000);
	(void)crowd_check_journals(&r->all.crowd);
	small_disk_clear(&r->all.disk, INT64_MAX);
	c->done[FILLED]++;
}

static void
play(struct campaign_case *c)
{
	static struct run r;
	char conf[64];
	int i;

	r.rng = c->rng;
	snprintf(conf, sizeof(conf), "ballast %uM\nwal-limit 262144\n",
	    rng_below(&r.rng, 4));
	small_centre_open(&r.all, MIB, conf);
	for (i = 0; i < ROUNDS; i++)
		play_round(c, &r);
	small_centre_close(&r.all);
	c->done[SAVES] += (uint64_t)r.all.crowd.n_acks;
	c->done[AGAIN] += (uint64_t)r.all.crowd.n_again;
}

int
main(int argc, char *argv[])
{
	static const struct campaign full = { .name = "full",
		.tallies = { "full disks", "saves", "sent again",
		    "saves on the ballast" },
		.count = ROUNDS,
		.patience_s = 280,
		.play = play };

	if (!small_disk_possible(false)) {
		fprintf(stderr, "no file system may be mounted here\n");
		return SKIPPED;
	}
	return campaign_run(&full, argc, argv);
}
