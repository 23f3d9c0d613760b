/*
 * scratch: an examd of our own for a few minutes, in a directory that goes
 * with it; on loopback, with ports of the kernel's choice.
 *
 * An interrupt from the terminal ends examd and what is run against it, not
 * us: so the directory is removed again.
 */
#ifndef EXAMCTL_SCRATCH_H
#define EXAMCTL_SCRATCH_H

#include "examctl/command.h"

#define SCRATCH_PATH_MAX 128 /* a Unix socket's path fits 108 bytes */

struct scratch {
	char root[SCRATCH_PATH_MAX - 32]; /* the data directory; "": none */
	char socket[SCRATCH_PATH_MAX], ca[SCRATCH_PATH_MAX];
	char password[SCRATCH_PATH_MAX];
	char candidates[64], staff[64]; /* HOST:PORT */
	pid_t pid;			/* 0: it does not run */
	int out;
	double ready_ms;    /* from its last start until it was ready */
	struct call local;  /* by the socket */
	struct call second; /* another person, over TLS */
	void (*before)(int);
};

/* An exam of one section for so many candidates, open now. */
struct scratch_exam {
	unsigned candidates, items;
	double minutes; /* at most three decimals */
};

/*
 * Makes it under this directory and starts it.  DONE, or what went wrong has
 * been explained.  scratch_close() either way.
 */
enum outcome scratch_open(struct scratch *, const char *under);
/* Loads it and writes ROOT/tickets.json. */
enum outcome scratch_load(struct scratch *, const struct scratch_exam *);
/* kill -9, and started again. */
enum outcome scratch_restart(struct scratch *);
void scratch_close(struct scratch *);

/* ROOT/NAME */
const char *scratch_path(
    char path[SCRATCH_PATH_MAX], const struct scratch *, const char *name);

#endif
