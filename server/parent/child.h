/* child: this executable again, in another role. */
#ifndef CHILD_H
#define CHILD_H

#include <stddef.h>
#include <sys/types.h>

#include "exam/err.h"

#define CHILD_FDS_MAX 3
#define CHILD_ARGUMENTS_MAX 16

/*
 * Starts `examd ARGUMENT…` with fds[0], fds[1] … as descriptors 3, 4 … and
 * standard error; fds stay the caller's; -1 leaves a gap.  The child ends when
 * its parent does, and hears neither SIGINT nor SIGTERM nor SIGHUP: those are
 * the parent's to hear.  arguments[0] is the role; NULL ends them.  ERR_SYS.
 */
MUST_CHECK enum err child_start(pid_t *, char *const arguments[],
    const int *fds, size_t n_fds);

#endif
