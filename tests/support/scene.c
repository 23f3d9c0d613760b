#include "support/scene.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define OWN_UID 1000
#define BUSY_TURNS_MAX 20000 /* more without time passing: it never rests */

void
scene_broken(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("scene: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	abort();
}

/* ---- folders ---- */

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static void
remove_folder(const char *path)
{
	if (nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS) != 0)
		scene_broken("%s: %s", path, strerror(errno));
}

static void
make_folder(struct scene *s)
{
	/* In memory where there is one: nobody waits for a disk. */
	const char *where = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";

	snprintf(s->folder, sizeof(s->folder), "%s/exam-scene-XXXXXX", where);
	if (mkdtemp(s->folder) == NULL)
		scene_broken("%s: %s", s->folder, strerror(errno));
}

static void
data_path(char path[2 * SCENE_PATH_MAX], const struct scene *s,
    const char *name)
{
	snprintf(path, 2 * SCENE_PATH_MAX, "%s/%u%s%s", s->folder,
	    s->generation, name[0] != '\0' ? "/" : "", name);
}

void
scene_directory(char path[2 * SCENE_PATH_MAX], const struct scene *s)
{
	data_path(path, s, "");
}

static void
make_data_directory(const struct scene *s)
{
	char path[2 * SCENE_PATH_MAX];

	data_path(path, s, "");
	if (mkdir(path, 0700) != 0)
		scene_broken("%s: %s", path, strerror(errno));
}

static void
copy_one(const struct scene *to, const struct scene *from, const char *name)
{
	char path[2 * SCENE_PATH_MAX];
	struct buf bytes = { 0 };
	int fd;

	data_path(path, from, name);
	if (access(path, F_OK) != 0)
		return;
	if (file_read(&bytes, path, SIZE_MAX / 2) != ERR_OK)
		scene_broken("%s: %s", path, strerror(errno));
	data_path(path, to, name);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0 || file_write_fd(fd, buf_slice(&bytes)) != ERR_OK)
		scene_broken("%s: %s", path, strerror(errno));
	close(fd);
	buf_fini(&bytes);
}

static void
copy_keys(const struct scene *to, const struct scene *from)
{
	char path[2 * SCENE_PATH_MAX];

	data_path(path, to, "keys");
	if (mkdir(path, 0700) != 0)
		scene_broken("%s: %s", path, strerror(errno));
	copy_one(to, from, "keys/evidence.pem");
	copy_one(to, from, "keys/evidence.keys");
	copy_one(to, from, "keys/high-water");
}

static void
copy_data(const struct scene *to, const struct scene *from)
{
	make_data_directory(to);
	copy_one(to, from, "examd.db");
	copy_one(to, from, "examd.db-wal");
	copy_one(to, from, "checkpoints");
	copy_keys(to, from);
}

/* ---- the server's life ---- */

static enum err
start_hall(struct scene *s, struct hall_setup *setup, struct diag *diag)
{
	unsigned slot;
	enum err e;

	setup->pepper = SLICE(SCENE_PEPPER);
	setup->version = "scene";
	setup->accept_rollback = s->accept_rollback;
	setup->certificate_ends = s->certificate_ends;
	setup->certificate_must_last = s->certificate_must_last;
	setup->own_uid = OWN_UID;
	setup->clock_synchronised = true;
	setup->wires = scene_wires(s);
	e = hall_new(&s->hall, setup, diag);
	if (e != ERR_OK)
		return e;
	s->store = setup->store;
	s->anchor = setup->anchor;
	s->now = setup->now;
	for (slot = 0; slot < N_SLOTS; slot++)
		hall_net_up(s->hall, slot,
		    slot == SLOT_STAFF ? PORT_STAFF : PORT_CANDIDATE);
	return ERR_OK;
}

static enum err
open_store(const struct scene *s, struct hall_setup *setup, char *path,
    struct diag *diag)
{
	scene_directory(path, s);
	setup->directory = path;
	return store_open(&setup->store,
	    &(struct store_options){
		.directory = path, .wal_limit = s->wal_limit },
	    diag);
}

static enum err
start(struct scene *s, struct diag *diag)
{
	char path[2 * SCENE_PATH_MAX];
	struct hall_setup setup = { 0 };
	struct store_clock last;
	enum err e = open_store(s, &setup, path, diag);

	if (e != ERR_OK)
		return e;
	e = store_last_clock(setup.store, &last);
	if (e != ERR_OK) {
		store_close(setup.store);
		return e;
	}
	snprintf(setup.boot_id, sizeof(setup.boot_id), "boot-%u", s->boots);
	hall_setup_clock(&setup, &last, s->boottime, s->now.wall);
	return start_hall(s, &setup, diag);
}

static void
must_start(enum err e, struct diag *diag)
{
	if (e != ERR_OK)
		scene_broken("it does not start: %s: %.*s", err_text(e),
		    SLICE_FMT(buf_slice(&diag->text)));
	diag_fini(diag);
}

void
scene_open(struct scene *s, struct wall now)
{
	struct diag diag = { .path = "scene" };

	*s = (struct scene){ .boottime = HOURS(1), .now.wall = now };
	make_folder(s);
	make_data_directory(s);
	must_start(start(s, &diag), &diag);
}

static void
begin_at(struct scene *s, const struct scene *at)
{
	*s = (struct scene){ .wal_limit = at->wal_limit,
		.boots = at->boots,
		.anchor = at->anchor,
		.now = at->now,
		.boottime = at->boottime };
	make_folder(s);
}

void
scene_make(struct scene *s, const struct scene *at)
{
	begin_at(s, at);
	make_data_directory(s);
}

void
scene_repeat(struct scene *s, const struct scene *stopped)
{
	begin_at(s, stopped);
	copy_data(s, stopped);
}

static void
end_hall(struct scene *s)
{
	scene_forget(s);
	hall_free(s->hall);
	s->hall = NULL;
	s->store = NULL;
}

void
scene_close(struct scene *s)
{
	end_hall(s);
	remove_folder(s->folder);
	buf_fini(&s->pushed);
	free(s->streams);
	buf_fini(&s->heard);
	free(s->replies);
	free(s->asked);
}

void
scene_crash(struct scene *s)
{
	struct scene left = *s;
	char path[2 * SCENE_PATH_MAX];

	left.generation++;
	copy_data(&left, s);
	end_hall(s);
	data_path(path, s, "");
	remove_folder(path);
	s->generation++;
}

void
scene_stop(struct scene *s)
{
	scene_settle(s);
	if (hall_settle(s->hall) != ERR_OK)
		scene_broken("the hall does not settle");
	end_hall(s);
}

enum err
scene_try_start(
    struct scene *s, int64_t after_ms, bool rebooted, struct diag *diag)
{
	s->now.wall = wall_add(s->now.wall, after_ms);
	s->boottime += after_ms;
	if (rebooted) {
		s->boots++;
		s->boottime = SECONDS(20);
	}
	return start(s, diag);
}

void
scene_start(struct scene *s, int64_t after_ms, bool rebooted)
{
	struct diag diag = { .path = "scene" };

	must_start(scene_try_start(s, after_ms, rebooted, &diag), &diag);
}

void
scene_copy(struct scene *copy, const struct scene *s)
{
	char path[2 * SCENE_PATH_MAX];
	struct hall_setup setup = { .anchor = s->anchor, .now = s->now };
	struct diag diag = { .path = "scene" };
	enum err e;

	*copy = (struct scene){ .anchor = s->anchor, .boottime = s->boottime };
	make_folder(copy);
	copy->generation = s->generation;
	copy_data(copy, s);
	e = open_store(copy, &setup, path, &diag);
	if (e == ERR_OK)
		e = start_hall(copy, &setup, &diag);
	must_start(e, &diag);
}

/* ---- time ---- */

static void
advance(struct scene *s, int64_t ms)
{
	s->boottime += ms;
	s->now.wall = wall_add(s->now.wall, ms);
	s->now.mono = mono_add(s->now.mono, ms);
}

static enum err
turn(struct scene *s)
{
	enum err e;

	if (s->hall == NULL)
		scene_broken("the server is down");
	s->turns++;
	hall_begin(s->hall, s->now, s->lost_ms);
	s->lost_ms = 0;
	scene_run_jobs(s);
	scene_hear(s);
	e = hall_turn(s->hall);
	if (e == ERR_OK)
		scene_read_out(s);
	else if (s->may_leave[SLOT_CANDIDATES] + s->may_leave[SLOT_STAFF] > 0)
		scene_broken("the hall answered, and then its commit failed");
	return e;
}

void
scene_turn(struct scene *s)
{
	if (turn(s) != ERR_OK)
		scene_broken("the commit failed");
}

static bool
has_work(const struct scene *s)
{
	return hall_has_work(s->hall) || s->n_jobs > 0 || s->heard.len > 0;
}

static enum err
settle(struct scene *s)
{
	enum err e;
	int n = 0;

	do {
		e = turn(s);
		if (++n > BUSY_TURNS_MAX)
			scene_broken("the hall never rests");
	} while (e == ERR_OK && has_work(s));
	return e == ERR_OK ? hall_idle(s->hall) : e;
}

void
scene_settle(struct scene *s)
{
	if (settle(s) != ERR_OK)
		scene_broken("the disk failed");
}

static enum err
pass(struct scene *s, int64_t ms)
{
	struct mono until = mono_add(s->now.mono, ms);
	enum err e = settle(s);
	struct mono wake;
	int idle = 0;

	while (e == ERR_OK && s->now.mono.ms < until.ms) {
		wake = hall_wake(s->hall);
		if (wake.ms > until.ms)
			wake = until;
		idle = wake.ms > s->now.mono.ms ? 0 : idle + 1;
		if (idle > BUSY_TURNS_MAX)
			scene_broken("the hall wants a turn for ever");
		if (idle == 0)
			advance(s, wake.ms - s->now.mono.ms);
		e = settle(s);
	}
	return e;
}

void
scene_pass(struct scene *s, int64_t ms)
{
	if (pass(s, ms) != ERR_OK)
		scene_broken("the disk failed");
}

static enum err
crash_unless(enum err e, struct scene *s)
{
	if (e != ERR_OK)
		scene_crash(s);
	return e;
}

enum err
scene_try_turn(struct scene *s)
{
	return crash_unless(turn(s), s);
}

enum err
scene_try_settle(struct scene *s)
{
	return crash_unless(settle(s), s);
}

enum err
scene_try_pass(struct scene *s, int64_t ms)
{
	return crash_unless(pass(s, ms), s);
}

void
scene_stall(struct scene *s, int64_t ms)
{
	advance(s, ms);
	s->lost_ms += ms;
	scene_settle(s);
}

void
scene_step_wall(struct scene *s, int64_t ms)
{
	s->now.wall = wall_add(s->now.wall, ms);
	scene_settle(s);
}
