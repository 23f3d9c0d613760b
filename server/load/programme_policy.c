#include "load/programme_policy.h"

#include "load/members.h"

static const struct member marking_members[] = MEMBERS(MARKING_MEMBERS);
static const struct member resit_members[] = MEMBERS(RESIT_MEMBERS);

static void
read_marking(struct marking_policy *policy, const struct scope *outer)
{
	const struct json *v = scope_member(outer, "marking");
	int64_t markers = 1, tolerance = 0;
	struct scope s;

	if (v == NULL ||
	    !scope_open(&s, outer->diag, v, marking_members, "marking"))
		return;
	scope_integer(&markers, &s, "markers", 1, MARKERS_MAX - 1);
	if (scope_decimal(&tolerance, &s, "tolerance", 0,
		MARKS_MAX * INT64_C(1000)) &&
	    markers == 1)
		scope_mistake(&s, scope_member(&s, "tolerance"),
		    "is of two markers; here is one");
	policy->markers = (uint8_t)markers;
	policy->tolerance = (int32_t)tolerance;
}

static void
read_count(uint16_t *to, const struct scope *s, const char *name, int64_t max)
{
	int64_t n;

	if (scope_integer(&n, s, name, 0, max))
		*to = (uint16_t)n;
}

static void
read_resit(struct resit_policy *policy, const struct scope *outer)
{
	const struct json *v = scope_member(outer, "resit");
	struct scope s;

	if (v == NULL ||
	    !scope_open(&s, outer->diag, v, resit_members, "resit"))
		return;
	read_count(&policy->attempts, &s, "attempts", RESIT_ATTEMPTS_MAX);
	read_count(&policy->wait_days, &s, "wait_days", RESIT_DAYS_MAX);
	policy->wait_days_after_absence = policy->wait_days;
	read_count(&policy->wait_days_after_absence, &s,
	    "wait_days_after_absence", RESIT_DAYS_MAX);
}

void
load_read_policies(struct programme *p, const struct scope *s)
{
	p->marking.markers = 1;
	read_marking(&p->marking, s);
	read_resit(&p->resit, s);
}

void
load_write_policies(struct buf *b, const struct programme *p)
{
	buf_printf(b, ",\"marking\":{\"markers\":%u", p->marking.markers);
	if (p->marking.markers > 1)
		buf_printf(b, ",\"tolerance\":%.10g",
		    p->marking.tolerance / 1000.0);
	buf_printf(b,
	    "},\"resit\":{\"attempts\":%u,\"wait_days\":%u,"
	    "\"wait_days_after_absence\":%u}",
	    p->resit.attempts, p->resit.wait_days,
	    p->resit.wait_days_after_absence);
}
