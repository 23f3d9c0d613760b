/*
 * part: one of the long-lived processes, the hall or a net, as its parent
 * sees it: a process id, a control socket, what is still to be said to it, and
 * how often it has failed.
 */
#ifndef PART_H
#define PART_H

#include <stdbool.h>
#include <sys/types.h>

#include "control.h"
#include "exam/limits.h"
#include "exam/time.h"

/* A message that waits to be sent; owns its body and its descriptor. */
struct letter {
	struct control_message message;
	char *body;
};

struct part {
	const char *name; /* borrowed: for the log */
	pid_t pid;	  /* 0: it does not run */
	int control;	  /* -1: closed */
	bool ready;	  /* it has said so since it was started */
	struct letter letters[LETTERS_MAX];
	size_t n_letters, first;
	int64_t failed[RESTARTS_MAX]; /* when, by CLOCK_BOOTTIME, newest first */
	size_t n_failed;
};

void part_init(struct part *, const char *name);
/* Starts it with these arguments (child.h), the control socket as descriptor 3
 * and the lock (directory.h), to be held while it lives, as 4.  ERR_SYS. */
MUST_CHECK enum err part_start(struct part *, char *const arguments[],
    int lock);
/* The process has been waited for. */
void part_ended(struct part *);
/* Counts a failure; true: too many within RESTARTS_MS, do not restart it. */
bool part_failed_too_often(struct part *, int64_t now);
void part_kill(const struct part *);

/*
 * Sends the message, or keeps it until the part reads; a part that lets too
 * much lie is killed.  The descriptor is taken over; the body is copied.
 */
void part_post(struct part *, struct control_message);
/* The same without a body. */
void part_tell(struct part *, enum control_kind, uint64_t arg, int fd);
/* What was kept, as far as it can be sent now. */
void part_flush(struct part *);
/* ERR_BUSY, ERR_SYS and ERR_SYNTAX as control_receive().  A part that does not
 * read its letters is not read from either: ERR_BUSY. */
MUST_CHECK enum err part_hear(struct part *, struct control_message *,
    char *room);
/* What poll(2) should wait for. */
short part_interest(const struct part *);

#endif
