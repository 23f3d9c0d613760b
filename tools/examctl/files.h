/*
 * files: whole files and directories, and what the system refused about them:
 * a line in the diag.
 */
#ifndef EXAMCTL_FILES_H
#define EXAMCTL_FILES_H

#include <sys/types.h>

#include "exam/diag.h"
#include "exam/err.h"

/* Appends a file of at most FILE_MAX_LEN bytes.  ERR_SYS, ERR_TOO_BIG. */
MUST_CHECK enum err files_read(struct buf *, const char *path, struct diag *);
/* Creates it, with exactly this mode, and syncs it; one that exists is
 * refused.  ERR_SYS. */
MUST_CHECK enum err files_write_new(const char *path, mode_t, struct slice,
    struct diag *);
/* Replaces it in one step, readable by its owner alone.  ERR_SYS. */
MUST_CHECK enum err files_replace_private(const char *path, struct slice,
    struct diag *);
/* Copies to a new file with this mode, syncs it, reads both back and compares
 * them.  ERR_SYS; ERR_IO if they differ. */
MUST_CHECK enum err files_copy_new(const char *to, const char *from, mode_t,
    struct diag *);
/* Makes the directory, or takes one that exists and is empty; mode 0700.
 * ERR_CONFLICT: it is not empty.  ERR_SYS. */
MUST_CHECK enum err files_make_directory(const char *path, struct diag *);
MUST_CHECK enum err files_sync_directory(const char *path, struct diag *);

#endif
