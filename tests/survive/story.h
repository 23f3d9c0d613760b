/*
 * story: what happened in a case, in the order of time, for whoever has to
 * find out why it failed.  It costs little until then.
 */
#ifndef SURVIVE_STORY_H
#define SURVIVE_STORY_H

#include <stdint.h>

/* At this millisecond of the case, to this attempt (0: to all of them).  The
 * words are a literal; "%" numbers are put where the words have one. */
void story_note(
    int64_t at, uint64_t attempt, const char *words, int64_t a, int64_t b);

/* Ends the case with the story of this attempt, and why. */
__attribute__((format(printf, 2, 3), noreturn)) void story_fails(
    uint64_t attempt, const char *fmt, ...);

#endif
