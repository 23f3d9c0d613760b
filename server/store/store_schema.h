/*
 * schema: which database this is, and how it becomes today's.
 *
 * A schema's version is the number of steps taken, kept in user_version; our
 * mark is the application id.  Steps are only ever added.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <sqlite3.h>

#include "exam/diag.h"
#include "exam/err.h"

#define SCHEMA_APPLICATION 0x65786d64 /* "exmd" */

struct schema {
	const char *const *steps; /* SQL: from version i to i + 1 */
	int version;		  /* how many */
};

extern const struct schema schema_current;

/*
 * Reads only.  *version 0: empty, nobody's yet.  ERR_STATE: not ours, or newer
 * than the schema given; else as SQLite fails.
 */
MUST_CHECK enum err schema_identify(int *version, sqlite3 *,
    const struct schema *, struct diag *);
/*
 * Take the steps from version on, in one transaction.  Unless it is 0, the
 * database is first copied to path.before-VERSION.
 */
MUST_CHECK enum err schema_upgrade(sqlite3 *, const struct schema *,
    int version, const char *path, struct diag *);

#endif
