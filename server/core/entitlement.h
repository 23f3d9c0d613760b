/*
 * entitlement: base time x factor + minutes, plus compensation.
 *
 * The factor is in thousandths (1250 is "25 % more") and applies to every
 * allowance; the minutes are added once: to the whole, or where time is per
 * section, split over the sections in proportion to their time, in
 * milliseconds and so that the sum is exact.
 */
#ifndef CORE_ENTITLEMENT_H
#define CORE_ENTITLEMENT_H

#include "core/sitting.h"

struct entitlement {
	uint32_t factor;   /* thousandths, 1000 to 5000 */
	int64_t extra_ms;  /* >= 0 */
};

#define ENTITLEMENT_NONE ((struct entitlement){ 1000, 0 })

/* The whole allowance of a section (time per section). */
int64_t entitlement_section_ms(struct entitlement, const struct sitting_route *,
    uint16_t section);
/* The allowance for the whole exam, breaks not counted. */
int64_t entitlement_total_ms(struct entitlement, const struct sitting_route *);

/*
 * The end of this candidate's window: the sitting's, lengthened by what their
 * entitlement adds to the base time.
 */
struct wall entitlement_window_closes(struct entitlement,
    const struct sitting *, enum route_name);

/*
 * Would the window shorten this candidate, if they entered at the last
 * permitted moment?  Missing milliseconds, 0: no.
 */
int64_t entitlement_shortfall(struct entitlement, const struct sitting *,
    enum route_name);

#endif
