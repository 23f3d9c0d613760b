/* A data directory from a backup, made without a server. */
#include <errno.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "examctl/commands.h"
#include "examctl/data_directory.h"
#include "examctl/files.h"
#include "examctl/say.h"
#include "examctl/text.h"

#define PATH_ROOM (PATH_MAX + 64)

/* What a backup holds, under the names that a data directory has. */
static const struct piece {
	const char *name;
	bool needed;
	mode_t mode;
} pieces[] = {
	{ "examd.db", true, 0600 },
	{ "keys/pepper", true, 0600 },
	{ "examd.conf", false, 0600 },
	{ "keys/ca.pem", false, 0644 },
	{ "keys/ca-key.pem", false, 0600 },
	{ "keys/cert.pem", false, 0644 },
	{ "keys/key.pem", false, 0600 },
	{ "keys/evidence.pem", false, 0600 },
	{ "keys/evidence.keys", false, 0644 },
	{ "keys/high-water", false, 0600 },
};

#define N_PIECES (sizeof(pieces) / sizeof(*pieces))

/* Its path in the backup; false: it cannot be read there. */
static bool
find_piece(char path[PATH_ROOM], const char *backup, const struct piece *p)
{
	snprintf(path, PATH_ROOM, "%s/%s", backup, p->name);
	return access(path, R_OK) == 0;
}

static enum err
find_all(const char *backup, struct diag *d)
{
	char path[PATH_ROOM];
	enum err e = ERR_OK;
	size_t i;

	if (access(backup, R_OK | X_OK) != 0) {
		diag_add(d, 0, backup, "cannot be read: %s", strerror(errno));
		return ERR_INVALID;
	}
	for (i = 0; i < N_PIECES; i++)
		if (pieces[i].needed && !find_piece(path, backup, &pieces[i])) {
			diag_add(d, 0, backup, "has no %s that can be read",
			    pieces[i].name);
			e = ERR_STATE;
		}
	return e;
}

/* The first row of PRAGMA integrity_check; true if it says "ok". */
static bool
is_whole(sqlite3 *db, const char *path, struct diag *d)
{
	sqlite3_stmt *check = NULL;
	bool whole = false;

	if (sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &check,
		NULL) == SQLITE_OK &&
	    sqlite3_step(check) == SQLITE_ROW) {
		const char *words =
		    (const char *)sqlite3_column_text(check, 0);

		whole = words != NULL && strcmp(words, "ok") == 0;
		if (!whole)
			diag_add(d, 0, path, "is damaged: %s",
			    words != NULL ? words : "no memory");
	} else
		diag_add(d, 0, path, "is damaged or no database: %s",
		    sqlite3_errmsg(db));
	sqlite3_finalize(check);
	return whole;
}

/* Opened as a file that cannot change, so that nothing is left beside it. */
static enum err
check_database(const char *backup, struct diag *d)
{
	char path[PATH_ROOM];
	struct buf uri = { 0 };
	sqlite3 *db = NULL;
	bool whole = false;

	if (!find_piece(path, backup, &pieces[0]))
		return ERR_STATE;
	buf_put_text(&uri, "file:");
	text_encode(&uri, path);
	buf_put_text(&uri, "?immutable=1");
	buf_put_u8(&uri, '\0');
	if (sqlite3_open_v2(uri.at, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
		NULL) == SQLITE_OK)
		whole = is_whole(db, path, d);
	else
		diag_add(d, 0, path, "cannot be opened as a database");
	sqlite3_close(db);
	buf_fini(&uri);
	return whole ? ERR_OK : ERR_STATE;
}

static enum err
copy_piece(struct buf *told, const char *backup, const char *to,
    const struct piece *p, struct diag *d)
{
	char from_path[PATH_ROOM], to_path[PATH_ROOM];
	enum err e;

	if (!find_piece(from_path, backup, p))
		return ERR_OK; /* the needed ones are there: find_all() */
	snprintf(to_path, sizeof(to_path), "%s/%s", to, p->name);
	e = files_copy_new(to_path, from_path, p->mode, d);
	if (e == ERR_OK)
		buf_printf(told, "%-16s restored and compared\n", p->name);
	return e;
}

enum err
data_directory_restore(struct buf *told, const char *backup, const char *path,
    struct diag *d)
{
	char keys[PATH_ROOM];
	enum err e = find_all(backup, d);
	size_t i;

	if (e == ERR_OK)
		e = check_database(backup, d);
	if (e == ERR_OK)
		e = files_make_directory(path, d);
	snprintf(keys, sizeof(keys), "%s/keys", path);
	if (e == ERR_OK)
		e = files_make_directory(keys, d);
	for (i = 0; i < N_PIECES && e == ERR_OK; i++)
		e = copy_piece(told, backup, path, &pieces[i], d);
	if (e == ERR_OK)
		e = files_sync_directory(keys, d);
	return e == ERR_OK ? files_sync_directory(path, d) : e;
}

enum outcome
run_restore(struct call *call)
{
	struct diag d = { .path = "examctl" };
	struct buf told = { 0 };
	enum err e = data_directory_restore(&told, call->arguments[0],
	    call->arguments[1], &d);

	say_buf(&told);
	fflush(stdout);
	fprintf(stderr, "%.*s", SLICE_FMT(buf_slice(&d.text)));
	diag_fini(&d);
	if (e != ERR_OK)
		return e == ERR_INVALID ? MISUSED : REFUSED;
	say("The database is whole.  Start it: examd -c %s/examd.conf\n",
	    call->arguments[1]);
	return DONE;
}
