/*
 * flips: what lies on the disk is not what was written.
 *
 * A store that has something of everything is damaged in its database or its
 * WAL; a hall opens it and is asked everything that clients can ask.  Either it
 * does not start and says why, or it ends, or each of its replies is the one
 * of the untouched twin, or it says that it cannot tell (500).
 *
 * Damage to the last commit of a WAL looks like a power cut in it (see
 * store_wal.c), and a WAL whose end was cut off like an older one; then all
 * replies are those of a twin that never had what is missing.  (That the data
 * are older than they were is for the high-water mark to notice, see examd(8).)
 */
#include <string.h>

#include "campaign.h"
#include "damage.h"
#include "whole.h"

#define FLIPS 20 /* in a case */
#define PAGE 4096
#define WAL_HEADER 32
#define WAL_FRAME (24 + PAGE)
#define DAMAGED 500 /* the status of who cannot tell */

enum { DONE, REFUSED, ENDED, PARTLY, UNNOTICED, SHORTER };

static struct whole whole;
static struct answers twin;

/* ---- the twins ---- */

/* Where the last commit ends that is in so many bytes of the WAL. */
static size_t
commits_end(const struct buf *wal, size_t len)
{
	size_t n = len > WAL_HEADER ? (len - WAL_HEADER) / WAL_FRAME : 0;
	const char *frame;

	for (; n > 0; n--) {
		frame = wal->at + WAL_HEADER + (n - 1) * WAL_FRAME;
		if (memcmp(frame + 4, "\0\0\0\0", 4) != 0)
			break;
	}
	return n > 0 ? WAL_HEADER + n * WAL_FRAME : 0;
}

static void
ask_twin(struct answers *answers, struct slice wal)
{
	struct scene s;

	whole_place(&s, &whole, buf_slice(&whole.database), wal);
	scene_start(&s, 1000, false);
	if (whole_ask(answers, &whole, &s) != ERR_OK)
		scene_broken("the twin ended");
	scene_close(&s);
}

static void
prepare(void)
{
	whole_make(&whole);
	ask_twin(&twin, buf_slice(&whole.wal));
}

static void
clear(void)
{
	answers_fini(&twin);
	whole_fini(&whole);
}

/* ---- a flip ---- */

/* What was done, for a failure's words. */
static char words[DAMAGE_WORDS_MAX];
static const char *file;

static bool
is_same(const struct said *a, const struct said *b)
{
	return a->status == b->status &&
	       slice_equal(buf_slice(&a->text), buf_slice(&b->text));
}

/* How many say that they cannot tell; SIZE_MAX: one says something else. */
static size_t
count_refusals(
    const struct answers *got, const struct answers *expected, size_t *wrong)
{
	size_t i, n = 0;

	for (i = 0; i < got->n; i++) {
		if (is_same(&got->all[i], &expected->all[i]))
			continue;
		*wrong = i;
		if (got->all[i].status != DAMAGED)
			return SIZE_MAX;
		n++;
	}
	return n;
}

/* What was asked again is new to such a twin, and its hash is chance's. */
static bool
is_told_alike(const struct answers *a, const struct answers *b)
{
	size_t i;

	for (i = 0; i < a->n && i < b->n; i++)
		if (a->all[i].status != b->all[i].status ||
		    (a->all[i].route != ROUTE_ANSWER &&
			!is_same(&a->all[i], &b->all[i])))
			return false;
	return a->n == b->n;
}

/* Is it what would have been said without the end of the WAL?  What is damaged
 * in place costs the last commit, or the last two. */
static bool
is_shorter(const struct answers *got, size_t wal_left)
{
	bool same = false, cut = wal_left < whole.wal.len;
	size_t len = cut ? wal_left : whole.wal.len - 1;
	int i;

	for (i = 0; i < (cut ? 1 : 2) && !same; i++) {
		struct answers expected = { 0 };

		len = commits_end(&whole.wal, len);
		ask_twin(&expected, (struct slice){ whole.wal.at, len-- });
		same = is_told_alike(got, &expected);
		answers_fini(&expected);
	}
	return same;
}

static void
judge(struct campaign_case *c, const struct answers *got, bool ended,
    size_t wal_left)
{
	size_t wrong = 0, n = count_refusals(got, &twin, &wrong);
	const struct said *one;

	if (n != SIZE_MAX) {
		c->done[ended ? ENDED : n > 0 ? PARTLY : UNNOTICED]++;
		return;
	}
	if (file == whole.wal.at && is_shorter(got, wal_left)) {
		c->done[SHORTER]++;
		return;
	}
	one = &got->all[wrong];
	case_fails("%s: %s: %s %s: %u %.*s\ninstead of: %u %.*s",
	    file == whole.wal.at ? "WAL" : "database", words,
	    route_facts[one->route].name, one->of, one->status,
	    SLICE_FMT(buf_slice(&one->text)), twin.all[wrong].status,
	    SLICE_FMT(buf_slice(&twin.all[wrong].text)));
}

static void
open_and_ask(struct campaign_case *c, struct scene *s, size_t wal_left)
{
	struct diag diag = { .path = "data" };
	struct answers got = { 0 };
	enum err e = scene_try_start(s, 1000, false, &diag);

	if (e != ERR_OK) {
		if (diag.text.len == 0)
			case_fails(
			    "%s: it did not start, nobody knows why", words);
		c->done[REFUSED]++;
	} else {
		e = whole_ask(&got, &whole, s);
		judge(c, &got, e != ERR_OK, wal_left);
	}
	answers_fini(&got);
	diag_fini(&diag);
}

static void
flip(struct campaign_case *c)
{
	struct buf database = { 0 }, wal = { 0 };
	struct scene s;

	buf_put_slice(&database, buf_slice(&whole.database));
	buf_put_slice(&wal, buf_slice(&whole.wal));
	if (rng_below(&c->rng, 3) > 0) {
		file = whole.database.at;
		damage_one(words, &database, 0, PAGE, &c->rng);
	} else {
		file = whole.wal.at;
		damage_one(words, &wal, WAL_HEADER, WAL_FRAME, &c->rng);
	}
	whole_place(&s, &whole, buf_slice(&database), buf_slice(&wal));
	open_and_ask(c, &s, wal.len);
	c->done[DONE]++;
	scene_close(&s);
	buf_fini(&database);
	buf_fini(&wal);
}

static void
play(struct campaign_case *c)
{
	int i;

	for (i = 0; i < FLIPS; i++)
		flip(c);
}

int
main(int argc, char *argv[])
{
	static const struct campaign flips = { .name = "flips",
		.tallies = { "flips", "did not start", "ended",
		    "refused something", "all as before", "without the end" },
		.count = 400,
		.patience_s = 120,
		.is_quiet = true,
		.prepare = prepare,
		.play = play,
		.clear = clear };

	return campaign_run(&flips, argc, argv);
}
