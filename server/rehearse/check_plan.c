/* The window, the time of each candidate in it, and the papers. */
#include <inttypes.h>
#include <string.h>

#include "load/sitting.h"
#include "load/zone.h"
#include "rehearse/check.h"

/* The offset at the end of 2026-12-01T09:00:00+01:00. */
static bool
same_offset(struct wall a, struct wall b, const char *zone)
{
	char x[CIVIL_TEXT_MAX], y[CIVIL_TEXT_MAX];

	zone_format_offset(x, a, zone);
	zone_format_offset(y, b, zone);
	return strlen(x) > 19 && strlen(y) > 19 && strcmp(x + 19, y + 19) == 0;
}

void
check_zone(struct findings *f, const struct roll *r)
{
	const struct sitting *s = r->sitting;
	struct wall end = roll_latest_end(r);
	char opens[ZONE_TEXT_MAX], closes[ZONE_TEXT_MAX];
	char opens_utc[WALL_TEXT_MAX], closes_utc[WALL_TEXT_MAX];

	zone_format(opens, s->opens, s->zone);
	zone_format(closes, end, s->zone);
	wall_format(opens_utc, s->opens);
	wall_format(closes_utc, end);
	finding_add(f, SEVERITY_NOTE, "zone.times", NULL, NULL,
	    "%s: opens %s (%s), the last window closes %s (%s)", s->zone, opens,
	    opens_utc, closes, closes_utc);
	if (!same_offset(s->opens, end, s->zone))
		finding_add(f, SEVERITY_WARNING, "zone.change", NULL,
		    "tell the candidates: nobody loses time, but clocks on "
		    "walls will be an hour off",
		    "clocks in %s are changed between %s and %s", s->zone,
		    opens, closes);
}

void
check_entitlements(struct findings *f, const struct roll *r)
{
	size_t i;

	for (i = 0; i < r->n_candidates; i++) {
		const struct roll_candidate *c = &r->candidates[i];
		int64_t missing;

		if (c->closes.ms == 0)
			continue;
		missing =
		    entitlement_shortfall(c->entitlement, r->sitting, c->route);
		if (missing > 0)
			finding_add(f, SEVERITY_ERROR, "entitlement.window",
			    c->number,
			    "let the sitting close later, or entry end "
			    "sooner, in the schedule",
			    "%s would be %" PRId64 " s short of their time "
			    "if they came at the last moment",
			    c->number, (missing + 999) / 1000);
	}
}

/* Each line of the check as a finding of its own. */
static void
add_lines(struct findings *f, const struct diag *d)
{
	const char *at = d->text.at, *end, *stop = at + d->text.len;

	for (; d->text.len > 0 && at < stop; at = end + 1) {
		end = memchr(at, '\n', (size_t)(stop - at));
		if (end == NULL)
			end = stop;
		finding_add(f, SEVERITY_ERROR, "blueprint.draw", NULL,
		    "approve a bank with more such items, or ask for fewer in "
		    "the programme",
		    "%.*s", (int)(end - at), at);
	}
}

void
check_blueprint(struct findings *f, const struct roll *r)
{
	uint32_t papers[N_ROUTE_NAMES];
	struct diag d = { .path = r->sitting->programme };
	int route;

	for (route = 0; route < N_ROUTE_NAMES; route++)
		papers[route] = roll_n_on(r, (enum route_name)route);
	if (load_check_sitting(r->sitting, r->programme, r->bank, papers, &d) !=
	    ERR_OK)
		add_lines(f, &d);
	diag_fini(&d);
}
