/*
 * scratch: a copy of a backup to play on, in memory where there is room for
 * it.  The backup is only read.
 */
#ifndef REHEARSE_SCRATCH_H
#define REHEARSE_SCRATCH_H

#include <stdint.h>

#include "exam/diag.h"
#include "exam/err.h"

#define SCRATCH_PATH_MAX 256

struct scratch {
	char path[SCRATCH_PATH_MAX]; /* "": there is none */
};

/* ERR_INVALID: that is no backup.  ERR_SYS, ERR_FULL: it cannot be copied.
 * The diag says why; nothing is left. */
MUST_CHECK enum err scratch_make(
    struct scratch *, const char *backup, struct diag *);
void scratch_remove(struct scratch *);

/* Of its database, closed. */
int64_t scratch_bytes(const struct scratch *);

#endif
