/*
 * twice: several processes want the same data directory, by all its names.
 *
 * Whoever has opened it says so in a file that only one may have.  The others
 * are told that another has it.  The one saves, and ends in order or dies with
 * the store open, so that the next recovers; what anybody was told is there at
 * the end, once.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "campaign.h"
#include "store/store.h"
#include "support/scene.h"

#define WORKERS 4
#define ROUNDS 12 /* of each; a death ends one */
#define LIVES 6	  /* of each worker */
#define COMMITS_MAX 6
#define ACKS_MAX 4096
#define PATH_ROOM (2 * SCENE_PATH_MAX + 32)

enum { OPENED, REFUSED, DEATHS, SAVES, SHELLS };

/* The directory by its names. */
struct place {
	struct scene scene;
	char names[3][PATH_ROOM];
	char witness[PATH_ROOM], database[PATH_ROOM];
	int told; /* positions that were acknowledged */
};

static void
place_make(struct place *p)
{
	static const struct scene then;

	scene_make(&p->scene, &then);
	scene_directory(p->names[0], &p->scene);
	snprintf(p->names[1], PATH_ROOM, "%s/another", p->scene.folder);
	if (symlink(p->names[0], p->names[1]) != 0)
		case_fails("symlink: %s", strerror(errno));
	snprintf(p->names[2], PATH_ROOM, "%s/mounted", p->scene.folder);
	if (mkdir(p->names[2], 0700) != 0)
		case_fails("mkdir: %s", strerror(errno));
	snprintf(p->witness, PATH_ROOM, "%s/witness", p->scene.folder);
	snprintf(p->database, PATH_ROOM, "%.*s/examd.db",
	    (int)(2 * SCENE_PATH_MAX), p->names[0]);
}

/* In a name space of its own; false: not allowed here, one name less. */
static bool
mount_again(const struct place *p)
{
	return unshare(CLONE_NEWNS) == 0 &&
	       mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount(p->names[0], p->names[2], NULL, MS_BIND, NULL) == 0;
}

/* ---- having it ---- */

/* Nobody else may live who says the same. */
static void
bear_witness(const struct place *p)
{
	char text[16] = "";
	pid_t other = 0;
	int fd = open(p->witness, O_RDWR | O_CREAT, 0600);

	if (fd < 0)
		case_fails("witness: %s", strerror(errno));
	if (read(fd, text, sizeof(text) - 1) > 0)
		sscanf(text, "%d", &other);
	if (other > 0 && kill(other, 0) == 0)
		case_fails("%d and %d have it", (int)other, (int)getpid());
	snprintf(text, sizeof(text), "%-14d", (int)getpid());
	if (pwrite(fd, text, 14, 0) != 14)
		case_fails("witness: %s", strerror(errno));
	close(fd);
}

static void
leave(const struct place *p)
{
	if (truncate(p->witness, 0) != 0)
		case_fails("witness: %s", strerror(errno));
}

static void
save(const struct place *p, struct store *s, struct campaign_case *c)
{
	struct store_event e = { .payload = SLICE("a save") };

	store_put_event(s, &e, 0);
	if (store_commit(s) != ERR_OK)
		case_fails("it cannot be saved");
	if (write(p->told, &e.position, sizeof(e.position)) !=
	    sizeof(e.position))
		case_fails("nobody hears");
	__atomic_fetch_add(&c->done[SAVES], 1, __ATOMIC_RELAXED);
}

/* An operator's shell finds it locked. */
static void
try_shell(const struct place *p, struct campaign_case *c)
{
	pid_t child = fork();
	sqlite3 *db = NULL;
	int status, rc;

	if (child == 0) {
		rc = sqlite3_open(p->database, &db);
		if (rc == SQLITE_OK)
			rc = sqlite3_exec(db, "SELECT count(*) FROM journal",
			    NULL, NULL, NULL);
		_exit(rc == SQLITE_BUSY ? 0 : 1);
	}
	if (waitpid(child, &status, 0) != child || status != 0)
		case_fails("a shell was not kept out");
	__atomic_fetch_add(&c->done[SHELLS], 1, __ATOMIC_RELAXED);
}

static void
have(const struct place *p, struct store *s, struct campaign_case *c)
{
	uint32_t n = rng_below(&c->rng, COMMITS_MAX);

	bear_witness(p);
	for (; n > 0; n--)
		save(p, s, c);
	if (rng_below(&c->rng, 4) == 0)
		try_shell(p, c);
	if (rng_below(&c->rng, 3) == 0) {
		__atomic_fetch_add(&c->done[DEATHS], 1, __ATOMIC_RELAXED);
		leave(p);
		kill(getpid(), SIGKILL);
	}
	leave(p);
	store_close(s);
}

/* ---- wanting it ---- */

static void
want(const struct place *p, unsigned names, struct campaign_case *c)
{
	struct store_options o = { .directory =
				       p->names[rng_below(&c->rng, names)] };
	struct diag diag = { .path = "data" };
	struct store *s;
	enum err e = store_open(&s, &o, &diag);

	if (e == ERR_OK) {
		__atomic_fetch_add(&c->done[OPENED], 1, __ATOMIC_RELAXED);
		have(p, s, c);
	} else if (e == ERR_CONFLICT && memmem(diag.text.at, diag.text.len,
					    "another process", 15) != NULL) {
		__atomic_fetch_add(&c->done[REFUSED], 1, __ATOMIC_RELAXED);
	} else
		case_fails(
		    "%s: %.*s", err_text(e), SLICE_FMT(buf_slice(&diag.text)));
	diag_fini(&diag);
}

static pid_t
work(const struct place *p, struct campaign_case *c, uint32_t worker)
{
	uint8_t seed[SEED_LEN] = { 0 };
	unsigned names;
	pid_t child = fork();
	int i;

	if (child != 0)
		return child;
	memcpy(seed, &c->seed, sizeof(c->seed));
	memcpy(seed + sizeof(c->seed), &c->number, sizeof(c->number));
	memcpy(seed + SEED_LEN - sizeof(worker), &worker, sizeof(worker));
	rng_init(&c->rng, seed, RNG_DRAW, 0, 0);
	names = mount_again(p) ? 3 : 2;
	for (i = 0; i < ROUNDS; i++)
		want(p, names, c);
	_exit(0);
}

/* ---- a case ---- */

static bool
see_event(void *ctx, const struct store_event *e)
{
	uint64_t *n = ctx;

	*n = e->position;
	return true;
}

/* Each position was told once, and is there. */
static void
check(const struct place *p)
{
	static uint8_t times[ACKS_MAX + 1];
	struct store_options o = { .directory = p->names[0] };
	struct diag diag = { .path = "data" };
	struct store *s;
	uint64_t n = 0, at;

	if (store_open(&s, &o, &diag) != ERR_OK ||
	    store_each_event(s, 0, see_event, &n) != ERR_OK)
		case_fails("at last: %.*s", SLICE_FMT(buf_slice(&diag.text)));
	store_close(s);
	memset(times, 0, sizeof(times));
	while (read(p->told, &at, sizeof(at)) == sizeof(at))
		if (at < 1 || at > n || at > ACKS_MAX || times[at]++ > 0)
			case_fails("event %llu was told, and there are %llu, "
				   "or it was told twice",
			    (unsigned long long)at, (unsigned long long)n);
}

static void
play(struct campaign_case *c)
{
	struct place p;
	pid_t children[WORKERS];
	uint32_t life, i;
	int status;

	place_make(&p);
	p.told = open(p.scene.folder, O_TMPFILE | O_RDWR | O_APPEND, 0600);
	if (p.told < 0)
		case_fails("%s: %s", p.scene.folder, strerror(errno));
	for (life = 0; life < LIVES; life++) {
		for (i = 0; i < WORKERS; i++)
			children[i] = work(&p, c, life * WORKERS + i);
		for (i = 0; i < WORKERS; i++)
			if (waitpid(children[i], &status, 0) != children[i] ||
			    (status != 0 && status != SIGKILL))
				case_fails("a worker failed");
	}
	if (lseek(p.told, 0, SEEK_SET) != 0)
		case_fails("%s", strerror(errno));
	check(&p);
	close(p.told);
	scene_close(&p.scene);
}

int
main(int argc, char *argv[])
{
	static const struct campaign twice = { .name = "twice",
		.tallies = { "times it was had", "times refused", "deaths",
		    "saves", "shells" },
		.count = 200,
		.patience_s = 120,
		.is_quiet = true,
		.play = play };

	return campaign_run(&twice, argc, argv);
}
