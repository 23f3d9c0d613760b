/*
 * listen: sockets that listen.  All are non-blocking and close on exec.
 *
 * An address that is taken is tried again for LISTEN_PATIENCE_MS: after a
 * kill, the last process of the server before us may take a moment to go.
 */
#ifndef LISTEN_H
#define LISTEN_H

#include <stdbool.h>

#include "parent/address.h"
#include "exam/diag.h"
#include "exam/err.h"

/* A port 0 in *a becomes the port that was free.  shared: several sockets of
 * ours listen there (SO_REUSEPORT).  ERR_SYS: why is in *d. */
MUST_CHECK enum err listen_tcp(int *fd, struct address *a, bool shared,
    struct diag *d);
/* To be asked before the first shared socket, which would silently share with
 * strangers.  ERR_CONFLICT: others listen there, which is in *d. */
MUST_CHECK enum err listen_is_ours(const struct address *a, struct diag *d);
/* For its owner alone.  A socket that nobody answers on is replaced;
 * ERR_CONFLICT: somebody does.  ERR_SYS.  Why is in *d. */
MUST_CHECK enum err listen_local(int *fd, const char *path, struct diag *d);

#endif
