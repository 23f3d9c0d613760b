#include "support/program.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "exam/alloc.h"
#include "test.h"

#define OUTPUT_MAX (16 << 20)

/* Between fork and exec. */
_Noreturn static void
become(const char *const argv[], int out, int err)
{
	char *copy[PROGRAM_ARGUMENTS_MAX + 1] = { NULL };
	size_t i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (i = 0; i < PROGRAM_ARGUMENTS_MAX && argv[i] != NULL; i++)
		copy[i] = alloc_text(argv[i]);
	if (out >= 0)
		dup2(out, STDOUT_FILENO);
	if (err >= 0)
		dup2(err, STDERR_FILENO);
	execv(argv[0], copy);
	_exit(127);
}

pid_t
program_start(const char *const argv[], int out, int err)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become(argv, out, err);
	assert_true(pid > 0);
	return pid;
}

int
program_wait(pid_t pid)
{
	int wait;

	while (waitpid(pid, &wait, 0) != pid)
		if (errno != EINTR)
			fail_msg("waitpid: %s", strerror(errno));
	return WIFEXITED(wait) ? WEXITSTATUS(wait) : -WTERMSIG(wait);
}

static char *
text_of(int fd)
{
	struct buf b = { 0 };

	assert_int_equal(file_read_fd(&b, fd, OUTPUT_MAX), ERR_OK);
	close(fd);
	buf_put_u8(&b, '\0');
	return b.at;
}

void
program_run(struct ran *r, const char *const argv[])
{
	int out = memfd_create("out", MFD_CLOEXEC);
	int err = memfd_create("err", MFD_CLOEXEC);

	assert_true(out >= 0 && err >= 0);
	r->status = program_wait(program_start(argv, out, err));
	r->out = text_of(out);
	r->err = text_of(err);
}

void
ran_fini(struct ran *r)
{
	free(r->out);
	free(r->err);
	*r = (struct ran){ 0 };
}

char *
program_output(int status, const char *const argv[])
{
	struct ran r;

	program_run(&r, argv);
	if (r.status != status)
		fail_msg("%s %s %s ended with %d, not %d\n%s%s", argv[0],
		    argv[1], argv[1] != NULL && argv[2] != NULL ? argv[2] : "",
		    r.status, status, r.out, r.err);
	free(r.err);
	return r.out;
}

json_t *
program_json(const char *const argv[])
{
	char *text = program_output(0, argv);
	json_error_t error;
	json_t *json = json_loads(text, 0, &error);

	if (json == NULL)
		fail_msg("%s printed no JSON: %s\n%s", argv[0], error.text,
		    text);
	free(text);
	return json;
}
