/* sandbox_files: what Landlock takes away, a part of sandbox.h. */
#ifndef BASE_SANDBOX_FILES_H
#define BASE_SANDBOX_FILES_H

#include <stdbool.h>

#include "base/sandbox.h"

/* After no_new_privs.  Kernels without Landlock, and containers that hide it,
 * are left to seccomp; false: there is one, and it refused. */
bool sandbox_take_files(enum sandbox_role);

#endif
