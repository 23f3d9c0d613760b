/*
 * program: programs that a test runs, and what became of them.
 *
 * Whatever is started ends with the test, also when the test is killed.  What
 * cannot be done at all fails the test.
 */
#ifndef SUPPORT_PROGRAM_H
#define SUPPORT_PROGRAM_H

#include <jansson.h>
#include <sys/types.h>

#define PROGRAM_ARGUMENTS_MAX 32

struct ran {
	int status; /* of exit; minus the signal that ended it */
	char *out, *err;
};

/* { program, argument, ..., NULL }; -1: the test's own output. */
pid_t program_start(const char *const argv[], int out, int err);
int program_wait(pid_t);

void program_run(struct ran *, const char *const argv[]);
void ran_fini(struct ran *);

/* Runs it; any other exit than the one expected fails the test.  Returns its
 * standard output, which is the caller's to free. */
char *program_output(int status, const char *const argv[]);
/* The same, read as JSON. */
json_t *program_json(const char *const argv[]);

#define ARGV(...) ((const char *const[]){ __VA_ARGS__, NULL })

#endif
