#include "timetable.h"

#include <string.h>

#include "edge.h"

#define PEOPLE 3

struct table {
	struct machine *machine;
	struct edge edge;
};

static int
pick(struct table *t, int low, int high)
{
	return edge_pick(&t->edge, low, high);
}

/* ---- asking ---- */

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
check_words(const struct edge_verdict *v, const struct scene_reply *reply,
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
load(struct table *t, const struct edge_verdict *v)
{
	struct scene_reply reply;
	struct buf b = { 0 };
	bool taken;

	edge_put(&b, &t->edge);
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
check_ticket(const struct table *t, const struct edge_verdict *v,
    const struct person *p, const json_t *ticket)
{
	const struct edge_route *o = &t->edge.routes[p->route];
	int64_t base = edge_sum(o->section_ms, o->n), least, has, closes;

	/* rounding takes half a millisecond a section at most */
	least = base * p->factor / 1000 + MINUTES(p->extra_min) - o->n;
	has = json_integer_value(json_object_get(ticket, "time_ms"));
	closes = when(ticket, "closes");
	if (has < least || has > least + 2 * o->n ||
	    closes - v->last < has + edge_sum(o->break_ms, o->n))
		case_fails("%s, %s x %d + %d min: has %lld ms, owed are %lld; "
			   "from the last entry to the end are %lld",
		    t->edge.ident, route_name_text(p->route), p->factor,
		    p->extra_min, (long long)has, (long long)least,
		    (long long)(closes - v->last));
}

static void
check_tickets(struct table *t, const struct edge_verdict *v,
    const struct person people[PEOPLE])
{
	struct scene_reply reply;
	const json_t *ticket;
	size_t i;

	ask(t, ROUTE_TICKETS, t->edge.ident, SLICE_NONE, &reply);
	json_array_foreach(json_object_get(reply.body, "tickets"), i, ticket)
	    check_ticket(t, v, &people[i], ticket);
	if (i != PEOPLE)
		case_fails("%zu tickets for %d people", i, PEOPLE);
	scene_reply_fini(&reply);
}

static void
sell(struct table *t, const struct edge_verdict *v)
{
	struct person people[PEOPLE], *p;
	struct scene_reply reply;
	struct buf b = { 0 };
	int i;

	buf_put_text(&b, "number,name,route,factor,extra_minutes\n");
	for (i = 0; i < PEOPLE; i++) {
		p = &people[i];
		p->route = (enum route_name)pick(t, 0, N_ROUTE_NAMES - 1);
		if (!t->edge.routes[p->route].offered)
			p->route =
			    (enum route_name)(N_ROUTE_NAMES - 1 - p->route);
		p->factor = pick(t, 1000, 5000);
		p->extra_min = pick(t, 0, 1) * pick(t, 0, 90);
		buf_printf(&b, "%s-%d,N,%s,%d.%03d,%d\n", t->edge.ident, i,
		    route_name_text(p->route), p->factor / 1000,
		    p->factor % 1000, p->extra_min);
	}
	ask(t, ROUTE_CANDIDATES, t->edge.ident, buf_slice(&b), &reply);
	if (reply.status >= 300)
		case_fails("nobody can sit in %s: %.*s", t->edge.ident,
		    SLICE_FMT(buf_slice(&reply.text)));
	scene_reply_fini(&reply);
	buf_fini(&b);
	check_tickets(t, v, people);
}

/* ---- changing it ---- */

static void
edit(struct table *t)
{
	struct edge_verdict v;

	edge_move(&t->edge);
	v = edge_judge(&t->edge);
	(void)load(t, &v);
}

/* Whoever is on a route that goes is named. */
static void
take_route_away(struct table *t)
{
	struct scene_reply reply;
	struct buf b = { 0 };
	char number[24];

	if (!t->edge.routes[0].offered || !t->edge.routes[1].offered)
		return;
	t->edge.routes[pick(t, 0, 1)].offered = false;
	t->edge.closes_civil += 86400;
	edge_put(&b, &t->edge);
	ask(t, ROUTE_SCHEDULE_LOAD, NULL, buf_slice(&b), &reply);
	snprintf(number, sizeof(number), "candidate %s-", t->edge.ident);
	if (reply.status >= 300 && edge_judge(&t->edge).good &&
	    !says(&reply, number))
		case_fails(
		    "nobody is named: %.*s", SLICE_FMT(buf_slice(&reply.text)));
	scene_reply_fini(&reply);
	buf_fini(&b);
}

static void
postpone(struct table *t, int64_t length)
{
	int64_t day = edge_day(&t->edge) + 800, at;
	int64_t civil =
	    EDGE_YEAR_BEGINS + day * 86400 + pick(t, 0, 12) * 1800;
	char text[EDGE_TEXT_MAX], body[160];
	struct scene_reply reply;

	edge_civil_text(text, civil);
	snprintf(body, sizeof(body),
	    "{\"opens\":\"%s\",\"reason\":\"organisation\",\"words\":\"w\"}",
	    text);
	ask(t, ROUTE_POSTPONE, t->edge.ident, slice_of(body), &reply);
	if ((reply.status < 300) != (edge_resolve(&at, civil) == 1))
		case_fails("%s in %s: %.*s", body, t->edge.zone,
		    SLICE_FMT(buf_slice(&reply.text)));
	if (reply.status < 300 &&
	    when(reply.body, "closes") - when(reply.body, "opens") != length)
		case_fails("%s changes its length when it is moved to %s: %.*s",
		    t->edge.ident, text, SLICE_FMT(buf_slice(&reply.text)));
	scene_reply_fini(&reply);
}

static void
try_one(struct table *t)
{
	struct edge_verdict v;

	edge_make(&t->edge);
	v = edge_judge(&t->edge);
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
	struct table t = { .machine = m, .edge = { .rng = rng } };
	int i;

	m->scene.plain = false;
	for (i = 0; i < n; i++) {
		snprintf(t.edge.ident, sizeof(t.edge.ident), "t%d", i);
		try_one(&t);
	}
}
