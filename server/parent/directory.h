/* directory: what the parent keeps in the data directory. */
#ifndef DIRECTORY_H
#define DIRECTORY_H

#include <stdint.h>

#include "exam/diag.h"
#include "exam/err.h"
#include "exam/slice.h"

/* DIR/NAME, allocated. */
char *directory_path(const char *directory, const char *name);
/* Is it a directory that we may write to?  ERR_INVALID: why not is in *d. */
MUST_CHECK enum err directory_check(const char *directory, struct diag *d);
/* 0 if it cannot be known. */
int64_t directory_free_bytes(const char *directory);
/* Could so many bytes be written there?  0, or the errno of why not. */
int directory_try_room(const char *directory, int64_t bytes);
/*
 * One server at a time: locks DIR/examd.pid and writes our process id there.
 * The lock lasts as long as *fd is open in us, the hall or a net: all get it.
 * ERR_CONFLICT: another has it, which is in *d.  ERR_SYS.
 */
MUST_CHECK enum err directory_lock(int *fd, const char *directory,
    struct diag *d);

#endif
