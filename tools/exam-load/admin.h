/*
 * admin: questions to the administration socket of a server on this machine.
 *
 * Its journal before and after a phase, and the record of an attempt when all
 * is over.  It blocks, for at most some seconds, and is asked between phases
 * only.
 */
#ifndef EXAM_LOAD_ADMIN_H
#define EXAM_LOAD_ADMIN_H

#include <jansson.h>

#include "exam/buf.h"
#include "exam/err.h"

struct admin {
	const char *path; /* NULL: nobody is to be asked */
	int fd;		  /* -1: not connected */
	struct buf in;
};

/* What the server counts since it started. */
struct journal {
	bool known;
	int64_t events, commits, checkpoints;
	int64_t sync_us, sync_us_max; /* the last one; the longest one */
};

void admin_init(struct admin *, const char *path);
void admin_fini(struct admin *);

/* GET; the caller's to json_decref().  ERR_SYS, ERR_STATE: it is not there, or
 * it says something else than 200; the connection is made again next time. */
MUST_CHECK enum err admin_get(json_t **reply, struct admin *, const char *path);
/* Not known if it cannot be had. */
void admin_journal(struct journal *, struct admin *);

#endif
