#include "parent/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "control.h"

static void
reset_signals(void)
{
	sigset_t none;

	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Put each at its place.  They are moved out of the way first, because one may
 * sit where another belongs. */
static void
place(const int *fds, size_t n)
{
	int moved[CHILD_FDS_MAX];
	size_t i;

	for (i = 0; i < n; i++)
		moved[i] = fds[i] < 0 ?
		    -1 :
		    fcntl(fds[i], F_DUPFD, CONTROL_FD + CHILD_FDS_MAX);
	for (i = 0; i < n; i++)
		if (moved[i] >= 0)
			dup2(moved[i], CONTROL_FD + (int)i);
		else
			close(CONTROL_FD + (int)i);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	close_range(CONTROL_FD + (unsigned)n, ~0U, 0);
}

/* Between fork and exec. */
_Noreturn static void
become(char *const arguments[], const int *fds, size_t n, pid_t parent)
{
	char name[] = "examd", *argv[CHILD_ARGUMENTS_MAX + 2] = { name };
	size_t i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE); /* it died before we asked to be told */
	for (i = 0; i < CHILD_ARGUMENTS_MAX && arguments[i] != NULL; i++)
		argv[i + 1] = arguments[i];
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	reset_signals();
	place(fds, n);
	execv("/proc/self/exe", argv);
	_exit(EXIT_FAILURE);
}

enum err
child_start(pid_t *pid, char *const arguments[], const int *fds, size_t n)
{
	pid_t parent = getpid(), child = fork();

	if (child == 0)
		become(arguments, fds, n, parent);
	if (child < 0)
		return ERR_SYS;
	*pid = child;
	return ERR_OK;
}
