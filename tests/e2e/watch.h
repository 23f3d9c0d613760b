/* watch: the proctor's live room, to wait until something has happened. */
#ifndef E2E_WATCH_H
#define E2E_WATCH_H

#include "centre.h"

/* Waits until the n-th candidate has answered so many items. */
void watch_answers(struct centre *, size_t n, int64_t answered);

#endif
