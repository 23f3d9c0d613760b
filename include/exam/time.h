/*
 * Two kinds of "now", and they do not mix.
 *
 * struct wall is what the room's clock shows: UTC milliseconds since 1970.
 * It may jump.
 * struct mono is the exam clock: milliseconds that only move forward, also
 * through suspend (CLOCK_BOOTTIME) and, by the journal, through restarts.  Every
 * deadline is measured in it.
 * Both are wrapped so that the compiler rejects one where the other is meant.
 */
#ifndef EXAM_TIME_H
#define EXAM_TIME_H

#include <stdbool.h>
#include <stdint.h>

#define SECONDS(n) ((int64_t)(n) * 1000)
#define MINUTES(n) (SECONDS(n) * 60)
#define HOURS(n) (MINUTES(n) * 60)
#define DAYS(n) (HOURS(n) * 24)

struct wall {
	int64_t ms;
};
struct mono {
	int64_t ms;
};
struct instant {
	struct wall wall;
	struct mono mono;
};

#define MONO_NEVER ((struct mono){ INT64_MAX })

static inline struct mono
mono_add(struct mono t, int64_t ms)
{
	return (struct mono){ t.ms + ms };
}

/* Deadlines are half-open: at the deadline it has been reached. */
static inline bool
mono_reached(struct mono now, struct mono deadline)
{
	return now.ms >= deadline.ms;
}

static inline struct wall
wall_add(struct wall t, int64_t ms)
{
	return (struct wall){ t.ms + ms };
}

#define WALL_TEXT_MAX 32

/*
 * RFC 3339, UTC, milliseconds: 2026-11-22T09:00:00.000Z.  Returns text.
 * wall_parse takes any RFC 3339 offset; false if it is not a time.
 */
char *wall_format(char text[WALL_TEXT_MAX], struct wall);
bool wall_parse(struct wall *, const char *text);

#endif
