#include "examctl/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGUMENTS_MAX 16
#define CHUNK 4096
#define NOT_FOUND 127 /* as a shell says it */

/* The program's own directory and `beside`; "" if that is not known. */
static void
path_beside(char path[PATH_MAX], const char *beside, const char *program)
{
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 64);
	char *slash;

	path[n > 0 ? n : 0] = '\0';
	slash = strrchr(path, '/');
	if (slash != NULL)
		snprintf(slash, 64, "%s%s", beside, program);
}

/* In the child: does not return. */
static void
become(const char *program, char *const arguments[])
{
	static const char *const places[] = { "/", "/../sbin/" };
	char path[PATH_MAX];
	size_t i;

	signal(SIGINT, SIG_DFL);
	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		path_beside(path, places[i], program);
		if (path[0] != '\0')
			execv(path, arguments);
	}
	execvp(program, arguments);
	_exit(NOT_FOUND);
}

/* In the child. */
static void
redirect(int out, const char *log)
{
	int fd;

	dup2(out, STDOUT_FILENO);
	if (log == NULL)
		return;
	fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (fd >= 0) {
		dup2(fd, STDERR_FILENO);
		close(fd);
	}
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

enum err
child_wait(int *status, pid_t child)
{
	int ended;

	while (waitpid(child, &ended, 0) < 0)
		if (errno != EINTR)
			return ERR_SYS;
	*status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
	return ERR_OK;
}

static enum err
start(pid_t *child, int *out, const struct child *c, char *const arguments[])
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return ERR_SYS;
	*child = fork();
	if (*child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		redirect(ends[1], c->log);
		become(c->program, arguments);
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
copy_arguments(char *to[ARGUMENTS_MAX + 2], const struct child *c)
{
	size_t n = 0, i;

	to[n++] = alloc_text(c->program);
	for (i = 0; c->arguments[i] != NULL && n <= ARGUMENTS_MAX; i++)
		to[n++] = alloc_text(c->arguments[i]);
	to[n] = NULL;
}

enum err
child_start(pid_t *child, int *out, const struct child *c, struct diag *d)
{
	char *copies[ARGUMENTS_MAX + 2];
	enum err e;
	size_t i;

	copy_arguments(copies, c);
	e = start(child, out, c, copies);
	for (i = 0; copies[i] != NULL; i++)
		free(copies[i]);
	if (e != ERR_OK)
		diag_add(
		    d, 0, c->program, "cannot be run: %s", strerror(errno));
	return e;
}

enum err
child_run(struct buf *out, int *status, const struct child *c, struct diag *d)
{
	void (*before)(int) = signal(SIGINT, SIG_IGN);
	enum err e, ended;
	pid_t child;
	int fd;

	e = child_start(&child, &fd, c, d);
	if (e == ERR_OK) {
		e = read_all(out, fd);
		close(fd);
		ended = child_wait(status, child);
		e = e == ERR_OK ? ended : e;
		if (e != ERR_OK)
			diag_add(d, 0, c->program, "cannot be run: %s",
			    strerror(errno));
	}
	signal(SIGINT, before);
	if (e == ERR_OK && *status == NOT_FOUND) {
		diag_add(
		    d, 0, c->program, "is neither beside examctl nor in $PATH");
		e = ERR_UNKNOWN;
	}
	return e;
}
