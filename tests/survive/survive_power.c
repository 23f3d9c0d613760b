/*
 * power: the power is cut after every write, and the disk keeps any part of
 * what was not synced.
 *
 * A world lives on a disk that remembers.  Then, after each step of that disk,
 * directories are made as a cut there could have left them: everything written,
 * nothing but what was synced, and sectors by chance.  Each is recovered with
 * the real store and the real hall, and must be what had been committed, no
 * less than had been told.
 *
 * From some steps on there is a second life, because what a restart sees may
 * never have reached the disk: the hall was killed there and goes on with the
 * page cache, or the power failed there and it goes on with what was left.
 * What was under way is sent again, more happens, and the power fails again.
 * One more goes on after a failed sync: what should have been written is seen
 * by the restart, counts as written, and is on no disk.
 */
#include <ftw.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "campaign.h"
#include "history.h"
#include "support/faulty_vfs.h"

#define ACTS 24	       /* in a first life */
#define ACTS_AFTER 6   /* in a second */
#define SECOND_LIVES 4 /* of each first */
#define CHANCES 4      /* of each step with something to lose */
#define UNITS_MAX 65536

enum { STATES, COMMITS, RESTARTS, SAVES };

struct life {
	struct campaign_case *c;
	struct world world;
	struct disk_tape tape;
	struct history history;
};

/* ---- which sectors are kept ---- */

struct choice {
	bool kept[UNITS_MAX];
};

static bool
is_kept(void *ctx, size_t unit)
{
	const struct choice *choice = ctx;

	return choice->kept[unit];
}

static void
choose_all(struct choice *choice, size_t n, bool kept)
{
	memset(choice->kept, kept, n * sizeof(*choice->kept));
}

/* Each by itself, so many of 8. */
static void
choose_some(struct choice *choice, size_t n, struct rng *rng, uint32_t of_8)
{
	size_t i;

	for (i = 0; i < n; i++)
		choice->kept[i] = rng_below(rng, 8) < of_8;
}

/* One write and no other, or all but one. */
static void
choose_write(struct choice *choice, const struct platter *p, size_t n,
    struct rng *rng, bool kept)
{
	size_t step = platter_step_of(p, rng_below(rng, (uint32_t)n)), i;

	for (i = 0; i < n; i++)
		choice->kept[i] = (platter_step_of(p, i) == step) == kept;
}

static void
choose(
    struct choice *choice, const struct platter *p, size_t n, struct rng *rng)
{
	switch (rng_below(rng, 7)) {
	case 0: /* torn in order */
		choose_all(choice, n, false);
		choose_all(choice, rng_below(rng, (uint32_t)n), true);
		break;
	case 1:
		choose_write(choice, p, n, rng, true);
		break;
	case 2:
		choose_write(choice, p, n, rng, false);
		break;
	case 3:
		choose_all(choice, n, true);
		choice->kept[rng_below(rng, (uint32_t)n)] = false;
		break;
	case 4:
		choose_some(choice, n, rng, 1);
		break;
	case 5:
		choose_some(choice, n, rng, 4);
		break;
	default:
		choose_some(choice, n, rng, 7);
	}
}

/* ---- a directory for it ---- */

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static void
make_directory(char path[64])
{
	snprintf(path, 64, "%s/exam-power-XXXXXX",
	    access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	if (mkdtemp(path) == NULL)
		case_fails("%s cannot be made", path);
}

/* choice NULL: a kill, not a cut. */
static void
try_choice(struct recovered *r, const struct platter *p, struct choice *choice,
    const struct scene *clocks)
{
	char directory[64];

	make_directory(directory);
	platter_make(p, directory, choice != NULL ? is_kept : NULL, choice);
	recover(r, directory, clocks);
	nftw(directory, remove_one, 4, FTW_DEPTH | FTW_PHYS);
}

/* ---- what was committed ---- */

/* At every sync: what is there if all of it had reached the disk; and there
 * everything told so far is asked for again. */
static void
note_committed(struct life *l, size_t from)
{
	struct committed c;
	struct platter p;

	platter_init(&p, &l->tape);
	for (c.step = from + 1; c.step <= l->tape.n; c.step++) {
		if (l->tape.steps[c.step - 1].kind != TAPE_SYNC &&
		    c.step < l->tape.n)
			continue;
		platter_advance(&p, c.step);
		try_choice(&c.state, &p, NULL, &l->world.scene);
		history_add_state(&l->history, &c);
		l->c->done[COMMITS]++;
	}
	platter_fini(&p);
}

/* What the people of this life were told, held against a hall on its disk. */
static void
check_with_hall(struct life *l)
{
	static struct world after;
	char directory[2 * SCENE_PATH_MAX];
	struct scene scene;
	struct platter p;

	scene_make(&scene, &l->world.scene);
	scene_directory(directory, &scene);
	platter_init(&p, &l->tape);
	platter_advance(&p, l->tape.n);
	platter_make(&p, directory, NULL, NULL);
	platter_fini(&p);
	world_go_on(&after, &l->world, &scene);
	scene_start(&after.scene, 1000, false);
	world_check(&after, l->tape.n);
	world_end(&after);
}

/* ---- every cut ---- */

static void
cut(struct life *l, const struct platter *p, struct choice *choice)
{
	struct recovered r;

	try_choice(&r, p, choice, &l->world.scene);
	history_check(&l->history, p->at, &r);
	l->c->done[STATES]++;
}

static void
cut_here(struct life *l, const struct platter *p)
{
	static struct choice choice;
	size_t n = platter_units(p);
	int i;

	if (n > UNITS_MAX)
		case_fails("%zu sectors are not synced", n);
	choose_all(&choice, n, true);
	cut(l, p, &choice);
	if (n == 0)
		return;
	choose_all(&choice, n, false);
	cut(l, p, &choice);
	for (i = 0; i < CHANCES; i++) {
		choose(&choice, p, n, &l->c->rng);
		cut(l, p, &choice);
	}
}

static void
cut_after(struct life *l, size_t step)
{
	struct platter p;

	platter_init(&p, &l->tape);
	for (; step <= l->tape.n; step++) {
		platter_advance(&p, step);
		cut_here(l, &p);
	}
	platter_fini(&p);
}

/* ---- lives ---- */

static void
act(struct life *l, int acts)
{
	struct world *w = &l->world;
	int i;

	for (i = 0; i < acts; i++) {
		if (world_act(w) != ERR_OK)
			case_fails("the disk failed");
		history_add_told(&l->history, w->told_moment, w->told);
	}
}

static void
end_life(struct life *l)
{
	faulty_record_on(NULL);
	world_end(&l->world);
}

static void
live(struct life *l)
{
	world_begin(&l->world, &l->c->rng);
	l->world.clock = &l->tape.n;
	faulty_record_on(&l->tape);
	act(l, ACTS);
	end_life(l);
	l->c->done[SAVES] += l->world.n_saves;
}

/* Those that the first life was told before it ended at this step; the next
 * one was under way. */
static void
forget_later(struct world *w, size_t step, bool renumber)
{
	size_t i = 0;

	while (i < w->n_saves && w->saves[i].moment <= step)
		i++;
	w->asked.body[0] = '\0';
	if (i < w->n_saves) {
		w->asked = w->saves[i];
		w->asked.event = 0;
	}
	w->n_saves = i;
	w->told = 0;
	for (i = 0; renumber && i < w->n_saves; i++)
		w->saves[i].moment = 0;
}

/* Begins on these files: a kill leaves the page cache, and the disk's doubts; a
 * cut leaves what it leaves. */
static void
be_born(struct life *l, const struct life *before, size_t step, bool killed)
{
	static struct choice choice;
	char directory[2 * SCENE_PATH_MAX];
	struct scene scene;
	struct platter p;
	size_t n;

	scene_make(&scene, &before->world.scene);
	scene_directory(directory, &scene);
	platter_init(&p, &before->tape);
	platter_advance(&p, step);
	n = platter_units(&p);
	choose_all(&choice, n, true);
	if (!killed && n > 0)
		choose(&choice, &p, n, &l->c->rng);
	platter_make(&p, directory, killed ? NULL : is_kept, &choice);
	if (killed)
		tape_copy(&l->tape, &before->tape, step);
	else
		platter_tape(&p, &l->tape, is_kept, &choice);
	platter_fini(&p);
	world_go_on(&l->world, &before->world, &scene);
}

static void
live_again(struct campaign_case *c, const struct life *before, size_t step,
    bool killed)
{
	static struct life l;
	size_t i;

	l = (struct life){ .c = c };
	be_born(&l, before, step, killed);
	history_copy(&l.history, &before->history, step);
	if (!killed) {
		for (i = 0; i < l.history.n_told; i++)
			l.history.told[i].step = 0;
		l.history.n_states = 0;
	}
	forget_later(&l.world, step, !killed);
	step = l.tape.n;
	l.world.clock = &l.tape.n;
	faulty_record_on(&l.tape);
	scene_start(&l.world.scene, 1000 + rng_below(&c->rng, 4000), !killed);
	if (world_resend(&l.world) != ERR_OK)
		case_fails("the disk failed");
	history_add_told(&l.history, l.world.told_moment, l.world.told);
	act(&l, ACTS_AFTER);
	end_life(&l);
	c->done[RESTARTS]++;
	note_committed(&l, step > 0 ? step - 1 : 0);
	check_with_hall(&l);
	cut_after(&l, step);
	history_fini(&l.history);
	tape_fini(&l.tape);
}

static void
live_on(struct campaign_case *c, const struct life *before)
{
	size_t n = before->tape.n;
	size_t step = 5 + rng_below(&c->rng, (uint32_t)n - 5);

	live_again(c, before, step, rng_below(&c->rng, 3) > 0);
}

/* A life that ends with a failed sync, after which the hall is started again:
 * what it then sees is on no disk. */
static void
live_until_a_sync_fails(struct campaign_case *c)
{
	static struct life l;
	enum err e = ERR_OK;

	l = (struct life){ .c = c };
	world_begin(&l.world, &c->rng);
	l.world.clock = &l.tape.n;
	faulty_record_on(&l.tape);
	faulty_arm(FAULT_SYNC, 1 + (int)rng_below(&c->rng, ACTS),
	    SQLITE_IOERR_FSYNC, false);
	while (e == ERR_OK) {
		e = world_act(&l.world);
		history_add_told(&l.history, l.world.told_moment, l.world.told);
	}
	faulty_disarm();
	end_life(&l);
	note_committed(&l, 3);
	live_again(c, &l, l.tape.n, true);
	history_fini(&l.history);
	tape_fini(&l.tape);
}

static void
play(struct campaign_case *c)
{
	static struct life l;
	int i;

	l.c = c;
	live(&l);
	note_committed(&l, 3);
	check_with_hall(&l);
	cut_after(&l, 4);
	for (i = 0; i < SECOND_LIVES; i++)
		live_on(c, &l);
	live_until_a_sync_fails(c);
	history_fini(&l.history);
	tape_fini(&l.tape);
}

static void
prepare(void)
{
	faulty_install();
	prepared_make((struct wall){ PREPARED_NINE });
}

static void
clear(void)
{
	prepared_clear();
	faulty_remove();
}

int
main(int argc, char *argv[])
{
	static const struct campaign power = { .name = "power",
		.tallies = { "states", "commits", "restarts", "saves" },
		.count = 1000,
		.patience_s = 600,
		.prepare = prepare,
		.play = play,
		.clear = clear };

	return campaign_run(&power, argc, argv);
}
