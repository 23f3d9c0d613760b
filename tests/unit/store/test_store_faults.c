/*
 * The first promise: what was reported is there, whatever fails and whenever.
 * Every scenario runs once for each call to the file system that can fail.
 */
#include "test.h"

#include "place.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/faulty_vfs.h"

#define RUNS_MAX 2000

static int
begin(void **state)
{
	(void)state;
	faulty_install();
	return 0;
}

static int
end(void **state)
{
	(void)state;
	faulty_remove();
	return 0;
}

/* Three events, some bulk so that several pages change, a commit. */
static enum err
save(struct place *p)
{
	static const char bulk[6000] = "bulk";
	char key[8];
	int i;

	for (i = 0; i < 3; i++)
		place_put(p);
	snprintf(key, sizeof(key), "%d",
	    (int)(store_last_position(p->store) % 5));
	store_put_object(p->store, STORE_REPLY, key,
	    (struct slice){ bulk, sizeof(bulk) });
	return store_commit(p->store);
}

/* After one failure nothing may be acknowledged any more. */
static void
stays_broken(struct place *p)
{
	size_t before = p->n_reported;

	assert_int_equal(save(p), ERR_IO);
	assert_int_equal(store_commit(p->store), ERR_IO);
	assert_int_equal(store_checkpoint(p->store, true), ERR_IO);
	assert_int_equal(p->n_reported, before);
}

static void
work(struct place *p)
{
	struct diag d = { 0 };
	enum err e = place_try_open(p, &d);
	int i;

	diag_fini(&d);
	if (e != ERR_OK)
		return;
	for (i = 0; i < 6 && e == ERR_OK; i++) {
		e = save(p);
		if (e == ERR_OK && i % 2 == 1)
			e = store_checkpoint(p->store, true);
	}
	if (e != ERR_OK)
		stays_broken(p);
	place_close(p);
}

/* Open, save, checkpoint, close, and all of it again on what that left. */
static void
scenario(struct place *p)
{
	work(p);
	work(p);
}

static void
all_reported_is_there(struct place *p)
{
	uint64_t n;
	size_t i;

	place_open(p);
	assert_int_equal(place_count(p, &n), ERR_OK);
	for (i = 0; i < p->n_reported; i++)
		assert_in_range(p->reported[i], 1, n);
	place_put(p);
	place_commit(p);
}

static void
each_failure(enum fault what, int rc, bool lasting)
{
	struct place p;
	bool struck = true;
	int n;

	for (n = 1; struck; n++) {
		assert_in_range(n, 1, RUNS_MAX);
		place_make(&p);
		p.wal_limit = 20 << 10;
		faulty_arm(what, n, rc, lasting);
		scenario(&p);
		struck = faulty_struck();
		faulty_disarm();
		all_reported_is_there(&p);
		place_remove(&p);
	}
	assert_in_range(n, 3, RUNS_MAX);
}

static void
a_failed_sync_is_never_followed_by_a_report(void **state)
{
	(void)state;
	each_failure(FAULT_SYNC, SQLITE_IOERR_FSYNC, false);
	each_failure(FAULT_SYNC, SQLITE_IOERR_FSYNC, true);
}

/* What the disk has of that WAL is unknown; only a recovery may judge it. */
static void
a_broken_store_is_not_checkpointed_at_closing(void **state)
{
	struct place p;

	(void)state;
	place_make(&p);
	place_open(&p);
	assert_int_equal(save(&p), ERR_OK);
	faulty_arm(FAULT_SYNC, 1, SQLITE_IOERR_FSYNC, false);
	assert_int_equal(save(&p), ERR_IO);
	faulty_disarm();
	place_close(&p);
	assert_true(place_has(&p, "examd.db-wal"));
	all_reported_is_there(&p);
	place_close(&p);
	assert_false(place_has(&p, "examd.db-wal"));
	place_remove(&p);
}

static void
a_failed_write_is_never_followed_by_a_report(void **state)
{
	(void)state;
	each_failure(FAULT_WRITE, SQLITE_IOERR_WRITE, false);
	each_failure(FAULT_WRITE, SQLITE_IOERR_WRITE, true);
}

static void
a_failed_truncate_loses_nothing(void **state)
{
	(void)state;
	each_failure(FAULT_TRUNCATE, SQLITE_IOERR_TRUNCATE, false);
}

static void
a_failed_delete_loses_nothing(void **state)
{
	(void)state;
	each_failure(FAULT_DELETE, SQLITE_IOERR_DELETE, false);
}

static void
a_failed_read_loses_nothing(void **state)
{
	(void)state;
	each_failure(FAULT_READ, SQLITE_IOERR_READ, false);
}

static void
a_disk_that_is_full_once_loses_nothing(void **state)
{
	(void)state;
	each_failure(FAULT_WRITE, SQLITE_FULL, false);
	each_failure(FAULT_WRITE, SQLITE_FULL, true);
}

/* Run in a child that dies in its nth call; hear what it acknowledged. */
static bool
died(struct place *p, enum fault what, int n)
{
	int pipes[2], status;
	uint64_t tag;
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0) {
		p->acknowledge = pipes[1];
		faulty_arm(what, n, FAULT_DIE, false);
		scenario(p);
		_exit(0);
	}
	close(pipes[1]);
	while (read(pipes[0], &tag, sizeof(tag)) == sizeof(tag))
		p->reported[p->n_reported++] = tag;
	close(pipes[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status != 0;
}

static void
each_death(enum fault what)
{
	struct place p;
	bool more = true;
	int n;

	for (n = 1; more; n++) {
		assert_in_range(n, 1, RUNS_MAX);
		place_make(&p);
		p.wal_limit = 20 << 10;
		more = died(&p, what, n);
		all_reported_is_there(&p);
		place_remove(&p);
	}
	assert_in_range(n, 3, RUNS_MAX);
}

static void
a_death_in_any_write_loses_nothing_reported(void **state)
{
	(void)state;
	each_death(FAULT_WRITE);
}

static void
a_death_in_any_sync_loses_nothing_reported(void **state)
{
	(void)state;
	each_death(FAULT_SYNC);
}

static void
a_death_in_any_truncate_loses_nothing_reported(void **state)
{
	(void)state;
	each_death(FAULT_TRUNCATE);
}

static void
a_full_disk_takes_the_ballast_and_saves_the_answer(void **state)
{
	struct place p;
	uint64_t n;

	(void)state;
	place_make(&p);
	p.ballast = 1 << 20;
	place_open(&p);
	assert_true(place_has(&p, "ballast"));
	assert_int_equal(save(&p), ERR_OK);
	faulty_full_while(place_path(&p, "ballast"));
	assert_int_equal(save(&p), ERR_OK);
	assert_false(place_has(&p, "ballast"));
	assert_int_equal(p.n_reported, 6);
	assert_int_equal(save(&p), ERR_OK);
	assert_int_equal(place_count(&p, &n), ERR_OK);
	assert_int_equal(n, 9);
	place_close(&p);
	faulty_full_while(NULL);
	all_reported_is_there(&p);
	assert_true(place_has(&p, "ballast"));
	place_remove(&p);
}

static void
a_full_disk_without_ballast_acknowledges_nothing(void **state)
{
	struct place p;

	(void)state;
	place_make(&p);
	place_open(&p);
	assert_int_equal(save(&p), ERR_OK);
	faulty_full_while(place_path(&p, "examd.db"));
	assert_int_equal(save(&p), ERR_IO);
	assert_int_equal(p.n_reported, 3);
	stays_broken(&p);
	place_close(&p);
	faulty_full_while(NULL);
	all_reported_is_there(&p);
	place_remove(&p);
}

static void
a_full_disk_at_a_checkpoint_takes_the_ballast(void **state)
{
	struct place p;
	struct store_facts f;
	uint64_t before;

	(void)state;
	place_make(&p);
	p.ballast = 1 << 20;
	p.wal_limit = 1;
	place_open(&p);
	assert_int_equal(save(&p), ERR_OK);
	store_facts(p.store, &f);
	before = f.checkpoints;
	faulty_full_while(place_path(&p, "ballast"));
	assert_int_equal(store_checkpoint(p.store, true), ERR_OK);
	store_facts(p.store, &f);
	assert_int_equal(f.checkpoints, before + 1);
	assert_false(place_has(&p, "ballast"));
	place_remove(&p);
	faulty_full_while(NULL);
}

/* The WAL may still have room when the database has none. */
static void
a_checkpoint_on_a_full_disk_is_put_off(void **state)
{
	struct place p;

	(void)state;
	place_make(&p);
	p.wal_limit = 1;
	place_open(&p);
	assert_int_equal(save(&p), ERR_OK);
	faulty_arm(FAULT_WRITE, 1, SQLITE_FULL, true);
	assert_int_equal(store_checkpoint(p.store, true), ERR_OK);
	assert_true(faulty_struck());
	faulty_disarm();
	assert_int_equal(save(&p), ERR_OK);
	assert_int_equal(store_checkpoint(p.store, true), ERR_OK);
	place_close(&p);
	all_reported_is_there(&p);
	place_remove(&p);
}

static void
opening_on_a_full_disk_takes_the_ballast(void **state)
{
	struct place p;
	int status;
	pid_t child;

	(void)state;
	place_make(&p);
	p.ballast = 1 << 20;
	child = fork();
	if (child == 0) {
		place_open(&p);
		_exit(save(&p) == ERR_OK ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	faulty_full_while(place_path(&p, "ballast"));
	place_open(&p);
	faulty_full_while(NULL);
	assert_int_equal(store_last_position(p.store), 3);
	place_remove(&p);
}

/* Opening writes it again in pieces. */
static void
a_long_wal_is_recovered_whole(void **state)
{
	struct place p;
	uint64_t n;
	int status, i;
	pid_t child;

	(void)state;
	place_make(&p);
	child = fork();
	if (child == 0) {
		place_open(&p);
		for (i = 0; i < 60; i++)
			if (save(&p) != ERR_OK)
				_exit(1);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	place_open(&p);
	assert_int_equal(place_count(&p, &n), ERR_OK);
	assert_int_equal(n, 180);
	place_remove(&p);
}

static void
a_backup_that_finds_no_room_harms_nothing(void **state)
{
	struct store_backup *b = NULL;
	struct diag d = { 0 };
	struct place p;
	bool done = false;
	int remaining;

	(void)state;
	place_make(&p);
	place_open(&p);
	assert_int_equal(save(&p), ERR_OK);
	assert_int_equal(store_backup_start(&b, p.store,
			     place_path(&p, "copy"), &d), ERR_OK);
	faulty_arm(FAULT_WRITE, 1, SQLITE_FULL, true);
	assert_int_equal(store_backup_step(b, 100, &done, &remaining), ERR_SYS);
	faulty_disarm();
	assert_int_equal(store_backup_step(b, 100, &done, &remaining), ERR_SYS);
	assert_int_equal(save(&p), ERR_OK);
	store_backup_free(b);
	assert_false(place_has(&p, "copy"));
	assert_false(place_has(&p, "copy.part"));
	place_close(&p);
	all_reported_is_there(&p);
	place_remove(&p);
}

static void
no_ballast_is_kept_when_none_is_wanted(void **state)
{
	struct place p;

	(void)state;
	place_make(&p);
	p.ballast = 1 << 16;
	place_open(&p);
	assert_true(place_has(&p, "ballast"));
	place_close(&p);
	p.ballast = 0;
	place_open(&p);
	assert_false(place_has(&p, "ballast"));
	place_close(&p);
	p.ballast = INT64_MAX;
	place_open(&p);
	assert_false(place_has(&p, "ballast"));
	place_remove(&p);
}

static size_t moments[REPORTS_MAX];

/* The power fails after each step, three ways; what had been reported by then
 * must be there. */
static void
cut_at(const struct place *from, size_t step, enum cut how)
{
	struct place p;
	uint64_t n;
	size_t i;

	place_make(&p);
	faulty_cut(p.directory, step, how);
	place_open(&p);
	assert_int_equal(place_count(&p, &n), ERR_OK);
	for (i = 0; i < from->n_reported; i++)
		if (moments[i] <= step)
			assert_in_range(from->reported[i], 1, n);
	place_remove(&p);
}

static void
a_power_cut_at_any_moment_loses_nothing_reported(void **state)
{
	struct place p;
	size_t step, steps, i, noted = 0;

	(void)state;
	place_make(&p);
	p.wal_limit = 20 << 10;
	place_open(&p);
	faulty_record();
	for (i = 0; i < 6; i++) {
		assert_int_equal(save(&p), ERR_OK);
		while (noted < p.n_reported)
			moments[noted++] = faulty_steps();
		assert_int_equal(store_checkpoint(p.store, i % 2 == 1), ERR_OK);
	}
	steps = faulty_steps();
	assert_in_range(steps, 20, RUNS_MAX);
	for (step = 4; step <= steps; step++) {
		cut_at(&p, step, CUT_KEEPS_ALL);
		cut_at(&p, step, CUT_KEEPS_SYNCED);
		cut_at(&p, step, CUT_KEEPS_SOME);
	}
	place_remove(&p);
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(a_failed_sync_is_never_followed_by_a_report),
		CLAIM(a_broken_store_is_not_checkpointed_at_closing),
		CLAIM(a_failed_write_is_never_followed_by_a_report),
		CLAIM(a_failed_truncate_loses_nothing),
		CLAIM(a_failed_delete_loses_nothing),
		CLAIM(a_failed_read_loses_nothing),
		CLAIM(a_disk_that_is_full_once_loses_nothing),
		CLAIM(a_death_in_any_write_loses_nothing_reported),
		CLAIM(a_death_in_any_sync_loses_nothing_reported),
		CLAIM(a_death_in_any_truncate_loses_nothing_reported),
		CLAIM(a_full_disk_takes_the_ballast_and_saves_the_answer),
		CLAIM(a_full_disk_without_ballast_acknowledges_nothing),
		CLAIM(a_full_disk_at_a_checkpoint_takes_the_ballast),
		CLAIM(a_checkpoint_on_a_full_disk_is_put_off),
		CLAIM(opening_on_a_full_disk_takes_the_ballast),
		CLAIM(a_long_wal_is_recovered_whole),
		CLAIM(a_backup_that_finds_no_room_harms_nothing),
		CLAIM(no_ballast_is_kept_when_none_is_wanted),
		CLAIM(a_power_cut_at_any_moment_loses_nothing_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
