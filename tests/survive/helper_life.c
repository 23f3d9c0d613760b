#include "helper_life.h"

#include <assert.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "campaign.h"
#include "exam/alloc.h"
#include "exam/limits.h"
#include "support/program.h"

#define BROKE 2 /* ask again */

static const struct work {
	const char *name, *file; /* NULL: the text; a bank with its mistakes */
	const char *text;
	size_t len;
} works[] = {
	{ "bank", "question-banks/practice.bank.json", NULL, 0 },
	{ "bank", "question-banks/ctss.bank.json", NULL, 0 },
	{ "bank", NULL, "a\0{\"format\":\"exam-bank-1\",\"items\":[3]}", 39 },
	{ "programme", "schedules/ctss.programme.json", NULL, 0 },
	{ "schedule", "schedules/ctss.schedule.json", NULL, 0 },
	{ "schedule", "schedules/autumn.schedule.json", NULL, 0 },
	{ "candidates", NULL, "a.csv\0number,name,route\nC-1,One,full\n", 37 },
	{ "password-hash", NULL, "correct horse battery", 21 },
};

static_assert(sizeof(works) / sizeof(*works) == HELPER_LIVES,
    "as many as the header says");

static int
fd_with(const char *bytes, size_t len)
{
	int fd = memfd_create("bytes", MFD_CLOEXEC);

	if (write(fd, bytes, len) != (ssize_t)len ||
	    lseek(fd, 0, SEEK_SET) != 0)
		case_fails("no room for %zu bytes", len);
	return fd;
}

/* Between fork and exec. */
_Noreturn static void
become_helper(const char *name, int input, int output)
{
	int in = fcntl(input, F_DUPFD, 10), out = fcntl(output, F_DUPFD, 10);

	dup2(in, 4);
	dup2(out, 5);
	close(3);
	execl(EXAMD, EXAMD, "helper", name, (char *)NULL);
	_exit(127);
}

static int
run_helper(struct buf *output, const struct helper_life *l)
{
	int in = fd_with(l->input.at, l->input.len), out = fd_with("", 0);
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become_helper(l->work->name, in, out);
	status = program_wait(pid);
	lseek(out, 0, SEEK_SET);
	if (file_read_fd(output, out, BANK_BYTES_MAX) != ERR_OK)
		case_fails("no output");
	close(in);
	close(out);
	return status;
}

void
helper_life_init(struct helper_life *l, uint64_t k)
{
	const struct work *work = &works[k];

	*l = (struct helper_life){ .work = work };
	if (work->file == NULL) {
		buf_put(&l->input, work->text, work->len);
	} else {
		buf_put(&l->input, "a", 2);
		if (file_read(&l->input, work->file, BODY_UPLOAD_MAX) != ERR_OK)
			case_fails("%s cannot be read", work->file);
	}
	l->status = run_helper(&l->output, l);
}

void
helper_life_fini(struct helper_life *l)
{
	buf_fini(&l->input);
	buf_fini(&l->output);
}

int
helper_life_play(const struct helper_life *l)
{
	const char *name = l->work->name;
	struct buf output = { 0 };
	int status = run_helper(&output, l);
	bool same = slice_equal(buf_slice(&output), buf_slice(&l->output)) ||
		    strcmp(name, "password-hash") == 0;

	if (status != EXIT_MEMORY && status != BROKE &&
	    (status != l->status || !same))
		case_fails("helper %s: %d instead of %d, or other words: %.*s",
		    name, status, l->status, SLICE_FMT(buf_slice(&output)));
	buf_fini(&output);
	return status == EXIT_MEMORY || status == BROKE ? EXIT_MEMORY : 0;
}
