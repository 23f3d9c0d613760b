#include "exam-load/stretch.h"

#define SATURATED 0.9	   /* of a core */
#define LATE_US 5000	   /* of 99 in 100: more, and p99 is the generator's */
#define SHORTEST_SECONDS 1 /* a share of less time says nothing */

static void
mark(struct stretch_mark *m, struct admin *admin,
    const struct link_traffic *traffic, pid_t parent)
{
	m->traffic = *traffic;
	admin_journal(&m->journal, admin);
	account_take(&m->account, parent);
}

void
stretch_begin(struct stretch *s, const struct order *order, struct admin *admin,
    const struct link_traffic *traffic, pid_t parent)
{
	*s = (struct stretch){ .order = *order };
	mark(&s->from, admin, traffic, parent);
}

void
stretch_end(struct stretch *s, struct admin *admin,
    const struct link_traffic *traffic, pid_t parent)
{
	if (s->measured)
		return;
	s->measured = true;
	account_take(&s->to.account, parent);
	s->to.traffic = *traffic;
	admin_journal(&s->to.journal, admin);
}

double
stretch_seconds(const struct stretch *s)
{
	return account_seconds(&s->from.account, &s->to.account);
}

double
stretch_core(const struct stretch *s)
{
	return account_own_core(&s->from.account, &s->to.account);
}

bool
stretch_is_saturated(const struct stretch *s)
{
	return stretch_seconds(s) >= SHORTEST_SECONDS &&
	       stretch_core(s) > SATURATED;
}

bool
stretch_is_late(const struct stretch *s)
{
	return latency_at(&s->lateness, 990000) > LATE_US;
}

bool
stretch_claims_hold(const struct stretch *s)
{
	return !order_claims_latency(&s->order) ||
	       (!stretch_is_saturated(s) && !stretch_is_late(s));
}
