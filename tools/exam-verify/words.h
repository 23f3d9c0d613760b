/* words: events, times and durations for people. */
#ifndef VERIFY_WORDS_H
#define VERIFY_WORDS_H

#include "core/attempt.h"
#include "load/zone.h"
#include "proof/transcript.h"

/* "answered item 3"; decoded NULL: nothing but its kind is shown. */
void words_event(struct buf *, const struct transcript_event *,
    const struct event *decoded);
/* What staff gave as reason and words: "medical: felt ill"; or nothing. */
void words_reason(struct buf *, const struct event *decoded);
/* 10:14:03 in the zone, or in UTC where the zone is not known. */
void words_time(char text[CIVIL_TEXT_MAX], struct wall, struct slice zone);
/* 2026-12-01. */
void words_date(char text[CIVIL_TEXT_MAX], struct wall, struct slice zone);
/* "1 h 5 min 3 s", "250 ms". */
void words_duration(struct buf *, int64_t ms);
/* Of thousandths: "81.25". */
void words_thousandths(struct buf *, int64_t);

#endif
