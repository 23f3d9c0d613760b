#include "test.h"

#include "place.h"

#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
report(void *ctx, uint64_t tag)
{
	struct place *p = ctx;

	if (p->n_reported == REPORTS_MAX)
		abort();
	p->reported[p->n_reported++] = tag;
	if (p->acknowledge >= 0 &&
	    write(p->acknowledge, &tag, sizeof(tag)) != sizeof(tag))
		_exit(1);
}

void
place_make(struct place *p)
{
	/* In memory where there is one: faults are injected, not waited for. */
	const char *where = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";

	*p = (struct place){ .acknowledge = -1 };
	snprintf(p->directory, sizeof(p->directory), "%s/exam-store-XXXXXX",
	    where);
	assert_non_null(mkdtemp(p->directory));
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

void
place_remove(struct place *p)
{
	place_close(p);
	assert_int_equal(nftw(p->directory, remove_one, 8,
			     FTW_DEPTH | FTW_PHYS), 0);
}

const char *
place_path(const struct place *p, const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", p->directory, name);
	return path;
}

bool
place_has(const struct place *p, const char *name)
{
	return access(place_path(p, name), F_OK) == 0;
}

enum err
place_try_open(struct place *p, struct diag *d)
{
	struct store_options o = {
		.directory = p->directory,
		.wal_limit = p->wal_limit,
		.ballast = p->ballast,
		.report = report,
		.ctx = p,
	};

	return store_open(&p->store, &o, d);
}

void
place_open(struct place *p)
{
	struct diag d = { 0 };
	enum err e = place_try_open(p, &d);

	if (e != ERR_OK)
		fail_msg("%.*s", SLICE_FMT(buf_slice(&d.text)));
	diag_fini(&d);
}

void
place_close(struct place *p)
{
	store_close(p->store);
	p->store = NULL;
}

/* One static text per call: the payload is borrowed for the put only. */
struct store_event
place_event(const struct place *p)
{
	static char text[40];
	uint64_t n = store_last_position(p->store) + 1;
	int len = snprintf(text, sizeof(text), "answer %llu",
	    (unsigned long long)n);
	struct store_event e = {
		.attempt = 1,
		.previous = n - 1,
		.number = (uint32_t)n,
		.kind = 7,
		.at = { { 1000 + (int64_t)n }, { 5 + (int64_t)n } },
		.payload = { text, (size_t)len },
	};

	memset(e.hash, (int)(n & 0xff), HASH_LEN);
	memset(e.salt, 0xa5, SALT_LEN);
	return e;
}

void
place_put(struct place *p)
{
	struct store_event e = place_event(p);

	store_put_event(p->store, &e, e.number);
}

void
place_commit(struct place *p)
{
	assert_int_equal(store_commit(p->store), ERR_OK);
}

struct count {
	uint64_t n;
	bool whole;
};

static bool
check(void *ctx, const struct store_event *e)
{
	struct count *c = ctx;
	char text[40];

	c->n++;
	snprintf(text, sizeof(text), "answer %llu", (unsigned long long)c->n);
	c->whole = c->whole && e->position == c->n && e->number == c->n &&
	    e->previous == c->n - 1 && e->attempt == 1 && e->kind == 7 &&
	    e->at.wall.ms == 1000 + (int64_t)c->n &&
	    e->hash[31] == (uint8_t)c->n && e->salt[15] == 0xa5 &&
	    slice_is(e->payload, text);
	return true;
}

enum err
place_count(struct place *p, uint64_t *n)
{
	struct count c = { 0, true };
	enum err e = store_each_event(p->store, 0, check, &c);

	assert_true(c.whole);
	*n = c.n;
	return e;
}

void
place_shell(const struct place *p, const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(place_path(p, "examd.db"), &db), 0);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int
place_ask(const struct place *p, const char *name, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *q = NULL;
	int n;

	assert_int_equal(sqlite3_open(place_path(p, name), &db), 0);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(db);
	return n;
}
