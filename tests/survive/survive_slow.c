/*
 * slow: the disk takes from a tenth of a second to thirty for a sync, under a
 * crowd that saves.
 *
 * Nobody is acknowledged before the sync has ended, or is told that the server
 * did not answer in time; in the end everybody is, every save that was is in
 * the journal once, and no clock took time from anybody or gave more than the
 * disk took.
 */
#include "base/clock.h"
#include "campaign.h"
#include "exam/limits.h"
#include "outage.h"
#include "support/slow_disk.h"
#include "test.h"

#define ROUNDS 3 /* of a case: so many times the disk is slow */
#define ACKS_BEFORE_MAX 300
#define FASTEST_MS 100
#define SLOWEST_MS 1500	      /* in the cases of a short run ... */
#define QUICK_CASES 4	      /* ... which these are */
#define VERY_SLOWEST_MS 30000 /* in the others */
#define MORE_SYNCS_MAX 3

enum { SLOW, SAVES, AGAIN };

struct run {
	struct centre centre;
	struct crowd crowd;
	struct outage outage;
	struct slow_disk *disk;
};

/* As many of each order of magnitude. */
static uint32_t
choose_delay(struct campaign_case *c)
{
	uint32_t most = c->number < QUICK_CASES ? SLOWEST_MS : VERY_SLOWEST_MS;
	uint32_t top = FASTEST_MS;

	while (top < most && rng_below(&c->rng, 3) > 0)
		top *= 2;
	return FASTEST_MS + rng_below(&c->rng, top < most ? top : most);
}

/* Who asked after the sync had begun is answered after it has ended. */
static void
check_answers(const struct run *r, int64_t set_us, uint32_t delay_ms)
{
	size_t i;

	for (i = 0; i < CROWD_WRITERS; i++)
		if (r->crowd.ones[i].back_us <
		    set_us + delay_ms * INT64_C(1000))
			case_fails("writer %zu was answered while a sync of "
				   "%u ms lasted",
			    i, delay_ms);
}

static void
play_round(struct campaign_case *c, struct run *r)
{
	uint32_t delay_ms = choose_delay(c);
	int64_t set_us;

	crowd_take_many(&r->crowd, rng_below(&c->rng, ACKS_BEFORE_MAX));
	outage_prepare(&r->outage, &r->crowd);
	set_us = clock_stopwatch_us();
	slow_disk_set(r->disk, delay_ms);
	slow_disk_await(r->disk, 1);
	outage_begin(&r->outage);
	(void)outage_end(&r->outage);
	check_answers(r, set_us, delay_ms);
	slow_disk_await(r->disk, rng_below(&c->rng, MORE_SYNCS_MAX));
	slow_disk_set(r->disk, 0);
	outage_check_clocks(
	    &r->outage, 0, clock_stopwatch_us() - set_us + HEARTBEAT_MS * 1000);
	(void)crowd_check_journals(&r->crowd);
	c->done[SLOW]++;
}

static void
play(struct campaign_case *c)
{
	static struct run r;
	int i;

	r.disk = slow_disk_begin();
	centre_init(&r.centre, "uuuuuu");
	slow_disk_end();
	crowd_init(&r.crowd, &r.centre);
	crowd_start(&r.crowd);
	for (i = 0; i < ROUNDS; i++)
		play_round(c, &r);
	crowd_stop(&r.crowd);
	if (crowd_check_journals(&r.crowd) != 0)
		case_fails("the journal has saves that nobody sent");
	c->done[SAVES] += (uint64_t)r.crowd.n_acks;
	c->done[AGAIN] += (uint64_t)r.crowd.n_again;
	crowd_fini(&r.crowd);
	centre_fini(&r.centre);
}

int
main(int argc, char *argv[])
{
	static const struct campaign slow = { .name = "slow",
		.tallies = { "slow disks", "saves", "sent again" },
		.count = ROUNDS,
		.patience_s = 900,
		.play = play };

	return campaign_run(&slow, argc, argv);
}
