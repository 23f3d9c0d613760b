/* What was changed on the disk behind the store's back is never shown. */
#include "test.h"

#include "place.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 4096
#define WAL_FRAME(n) (32 + ((n)-1) * (24 + PAGE)) /* from 1 */

static struct place place;

static int
begin(void **state)
{
	(void)state;
	place_make(&place);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	place_remove(&place);
	return 0;
}

static void
put_object(const char *key, const char *body)
{
	store_put_object(place.store, STORE_ACCOUNT, key,
	    body != NULL ? slice_of(body) : SLICE_NONE);
}

static void
put_clock(void)
{
	store_put_clock(place.store,
	    &(struct store_clock){ { { 1000 }, { 2000 } }, 3000, "a boot" });
}

/* Three accounts, two snapshots, five events, a clock and a mark. */
static void
fill(void)
{
	int i;

	place_open(&place);
	put_object("anna", "may mark");
	put_object("ben", "may watch");
	put_object("carl", "may not");
	for (i = 0; i < 5; i++)
		place_put(&place);
	store_put_snapshot(
	    place.store, &(struct store_snapshot){ 1, 3, SLICE("as it was") });
	store_put_snapshot(
	    place.store, &(struct store_snapshot){ 2, 4, SLICE("as it was") });
	store_put_mark(place.store, 3);
	put_clock();
	place_commit(&place);
	place_close(&place);
}

static bool
see_object(void *ctx, const char *key, struct slice body)
{
	int *n = ctx;

	(void)key, (void)body;
	(*n)++;
	return true;
}

static bool
see_snapshot(void *ctx, const struct store_snapshot *s)
{
	int *n = ctx;

	(void)s;
	(*n)++;
	return true;
}

static enum err
read_accounts(int *n)
{
	*n = 0;
	return store_each_object(place.store, STORE_ACCOUNT, see_object, n);
}

static enum err
read_snapshots(int *n)
{
	*n = 0;
	return store_each_snapshot(place.store, see_snapshot, n);
}

static void
what_was_put_fits(void **state)
{
	int n;

	(void)state;
	fill();
	place_open(&place);
	assert_int_equal(read_accounts(&n), ERR_OK);
	assert_int_equal(n, 3);
	put_object("ben", "may watch and mark");
	put_object("carl", NULL);
	put_object("nobody", NULL);
	assert_int_equal(read_accounts(&n), ERR_OK);
	place_commit(&place);
	place_close(&place);
	place_open(&place);
	assert_int_equal(read_accounts(&n), ERR_OK);
	assert_int_equal(n, 2);
	assert_int_equal(read_snapshots(&n), ERR_OK);
	assert_int_equal(n, 2);
}

static void
what_was_not_committed_leaves_no_trace(void **state)
{
	int n;

	(void)state;
	fill();
	place_open(&place);
	put_object("dora", "may");
	put_object("anna", NULL);
	place_close(&place);
	place_open(&place);
	assert_int_equal(read_accounts(&n), ERR_OK);
	assert_int_equal(n, 3);
}

/* After that change the accounts are refused; before or after so many. */
static void
accounts_refused(const char *sql, int shown)
{
	int n;

	fill();
	place_shell(&place, sql);
	place_open(&place);
	assert_int_equal(read_accounts(&n), ERR_STATE);
	assert_int_equal(n, shown);
	place_remove(&place);
	place_make(&place);
}

static void
a_changed_object_is_not_shown(void **state)
{
	(void)state;
	accounts_refused(
	    "UPDATE account SET body = x'00' WHERE key = 'ben'", 1);
	accounts_refused("UPDATE account SET key = 'bem' WHERE key = 'ben'", 1);
	accounts_refused(
	    "UPDATE account SET sum = zeroblob(16) WHERE key = 'ben'", 1);
	accounts_refused("UPDATE account SET sum = x'' WHERE key = 'anna'", 0);
	accounts_refused("UPDATE account SET body = (SELECT body FROM account"
			 " WHERE key = 'anna'), sum = (SELECT sum FROM account"
			 " WHERE key = 'anna') WHERE key = 'ben'",
	    1);
}

static void
a_vanished_or_stray_object_is_missed(void **state)
{
	(void)state;
	accounts_refused("DELETE FROM account WHERE key = 'ben'", 2);
	accounts_refused("DELETE FROM account", 0);
	accounts_refused("INSERT INTO bank SELECT * FROM account;"
			 "DELETE FROM account WHERE key = 'carl'",
	    2);
	accounts_refused("UPDATE sums SET sum = zeroblob(16)", 3);
}

static void
an_objects_sum_is_of_its_table(void **state)
{
	int n = 0;

	(void)state;
	fill();
	place_shell(&place, "INSERT INTO bank SELECT * FROM account");
	place_open(&place);
	assert_int_equal(
	    store_each_object(place.store, STORE_BANK, see_object, &n),
	    ERR_STATE);
	assert_int_equal(n, 0);
}

static void
a_changed_snapshot_is_not_shown(void **state)
{
	int n;

	(void)state;
	fill();
	place_shell(&place, "UPDATE snapshot SET head = 2 WHERE attempt = 2");
	place_open(&place);
	assert_int_equal(read_snapshots(&n), ERR_STATE);
	assert_int_equal(n, 1);
}

static void
refused(const char *words)
{
	struct diag d = { 0 };

	assert_int_equal(place_try_open(&place, &d), ERR_STATE);
	assert_null(place.store);
	buf_put_u8(&d.text, '\0');
	if (strstr(d.text.at, words) == NULL)
		fail_msg("no \"%s\" in: %s", words, d.text.at);
	diag_fini(&d);
}

static void
not_opened(const char *sql)
{
	fill();
	place_shell(&place, sql);
	refused("damaged");
	place_remove(&place);
	place_make(&place);
}

static void
what_opening_needs_must_be_right(void **state)
{
	(void)state;
	not_opened("UPDATE clock SET wall = wall + 1");
	not_opened("UPDATE clock SET last = 1");
	not_opened("DELETE FROM clock");
	not_opened("UPDATE meta SET value = 2");
	not_opened("DELETE FROM meta");
	not_opened("DELETE FROM sums WHERE name = 'result'");
	not_opened("DELETE FROM journal WHERE position = 5");
}

static void
a_gap_in_the_journal_is_missed(void **state)
{
	uint64_t n;

	(void)state;
	fill();
	place_shell(&place, "DELETE FROM journal WHERE position = 4");
	place_open(&place);
	assert_int_equal(place_count(&place, &n), ERR_STATE);
	assert_int_equal(n, 3);
}

/* ---- the WAL ---- */

/* So many commits of one event each are left in it, as by a kill; returns the
 * frames of all but the last. */
static int
leave_wal(int commits)
{
	struct place killed;
	char command[300];
	struct stat st;
	int i;

	place_open(&place);
	for (i = 0; i < commits - 1; i++) {
		place_put(&place);
		place_commit(&place);
	}
	assert_int_equal(stat(place_path(&place, "examd.db-wal"), &st), 0);
	place_put(&place);
	place_commit(&place);
	place_make(&killed);
	snprintf(command, sizeof(command), "cp %s/examd.db* %s",
	    place.directory, killed.directory);
	assert_int_equal(system(command), 0);
	place_remove(&place);
	place = killed;
	return (int)((st.st_size - 32) / (24 + PAGE));
}

static void
flip(const char *name, off_t at)
{
	int fd = open(place_path(&place, name), O_RDWR);
	uint8_t byte;

	assert_true(fd >= 0);
	assert_int_equal(pread(fd, &byte, 1, at), 1);
	byte ^= 0x10;
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

static void
a_flip_before_the_last_commit_of_the_wal_is_refused(void **state)
{
	off_t at[] = { 0, 9, 17, 27, WAL_FRAME(1) + 2, WAL_FRAME(1) + 9,
		WAL_FRAME(2) + 17, WAL_FRAME(2) + 24 + 100 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(at) / sizeof(*at); i++) {
		(void)leave_wal(5);
		flip("examd.db-wal", at[i]);
		refused("damaged before its last commit");
		place_remove(&place);
		place_make(&place);
	}
}

/* It cannot be told from a power cut in it. */
static void
a_flip_in_the_last_commit_takes_that_commit_alone(void **state)
{
	uint64_t n;
	int before = leave_wal(5);

	(void)state;
	flip("examd.db-wal", WAL_FRAME(before + 1) + 24 + 100);
	place_open(&place);
	assert_int_equal(place_count(&place, &n), ERR_OK);
	assert_int_equal(n, 4);
}

/* Half of a new header was written over the old one: all was checkpointed. */
static void
a_wal_whose_pages_the_database_has_is_not_missed(void **state)
{
	struct place first;
	char command[400];
	uint64_t n;

	(void)state;
	(void)leave_wal(5);
	first = place;
	place_make(&place);
	snprintf(command, sizeof(command), "cp %s/examd.db* %s",
	    first.directory, place.directory);
	assert_int_equal(system(command), 0);
	place_open(&place);
	place_close(&place);
	snprintf(command, sizeof(command), "cp %s/examd.db-wal %s",
	    first.directory, place.directory);
	assert_int_equal(system(command), 0);
	flip("examd.db-wal", 17);
	place_open(&place);
	assert_int_equal(place_count(&place, &n), ERR_OK);
	assert_int_equal(n, 5);
	place_remove(&first);
}

static void
an_empty_database_beside_a_wal_is_refused(void **state)
{
	(void)state;
	(void)leave_wal(2);
	assert_int_equal(truncate(place_path(&place, "examd.db"), 0), 0);
	refused("belong together");
	assert_true(place_has(&place, "examd.db-wal"));
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(what_was_put_fits),
		CLAIM(what_was_not_committed_leaves_no_trace),
		CLAIM(a_changed_object_is_not_shown),
		CLAIM(a_vanished_or_stray_object_is_missed),
		CLAIM(an_objects_sum_is_of_its_table),
		CLAIM(a_changed_snapshot_is_not_shown),
		CLAIM(what_opening_needs_must_be_right),
		CLAIM(a_gap_in_the_journal_is_missed),
		CLAIM(a_flip_before_the_last_commit_of_the_wal_is_refused),
		CLAIM(a_flip_in_the_last_commit_takes_that_commit_alone),
		CLAIM(a_wal_whose_pages_the_database_has_is_not_missed),
		CLAIM(an_empty_database_beside_a_wal_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
