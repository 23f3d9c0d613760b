/*
 * errors: each open, write, sync and truncate of the disk fails, once or from
 * then on, with every error that one gives.
 *
 * A world lives through a first run, a kill and a restart, and a second run.
 * After a failure nothing may be told any more, and the hall ends; it is
 * started again as its parent does, while the disk may still fail, and at last
 * on a disk that is whole.  What was told is there then, and what was not can
 * be sent again.
 */
#include <errno.h>
#include <string.h>

#include "campaign.h"
#include "exam/limits.h"
#include "support/faulty_calls.h"
#include "world.h"

#define ACTS 12	   /* in each run */
#define BLOCK 1000 /* so many cases do the same, but for the fault */

enum { FAULTS, STRUCK, STOPS, SAVES };

static const struct kind {
	const char *name;
	enum call call;
	int error;
} kinds[] = {
	{ "open EIO", CALL_OPEN, EIO },
	{ "open ENOSPC", CALL_OPEN, ENOSPC },
	{ "open EDQUOT", CALL_OPEN, EDQUOT },
	{ "open EROFS", CALL_OPEN, EROFS },
	{ "write EIO", CALL_WRITE, EIO },
	{ "write ENOSPC", CALL_WRITE, ENOSPC },
	{ "write EDQUOT", CALL_WRITE, EDQUOT },
	{ "write EROFS", CALL_WRITE, EROFS },
	{ "write short", CALL_WRITE, 0 },
	{ "sync EIO", CALL_SYNC, EIO },
	{ "sync ENOSPC", CALL_SYNC, ENOSPC },
	{ "sync EDQUOT", CALL_SYNC, EDQUOT },
	{ "sync EROFS", CALL_SYNC, EROFS },
	{ "truncate EIO", CALL_TRUNCATE, EIO },
	{ "truncate ENOSPC", CALL_TRUNCATE, ENOSPC },
	{ "truncate EDQUOT", CALL_TRUNCATE, EDQUOT },
	{ "truncate EROFS", CALL_TRUNCATE, EROFS },
};

#define N_KINDS (sizeof(kinds) / sizeof(*kinds))

/* What is being done, for a failure's words. */
static struct call_fault fault;
static const struct kind *kind;

_Noreturn static void
fails(const char *what)
{
	case_fails("%s, %s, the %llu. call: %s", kind->name,
	    fault.lasting ? "for good" : "once", (unsigned long long)fault.nth,
	    what);
}

/* ---- a life ---- */

/* A sync that failed has no successor: SQLite would go on, and what it wrote
 * may be lost. */
static void
check_sync(void)
{
	if (calls_struck() && fault.call == CALL_SYNC)
		fails("the hall went on after a failed sync");
}

static enum err
run(struct world *w)
{
	enum err e = ERR_OK;
	int i;

	for (i = 0; i < ACTS && e == ERR_OK; i++) {
		e = world_act(w);
		if (e == ERR_OK)
			check_sync();
		else if (e != ERR_IO)
			fails(err_text(e));
	}
	return e;
}

/* It starts, or says why it does not. */
static enum err
start(struct world *w)
{
	struct diag diag = { .path = "data" };
	enum err e = scene_try_start(&w->scene, 500, false, &diag);

	if (e == ERR_OK)
		check_sync();
	else if (diag.text.len == 0)
		fails("it did not start, and nobody knows why");
	diag_fini(&diag);
	return e;
}

/* Whoever was killed makes no more calls, though the scene has to close what
 * it held. */
static void
crash(struct world *w)
{
	calls_pause(true);
	scene_crash(&w->scene);
	calls_pause(false);
}

static enum err
live(struct world *w)
{
	enum err e = run(w);

	if (e != ERR_OK)
		return e;
	crash(w);
	e = start(w);
	return e == ERR_OK ? run(w) : e;
}

/* As the parent does; on a disk that goes on failing it gives up. */
static void
restart_on_the_same_disk(struct world *w)
{
	enum err e = ERR_IO;
	int i;

	if (fault.call == CALL_SYNC && !fault.lasting)
		return; /* or every good sync after the bad one looked like it
			 */
	for (i = 0; i < RESTARTS_MAX && e != ERR_OK; i++) {
		e = start(w);
		if (e == ERR_OK)
			e = world_act(w);
	}
	if (w->scene.hall != NULL)
		crash(w);
}

static void
restart_on_a_whole_disk(struct world *w)
{
	if (w->scene.hall != NULL)
		crash(w);
	calls_disarm();
	scene_start(&w->scene, 500, false);
	if (world_resend(w) != ERR_OK)
		fails("a whole disk failed");
	world_check(w, 0);
}

/* ---- a fault ---- */

static void
begin(struct world *w, const struct campaign_case *c, struct rng *rng)
{
	uint8_t seed[SEED_LEN] = { 0 };
	uint64_t block = c->number / BLOCK;

	memcpy(seed, &c->seed, sizeof(c->seed));
	memcpy(seed + sizeof(c->seed), &block, sizeof(block));
	rng_init(rng, seed, RNG_DRAW, 0, 0);
	world_begin(w, rng);
}

/* How many calls of each kind there are when nothing fails. */
static void
count_calls(struct campaign_case *c, uint64_t counts[N_CALLS])
{
	static struct world w;
	struct rng rng;
	int call;

	begin(&w, c, &rng);
	calls_disarm();
	if (live(&w) != ERR_OK)
		case_fails("a whole disk failed");
	for (call = 0; call < N_CALLS; call++)
		counts[call] = calls_count((enum call)call);
	world_end(&w);
}

static void
play_fault(struct campaign_case *c)
{
	static struct world w;
	struct rng rng;
	enum err e;

	begin(&w, c, &rng);
	calls_arm(&fault);
	e = live(&w);
	c->done[FAULTS]++;
	c->done[STRUCK] += calls_struck();
	if (e != ERR_OK) {
		c->done[STOPS]++;
		restart_on_the_same_disk(&w);
	}
	restart_on_a_whole_disk(&w);
	c->done[SAVES] += w.n_saves;
	world_end(&w);
}

/* From 1 to n, evenly, whatever n is: multiples of the golden ratio. */
static uint64_t
spread(uint64_t number, uint64_t n)
{
	uint32_t fraction = (uint32_t)(number * UINT64_C(2654435769));

	return 1 + (fraction * n >> 32);
}

static void
play(struct campaign_case *c)
{
	uint64_t counts[N_CALLS];
	size_t i;

	count_calls(c, counts);
	for (i = 0; i < 2 * N_KINDS; i++) {
		kind = &kinds[i / 2];
		if (counts[kind->call] == 0)
			continue;
		fault = (struct call_fault){ .call = kind->call,
			.error = kind->error,
			.lasting = i % 2 == 1,
			.nth = spread(c->number, counts[kind->call]) };
		play_fault(c);
	}
}

static void
prepare(void)
{
	prepared_make((struct wall){ PREPARED_NINE });
	calls_install();
}

static void
clear(void)
{
	calls_remove();
	prepared_clear();
}

int
main(int argc, char *argv[])
{
	static const struct campaign errors = { .name = "errors",
		.tallies = { "faults", "struck", "stops", "saves" },
		.count = 300,
		.patience_s = 300,
		.is_quiet = true,
		.prepare = prepare,
		.play = play,
		.clear = clear };

	return campaign_run(&errors, argc, argv);
}
