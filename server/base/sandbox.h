/*
 * sandbox: what a process can no longer do once it has begun its work.
 *
 * no_new_privs and no capability, for all.  A net and a helper then lose every
 * file to Landlock (where the kernel has it), and seccomp leaves a short list of
 * system calls.  Opening a file fails with EACCES, because libraries try; any
 * other call that is not on the list, such as execve, fork or socket, ends the
 * process.
 *
 * The hall keeps its user's files.  It starts no program, uses no network,
 * signals and traces nobody: such calls end it, and Landlock refuses them too.
 *
 * A build with sanitizers keeps only the first two: they open files and trace
 * themselves.
 */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include "exam/err.h"

enum sandbox_role {
	SANDBOX_NET,	/* talks on the sockets it is given */
	SANDBOX_HELPER, /* turns bytes into bytes */
	SANDBOX_ZONES,	/* a helper that also reads time zones */
	SANDBOX_HALL	/* decides, and keeps what was decided */
};

/* Once, and for good.  ERR_SYS: the kernel refused; do not go on. */
MUST_CHECK enum err sandbox_enter(enum sandbox_role);

/* No core file, and no look into the memory from outside: for processes that
 * hold keys or answers. */
void sandbox_hide_memory(void);

#endif
