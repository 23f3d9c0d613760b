/*
 * readonly: the file system finds an error under an exam and is read-only from
 * then on, as an ext4 that is mounted with errors=remount-ro.
 *
 * Nothing is acknowledged any more; the hall ends and waits, the server says
 * why and what to do, and the nets that it is away.  Once the server was
 * stopped, the disk mended and the server started again, everything that was
 * acknowledged is there, and nobody has lost the time.
 */
#include "base/clock.h"
#include "campaign.h"
#include "exam/limits.h"
#include "small_centre.h"
#include "test.h"

#define SKIPPED 77 /* to ctest: it could not be tried */
#define ROUNDS 3   /* of a case: an error each */
#define MIB 24
#define ACKS_BEFORE_MAX 300
#define CONF "ballast 1M\nwal-limit 262144\n"
#define WAITS "Read-only file system: nothing can be saved; look for why"

enum { BROKEN, SAVES, AGAIN };

static void
play_round(struct campaign_case *c, struct small_centre *all)
{
	int64_t began, waits_us, away_us, all_us;

	crowd_take_many(&all->crowd, rng_below(&c->rng, ACKS_BEFORE_MAX));
	outage_prepare(&all->outage, &all->crowd);
	began = clock_stopwatch_us();
	small_disk_break(&all->disk);
	small_centre_hear(all, WAITS, NULL);
	waits_us = clock_stopwatch_us();
	small_centre_check_is_told(all);
	outage_begin(&all->outage);
	assert_int_equal(server_stop(&all->centre.server), 0);
	small_disk_mend(&all->disk);
	away_us = clock_stopwatch_us() - waits_us;
	server_start(&all->centre.server);
	(void)outage_end(&all->outage);
	all_us = clock_stopwatch_us() - began;
	outage_check_clocks(
	    &all->outage, away_us, all_us + 2 * HEARTBEAT_MS * 1000);
	(void)crowd_check_journals(&all->crowd);
	c->done[BROKEN]++;
}

static void
play(struct campaign_case *c)
{
	static struct small_centre all;
	int i;

	small_centre_open(&all, MIB, CONF);
	for (i = 0; i < ROUNDS; i++)
		play_round(c, &all);
	small_centre_close(&all);
	c->done[SAVES] += (uint64_t)all.crowd.n_acks;
	c->done[AGAIN] += (uint64_t)all.crowd.n_again;
}

int
main(int argc, char *argv[])
{
	static const struct campaign readonly = { .name = "readonly",
		.tallies = { "broken disks", "saves", "sent again" },
		.count = ROUNDS,
		.patience_s = 280,
		.play = play };

	if (!small_disk_possible(true)) {
		fprintf(stderr, "no ext4 may be mounted here\n");
		return SKIPPED;
	}
	return campaign_run(&readonly, argc, argv);
}
