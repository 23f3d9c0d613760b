/*
 * backup: copies that are made while candidates save.
 *
 * A world goes on while the hall copies its store in steps.  The copy is opened
 * elsewhere: it holds every event up to its position with the same hashes, the
 * hall folds it, and whoever had been acknowledged before it was asked for is
 * told the same.  A server that dies while it copies leaves nothing under the
 * copy's name, or all of it.
 */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "campaign.h"
#include "history.h"
#include "support/faulty_vfs.h"

#define ACTS_MAX 60 /* until it must be done */
#define VERSIONS 6
#define PATH_ROOM (2 * SCENE_PATH_MAX + 64)

enum { BACKUPS, SAVES, MEANWHILE, DEATHS };

/* ---- what a journal says ---- */

struct prefix {
	uint64_t upto, last;
	struct buf events;
};

static bool
see_event(void *ctx, const struct store_event *e)
{
	struct prefix *p = ctx;

	if (e->position > p->upto)
		return false;
	p->last = e->position;
	buf_put_u64(&p->events, e->attempt);
	buf_put(&p->events, e->hash, HASH_LEN);
	buf_put(&p->events, e->salt, SALT_LEN);
	buf_put_blob(&p->events, e->payload);
	return true;
}

static void
read_prefix(struct prefix *p, const char *directory)
{
	struct store_options o = { .directory = directory };
	struct diag diag = { .path = directory };
	struct store *s;

	if (store_open(&s, &o, &diag) != ERR_OK)
		case_fails("%.*s", SLICE_FMT(buf_slice(&diag.text)));
	if (store_each_event(s, 0, see_event, p) != ERR_OK)
		case_fails("%s: the journal cannot be read", directory);
	store_close(s);
	diag_fini(&diag);
}

/* The copy's events are the first of the original's. */
static void
compare_journals(const char *copy, const char *original, uint64_t position)
{
	struct prefix a = { .upto = UINT64_MAX }, b = { .upto = position };

	read_prefix(&a, copy);
	read_prefix(&b, original);
	if (a.last != position || b.last != position ||
	    !slice_equal(buf_slice(&a.events), buf_slice(&b.events)))
		case_fails("the copy has %llu events of %llu, or others",
		    (unsigned long long)a.last, (unsigned long long)position);
	buf_fini(&a.events);
	buf_fini(&b.events);
}

/* ---- making one ---- */

/* So that a copy takes several steps: a bank in so many versions. */
static void
grow(struct world *w)
{
	static const char mark[] = "\"version\": \"";
	struct scene_reply reply;
	struct buf file = { 0 };
	char *digit;
	int i;

	if (file_read(&file, "question-banks/ccss.bank.json", SIZE_MAX / 2) !=
	    ERR_OK)
		case_fails("there is no bank");
	digit = memmem(file.at, file.len, mark, sizeof(mark) - 1);
	for (i = 0; i < VERSIONS; i++) {
		digit[sizeof(mark) - 1] = (char)('1' + i);
		cast_must(&w->cast, "anna",
		    &(struct scene_request){
			ROUTE_BANK_LOAD, .body = buf_slice(&file) },
		    &reply);
		scene_reply_fini(&reply);
	}
	buf_fini(&file);
}

static void
act(struct world *w, size_t *moment, int n)
{
	for (; n > 0; n--) {
		++*moment;
		if (world_act(w) != ERR_OK)
			case_fails("a whole disk failed");
	}
}

static uint64_t
ask_for_it(struct world *w, const char *directory)
{
	struct buf body = { 0 };
	uint64_t conn;

	buf_printf(&body, "{\"directory\":\"%s\"}", directory);
	conn = scene_put(&w->scene,
	    &(struct scene_request){ ROUTE_BACKUP, .slot = SLOT_STAFF,
		.local = true, .key = "b", .body = buf_slice(&body) });
	buf_fini(&body);
	return conn;
}

/* How many events it says it has; others go on meanwhile. */
static uint64_t
await(struct campaign_case *c, struct world *w, uint64_t conn, size_t *moment)
{
	struct scene_reply reply;
	uint64_t events;
	int n = 0;

	scene_turn(&w->scene);
	while (!scene_take(&w->scene, conn, &reply)) {
		if (++n > ACTS_MAX)
			case_fails("it is never done");
		++*moment;
		if (world_act_in_turn(w) != ERR_OK)
			case_fails("a whole disk failed");
		c->done[MEANWHILE]++;
	}
	if (reply.status != 201)
		case_fails("%.*s", SLICE_FMT(buf_slice(&reply.text)));
	events =
	    (uint64_t)json_integer_value(json_object_get(reply.body, "events"));
	scene_reply_fini(&reply);
	return events;
}

/* ---- what it is worth ---- */

static void
copy_database(const char *from, const struct scene *to)
{
	char path[PATH_ROOM];
	struct buf bytes = { 0 };

	snprintf(path, sizeof(path), "%s/examd.db", from);
	if (file_read(&bytes, path, SIZE_MAX / 2) != ERR_OK)
		case_fails("%s cannot be read", path);
	scene_directory(path, to);
	strcat(path, "/examd.db");
	if (file_create(path, buf_slice(&bytes), 0600) != ERR_OK)
		case_fails("%s cannot be made", path);
	buf_fini(&bytes);
}

/* Candidates go on where it was restored. */
static void
restore_elsewhere(const char *backup, const struct world *w, size_t moment)
{
	static struct world second;
	struct scene s;

	scene_make(&s, &w->scene);
	copy_database(backup, &s);
	world_go_on(&second, w, &s);
	scene_start(&second.scene, 1000, false);
	world_check(&second, moment);
	world_end(&second);
}

static void
play_one(struct campaign_case *c)
{
	static struct world w;
	size_t moment = 0, asked;
	char backup[PATH_ROOM], original[2 * SCENE_PATH_MAX];
	uint64_t events;

	world_begin(&w, &c->rng);
	w.clock = &moment;
	grow(&w);
	act(&w, &moment, (int)rng_below(&c->rng, 40));
	asked = moment;
	snprintf(backup, sizeof(backup), "%s/backup", w.scene.folder);
	events = await(c, &w, ask_for_it(&w, backup), &moment);
	act(&w, &moment, (int)rng_below(&c->rng, 10));
	restore_elsewhere(backup, &w, asked);
	scene_crash(&w.scene);
	scene_directory(original, &w.scene);
	compare_journals(backup, original, events);
	c->done[BACKUPS]++;
	c->done[SAVES] += w.n_saves;
	world_end(&w);
}

/* ---- deaths ---- */

/* In a process of its own; ends when the copy is there, or in that write. */
static void
copy_and_die(struct world *w, const char *backup, int nth)
{
	struct scene_reply reply;
	uint64_t conn;
	int n = 0;

	faulty_install();
	scene_start(&w->scene, 1000, false);
	conn = ask_for_it(w, backup);
	faulty_arm(FAULT_WRITE, nth, FAULT_DIE, false);
	while (!scene_take(&w->scene, conn, &reply) && n++ < ACTS_MAX)
		(void)!world_act_in_turn(w);
	_exit(0);
}

static void
play_death(struct campaign_case *c)
{
	static struct world w;
	char backup[PATH_ROOM], path[PATH_ROOM + 16];
	struct recovered r;
	uint64_t told;
	size_t moment = 0;
	int status;
	pid_t child;

	world_begin(&w, &c->rng);
	grow(&w);
	act(&w, &moment, 5);
	told = w.told;
	scene_crash(&w.scene);
	snprintf(backup, sizeof(backup), "%s/backup", w.scene.folder);
	child = fork();
	if (child == 0)
		copy_and_die(&w, backup, 1 + (int)rng_below(&c->rng, 500));
	if (waitpid(child, &status, 0) != child)
		case_fails("a child was lost");
	c->done[BACKUPS]++;
	c->done[DEATHS] += status != 0;
	snprintf(path, sizeof(path), "%s/examd.db", backup);
	if (access(path, F_OK) == 0) {
		recover(&r, backup, &w.scene);
		if (r.position < told)
			case_fails("what looks whole ends at event %llu of "
				   "%llu",
			    (unsigned long long)r.position,
			    (unsigned long long)told);
	} else if (status == 0)
		case_fails("it was done, and nothing is there");
	world_end(&w);
}

static void
play(struct campaign_case *c)
{
	if (c->number % 3 == 2)
		play_death(c);
	else
		play_one(c);
}

static void
prepare(void)
{
	prepared_make((struct wall){ PREPARED_NINE });
}

int
main(int argc, char *argv[])
{
	static const struct campaign backup = { .name = "backup",
		.tallies = { "copies", "saves", "acts meanwhile", "deaths" },
		.count = 12,
		.patience_s = 120,
		.is_quiet = true,
		.prepare = prepare,
		.play = play,
		.clear = prepared_clear };

	return campaign_run(&backup, argc, argv);
}
