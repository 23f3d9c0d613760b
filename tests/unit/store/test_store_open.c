/* Whose database is opened, and whose is left alone. */
#include "test.h"

#include "place.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/store_schema.h"

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

/* Opening gives that error, and a diag with these words. */
static void
refused(struct place *p, enum err wanted, const char *words)
{
	struct diag d = { 0 };

	assert_int_equal(place_try_open(p, &d), wanted);
	assert_null(p->store);
	buf_put_u8(&d.text, '\0');
	if (strstr(d.text.at, words) == NULL)
		fail_msg("no \"%s\" in: %s", words, d.text.at);
	diag_fini(&d);
}

static struct buf
content(const char *path)
{
	struct buf b = { 0 };
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	while ((n = fread(buf_reserve(&b, 4096), 1, 4096, f)) > 0)
		b.len += n;
	fclose(f);
	return b;
}

static void
refused_untouched(enum err wanted, const char *words)
{
	struct buf before = content(place_path(&place, "examd.db")), after;

	refused(&place, wanted, words);
	after = content(place_path(&place, "examd.db"));
	assert_true(slice_equal(buf_slice(&before), buf_slice(&after)));
	buf_fini(&before);
	buf_fini(&after);
}

static void
write_file(const char *name, const char *text, size_t len)
{
	FILE *f = fopen(place_path(&place, name), "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	fclose(f);
}

static void
a_directory_that_is_not_there_is_refused(void **state)
{
	struct place nowhere = { .directory = "/nonexistent/exam" };

	(void)state;
	refused(&nowhere, ERR_IO, "data directory");
}

static void
the_file_is_for_its_owner_alone(void **state)
{
	struct stat st;

	(void)state;
	place_open(&place);
	place_put(&place);
	place_commit(&place);
	assert_int_equal(stat(place_path(&place, "examd.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(place_path(&place, "examd.db-wal"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_false(place_has(&place, "examd.db-shm"));
}

static void
a_second_opener_in_this_process_is_refused(void **state)
{
	struct place second = place;

	(void)state;
	place_open(&place);
	memcpy(second.directory, place.directory, sizeof(second.directory));
	refused(&second, ERR_CONFLICT, "another process");
	place_put(&place);
	place_commit(&place);
}

/* A child that holds the store until its pipe ends. */
static pid_t
hold(int *release)
{
	int ready[2], wait[2];
	pid_t child;
	char c = 'r';

	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(wait), 0);
	child = fork();
	if (child == 0) {
		struct diag d = { 0 };

		close(wait[1]);
		if (place_try_open(&place, &d) != ERR_OK ||
		    write(ready[1], &c, 1) != 1)
			_exit(1);
		_exit(read(wait[0], &c, 1) == 0 ? 0 : 1);
	}
	close(wait[0]);
	close(ready[1]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);
	*release = wait[1];
	return child;
}

static void
a_second_opener_is_refused(void **state)
{
	int release, status;
	pid_t child = hold(&release);

	(void)state;
	refused(&place, ERR_CONFLICT, "stop the other examd");
	close(release);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	place_open(&place);
}

static void
a_shell_is_kept_out(void **state)
{
	sqlite3 *db = NULL;

	(void)state;
	place_open(&place);
	assert_int_equal(sqlite3_open(place_path(&place, "examd.db"), &db), 0);
	assert_int_equal(sqlite3_exec(db, "SELECT count(*) FROM journal", NULL,
			     NULL, NULL), SQLITE_BUSY);
	sqlite3_close(db);
}

static void
a_file_that_is_no_database_is_left_alone(void **state)
{
	char text[5000];

	(void)state;
	memset(text, 'x', sizeof(text));
	write_file("examd.db", text, sizeof(text));
	refused_untouched(ERR_STATE, "no database of examd");
}

static void
another_programs_database_is_left_alone(void **state)
{
	(void)state;
	place_shell(&place, "CREATE TABLE recipes(name)");
	refused_untouched(ERR_STATE, "another program");
	place_shell(&place, "PRAGMA application_id = 77");
	refused_untouched(ERR_STATE, "another program (application id 0x4d)");
}

static void
another_programs_wal_is_left_alone(void **state)
{
	struct buf wal;

	(void)state;
	place_shell(&place, "PRAGMA journal_mode = WAL; CREATE TABLE a(b)");
	write_file("examd.db-wal", "left behind", 11);
	refused_untouched(ERR_STATE, "another program");
	wal = content(place_path(&place, "examd.db-wal"));
	assert_true(slice_is(buf_slice(&wal), "left behind"));
	buf_fini(&wal);
}

static void
an_empty_file_becomes_a_store(void **state)
{
	(void)state;
	write_file("examd.db", "", 0);
	place_open(&place);
	place_put(&place);
	place_commit(&place);
}

static void
a_newer_schema_is_refused(void **state)
{
	(void)state;
	place_open(&place);
	place_close(&place);
	place_shell(&place, "PRAGMA user_version = 999");
	refused_untouched(ERR_STATE, "version 999");
}

static void
a_truncated_database_is_refused(void **state)
{
	(void)state;
	place_open(&place);
	place_close(&place);
	assert_int_equal(truncate(place_path(&place, "examd.db"), 4096 + 100),
	    0);
	refused(&place, ERR_STATE, "damaged");
}

static void
a_database_with_a_table_missing_is_refused(void **state)
{
	(void)state;
	place_open(&place);
	place_close(&place);
	place_shell(&place, "DROP TABLE account");
	refused(&place, ERR_STATE, "its tables");
}

/* Every page but the first says nonsense: nothing may crash on it. */
static void
a_damaged_database_is_an_error_and_no_crash(void **state)
{
	struct diag d = { 0 };
	uint64_t n;
	FILE *f;
	int i;

	(void)state;
	place_open(&place);
	for (i = 0; i < 500; i++)
		place_put(&place);
	place_commit(&place);
	place_close(&place);
	f = fopen(place_path(&place, "examd.db"), "r+");
	assert_non_null(f);
	fseek(f, 4096, SEEK_SET);
	for (i = 0; i < 40 * 4096; i++)
		fputc(i * 31 & 0xff, f);
	fclose(f);
	if (place_try_open(&place, &d) == ERR_OK)
		assert_int_equal(place_count(&place, &n), ERR_STATE);
	else
		assert_true(d.count > 0);
	diag_fini(&d);
}

static bool
see(void *ctx, const struct store_event *e)
{
	(void)ctx, (void)e;
	return true;
}

static void
wrong_row(const char *sql)
{
	place_open(&place);
	place_put(&place);
	place_put(&place);
	place_commit(&place);
	place_close(&place);
	place_shell(&place, sql);
	place_open(&place);
	assert_int_equal(store_each_event(place.store, 0, see, NULL),
	    ERR_STATE);
	assert_int_equal(store_walk_back(place.store, 2, see, NULL),
	    ERR_STATE);
	place_remove(&place);
	place_make(&place);
}

static void
a_row_that_cannot_be_right_is_an_error(void **state)
{
	(void)state;
	wrong_row("UPDATE journal SET hash = x'00' WHERE position = 2");
	wrong_row("UPDATE journal SET salt = zeroblob(17) WHERE position = 2");
	wrong_row("UPDATE journal SET previous = 2 WHERE position = 2");
	wrong_row("UPDATE journal SET attempt = -1 WHERE position = 2");
	wrong_row("UPDATE journal SET kind = 70000 WHERE position = 2");
	wrong_row("UPDATE journal SET number = -1 WHERE position = 2");
}

static void
walking_back_into_nothing_is_an_error(void **state)
{
	(void)state;
	place_open(&place);
	assert_int_equal(store_walk_back(place.store, 5, see, NULL), ERR_STATE);
}

static void
walking_back_into_another_attempt_is_an_error(void **state)
{
	struct store_event e = { .attempt = 1 };

	(void)state;
	place_open(&place);
	store_put_event(place.store, &e, 0);
	e.attempt = 2;
	e.previous = 1;
	store_put_event(place.store, &e, 0);
	assert_int_equal(store_walk_back(place.store, 2, see, NULL), ERR_STATE);
}

static const char *const steps[] = {
	"CREATE TABLE one(a INTEGER) STRICT; INSERT INTO one VALUES(41)",
	"ALTER TABLE one ADD COLUMN b INTEGER; UPDATE one SET a = a + 1",
	"INSERT INTO one VALUES(1, 2); nonsense",
};

/* Open what is there and bring it to a version of those steps. */
static enum err
upgrade(int version)
{
	const struct schema wanted = { steps, version };
	const char *path = place_path(&place, "examd.db");
	struct diag d = { .path = path };
	sqlite3 *db = NULL;
	int found = -1;
	enum err e;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	e = schema_identify(&found, db, &wanted, &d);
	if (e == ERR_OK)
		e = schema_upgrade(db, &wanted, found, path, &d);
	sqlite3_close(db);
	diag_fini(&d);
	return e;
}

static void
an_older_schema_is_migrated_after_a_copy(void **state)
{
	(void)state;
	assert_int_equal(upgrade(1), ERR_OK);
	assert_false(place_has(&place, "examd.db.before-0"));
	assert_int_equal(upgrade(2), ERR_OK);
	assert_int_equal(place_ask(&place, "examd.db", "SELECT a FROM one"),
	    42);
	assert_int_equal(place_ask(&place, "examd.db.before-1",
			     "SELECT a FROM one"), 41);
	assert_int_equal(place_ask(&place, "examd.db.before-1",
			     "PRAGMA user_version"), 1);
	assert_int_equal(upgrade(2), ERR_OK);
	assert_int_equal(upgrade(1), ERR_STATE);
}

static void
a_migration_that_fails_changes_nothing(void **state)
{
	(void)state;
	assert_int_equal(upgrade(1), ERR_OK);
	assert_int_equal(upgrade(3), ERR_STATE);
	assert_int_equal(place_ask(&place, "examd.db", "PRAGMA user_version"),
	    1);
	assert_int_equal(place_ask(&place, "examd.db", "SELECT a FROM one"),
	    41);
	assert_int_equal(upgrade(2), ERR_OK);
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(a_directory_that_is_not_there_is_refused),
		CLAIM(the_file_is_for_its_owner_alone),
		CLAIM(a_second_opener_in_this_process_is_refused),
		CLAIM(a_second_opener_is_refused),
		CLAIM(a_shell_is_kept_out),
		CLAIM(a_file_that_is_no_database_is_left_alone),
		CLAIM(another_programs_database_is_left_alone),
		CLAIM(another_programs_wal_is_left_alone),
		CLAIM(an_empty_file_becomes_a_store),
		CLAIM(a_newer_schema_is_refused),
		CLAIM(a_truncated_database_is_refused),
		CLAIM(a_database_with_a_table_missing_is_refused),
		CLAIM(a_damaged_database_is_an_error_and_no_crash),
		CLAIM(a_row_that_cannot_be_right_is_an_error),
		CLAIM(walking_back_into_nothing_is_an_error),
		CLAIM(walking_back_into_another_attempt_is_an_error),
		CLAIM(an_older_schema_is_migrated_after_a_copy),
		CLAIM(a_migration_that_fails_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
