#include "store/store_schema.h"

#include "base/log.h"
#include "store/store_internal.h"

/*
 * journal has no index beside its rowid and no trigger: appending must stay a
 * write to the tail.  A new database takes all steps, like an old one: so a kind
 * of object that is added to STORE_OBJECTS needs a step of its own with
 * OBJECTS(table), and no step says STORE_OBJECTS.
 */
#define TABLES                                                                 \
	"CREATE TABLE journal("                                                \
	" position INTEGER PRIMARY KEY,"                                       \
	" attempt INTEGER NOT NULL,"                                           \
	" previous INTEGER NOT NULL,"                                          \
	" number INTEGER NOT NULL,"                                            \
	" kind INTEGER NOT NULL,"                                              \
	" wall INTEGER NOT NULL,"                                              \
	" mono INTEGER NOT NULL,"                                              \
	" hash BLOB NOT NULL,"                                                 \
	" salt BLOB NOT NULL,"                                                 \
	" payload BLOB NOT NULL) STRICT;"                                      \
	"CREATE TABLE snapshot("                                               \
	" attempt INTEGER PRIMARY KEY,"                                        \
	" head INTEGER NOT NULL,"                                              \
	" state BLOB NOT NULL) STRICT;"                                        \
	"CREATE TABLE clock("                                                  \
	" id INTEGER PRIMARY KEY CHECK(id = 1),"                               \
	" wall INTEGER NOT NULL,"                                              \
	" mono INTEGER NOT NULL,"                                              \
	" boottime INTEGER NOT NULL,"                                          \
	" boot_id TEXT NOT NULL) STRICT;"                                      \
	"CREATE TABLE meta("                                                   \
	" key TEXT PRIMARY KEY,"                                               \
	" value INTEGER NOT NULL) STRICT, WITHOUT ROWID;"

/* Snapshots have another form now: the journal is read from its beginning.
 * From step 4 on the sums of both tables change with them. */
#define FOLD_ANEW "DELETE FROM snapshot; DELETE FROM meta WHERE key = 'mark';"

/* As they were before step 3. */
#define OLD_OBJECTS(table)                                                     \
	"CREATE TABLE " table "("                                              \
	" key TEXT PRIMARY KEY,"                                               \
	" body BLOB NOT NULL) STRICT, WITHOUT ROWID;"

#define FIRST_OBJECTS(X)                                                       \
	X("bank")                                                              \
	X("programme")                                                         \
	X("sitting")                                                           \
	X("candidate")                                                         \
	X("account")                                                           \
	X("session")                                                           \
	X("proposal")                                                          \
	X("reply")                                                             \
	X("result")                                                            \
	X("import")                                                            \
	X("approval")

/* Every row gets its sum, and every table, see store_sum.c. */
#define ADD_SUM(table)                                                         \
	"ALTER TABLE " table " ADD COLUMN sum BLOB NOT NULL DEFAULT x'';"
#define SUM_ROWS(table, columns)                                               \
	"UPDATE " table " SET sum = row_sum('" table "', " columns ");"
#define SUM_TABLE(table)                                                       \
	"INSERT INTO sums SELECT '" table "', table_sum(sum) FROM " table ";"

#define SUM_OBJECTS(table)                                                     \
	ADD_SUM(table) SUM_ROWS(table, "key, body") SUM_TABLE(table)

#define SUMS                                                                   \
	"CREATE TABLE sums("                                                   \
	" name TEXT PRIMARY KEY,"                                              \
	" sum BLOB NOT NULL) STRICT, WITHOUT ROWID;"                           \
	ADD_SUM("snapshot")                                                    \
	SUM_ROWS("snapshot", "attempt, head, state")                           \
	SUM_TABLE("snapshot")                                                  \
	"INSERT OR IGNORE INTO meta VALUES('mark', 0);"                        \
	ADD_SUM("meta")                                                        \
	SUM_ROWS("meta", "key, value")                                         \
	"INSERT OR IGNORE INTO clock VALUES(1, 0, 0, 0, '');"                  \
	"ALTER TABLE clock ADD COLUMN last INTEGER NOT NULL DEFAULT 0;"        \
	"UPDATE clock SET last = (SELECT ifnull(max(position), 0)"             \
	" FROM journal);"                                                      \
	ADD_SUM("clock")                                                       \
	SUM_ROWS("clock", "id, wall, mono, boottime, boot_id, last")

/* Its leaves are in the journal, see store_tree.c. */
#define TREE                                                                   \
	"CREATE TABLE tree("                                                   \
	" id INTEGER PRIMARY KEY,"                                             \
	" hash BLOB NOT NULL) STRICT;"

static const char *const steps[] = {
	TABLES FIRST_OBJECTS(OLD_OBJECTS),
	OLD_OBJECTS("announcement") FOLD_ANEW,
	FOLD_ANEW SUMS FIRST_OBJECTS(SUM_OBJECTS) SUM_OBJECTS("announcement"),
	TREE,
};

const struct schema schema_current = { steps,
	(int)(sizeof(steps) / sizeof(*steps)) };

enum err
schema_identify(int *version, sqlite3 *db, const struct schema *wanted,
    struct diag *d)
{
	int64_t application = 0, found = 0, objects = 0;
	int rc = store_ask(&application, db, "PRAGMA application_id");

	if (rc == SQLITE_OK)
		rc = store_ask(&found, db, "PRAGMA user_version");
	if (rc == SQLITE_OK)
		rc = store_ask(&objects, db,
		    "SELECT count(*) FROM sqlite_schema");
	if (rc != SQLITE_OK)
		return store_explain(db, rc, "cannot be read", d);
	if (application == 0 && found == 0 && objects == 0) {
		*version = 0;
		return ERR_OK;
	}
	if (application != SCHEMA_APPLICATION || found < 1) {
		diag_add(d, 0, STORE_FILE, "this database belongs to another "
		    "program (application id %#x); move the file away, or give "
		    "examd its own data directory", (unsigned)application);
		return ERR_STATE;
	}
	if (found > wanted->version) {
		diag_add(d, 0, STORE_FILE, "its schema is version %d, this "
		    "examd knows up to %d; start the newer examd, or restore "
		    "the copy made before the upgrade", (int)found, wanted->version);
		return ERR_STATE;
	}
	*version = (int)found;
	return ERR_OK;
}

static int
take_steps(sqlite3 *db, const struct schema *wanted, int version)
{
	char stamp[128];
	int rc = sum_install(db);

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
	for (; version < wanted->version && rc == SQLITE_OK; version++)
		rc = sqlite3_exec(db, wanted->steps[version], NULL, NULL, NULL);
	snprintf(stamp, sizeof(stamp),
	    "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
	    SCHEMA_APPLICATION, wanted->version);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, stamp, NULL, NULL, NULL);
	if (rc != SQLITE_OK && sqlite3_get_autocommit(db) == 0)
		(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}

static enum err
copy_before(sqlite3 *db, int version, const char *path, struct diag *d)
{
	struct buf name = { 0 };
	enum err e;

	buf_printf(&name, "%s.before-%d", path, version);
	e = backup_copy(db, name.at, d);
	if (e == ERR_OK)
		log_line(LOG_NOTICE, "store: the database as it was is in %s",
		    name.at);
	buf_fini(&name);
	return e;
}

enum err
schema_upgrade(sqlite3 *db, const struct schema *wanted, int version,
    const char *path, struct diag *d)
{
	enum err e = ERR_OK;
	int rc;

	if (version == wanted->version)
		return ERR_OK;
	if (version > 0)
		e = copy_before(db, version, path, d);
	if (e != ERR_OK)
		return e;
	rc = take_steps(db, wanted, version);
	if (rc != SQLITE_OK)
		return store_explain(db, rc, "cannot take the new schema", d);
	return ERR_OK;
}
