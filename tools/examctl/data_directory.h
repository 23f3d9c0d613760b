/*
 * data_directory: the folder a server lives in, new or from a backup.  Both
 * refuse one that holds anything.
 *
 *	examd.conf	for examd.conf(5)
 *	examd.db	made by the server, or restored
 *	keys/		keys.h
 */
#ifndef EXAMCTL_DATA_DIRECTORY_H
#define EXAMCTL_DATA_DIRECTORY_H

#include "exam/diag.h"
#include "exam/err.h"
#include "exam/time.h"

struct data_directory_options {
	const char *names;	/* keys.h; or NULL */
	const char *candidates; /* where to listen; NULL: loopback */
	const char *staff;
	struct wall now;
};

/* ERR_CONFLICT: it holds something.  ERR_INVALID: an option.  ERR_SYS. */
MUST_CHECK enum err data_directory_make(const char *path,
    const struct data_directory_options *, struct diag *);

/*
 * Copies a backup (POST /v1/backup) to a new data directory and compares what
 * was written.  told gets a line for each file.
 * ERR_INVALID: there is no backup that can be read.  ERR_STATE: it is not
 * whole, or its database is damaged.  Nothing was made after either.
 * ERR_CONFLICT, ERR_SYS, ERR_IO as above.
 */
MUST_CHECK enum err data_directory_restore(struct buf *told,
    const char *backup, const char *path, struct diag *);

#endif
