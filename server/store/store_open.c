/*
 * Opening, in this order: lock, look whose it is and whether its WAL is whole,
 * set up, make durable what was recovered, take the schema's steps and make
 * them durable, see whether what is there fits together.
 */
#include <string.h>

#include "base/log.h"
#include "store/store_internal.h"
#include "store/store_schema.h"

static sqlite3_mem_methods plain;

static void *
take_memory(int n)
{
	return alloc_checked(plain.xMalloc(n));
}

static void *
resize_memory(void *p, int n)
{
	return alloc_checked(plain.xRealloc(p, n));
}

/*
 * Without memory SQLite stops the process, as we do: what it tells instead, by
 * a NULL here and there, could be taken for damage.  A process that used it
 * before keeps what it has.
 */
static void
choose_memory(void)
{
	sqlite3_mem_methods ours;

	if (plain.xMalloc != NULL ||
	    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK)
		return;
	ours = plain;
	ours.xMalloc = take_memory;
	ours.xRealloc = resize_memory;
	(void)sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
}

/* Before anything is read: nothing foreign may act, nothing may be written. */
static int
harden(sqlite3 *db)
{
	static const struct {
		int option, value;
	} settings[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },
	};
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; i < sizeof(settings) / sizeof(*settings); i++)
		if (rc == SQLITE_OK)
			rc = sqlite3_db_config(db, settings[i].option,
			    settings[i].value, NULL);
	return rc;
}

static enum err
connect(struct store *s, const char *path, struct diag *d)
{
	int rc;

	/* SQLite would take it for a new one, and remove the WAL. */
	if (disk_file_bytes(&s->disk, STORE_FILE) == 0 &&
	    disk_file_bytes(&s->disk, STORE_WAL) > 0) {
		diag_add(d, 0, STORE_FILE,
		    "it is empty or not there, and its WAL is not: both belong "
		    "together; restore the last backup");
		return ERR_STATE;
	}
	if (!disk_touch(&s->disk, STORE_FILE))
		return store_explain(NULL, SQLITE_CANTOPEN, "cannot create it",
		    d);
	rc = sqlite3_open_v2(path, &s->db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE, NULL);
	if (rc == SQLITE_OK)
		rc = harden(s->db);
	/* Exclusive before the WAL is first touched: it needs no -shm. */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(s->db, "PRAGMA locking_mode = EXCLUSIVE",
		    NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return store_explain(s->db, rc, "cannot be opened", d);
	return ERR_OK;
}

/* Does the pragma answer what it must? */
static int
pragma(sqlite3 *db, const char *sql, const char *answer)
{
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &q, NULL);
	bool right = false;

	if (rc != SQLITE_OK)
		return rc;
	if (sqlite3_step(q) == SQLITE_ROW)
		right = strcmp((const char *)sqlite3_column_text(q, 0),
		    answer) == 0;
	rc = sqlite3_finalize(q);
	return rc == SQLITE_OK && !right ? SQLITE_ERROR : rc;
}

#define TEXT_(number) #number
#define TEXT(number) TEXT_(number)

/* No spill: the disk is written by COMMIT and checkpoints, nothing else. */
static enum err
configure(struct store *s, struct diag *d)
{
	int rc = sqlite3_exec(s->db, "PRAGMA synchronous = FULL;"
	    "PRAGMA mmap_size = 0;"
	    "PRAGMA cell_size_check = ON;"
	    "PRAGMA temp_store = MEMORY;"
	    "PRAGMA cache_size = -" TEXT(STORE_CACHE_KIB) ";"
	    "PRAGMA cache_spill = OFF", NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = pragma(s->db, "PRAGMA journal_mode = WAL", "wal");
	if (rc == SQLITE_OK)
		rc = pragma(s->db, "PRAGMA encoding", "UTF-8");
	if (rc == SQLITE_OK)
		rc = pragma(s->db, "PRAGMA auto_vacuum", "0");
	if (rc == SQLITE_OK)
		rc = pragma(s->db, "PRAGMA locking_mode", "exclusive");
	if (rc == SQLITE_OK)
		rc = pragma(s->db, "PRAGMA synchronous", "2");
	checkpoint_watch(s);
	if (rc != SQLITE_OK)
		return store_explain(s->db, rc, "cannot be set up", d);
	return ERR_OK;
}

/* What a killed process left in the WAL is made durable before anybody is
 * answered from it. */
static enum err
settle(struct store *s, struct diag *d)
{
	int rc = checkpoint_renew_wal(s);

	if (rc == SQLITE_OK)
		rc = checkpoint_run(s, true);
	if (rc != SQLITE_OK)
		return store_explain(s->db, rc, "cannot recover", d);
	if (!disk_sync(&s->disk) || !disk_is_sound(&s->disk))
		return store_explain(s->db, SQLITE_IOERR_DIR_FSYNC,
		    "cannot sync the data directory", d);
	return ERR_OK;
}

static enum err
remember_facts(struct store *s, struct diag *d)
{
	int rc = store_ask(&s->page_bytes, s->db, "PRAGMA page_size");
	enum err e;

	if (rc == SQLITE_OK)
		rc = change_prepare(s);
	if (rc != SQLITE_OK)
		return store_explain(s->db, rc, "cannot be read", d);
	e = store_read_facts(s);
	if (e == ERR_STATE)
		diag_add(d, 0, STORE_FILE,
		    "the database is damaged, the log says where; keep a copy "
		    "of the data directory and restore the last backup");
	else if (e != ERR_OK)
		diag_add(d, 0, STORE_FILE,
		    "it cannot be read, the log says why");
	return e;
}

static enum err
check_wal(struct store *s, struct diag *d)
{
	int rc = wal_check(s);

	if (rc == SQLITE_OK)
		return ERR_OK;
	if (rc != SQLITE_CORRUPT)
		return store_explain(s->db, rc, "its WAL cannot be read", d);
	diag_add(d, 0, STORE_WAL,
	    "it is damaged before its last commit, so "
	    "that saved answers would be lost; keep a copy of the data "
	    "directory and restore the last backup");
	return ERR_STATE;
}

static enum err
open_at(struct store *s, const char *path, struct diag *d)
{
	int version = 0;
	enum err e = connect(s, path, d);

	if (e == ERR_OK)
		e = schema_identify(&version, s->db, &schema_current, d);
	if (e == ERR_OK)
		e = check_wal(s, d);
	if (e == ERR_OK)
		e = configure(s, d);
	if (e == ERR_OK)
		e = settle(s, d);
	if (e == ERR_OK && version < schema_current.version) {
		e = schema_upgrade(s->db, &schema_current, version, path, d);
		if (e == ERR_OK)
			e = settle(s, d);
	}
	return e == ERR_OK ? remember_facts(s, d) : e;
}

enum err
store_open(struct store **out, const struct store_options *options,
    struct diag *d)
{
	struct store *s = alloc_zero(1, sizeof(*s));
	struct buf path = { 0 };
	enum err e;

	if (d->path == NULL)
		d->path = options->directory;
	choose_memory();
	s->options = *options;
	s->options.directory = NULL;
	s->disk.directory = s->disk.pulse = -1;
	buf_printf(&path, "%s/" STORE_FILE, options->directory);
	e = disk_open(&s->disk, options->directory, d);
	if (e == ERR_OK)
		e = open_at(s, path.at, d);
	buf_fini(&path);
	if (e != ERR_OK) {
		store_close(s);
		return e;
	}
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
	disk_keep_ballast(&s->disk, options->ballast);
	*out = s;
	return ERR_OK;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	change_finish(s);
	if (sqlite3_close(s->db) != SQLITE_OK)
		log_line(LOG_ERROR, "store: closed while in use");
	disk_close(&s->disk);
	buf_fini(&s->tags);
	buf_fini(&s->reported);
	free(s);
}
