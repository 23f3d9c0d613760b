/*
 * child: another program of ours, started for one task; found beside examctl,
 * in the sbin beside its bin, or in $PATH.
 */
#ifndef EXAMCTL_CHILD_H
#define EXAMCTL_CHILD_H

#include <sys/types.h>

#include "exam/buf.h"
#include "exam/diag.h"
#include "exam/err.h"

struct child {
	const char *program;
	const char *const *arguments; /* without its name; NULL-terminated */
	const char *log; /* where its standard error goes; NULL: to ours */
};

/*
 * Runs it, appends what it prints to *out, and waits.  An interrupt from the
 * terminal is for it alone; it ends by itself then.
 * *status: its exit status, -1 if a signal ended it.  ERR_UNKNOWN: there is no
 * such program.  ERR_SYS.
 */
MUST_CHECK enum err child_run(
    struct buf *out, int *status, const struct child *, struct diag *);

/* Starts it; *out is what it prints, the caller's to close(2).  It is told to
 * end when we do.  ERR_SYS. */
MUST_CHECK enum err child_start(
    pid_t *, int *out, const struct child *, struct diag *);
/* ERR_SYS: it is none of ours. */
MUST_CHECK enum err child_wait(int *status, pid_t);

#endif
