#include "timetable.h"

#include <string.h>
#include <time.h>

#include "core/programme.h"
#include "exam/alloc.h"

#define PEOPLE 3
#define TEXT_MAX 32
#define YEAR_BEGINS INT64_C(1798761600) /* 2027-01-01, in seconds */

static const char *const zones[] = { "UTC", "Europe/Madrid", "America/New_York",
	"Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns",
	"Pacific/Auckland", "Africa/Casablanca" };
#define ZONES (sizeof(zones) / sizeof(*zones))

struct route_time {
	bool offered, whole;
	int n;
	int64_t section_ms[4], break_ms[4];
};

struct table {
	struct machine *machine;
	struct rng *rng;
	char ident[12];
	const char *zone;
	int64_t opens_civil, closes_civil; /* seconds, as if it were UTC */
	int64_t late_ms;		   /* -1: none given */
	struct route_time routes[N_ROUTE_NAMES];
};

/* What must become of it. */
struct verdict_of_time {
	bool good;
	int64_t opens, closes, last; /* ms */
	bool is_short[N_ROUTE_NAMES];
};

static int
pick(struct table *t, int low, int high)
{
	return low + (int)rng_below(t->rng, (uint32_t)(high - low + 1));
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
static int
resolve(int64_t *out, int64_t civil)
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
static int64_t
some_day(struct table *t)
{
	int64_t day = pick(t, 0, 700), i;

	for (i = 0; i < 365 && pick(t, 0, 99) > 0; i++)
		if (offset_at(YEAR_BEGINS + (day + i) * 86400) !=
		    offset_at(YEAR_BEGINS + (day + i + 1) * 86400))
			return day + i;
	return day;
}

static void
civil_text(char text[TEXT_MAX], int64_t civil)
{
	time_t at = (time_t)civil;
	struct tm tm;

	gmtime_r(&at, &tm);
	strftime(text, TEXT_MAX, "%Y-%m-%dT%H:%M", &tm);
}

/* ---- making one up ---- */

static void
make_route(struct table *t, enum route_name r)
{
	struct route_time *o = &t->routes[r];
	int i;

	*o = (struct route_time){ .offered = pick(t, 0, 3) > 0,
		.whole = pick(t, 0, 1) == 0,
		.n = r == ROUTE_UPGRADE ? 2 : 4 };
	for (i = 0; i < o->n; i++) {
		o->section_ms[i] = MINUTES(pick(t, 1, 60));
		if (i + 1 < o->n && pick(t, 0, 2) == 0)
			o->break_ms[i] = MINUTES(pick(t, 1, 15));
	}
}

static int64_t
sum(const int64_t *ms, int n)
{
	int64_t total = 0;

	while (n-- > 0)
		total += ms[n];
	return total;
}

static int64_t
need(const struct route_time *o)
{
	return sum(o->section_ms, o->n) + sum(o->break_ms, o->n);
}

static int64_t
most_needed(const struct table *t)
{
	int64_t most = 0;
	int r;

	for (r = 0; r < N_ROUTE_NAMES; r++)
		if (t->routes[r].offered && need(&t->routes[r]) > most)
			most = need(&t->routes[r]);
	return most;
}

static void
make_window(struct table *t)
{
	int64_t margin =
	    pick(t, 0, 1) == 0 ? pick(t, -2, 2) : pick(t, -90, 180);

	t->late_ms = pick(t, 0, 1) == 0 ? -1 : MINUTES(pick(t, 1, 60));
	t->opens_civil = YEAR_BEGINS + some_day(t) * 86400 +
			 pick(t, -8, 24) * 1800 + pick(t, 0, 5) * 300;
	t->closes_civil =
	    t->opens_civil +
	    (most_needed(t) + (t->late_ms > 0 ? t->late_ms : 0)) / 1000 +
	    margin * 60;
}

static void
make(struct table *t)
{
	t->zone = zones[pick(t, 0, (int)ZONES - 1)];
	setenv("TZ", t->zone, 1);
	tzset();
	do {
		make_route(t, ROUTE_UPGRADE);
		make_route(t, ROUTE_FULL);
	} while (!t->routes[ROUTE_UPGRADE].offered &&
		 !t->routes[ROUTE_FULL].offered);
	make_window(t);
}

/* ---- what is expected ---- */

static struct verdict_of_time
expect(const struct table *t)
{
	struct verdict_of_time v = { .good = true };
	int r;

	if (resolve(&v.opens, t->opens_civil) != 1 ||
	    resolve(&v.closes, t->closes_civil) != 1) {
		v.good = false;
		return v;
	}
	v.opens *= 1000;
	v.closes *= 1000;
	v.last =
	    t->late_ms >= 0 ? v.opens + t->late_ms : v.closes - most_needed(t);
	v.good = v.closes > v.opens && v.last > v.opens;
	for (r = 0; r < N_ROUTE_NAMES; r++) {
		v.is_short[r] = t->routes[r].offered &&
				v.last + need(&t->routes[r]) > v.closes;
		v.good &= !v.is_short[r];
	}
	return v;
}

/* ---- asking ---- */

static void
put_sections(struct buf *b, const struct route_time *o)
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
put_routes(struct buf *b, const struct table *t)
{
	const struct route_time *o;
	bool before = false;
	int r;

	for (r = 0; r < N_ROUTE_NAMES; r++) {
		o = &t->routes[r];
		if (!o->offered)
			continue;
		buf_printf(b, "%s\"%s\":{", before ? "," : "",
		    route_name_text((enum route_name)r));
		if (o->whole)
			buf_printf(b, "\"minutes\":%d,",
			    (int)(sum(o->section_ms, o->n) / 60000));
		buf_put_text(b, "\"sections\":[");
		put_sections(b, o);
		buf_put_text(b, "]}");
		before = true;
	}
}

static void
put_table(struct buf *b, const struct table *t)
{
	char opens[TEXT_MAX], closes[TEXT_MAX];

	civil_text(opens, t->opens_civil);
	civil_text(closes, t->closes_civil);
	buf_printf(b,
	    "{\"format\":\"exam-schedule-1\",\"sittings\":[{\"id\":\"%s\","
	    "\"title\":\"T\",\"programme\":{\"id\":\"small\",\"version\":"
	    "\"1\"},\"bank\":{\"id\":\"small\",\"version\":\"1\"},\"zone\":"
	    "\"%s\",\"opens\":\"%s\",\"closes\":\"%s\",",
	    t->ident, t->zone, opens, closes);
	if (t->late_ms >= 0)
		buf_printf(
		    b, "\"late_entry_minutes\":%d,", (int)(t->late_ms / 60000));
	buf_put_text(b, "\"routes\":{");
	put_routes(b, t);
	buf_put_text(b, "}}]}");
}

static void
ask(struct table *t, enum route route, const char *param, struct slice body,
    struct scene_reply *reply)
{
	struct cast *cast = &t->machine->cast;

	cast_ask(cast, cast_staff(cast, "anna"),
	    &(struct scene_request){ route, .params = { param }, .body = body },
	    reply);
}

/* ---- judging ---- */

static bool
says(const struct scene_reply *r, const char *words)
{
	return memmem(r->text.at, r->text.len, words, strlen(words)) != NULL;
}

static void
check_words(const struct verdict_of_time *v, const struct scene_reply *reply,
    struct slice asked)
{
	char words[48];
	int r;

	for (r = 0; r < N_ROUTE_NAMES; r++) {
		snprintf(words, sizeof(words), "route %s needs",
		    route_name_text((enum route_name)r));
		if (v->is_short[r] && v->closes > v->opens &&
		    !says(reply, words))
			case_fails("%.*s\nis refused and does not say that "
				   "%s:\n%.*s",
			    SLICE_FMT(asked), words,
			    SLICE_FMT(buf_slice(&reply->text)));
	}
}

/* Is it taken, and should it be? */
static bool
load(struct table *t, const struct verdict_of_time *v)
{
	struct scene_reply reply;
	struct buf b = { 0 };
	bool taken;

	put_table(&b, t);
	ask(t, ROUTE_SCHEDULE_LOAD, NULL, buf_slice(&b), &reply);
	taken = reply.status < 300;
	if (taken != v->good)
		case_fails("%.*s\nis %s:\n%.*s", SLICE_FMT(buf_slice(&b)),
		    taken ? "taken" : "refused",
		    SLICE_FMT(buf_slice(&reply.text)));
	if (!taken)
		check_words(v, &reply, buf_slice(&b));
	scene_reply_fini(&reply);
	buf_fini(&b);
	return taken;
}

/* ---- people with more time ---- */

struct person {
	enum route_name route;
	int factor; /* thousandths */
	int extra_min;
};

static int64_t
when(const json_t *object, const char *name)
{
	struct wall w = { 0 };

	if (!wall_parse(&w, json_string_value(json_object_get(object, name))))
		case_fails("a ticket has no \"%s\"", name);
	return w.ms;
}

/* From the last moment to enter to the end of their own window. */
static void
check_ticket(const struct table *t, const struct verdict_of_time *v,
    const struct person *p, const json_t *ticket)
{
	const struct route_time *o = &t->routes[p->route];
	int64_t base = sum(o->section_ms, o->n), least, has, closes;

	/* rounding takes half a millisecond a section at most */
	least = base * p->factor / 1000 + MINUTES(p->extra_min) - o->n;
	has = json_integer_value(json_object_get(ticket, "time_ms"));
	closes = when(ticket, "closes");
	if (has < least || has > least + 2 * o->n ||
	    closes - v->last < has + sum(o->break_ms, o->n))
		case_fails("%s, %s x %d + %d min: has %lld ms, owed are %lld; "
			   "from the last entry to the end are %lld",
		    t->ident, route_name_text(p->route), p->factor,
		    p->extra_min, (long long)has, (long long)least,
		    (long long)(closes - v->last));
}

static void
check_tickets(struct table *t, const struct verdict_of_time *v,
    const struct person people[PEOPLE])
{
	struct scene_reply reply;
	const json_t *ticket;
	size_t i;

	ask(t, ROUTE_TICKETS, t->ident, SLICE_NONE, &reply);
	json_array_foreach(json_object_get(reply.body, "tickets"), i, ticket)
	    check_ticket(t, v, &people[i], ticket);
	if (i != PEOPLE)
		case_fails("%zu tickets for %d people", i, PEOPLE);
	scene_reply_fini(&reply);
}

static void
sell(struct table *t, const struct verdict_of_time *v)
{
	struct person people[PEOPLE], *p;
	struct scene_reply reply;
	struct buf b = { 0 };
	int i;

	buf_put_text(&b, "number,name,route,factor,extra_minutes\n");
	for (i = 0; i < PEOPLE; i++) {
		p = &people[i];
		p->route = (enum route_name)pick(t, 0, N_ROUTE_NAMES - 1);
		if (!t->routes[p->route].offered)
			p->route =
			    (enum route_name)(N_ROUTE_NAMES - 1 - p->route);
		p->factor = pick(t, 1000, 5000);
		p->extra_min = pick(t, 0, 1) * pick(t, 0, 90);
		buf_printf(&b, "%s-%d,N,%s,%d.%03d,%d\n", t->ident, i,
		    route_name_text(p->route), p->factor / 1000,
		    p->factor % 1000, p->extra_min);
	}
	ask(t, ROUTE_CANDIDATES, t->ident, buf_slice(&b), &reply);
	if (reply.status >= 300)
		case_fails("nobody can sit in %s: %.*s", t->ident,
		    SLICE_FMT(buf_slice(&reply.text)));
	scene_reply_fini(&reply);
	buf_fini(&b);
	check_tickets(t, v, people);
}

/* ---- changing it ---- */

static void
edit(struct table *t)
{
	struct verdict_of_time v;

	make_window(t);
	v = expect(t);
	(void)load(t, &v);
}

/* Whoever is on a route that goes is named. */
static void
take_route_away(struct table *t)
{
	struct scene_reply reply;
	struct buf b = { 0 };
	char number[24];

	if (!t->routes[0].offered || !t->routes[1].offered)
		return;
	t->routes[pick(t, 0, 1)].offered = false;
	t->closes_civil += 86400;
	put_table(&b, t);
	ask(t, ROUTE_SCHEDULE_LOAD, NULL, buf_slice(&b), &reply);
	snprintf(number, sizeof(number), "candidate %s-", t->ident);
	if (reply.status >= 300 && expect(t).good && !says(&reply, number))
		case_fails(
		    "nobody is named: %.*s", SLICE_FMT(buf_slice(&reply.text)));
	scene_reply_fini(&reply);
	buf_fini(&b);
}

static void
postpone(struct table *t, int64_t length)
{
	int64_t civil = YEAR_BEGINS + (some_day(t) + 800) * 86400 +
			pick(t, 0, 12) * 1800,
		at;
	char text[TEXT_MAX], body[160];
	struct scene_reply reply;

	civil_text(text, civil);
	snprintf(body, sizeof(body),
	    "{\"opens\":\"%s\",\"reason\":\"organisation\",\"words\":\"w\"}",
	    text);
	ask(t, ROUTE_POSTPONE, t->ident, slice_of(body), &reply);
	if ((reply.status < 300) != (resolve(&at, civil) == 1))
		case_fails("%s in %s: %.*s", body, t->zone,
		    SLICE_FMT(buf_slice(&reply.text)));
	if (reply.status < 300 &&
	    when(reply.body, "closes") - when(reply.body, "opens") != length)
		case_fails("%s changes its length when it is moved to %s: %.*s",
		    t->ident, text, SLICE_FMT(buf_slice(&reply.text)));
	scene_reply_fini(&reply);
}

static void
try_one(struct table *t)
{
	struct verdict_of_time v;

	make(t);
	v = expect(t);
	if (!load(t, &v))
		return;
	sell(t, &v);
	switch (pick(t, 0, 3)) {
	case 0:
		postpone(t, v.closes - v.opens);
		break;
	case 1:
		take_route_away(t);
		break;
	default:
		edit(t);
	}
}

void
timetable_try(struct machine *m, struct rng *rng, int n)
{
	struct table t = { .machine = m, .rng = rng };
	int i;

	m->scene.plain = false;
	for (i = 0; i < n; i++) {
		snprintf(t.ident, sizeof(t.ident), "t%d", i);
		try_one(&t);
	}
}
