/*
 * upgrade: a database of every schema that was committed becomes today's, with
 * every row of it; an upgrade that is killed in any of its writes can be
 * repeated.  A hall then folds its journal, or says that it cannot because it
 * is of another version, and where the copy is.
 *
 * Each was written down by the code of its time, see released/README.md.
 */
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "campaign.h"
#include "store/store_schema.h"
#include "support/faulty_vfs.h"
#include "support/scene.h"

/* Whoever adds a step keeps a database of this version, first. */
#define NEWEST 4
static const int released[] = { 1, 2 };
#define N_RELEASED (sizeof(released) / sizeof(*released))

#define EVENTS 90		  /* in each */
#define AT INT64_C(1777892404500) /* 2026-05-04T11:00:04.5Z */
#define DEATHS 8		  /* in a case */

enum { DONE, DEAD };

/* What there is before: all in the database, or the end in the WAL. */
struct origin {
	int version;
	bool wal;
};

static struct buf text[N_RELEASED]; /* SQL */

/* ---- the old database ---- */

static void
must_sql(sqlite3 *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		case_fails("%.60s: %s", sql, why);
}

static void
path_in(
    char path[2 * SCENE_PATH_MAX + 32], const struct scene *s, const char *name)
{
	scene_directory(path, s);
	strcat(path, name);
}

static sqlite3 *
open_shell(const struct scene *s, const char *name)
{
	char path[2 * SCENE_PATH_MAX + 32];
	sqlite3 *db = NULL;

	path_in(path, s, name);
	if (sqlite3_open(path, &db) != SQLITE_OK)
		case_fails("%s cannot be opened", path);
	return db;
}

/* As a server of that version left it, by a kill if the WAL is there. */
static void
make_old(const struct scene *s, const struct origin *o, struct slice sql)
{
	static const char cut[] = "-- WAL\n";
	sqlite3 *db = open_shell(s, "/examd.db");
	char *all = alloc_zero(sql.len + 1, 1), *rest;

	memcpy(all, sql.at, sql.len);
	rest = strstr(all, cut);
	*rest = '\0';
	must_sql(db, "PRAGMA locking_mode = EXCLUSIVE");
	must_sql(db, all);
	must_sql(db, "PRAGMA journal_mode = WAL");
	if (o->wal)
		sqlite3_db_config(
		    db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	must_sql(db, rest + strlen(cut));
	sqlite3_close(db);
	free(all);
}

static void
begin(struct scene *s, const struct origin *o, size_t which)
{
	static const struct scene then = { .now.wall = { AT },
		.boottime = 4 * HOURS(1) + 4500 };

	scene_make(s, &then);
	make_old(s, o, buf_slice(&text[which]));
}

/* ---- the new one ---- */

static void
check_number(sqlite3 *db, const char *sql, int expected)
{
	sqlite3_stmt *q = NULL;
	int got = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK &&
	    sqlite3_step(q) == SQLITE_ROW)
		got = sqlite3_column_int(q, 0);
	sqlite3_finalize(q);
	if (got != expected)
		case_fails("%s: %d, not %d", sql, got, expected);
}

/* The copy from before is what it was, and all its events are there. */
static void
check_files(const struct scene *s, int version)
{
	static const char *const tables[] = { "bank", "programme", "sitting",
		"candidate", "account", "session", "proposal", "reply",
		"result", "import", "approval" };
	char name[32], path[2 * SCENE_PATH_MAX + 32], sql[400];
	sqlite3 *db;
	size_t i;

	snprintf(name, sizeof(name), "/examd.db.before-%d", version);
	db = open_shell(s, name);
	check_number(db, "PRAGMA user_version", version);
	check_number(db, "SELECT count(*) FROM journal", EVENTS);
	sqlite3_close(db);
	path_in(path, s, name);
	db = open_shell(s, "/examd.db");
	snprintf(sql, sizeof(sql), "ATTACH '%s' AS old", path);
	must_sql(db, sql);
	check_number(db, "PRAGMA main.user_version", schema_current.version);
	check_number(db,
	    "SELECT count(*) FROM old.journal AS o"
	    " JOIN main.journal AS n USING(position)"
	    " WHERE o.hash = n.hash AND o.salt = n.salt"
	    " AND o.payload = n.payload",
	    EVENTS);
	for (i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		snprintf(sql, sizeof(sql),
		    "SELECT count(*) FROM (SELECT key, body FROM old.%s"
		    " EXCEPT SELECT key, body FROM main.%s)",
		    tables[i], tables[i]);
		check_number(db, sql, 0);
	}
	sqlite3_close(db);
}

static bool
see_event(void *ctx, const struct store_event *e)
{
	uint64_t *n = ctx;

	*n = e->position;
	return true;
}

static bool
see_object(void *ctx, const char *key, struct slice body)
{
	(void)ctx, (void)key, (void)body;
	return true;
}

/* All that is there has the right sums. */
static void
check_sums(struct store *store)
{
	uint64_t last = 0;
	int kind;

	if (store_each_event(store, 0, see_event, &last) != ERR_OK ||
	    last != EVENTS)
		case_fails(
		    "the journal ends at %llu", (unsigned long long)last);
	for (kind = 0; kind < N_STORE_KINDS; kind++)
		if (store_each_object(store, (enum store_kind)kind, see_object,
			NULL) != ERR_OK)
			case_fails("objects of kind %d", kind);
}

/* Nobody may be told that it is damaged, for it is not. */
static void
fold(struct scene *s)
{
	struct diag diag = { .path = "data" };

	if (scene_try_start(s, 1000, false, &diag) != ERR_OK &&
	    memmem(diag.text.at, diag.text.len, "another version", 15) == NULL)
		case_fails("%.*s", SLICE_FMT(buf_slice(&diag.text)));
	diag_fini(&diag);
}

static void
finish(struct scene *s, int version)
{
	char path[2 * SCENE_PATH_MAX];
	struct store_options o = { .directory = path };
	struct diag diag = { .path = "data" };
	struct store *store;

	scene_directory(path, s);
	if (store_open(&store, &o, &diag) != ERR_OK)
		case_fails("version %d: %.*s", version,
		    SLICE_FMT(buf_slice(&diag.text)));
	diag_fini(&diag);
	check_sums(store);
	store_close(store);
	check_files(s, version);
	fold(s);
}

/* ---- deaths ---- */

/* In a process of its own, which dies in that call or upgrades in peace. */
static bool
dies(const struct scene *s, enum fault what, int nth)
{
	char path[2 * SCENE_PATH_MAX];
	struct store_options o = { .directory = path };
	struct diag diag = { .path = "data" };
	struct store *store;
	pid_t child;
	int status;

	scene_directory(path, s);
	child = fork();
	if (child == 0) {
		faulty_install();
		faulty_arm(what, nth, FAULT_DIE, false);
		(void)!store_open(&store, &o, &diag);
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child)
		case_fails("a child was lost");
	return status != 0;
}

static void
play_death(struct campaign_case *c, size_t which, int nth)
{
	static const enum fault faults[] = { FAULT_WRITE, FAULT_SYNC,
		FAULT_TRUNCATE, FAULT_DELETE };
	struct origin o = { released[which / 2], which % 2 == 1 };
	struct scene s;
	size_t i = rng_below(&c->rng, 8);

	begin(&s, &o, which / 2);
	c->done[DONE]++;
	/* Twice over: the repeated one may be killed, too. */
	c->done[DEAD] += dies(&s, faults[i < 4 ? i : i % 2], nth);
	c->done[DEAD] +=
	    dies(&s, FAULT_WRITE, 1 + (int)rng_below(&c->rng, 48));
	finish(&s, o.version);
	scene_close(&s);
}

static void
play(struct campaign_case *c)
{
	int i;

	for (i = 0; i < DEATHS; i++)
		play_death(c, (size_t)i % (2 * N_RELEASED),
		    1 + (int)rng_below(&c->rng, 48));
}

/* ---- in peace ---- */

static void
prepare(void)
{
	char path[64];
	struct scene s;
	size_t i;

	if (schema_current.version != NEWEST)
		case_fails("the schema is %d: keep a database of %d, see "
			   "tests/survive/released/README.md",
		    schema_current.version, NEWEST);
	for (i = 0; i < 2 * N_RELEASED; i++) {
		struct origin o = { released[i / 2], i % 2 == 1 };

		snprintf(path, sizeof(path), "tests/survive/released/%d.sql",
		    o.version);
		if (i % 2 == 0 && file_read(&text[i / 2], path, 1 << 20) != 0)
			case_fails("%s cannot be read", path);
		begin(&s, &o, i / 2);
		finish(&s, o.version);
		scene_close(&s);
	}
}

static void
clear(void)
{
	size_t i;

	for (i = 0; i < N_RELEASED; i++)
		buf_fini(&text[i]);
}

int
main(int argc, char *argv[])
{
	static const struct campaign upgrade = { .name = "upgrade",
		.tallies = { "upgrades", "deaths" },
		.count = 48,
		.patience_s = 120,
		.is_quiet = true,
		.prepare = prepare,
		.play = play,
		.clear = clear };

	return campaign_run(&upgrade, argc, argv);
}
