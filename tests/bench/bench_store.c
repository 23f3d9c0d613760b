/*
 * bench_store [EVENTS [DIRECTORY]]
 *
 * Appends events through store.h, and the same rows through bare SQLite with
 * the same settings, in batches of 1, 32 and 256.  The processor time is the
 * figure to compare; the rate is the disk's.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "store/store.h"

#define PAYLOAD_LEN 200

struct cost {
	int64_t wall_us, cpu_us;
};

static char payload[PAYLOAD_LEN];

static int64_t
cpu_us(void)
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return (int64_t)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1000000 +
	    r.ru_utime.tv_usec + r.ru_stime.tv_usec;
}

static struct cost
cost_begin(void)
{
	return (struct cost){ clock_stopwatch_us(), cpu_us() };
}

static struct cost
cost_since(struct cost began)
{
	return (struct cost){ clock_stopwatch_us() - began.wall_us,
		cpu_us() - began.cpu_us };
}

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "bench_store: %s failed\n", what);
	exit(1);
}

static void
report(void *ctx, uint64_t tag)
{
	uint64_t *n = ctx;

	(void)tag;
	(*n)++;
}

static struct cost
through_store(const char *directory, int events, int batch)
{
	uint64_t reported = 0;
	struct store_options o = { .directory = directory, .report = report,
		.ctx = &reported };
	struct store_event e = { .attempt = 1,
		.payload = { payload, PAYLOAD_LEN } };
	struct diag d = { 0 };
	struct store *s;
	struct cost c;
	int i;

	must(store_open(&s, &o, &d) == ERR_OK, "open");
	c = cost_begin();
	for (i = 1; i <= events; i++) {
		e.previous = e.position;
		store_put_event(s, &e, (uint64_t)i);
		if (i % batch != 0 && i != events)
			continue;
		must(store_commit(s) == ERR_OK, "commit");
		must(store_checkpoint(s, false) == ERR_OK, "checkpoint");
	}
	c = cost_since(c);
	must(reported == (uint64_t)events, "every report");
	store_close(s);
	return c;
}

static sqlite3 *
bare_open(const char *path)
{
	sqlite3 *db;

	must(sqlite3_open(path, &db) == SQLITE_OK, "open");
	must(sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE;"
	    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
	    "PRAGMA cache_size = -16384;"
	    "CREATE TABLE journal(position INTEGER PRIMARY KEY, attempt INTEGER,"
	    " previous INTEGER, number INTEGER, kind INTEGER, wall INTEGER,"
	    " mono INTEGER, hash BLOB, salt BLOB, payload BLOB) STRICT",
	    NULL, NULL, NULL) == SQLITE_OK, "setting up");
	return db;
}

static void
bare_insert(sqlite3_stmt *q, int position)
{
	static const char hash[HASH_LEN], salt[SALT_LEN];
	int i;

	sqlite3_bind_int64(q, 1, position);
	sqlite3_bind_int64(q, 2, 1);
	sqlite3_bind_int64(q, 3, position - 1);
	for (i = 4; i <= 7; i++)
		sqlite3_bind_int64(q, i, 0);
	sqlite3_bind_blob(q, 8, hash, HASH_LEN, SQLITE_STATIC);
	sqlite3_bind_blob(q, 9, salt, SALT_LEN, SQLITE_STATIC);
	sqlite3_bind_blob(q, 10, payload, PAYLOAD_LEN, SQLITE_STATIC);
	sqlite3_step(q);
	must(sqlite3_reset(q) == SQLITE_OK, "insert");
}

static struct cost
through_sqlite(const char *path, int events, int batch)
{
	sqlite3 *db = bare_open(path);
	sqlite3_stmt *insert, *begin, *commit;
	struct cost c;
	int i;

	sqlite3_prepare_v2(db, "INSERT INTO journal VALUES(?,?,?,?,?,?,?,?,?,?)",
	    -1, &insert, NULL);
	sqlite3_prepare_v2(db, "BEGIN", -1, &begin, NULL);
	sqlite3_prepare_v2(db, "COMMIT", -1, &commit, NULL);
	c = cost_begin();
	for (i = 1; i <= events; i++) {
		if (sqlite3_get_autocommit(db) != 0) {
			sqlite3_step(begin);
			sqlite3_reset(begin);
		}
		bare_insert(insert, i);
		if (i % batch != 0 && i != events)
			continue;
		sqlite3_step(commit);
		must(sqlite3_reset(commit) == SQLITE_OK, "commit");
	}
	c = cost_since(c);
	sqlite3_finalize(insert);
	sqlite3_finalize(begin);
	sqlite3_finalize(commit);
	sqlite3_close(db);
	return c;
}

static void
print(const char *name, int batch, int events, struct cost c)
{
	printf("%-8s %5d %10.0f %10.2f\n", name, batch,
	    (double)events * 1e6 / (double)c.wall_us,
	    (double)c.cpu_us / (double)events);
}

static void
compare(const char *parent, int events, int batch)
{
	char directory[512], path[600];
	struct cost ours, bare;

	snprintf(directory, sizeof(directory), "%s/bench-store-XXXXXX", parent);
	must(mkdtemp(directory) != NULL, "a directory");
	snprintf(path, sizeof(path), "%s/bare.db", directory);
	bare = through_sqlite(path, events, batch);
	must(unlink(path) == 0, "removing");
	ours = through_store(directory, events, batch);
	snprintf(path, sizeof(path), "%s/examd.db", directory);
	must(unlink(path) == 0 && rmdir(directory) == 0, "removing");
	print("sqlite", batch, events, bare);
	print("store", batch, events, ours);
	printf("%-8s %5d %10.2f %10.2f\n", "ratio", batch,
	    (double)bare.wall_us / (double)ours.wall_us,
	    (double)ours.cpu_us / (double)bare.cpu_us);
}

int
main(int argc, char **argv)
{
	static const int batches[] = { 1, 32, 256 };
	int events = argc > 1 ? atoi(argv[1]) : 2000;
	const char *parent = argc > 2 ? argv[2] : "/tmp";
	size_t i;

	must(events > 0, "a number of events above zero");
	hash_random(payload, sizeof(payload));
	printf("%-8s %5s %10s %10s\n", "", "batch", "events/s", "CPU us each");
	for (i = 0; i < sizeof(batches) / sizeof(*batches); i++)
		compare(parent, events, batches[i]);
	return 0;
}
