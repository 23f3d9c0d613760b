/*
 * replay: what a replay compares, and finds, for its own files only.
 */
#ifndef HALL_REPLAY_H
#define HALL_REPLAY_H

#include "hall/retell.h"

struct replay {
	struct buf findings; /* JSON objects with commas between */
	uint32_t n_findings, n_saves;
	struct buf result; /* as it was derived last; empty: never */
};

/* A finding: what does not hold, in a word and in words for people. */
__attribute__((format(printf, 3, 4))) void replay_note(
    struct retelling *, const char *what, const char *fmt, ...);

/* replay_paper.c: when the event, OPENED or DRAWN, was folded. */
void replay_check_opened(struct retelling *, const struct event *);
void replay_check_drawn(struct retelling *, const struct event *);
/* replay_kept.c: when all of them were. */
void replay_check_kept(struct hall *, struct retelling *);

#endif
