#include "core/sitting.h"

#include "exam/alloc.h"

void
sitting_free(struct sitting *s)
{
	if (s == NULL)
		return;
	free(s->ident);
	free(s->title);
	free(s->programme);
	free(s->programme_version);
	free(s->bank);
	free(s->bank_version);
	free(s->zone);
	free(s->opens_civil);
	free(s->closes_civil);
	free(s->rules);
	free(s);
}

int64_t
sitting_base_ms(const struct sitting *s, enum route_name route)
{
	const struct sitting_route *r = &s->routes[route];
	int64_t sum = r->whole_ms;
	uint16_t i;

	if (r->whole_ms == 0)
		for (i = 0; i < r->n_sections; i++)
			sum += r->sections[i].time_ms;
	return sum;
}

/* No break follows the last section. */
int64_t
sitting_breaks_ms(const struct sitting *s, enum route_name route)
{
	const struct sitting_route *r = &s->routes[route];
	int64_t sum = 0;
	uint16_t i;

	for (i = 0; i + 1 < r->n_sections; i++)
		sum += r->sections[i].break_ms;
	return sum;
}

struct wall
sitting_last_entry(const struct sitting *s)
{
	int64_t longest = 0, ms;
	int r;

	if (s->late_entry_ms >= 0)
		return wall_add(s->opens, s->late_entry_ms);
	for (r = 0; r < N_ROUTE_NAMES; r++) {
		if (!s->routes[r].offered)
			continue;
		ms = sitting_base_ms(s, (enum route_name)r) +
		    sitting_breaks_ms(s, (enum route_name)r);
		longest = ms > longest ? ms : longest;
	}
	return wall_add(s->closes, -longest);
}
