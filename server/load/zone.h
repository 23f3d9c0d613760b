/*
 * zone: civil time and UTC, by the system's tzdata.
 *
 * libc knows one zone at a time, in the environment variable TZ: each function
 * sets it and puts it back before it returns.  A process that uses them must
 * have no second thread, and its sandbox must let it read tzdata.
 */
#ifndef LOAD_ZONE_H
#define LOAD_ZONE_H

#include "exam/slice.h"
#include "exam/time.h"

#define ZONE_NAME_MAX 64 /* the longest in tzdata has 32 */
#define CIVIL_TEXT_MAX 32

/* Date and time of day, as a clock on the wall shows them. */
struct civil {
	int year, month, day, hour, minute, second;
};

/* 2026-12-01T09:00, seconds optional, exactly so.  false: it is not that, or
 * there is no such date or time of day. */
bool civil_parse(struct civil *, const char *text);
/* 2026-12-01T09:00:00. */
char *civil_format(char text[CIVIL_TEXT_MAX], const struct civil *);

/* Is there a zone of this name, such as Europe/Madrid? */
bool zone_exists(const char *name);

/*
 * The instants when clocks in the zone show this: one; none, where they are
 * put forward past it; two, where they are put back over it.  Where there is
 * none, both are written too: as the offset before and after the change has it.
 */
int zone_resolve(struct wall instants[2], const struct civil *,
    const char *name);

/* 2026-12-01T09:00:00+01:00: that instant as the zone has it. */
char *zone_format_offset(char text[CIVIL_TEXT_MAX], struct wall,
    const char *name);

#define ZONE_TEXT_MAX 48
/* For people: Tue 1 Dec 2026 09:00 CET. */
char *zone_format(char text[ZONE_TEXT_MAX], struct wall, const char *name);

#endif
