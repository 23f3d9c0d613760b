/* A backup of the running store is a store. */
#include "test.h"

#include "place.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static struct place place, copy;

static int
begin(void **state)
{
	(void)state;
	place_make(&place);
	place_make(&copy);
	place_open(&place);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	place_remove(&place);
	place_remove(&copy);
	return 0;
}

static void
put_many(int n)
{
	while (n-- > 0)
		place_put(&place);
	place_commit(&place);
}

static struct store_backup *
start(void)
{
	struct store_backup *b = NULL;
	struct diag d = { 0 };

	assert_int_equal(store_backup_start(&b, place.store,
			     place_path(&copy, "examd.db"), &d), ERR_OK);
	diag_fini(&d);
	return b;
}

static bool
step(struct store_backup *b, int pages)
{
	int remaining = -1;
	bool done = false;

	assert_int_equal(store_backup_step(b, pages, &done, &remaining),
	    ERR_OK);
	assert_true(remaining >= 0);
	return done;
}

static uint64_t
restored(void)
{
	uint64_t n;

	place_open(&copy);
	assert_int_equal(place_count(&copy, &n), ERR_OK);
	place_put(&copy);
	place_commit(&copy);
	place_close(&copy);
	return n;
}

static void
a_backup_opens_as_a_store(void **state)
{
	struct store_backup *b;
	struct stat st;

	(void)state;
	put_many(500);
	b = start();
	while (!step(b, 5))
		;
	assert_true(step(b, 5));
	store_backup_free(b);
	assert_int_equal(stat(place_path(&copy, "examd.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_false(place_has(&copy, "examd.db.part"));
	assert_int_equal(restored(), 500);
}

static void
a_backup_under_writes_holds_every_commit_up_to_its_end(void **state)
{
	struct store_backup *b;
	uint64_t n = 200;

	(void)state;
	place_close(&place);
	place.wal_limit = 64 << 10;
	place_open(&place);
	put_many(200);
	for (b = start(); !step(b, 2); n += 3) {
		put_many(3);
		assert_int_equal(store_checkpoint(place.store, true), ERR_OK);
	}
	store_backup_free(b);
	put_many(1);
	assert_int_equal(restored(), n);
}

static void
a_step_while_something_is_pending_copies_nothing(void **state)
{
	struct store_backup *b;
	int i;

	(void)state;
	put_many(10);
	b = start();
	place_put(&place);
	for (i = 0; i < 100; i++)
		assert_false(step(b, 100));
	place_commit(&place);
	while (!step(b, 100))
		;
	store_backup_free(b);
	assert_int_equal(restored(), 11);
}

static void
an_unfinished_backup_leaves_no_file(void **state)
{
	struct store_backup *b;

	(void)state;
	put_many(500);
	b = start();
	assert_false(step(b, 1));
	assert_true(place_has(&copy, "examd.db.part"));
	store_backup_free(b);
	assert_false(place_has(&copy, "examd.db.part"));
	assert_false(place_has(&copy, "examd.db"));
}

static void
a_file_that_exists_is_not_overwritten(void **state)
{
	const char *path = place_path(&copy, "examd.db");
	struct store_backup *b = NULL;
	struct diag d = { 0 };
	FILE *f = fopen(path, "w");

	(void)state;
	assert_non_null(f);
	fclose(f);
	assert_int_equal(store_backup_start(&b, place.store, path, &d),
	    ERR_CONFLICT);
	assert_int_equal(d.count, 1);
	diag_fini(&d);
}

static void
a_place_that_cannot_be_written_harms_nothing(void **state)
{
	struct store_backup *b = NULL;
	struct diag d = { 0 };

	(void)state;
	assert_int_equal(store_backup_start(&b, place.store,
			     "/nonexistent/examd.db", &d), ERR_SYS);
	assert_int_equal(d.count, 1);
	diag_fini(&d);
	put_many(1);
}

static void
a_part_left_behind_is_replaced(void **state)
{
	FILE *f = fopen(place_path(&copy, "examd.db.part"), "w");
	struct store_backup *b;

	(void)state;
	assert_non_null(f);
	fputs("half a backup", f);
	fclose(f);
	put_many(3);
	b = start();
	while (!step(b, 100))
		;
	store_backup_free(b);
	assert_int_equal(restored(), 3);
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(a_backup_opens_as_a_store),
		CLAIM(a_backup_under_writes_holds_every_commit_up_to_its_end),
		CLAIM(a_step_while_something_is_pending_copies_nothing),
		CLAIM(an_unfinished_backup_leaves_no_file),
		CLAIM(a_file_that_exists_is_not_overwritten),
		CLAIM(a_place_that_cannot_be_written_harms_nothing),
		CLAIM(a_part_left_behind_is_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
