/*
 * disk: the calls with which the real hall uses its disk fail, once or from
 * then on.
 *
 * It must not crash.  After a failed sync it must end, and say by its status
 * that it failed, unless it was ending already.  What it had acknowledged is
 * there when the disk is well.
 */
#include <string.h>
#include <unistd.h>

#include "roles.h"
#include "campaign.h"
#include "hall_life.h"

#define SKIPPED 77 /* to ctest: it could not be tried */
#define FAULTS 20  /* in a case */

enum { DONE, STOPS, SAVES };

static const char *const calls[] = { "openat", "pwrite64", "fdatasync", "fsync",
	"ftruncate", "fallocate", "unlink", "unlinkat" };
static const char *const failures[] = { "error=EIO", "error=ENOSPC",
	"error=EDQUOT", "error=EROFS" };

static bool
uses_the_disk(const struct moment *m)
{
	size_t i;

	for (i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (strcmp(m->call, calls[i]) == 0)
			return true;
	return false;
}

static size_t
keep_disk_calls(struct moment *all, size_t n)
{
	size_t i, kept = 0;

	for (i = 0; i < n; i++)
		if (uses_the_disk(&all[i]))
			all[kept++] = all[i];
	return kept;
}

/* Then a restart has it all: it was closing, and put off the checkpoint. */
static bool
left_its_wal(const struct hall_life *l)
{
	char path[96];

	snprintf(path, sizeof(path), "%s/examd.db-wal", l->directory);
	return access(path, F_OK) == 0;
}

/*
 * A file was not synced.  Of the directory SQLite does not ask whether its sync
 * went well, and need not: the store syncs it by itself once every file is
 * there, with fsync, and does ask.  A head that could not be kept is published
 * again later.
 */
static bool
is_lost(const struct moment *m, enum struck struck)
{
	if (strcmp(m->call, "fsync") == 0)
		return struck != STRUCK_NOTHING && struck != STRUCK_HEADS;
	return strcmp(m->call, "fdatasync") == 0 && struck == STRUCK_OTHER;
}

static void
fail_at(struct campaign_case *c, struct hall_life *l, const struct moment *m,
    uint64_t number)
{
	struct injection i = { .what = failures[number % 4],
		.nth = m->nth,
		.lasting = number / 4 % 2 == 1,
		.trace = l->trace };
	uint64_t before = l->n_acks;
	enum struck struck;
	int status;

	snprintf(i.call, sizeof(i.call), "%s", m->call);
	status = life_play(l, &i);
	if (status != 0 && status != 1 && status != EXIT_REFUSED)
		case_fails("%s %u, %s: it ended with %d", m->call, m->nth,
		    i.what, status);
	struck = life_struck(l);
	if (status == 0 && is_lost(m, struck) && !left_its_wal(l))
		case_fails("%s %u, %s: it went on", m->call, m->nth, i.what);
	c->done[DONE] += struck != STRUCK_NOTHING;
	c->done[STOPS] += status != 0;
	life_check(l);
	c->done[SAVES] += l->n_acks - before;
}

static void
play(struct campaign_case *c)
{
	static struct hall_life l;
	struct moment *all;
	uint64_t number;
	size_t n, i;

	life_init(&l);
	n = life_moments(&l, &all);
	n = keep_disk_calls(all, n);
	for (i = 0; i < FAULTS; i++) {
		number = c->number * FAULTS + i;
		/* Another failure each time round. */
		fail_at(
		    c, &l, life_moment(all, n, number), number + number / n);
	}
	free(all);
	life_fini(&l);
}

int
main(int argc, char *argv[])
{
	static const struct campaign disk = { .name = "disk",
		.tallies = { "faults", "stops", "saves" },
		.count = 20,
		.patience_s = 240,
		.play = play };

	if (!hall_process_can_inject()) {
		fprintf(stderr, "strace may not trace here\n");
		return SKIPPED;
	}
	return campaign_run(&disk, argc, argv);
}
