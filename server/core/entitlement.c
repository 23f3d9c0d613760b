#include "core/entitlement.h"

/* Thousandths: a product rounded half up, exact in 64 bits for any limit. */
static int64_t
scaled(int64_t ms, uint32_t factor)
{
	return (ms * (int64_t)factor + 500) / 1000;
}

static int64_t
base_total(const struct sitting_route *r)
{
	int64_t sum = r->whole_ms;
	uint16_t i;

	if (r->whole_ms == 0)
		for (i = 0; i < r->n_sections; i++)
			sum += r->sections[i].time_ms;
	return sum;
}

/* The first n sections' share of the extra time: cumulative shares are cut
 * off, so their differences add up to the whole exactly. */
static int64_t
share_before(int64_t extra, const struct sitting_route *r, uint16_t n)
{
	int64_t before = 0, total = base_total(r);
	uint16_t i;

	for (i = 0; i < n; i++)
		before += r->sections[i].time_ms;
	/* at most 30 days each: the product fits */
	return total > 0 ? extra * before / total : 0;
}

int64_t
entitlement_section_ms(struct entitlement e, const struct sitting_route *r,
    uint16_t section)
{
	if (r->whole_ms != 0)
		return 0;
	return scaled(r->sections[section].time_ms, e.factor) +
	    share_before(e.extra_ms, r, (uint16_t)(section + 1)) -
	    share_before(e.extra_ms, r, section);
}

int64_t
entitlement_total_ms(struct entitlement e, const struct sitting_route *r)
{
	int64_t sum = 0;
	uint16_t i;

	if (r->whole_ms != 0)
		return scaled(r->whole_ms, e.factor) + e.extra_ms;
	for (i = 0; i < r->n_sections; i++)
		sum += entitlement_section_ms(e, r, i);
	return sum;
}

struct wall
entitlement_window_closes(struct entitlement e, const struct sitting *s,
    enum route_name route)
{
	const struct sitting_route *r = &s->routes[route];

	return wall_add(s->closes, entitlement_total_ms(e, r) - base_total(r));
}

int64_t
entitlement_shortfall(struct entitlement e, const struct sitting *s,
    enum route_name route)
{
	struct wall last = sitting_last_entry(s);
	int64_t need = entitlement_total_ms(e, &s->routes[route]) +
	    sitting_breaks_ms(s, route);
	int64_t have = entitlement_window_closes(e, s, route).ms - last.ms;

	return need > have ? need - have : 0;
}
