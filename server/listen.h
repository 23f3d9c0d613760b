/* listen: sockets that listen.  All are non-blocking and close on exec. */
#ifndef LISTEN_H
#define LISTEN_H

#include <stdbool.h>

#include "address.h"
#include "exam/diag.h"
#include "exam/err.h"

/* A port 0 in *a becomes the port that was free.  shared: several sockets of
 * ours listen there.  ERR_SYS: why is in *d. */
MUST_CHECK enum err listen_tcp(int *fd, struct address *a, bool shared,
    struct diag *d);
/* For its owner alone.  A socket that nobody answers on is replaced;
 * ERR_CONFLICT: somebody does.  ERR_SYS.  Why is in *d. */
MUST_CHECK enum err listen_local(int *fd, const char *path, struct diag *d);
/* Does somebody listen at this address already?  SO_REUSEPORT would share
 * silently with them. */
bool listen_is_taken(const struct address *);

#endif
