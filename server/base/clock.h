/*
 * clock: the one place that asks what time it is.
 *
 * The exam clock (struct mono) is anchored: mono = anchor.mono + (BOOTTIME now
 * - BOOTTIME at the anchor), so it goes on through suspend and does not follow
 * steps of the wall clock.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>

#include "exam/time.h"

int64_t clock_boottime(void); /* CLOCK_BOOTTIME, ms */
struct wall clock_wall(void);
/* CLOCK_MONOTONIC, microseconds: for durations only, it is nobody's "now". */
int64_t clock_stopwatch_us(void);

struct clock_anchor {
	struct mono mono;
	int64_t boottime;
};

static inline struct mono
clock_mono(struct clock_anchor a, int64_t boottime)
{
	return mono_add(a.mono, boottime - a.boottime);
}

/* Both clocks at once, by the anchor. */
struct instant clock_now(struct clock_anchor);
/* This boot's id; text holds 40 bytes. */
void clock_boot_id(char text[40]);
/* Does the kernel believe the wall clock is synchronised (adjtimex(2))? */
bool clock_synchronised(void);

#endif
