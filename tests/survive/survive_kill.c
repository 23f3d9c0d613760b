/*
 * kill: the hall is killed at every system call that it makes, from the opening
 * of its data directory through its saves and checkpoints to its last.
 *
 * strace delivers SIGKILL as the nth call of a name is entered.  The calls are
 * counted in a life of the same case that is well; case after case goes through
 * all of them.
 */
#include <signal.h>

#include "campaign.h"
#include "hall_life.h"

#define SKIPPED 77 /* to ctest: it could not be tried */
#define KILLS 20   /* in a case */

enum { DONE, EARLY, SAVES };

/* Timing may spare the hall a call; then it ends well. */
static void
kill_at(struct campaign_case *c, struct hall_life *l, const struct moment *m)
{
	struct injection i = { .what = "signal=KILL", .nth = m->nth };
	uint64_t before = l->n_acks;
	int status;

	snprintf(i.call, sizeof(i.call), "%s", m->call);
	status = life_play(l, &i);
	if (status != 0 && status != -SIGKILL)
		case_fails("%s %u: it ended with %d", m->call, m->nth, status);
	c->done[DONE] += status != 0;
	c->done[EARLY] += status != 0 && l->n_acks == before;
	life_check(l);
	c->done[SAVES] += l->n_acks - before;
}

static void
play(struct campaign_case *c)
{
	static struct hall_life l;
	struct moment *all;
	size_t n, i;

	life_init(&l);
	n = life_moments(&l, &all);
	for (i = 0; i < KILLS; i++)
		kill_at(c, &l, life_moment(all, n, c->number * KILLS + i));
	free(all);
	life_fini(&l);
}

int
main(int argc, char *argv[])
{
	static const struct campaign killing = { .name = "kill",
		.tallies = { "kills", "before the first save", "saves" },
		.count = 40,
		.patience_s = 240,
		.play = play };

	if (!hall_process_can_inject()) {
		fprintf(stderr, "strace may not trace here\n");
		return SKIPPED;
	}
	return campaign_run(&killing, argc, argv);
}
