/*
 * child: examd, started for one task; found beside examctl, in the sbin beside
 * its bin, or in $PATH.
 */
#ifndef EXAMCTL_CHILD_H
#define EXAMCTL_CHILD_H

#include "exam/buf.h"
#include "exam/diag.h"
#include "exam/err.h"

/*
 * Runs examd with these arguments (NULL-terminated, without its own name),
 * appends what it prints to *out, and waits.  An interrupt from the terminal
 * is for it alone; it ends by itself then.
 * *status: its exit status, -1 if a signal ended it.  ERR_UNKNOWN: there is no
 * examd.  ERR_SYS.
 */
MUST_CHECK enum err child_run_examd(
    struct buf *out, int *status, const char *const arguments[], struct diag *);

#endif
