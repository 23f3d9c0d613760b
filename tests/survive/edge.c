#include "edge.h"

#include <stdlib.h>
#include <time.h>

static const char *const zones[] = { "UTC", "Europe/Madrid", "America/New_York",
	"Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns",
	"Pacific/Auckland", "Africa/Casablanca" };
#define ZONES (sizeof(zones) / sizeof(*zones))

int
edge_pick(struct edge *e, int low, int high)
{
	return low + (int)rng_below(e->rng, (uint32_t)(high - low + 1));
}

/* ---- zones ---- */

static int64_t
offset_at(int64_t seconds)
{
	time_t at = (time_t)seconds;
	struct tm tm;

	localtime_r(&at, &tm);
	return tm.tm_gmtoff;
}

/* How often the zone's clocks show it; *out is when, once. */
int
edge_resolve(int64_t *out, int64_t civil)
{
	int64_t offsets[2] = { offset_at(civil - 86400),
		offset_at(civil + 86400) };
	int i, n = 0;

	for (i = 0; i < 2; i++) {
		if (i == 1 && offsets[1] == offsets[0])
			break;
		if (offset_at(civil - offsets[i]) == offsets[i]) {
			*out = civil - offsets[i];
			n++;
		}
	}
	return n;
}

/* A day in two years, more often than not one on which clocks change. */
int64_t
edge_day(struct edge *e)
{
	int64_t day = edge_pick(e, 0, 700), i;

	for (i = 0; i < 365 && edge_pick(e, 0, 99) > 0; i++)
		if (offset_at(EDGE_YEAR_BEGINS + (day + i) * 86400) !=
		    offset_at(EDGE_YEAR_BEGINS + (day + i + 1) * 86400))
			return day + i;
	return day;
}

void
edge_civil_text(char text[EDGE_TEXT_MAX], int64_t civil)
{
	time_t at = (time_t)civil;
	struct tm tm;

	gmtime_r(&at, &tm);
	strftime(text, EDGE_TEXT_MAX, "%Y-%m-%dT%H:%M", &tm);
}

/* ---- making one up ---- */

static void
make_route(struct edge *e, enum route_name r)
{
	struct edge_route *o = &e->routes[r];
	int i;

	*o = (struct edge_route){ .offered = edge_pick(e, 0, 3) > 0,
		.whole = edge_pick(e, 0, 1) == 0,
		.n = r == ROUTE_UPGRADE ? 2 : 4 };
	for (i = 0; i < o->n; i++) {
		o->section_ms[i] = MINUTES(edge_pick(e, 1, 60));
		if (i + 1 < o->n && edge_pick(e, 0, 2) == 0)
			o->break_ms[i] = MINUTES(edge_pick(e, 1, 15));
	}
}

int64_t
edge_sum(const int64_t *ms, int n)
{
	int64_t total = 0;

	while (n-- > 0)
		total += ms[n];
	return total;
}

static int64_t
need(const struct edge_route *o)
{
	return edge_sum(o->section_ms, o->n) + edge_sum(o->break_ms, o->n);
}

static int64_t
most_needed(const struct edge *e)
{
	int64_t most = 0;
	int r;

	for (r = 0; r < N_ROUTE_NAMES; r++)
		if (e->routes[r].offered && need(&e->routes[r]) > most)
			most = need(&e->routes[r]);
	return most;
}

void
edge_move(struct edge *e)
{
	int64_t margin = edge_pick(e, 0, 1) == 0 ? edge_pick(e, -2, 2)
						 : edge_pick(e, -90, 180);

	e->late_ms =
	    edge_pick(e, 0, 1) == 0 ? -1 : MINUTES(edge_pick(e, 1, 60));
	e->opens_civil = EDGE_YEAR_BEGINS + edge_day(e) * 86400 +
			 edge_pick(e, -8, 24) * 1800 +
			 edge_pick(e, 0, 5) * 300;
	e->closes_civil =
	    e->opens_civil +
	    (most_needed(e) + (e->late_ms > 0 ? e->late_ms : 0)) / 1000 +
	    margin * 60;
}

void
edge_make(struct edge *e)
{
	e->zone = zones[edge_pick(e, 0, (int)ZONES - 1)];
	setenv("TZ", e->zone, 1);
	tzset();
	do {
		make_route(e, ROUTE_UPGRADE);
		make_route(e, ROUTE_FULL);
	} while (!e->routes[ROUTE_UPGRADE].offered &&
		 !e->routes[ROUTE_FULL].offered);
	edge_move(e);
}

/* ---- what is expected ---- */

struct edge_verdict
edge_judge(const struct edge *e)
{
	struct edge_verdict v = { .good = true };
	int r;

	if (edge_resolve(&v.opens, e->opens_civil) != 1 ||
	    edge_resolve(&v.closes, e->closes_civil) != 1) {
		v.good = false;
		return v;
	}
	v.opens *= 1000;
	v.closes *= 1000;
	v.last =
	    e->late_ms >= 0 ? v.opens + e->late_ms : v.closes - most_needed(e);
	v.good = v.closes > v.opens && v.last > v.opens;
	for (r = 0; r < N_ROUTE_NAMES; r++) {
		v.is_short[r] = e->routes[r].offered &&
				v.last + need(&e->routes[r]) > v.closes;
		v.good &= !v.is_short[r];
	}
	return v;
}

/* ---- as a schedule ---- */

static void
put_sections(struct buf *b, const struct edge_route *o)
{
	int i;

	for (i = 0; i < o->n; i++) {
		buf_printf(b, "%s{\"break_minutes\":%d", i > 0 ? "," : "",
		    (int)(o->break_ms[i] / 60000));
		if (!o->whole)
			buf_printf(b, ",\"minutes\":%d",
			    (int)(o->section_ms[i] / 60000));
		buf_put_text(b, "}");
	}
}

static void
put_routes(struct buf *b, const struct edge *e)
{
	const struct edge_route *o;
	bool before = false;
	int r;

	for (r = 0; r < N_ROUTE_NAMES; r++) {
		o = &e->routes[r];
		if (!o->offered)
			continue;
		buf_printf(b, "%s\"%s\":{", before ? "," : "",
		    route_name_text((enum route_name)r));
		if (o->whole)
			buf_printf(b, "\"minutes\":%d,",
			    (int)(edge_sum(o->section_ms, o->n) / 60000));
		buf_put_text(b, "\"sections\":[");
		put_sections(b, o);
		buf_put_text(b, "]}");
		before = true;
	}
}

void
edge_put(struct buf *b, const struct edge *e)
{
	char opens[EDGE_TEXT_MAX], closes[EDGE_TEXT_MAX];

	edge_civil_text(opens, e->opens_civil);
	edge_civil_text(closes, e->closes_civil);
	buf_printf(b,
	    "{\"format\":\"exam-schedule-1\",\"sittings\":[{\"id\":\"%s\","
	    "\"title\":\"T\",\"programme\":{\"id\":\"small\",\"version\":"
	    "\"1\"},\"bank\":{\"id\":\"small\",\"version\":\"1\"},\"zone\":"
	    "\"%s\",\"opens\":\"%s\",\"closes\":\"%s\",",
	    e->ident, e->zone, opens, closes);
	if (e->late_ms >= 0)
		buf_printf(
		    b, "\"late_entry_minutes\":%d,", (int)(e->late_ms / 60000));
	buf_put_text(b, "\"routes\":{");
	put_routes(b, e);
	buf_put_text(b, "}}]}");
}
