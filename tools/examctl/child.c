#include "examctl/child.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGUMENTS_MAX 16
#define CHUNK 4096
#define NOT_FOUND 127 /* as a shell says it */

/* The program's own directory and `beside`; "" if that is not known. */
static void
path_beside(char path[PATH_MAX], const char *beside)
{
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 32);
	char *slash;

	path[n > 0 ? n : 0] = '\0';
	slash = strrchr(path, '/');
	if (slash != NULL)
		snprintf(slash, 32, "%s", beside);
}

/* In the child: does not return. */
static void
become_examd(char *const arguments[])
{
	static const char *const places[] = { "/examd", "/../sbin/examd" };
	char path[PATH_MAX];
	size_t i;

	signal(SIGINT, SIG_DFL);
	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		path_beside(path, places[i]);
		if (path[0] != '\0')
			execv(path, arguments);
	}
	execvp("examd", arguments);
	_exit(NOT_FOUND);
}

static enum err
read_all(struct buf *out, int fd)
{
	ssize_t n;

	do {
		n = read(fd, buf_reserve(out, CHUNK), CHUNK);
		if (n > 0)
			out->len += (size_t)n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	return n == 0 ? ERR_OK : ERR_SYS;
}

static enum err
wait_for(int *status, pid_t child)
{
	int ended;

	while (waitpid(child, &ended, 0) < 0)
		if (errno != EINTR)
			return ERR_SYS;
	*status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
	return ERR_OK;
}

static enum err
start(pid_t *child, int *out, char *const arguments[])
{
	int ends[2];

	if (pipe(ends) != 0)
		return ERR_SYS;
	*child = fork();
	if (*child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		become_examd(arguments);
	}
	close(ends[1]);
	if (*child < 0) {
		close(ends[0]);
		return ERR_SYS;
	}
	*out = ends[0];
	return ERR_OK;
}

/* execv() takes texts that it could change, and does not. */
static void
copy_arguments(char *to[ARGUMENTS_MAX + 2], const char *const arguments[])
{
	size_t n = 0, i;

	to[n++] = alloc_text("examd");
	for (i = 0; arguments[i] != NULL && n <= ARGUMENTS_MAX; i++)
		to[n++] = alloc_text(arguments[i]);
	to[n] = NULL;
}

enum err
child_run_examd(
    struct buf *out, int *status, const char *const arguments[], struct diag *d)
{
	char *copies[ARGUMENTS_MAX + 2];
	void (*before)(int) = signal(SIGINT, SIG_IGN);
	enum err e, ended;
	pid_t child;
	size_t i;
	int fd;

	copy_arguments(copies, arguments);
	e = start(&child, &fd, copies);
	if (e == ERR_OK) {
		e = read_all(out, fd);
		close(fd);
		ended = wait_for(status, child);
		e = e == ERR_OK ? ended : e;
	}
	signal(SIGINT, before);
	for (i = 0; copies[i] != NULL; i++)
		free(copies[i]);
	if (e == ERR_OK && *status == NOT_FOUND) {
		diag_add(
		    d, 0, "examd", "is neither beside examctl nor in $PATH");
		e = ERR_UNKNOWN;
	} else if (e != ERR_OK) {
		diag_add(d, 0, "examd", "cannot be run: %s", strerror(errno));
	}
	return e;
}
