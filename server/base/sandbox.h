/*
 * sandbox: what a process can no longer do once it has begun its work.
 *
 * no_new_privs; Landlock (where the kernel has it) takes away every file;
 * seccomp leaves a short list of system calls.  Opening a file then fails with
 * EACCES, because libraries try; any other call that is not on the list, such
 * as execve, fork or socket, ends the process.
 *
 * A build with sanitizers keeps only no_new_privs: they open files and trace
 * themselves.
 */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include "exam/err.h"

enum sandbox_role {
	SANDBOX_NET,	/* talks on the sockets it is given */
	SANDBOX_HELPER, /* turns bytes into bytes */
	SANDBOX_ZONES	/* a helper that also reads time zones */
};

/* Once, and for good.  ERR_SYS: the kernel refused; do not go on. */
MUST_CHECK enum err sandbox_enter(enum sandbox_role);

/* No core file, and no look into the memory from outside: for processes that
 * hold keys or answers. */
void sandbox_hide_memory(void);

#endif
