#include "support/tamper.h"

#include "test.h"

#include "store/store_internal.h"

static sqlite3 *
open_database(const char *directory)
{
	char *path = sqlite3_mprintf("%s/" STORE_FILE, directory);
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_free(path);
	assert_int_equal(sum_install(db), SQLITE_OK);
	return db;
}

static void
run(sqlite3 *db, const char *fmt, ...)
{
	char *why = NULL, *sql;
	va_list ap;

	va_start(ap, fmt);
	sql = sqlite3_vmprintf(fmt, ap);
	va_end(ap);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	sqlite3_free(sql);
}

/* Every place where these bytes stand. */
static void
change_bytes(struct buf *b, struct slice from, struct slice to)
{
	char *at = b->at;
	size_t n = 0;

	assert_int_equal(from.len, to.len);
	while ((at = memmem(at, b->len - (size_t)(at - b->at), from.at,
		    from.len)) != NULL) {
		memcpy(at, to.at, to.len);
		at += to.len;
		n++;
	}
	assert_true(n > 0);
}

static void
put_body(sqlite3 *db, const char *table, const struct buf *body)
{
	char *sql = sqlite3_mprintf("UPDATE %s SET body = ?1", table);
	sqlite3_stmt *q;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
	sqlite3_bind_blob(q, 1, body->at, (int)body->len, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(q), SQLITE_DONE);
	sqlite3_finalize(q);
	sqlite3_free(sql);
	run(db, "UPDATE %s SET sum = row_sum('%s', key, body)", table, table);
	run(db,
	    "UPDATE sums SET sum = (SELECT table_sum(sum) FROM %s)"
	    " WHERE name = '%s'",
	    table, table);
}

static void
take_body(struct buf *body, sqlite3 *db, const char *table)
{
	char *sql = sqlite3_mprintf("SELECT body FROM %s", table);
	sqlite3_stmt *q;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	buf_put(body, sqlite3_column_blob(q, 0),
	    (size_t)sqlite3_column_bytes(q, 0));
	sqlite3_finalize(q);
	sqlite3_free(sql);
}

void
tamper_object(const char *directory, const char *table, struct slice from,
    struct slice to)
{
	sqlite3 *db = open_database(directory);
	struct buf body = { 0 };

	take_body(&body, db, table);
	change_bytes(&body, from, to);
	put_body(db, table, &body);
	sqlite3_close(db);
	buf_fini(&body);
}

void
tamper_run(const char *directory, const char *sql)
{
	sqlite3 *db = open_database(directory);

	run(db, "%s", sql);
	assert_true(sqlite3_changes(db) > 0);
	sqlite3_close(db);
}
