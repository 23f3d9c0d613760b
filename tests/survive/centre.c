/* centre: a calendar of sittings, who comes to them, and what they are owed. */
#include <string.h>

#include "sim.h"
#include "story.h"

#define TENTH_MIN 6000 /* ms */

static const uint16_t firsts[N_ROUTE_NAMES][OWED_SECTIONS + 1] = {
	[ROUTE_UPGRADE] = { 0, 4, 8 },
	[ROUTE_FULL] = { 0, 4, 8, 10, 12 },
};

/* ---- what a sitting is like ---- */

static int64_t
sum(const int64_t *ms, int n)
{
	int64_t total = 0;

	while (n-- > 0)
		total += ms[n];
	return total;
}

static void
plan_route(struct sim *s, struct sim_sitting *t, enum route_name r)
{
	struct owed_terms *o = &t->base[r];
	int i, n = r == ROUTE_UPGRADE ? 2 : 4;

	o->n_sections = (uint16_t)n;
	o->whole = sim_chance(s, 400);
	o->grace = t->grace_ms;
	o->late = t->late_ms;
	memcpy(o->first, firsts[r], sizeof(o->first));
	for (i = 0; i < n; i++) {
		o->allowance[i] = INT64_C(1) * TENTH_MIN *
				  sim_pick(s, s->mix->minutes_min * 10 / n,
				      s->mix->minutes_max * 10 / n);
		o->linear[i] = sim_chance(s, 300);
		if (i + 1 < n && sim_chance(s, 400))
			o->break_ms[i] =
			    INT64_C(1) * TENTH_MIN * sim_pick(s, 1, 20);
	}
}

/* How long somebody without more time takes at most. */
static int64_t
longest(const struct sim_sitting *t)
{
	int64_t ms, most = 0;
	int r;

	for (r = 0; r < N_ROUTE_NAMES; r++) {
		ms = sum(t->base[r].allowance, t->base[r].n_sections) +
		     sum(t->base[r].break_ms, t->base[r].n_sections);
		most = ms > most ? ms : most;
	}
	return most;
}

static void
plan_window(struct sim *s, struct sim_sitting *t)
{
	int64_t slack = INT64_C(1) * TENTH_MIN * sim_pick(s, 10, 100);

	t->opens = wall_add(s->machine.scene.now.wall,
	    SECONDS(sim_pick(s, 5, 60 + 30 * s->mix->sittings)));
	t->closes = wall_add(t->opens, longest(t) + slack);
	t->over = s->machine.now +
		  (t->closes.ms - s->machine.scene.now.wall.ms) + MINUTES(5);
	t->late_entry_ms = sim_chance(s, 300) ? slack / 2 / 60 * 60 : -1;
	t->last_entry = t->late_entry_ms >= 0 ? t->opens.ms + t->late_entry_ms
					      : t->closes.ms - longest(t);
}

static void
plan_sitting(struct sim *s, struct sim_sitting *t, int number)
{
	snprintf(t->ident, sizeof(t->ident), "s%d", number);
	t->grace_ms = sim_chance(s, 200) ? 0 : SECONDS(sim_pick(s, 1, 10));
	t->late_ms = sim_chance(s, 500) ? SECONDS(sim_pick(s, 1, 30)) : 0;
	t->check_in = sim_chance(s, 400);
	t->admission = sim_chance(s, 400);
	t->proctor_moves = sim_chance(s, 400);
	t->rooms = sim_chance(s, 500);
	plan_route(s, t, ROUTE_UPGRADE);
	plan_route(s, t, ROUTE_FULL);
	plan_window(s, t);
	t->n = (uint32_t)sim_pick(s, s->mix->people_min, s->mix->people_max);
}

/* ---- in the words of exam-schedule(5) ---- */

static void
put_minutes(struct buf *b, const char *name, int64_t ms)
{
	buf_printf(b, "\"%s\":%lld.%03lld", name, (long long)(ms / 60000),
	    (long long)(ms % 60000 / 60));
}

static void
put_sections(struct buf *b, const struct owed_terms *o)
{
	int i;

	for (i = 0; i < o->n_sections; i++) {
		buf_printf(b, "%s{\"navigation\":\"%s\"", i > 0 ? "," : "",
		    o->linear[i] ? "linear" : "free");
		if (!o->whole) {
			buf_put_text(b, ",");
			put_minutes(b, "minutes", o->allowance[i]);
		}
		if (o->break_ms[i] > 0) {
			buf_put_text(b, ",");
			put_minutes(b, "break_minutes", o->break_ms[i]);
		}
		buf_put_text(b, "}");
	}
}

static void
put_route(struct buf *b, const char *name, const struct owed_terms *o)
{
	buf_printf(b, "\"%s\":{", name);
	if (o->whole) {
		put_minutes(b, "minutes", sum(o->allowance, o->n_sections));
		buf_put_text(b, ",");
	}
	buf_put_text(b, "\"sections\":[");
	put_sections(b, o);
	buf_put_text(b, "]}");
}

static void
put_conduct(struct buf *b, const struct sim_sitting *t)
{
	buf_printf(b,
	    ",\"grace_seconds\":%lld,\"takeover\":\"%s\",\"check_in\":%s,"
	    "\"admission\":%s",
	    (long long)t->grace_ms / 1000,
	    t->proctor_moves ? "proctor" : "free",
	    t->check_in ? "true" : "false", t->admission ? "true" : "false");
	if (t->late_ms > 0)
		buf_printf(b,
		    ",\"late_answers\":{\"accept_within_seconds\":%lld}",
		    (long long)t->late_ms / 1000);
	if (t->late_entry_ms >= 0) {
		buf_put_text(b, ",");
		put_minutes(b, "late_entry_minutes", t->late_entry_ms);
	}
	if (t->rooms)
		buf_put_text(b,
		    ",\"rooms\":[{\"id\":\"r1\",\"title\":\"One\","
		    "\"seats\":5000,\"proctors\":[\"anna\"]},{\"id\":\"r2\","
		    "\"title\":\"Two\",\"seats\":5000,\"proctors\":"
		    "[\"ben\"]}],\"chiefs\":[\"anna\",\"ben\"]");
}

static void
put_sitting(struct buf *b, const struct sim_sitting *t)
{
	char opens[WALL_TEXT_MAX], closes[WALL_TEXT_MAX];

	buf_printf(b,
	    "{\"id\":\"%s\",\"title\":\"A sitting\",\"programme\":{\"id\":"
	    "\"small\",\"version\":\"1\"},\"bank\":{\"id\":\"small\","
	    "\"version\":\"1\"},\"zone\":\"UTC\",\"opens\":\"%s\","
	    "\"closes\":\"%s\",\"routes\":{",
	    t->ident, wall_format(opens, t->opens),
	    wall_format(closes, t->closes));
	put_route(b, "upgrade", &t->base[ROUTE_UPGRADE]);
	buf_put_text(b, ",");
	put_route(b, "full", &t->base[ROUTE_FULL]);
	buf_put_text(b, "}");
	put_conduct(b, t);
	buf_put_text(b, "}");
}

static void
must(struct sim *s, const char *name, enum route route, const char *param,
    struct slice body, struct scene_reply *reply)
{
	cast_must(&s->machine.cast, name,
	    &(struct scene_request){ route, .params = { param }, .body = body },
	    reply);
}

static void
load_calendar(struct sim *s)
{
	struct buf b = { 0 };
	struct scene_reply reply;
	int i;

	buf_put_text(&b, "{\"format\":\"exam-schedule-1\",\"sittings\":[");
	for (i = 0; i < s->mix->sittings; i++) {
		buf_put_text(&b, i > 0 ? "," : "");
		put_sitting(&b, &s->sittings[i]);
	}
	buf_put_text(&b, "]}");
	must(s, "anna", ROUTE_SCHEDULE_LOAD, NULL, buf_slice(&b), &reply);
	scene_reply_fini(&reply);
	buf_fini(&b);
}

/* ---- people ---- */

/* Half up, as time is scaled; what shares are cut off makes no second. */
static void
promise(struct sitter *p)
{
	const struct owed_terms *base = &p->sitting->base[p->route];
	int64_t total = sum(base->allowance, base->n_sections), all = 0;
	struct owed_terms *o = &p->owed.terms;
	int i;

	*o = *base;
	for (i = 0; i < o->n_sections; i++) {
		o->allowance[i] = base->allowance[i] * p->factor / 1000 +
				  p->extra_ms * base->allowance[i] / total;
		all += o->allowance[i];
	}
	o->closes = wall_add(p->sitting->closes, all - total);
	if (o->whole)
		o->allowance[0] = all;
}

static void
invite(struct sim *s, struct sim_sitting *t, uint32_t who)
{
	static const uint32_t factors[] = { 1000, 1000, 1000, 1100, 1250, 1333,
		1500, 2000, 3000 };
	struct sitter *p = &s->people[who];

	*p = (struct sitter){ .sitting = t };
	snprintf(p->number, sizeof(p->number), "C-%u", who + 1);
	p->route = sim_chance(s, 500) ? ROUTE_UPGRADE : ROUTE_FULL;
	p->factor = factors[sim_pick(s, 0, 8)];
	p->extra_ms = sim_chance(s, 700) ? 0 : SECONDS(30) * sim_pick(s, 1, 20);
	p->stays = sim_chance(s, 350);
	p->pace_ms =
	    (uint32_t)sim_pick(s, s->mix->pace_ms / 4, 2 * s->mix->pace_ms);
	p->owed.attempt = sim_attempt(s, who);
	promise(p);
	attempt_init(&p->fold);
}

static void
put_person(struct buf *b, const struct sitter *p)
{
	buf_printf(b, "%s,Some Body,%s,%u.%03u,%lld.%lld\n", p->number,
	    p->route == ROUTE_UPGRADE ? "upgrade" : "full", p->factor / 1000,
	    p->factor % 1000, (long long)(p->extra_ms / 60000),
	    (long long)(p->extra_ms % 60000 / 6000));
}

static void
take_ticket(struct sim *s, const json_t *ticket)
{
	uint64_t attempt =
	    (uint64_t)json_integer_value(json_object_get(ticket, "attempt"));
	struct sitter *p = sim_sitter(s, attempt);
	const char *number =
	    json_string_value(json_object_get(ticket, "candidate"));

	if (p == NULL || strcmp(p->number, number) != 0)
		case_fails("the ticket of %s has attempt %llu", number,
		    (unsigned long long)attempt);
	snprintf(p->code, sizeof(p->code), "%s",
	    json_string_value(json_object_get(ticket, "code")));
}

static void
take_tickets(struct sim *s, const struct sim_sitting *t)
{
	struct scene_reply reply;
	const json_t *ticket;
	size_t i;

	must(s, "anna", ROUTE_TICKETS, t->ident, SLICE_NONE, &reply);
	json_array_foreach(json_object_get(reply.body, "tickets"), i, ticket)
	    take_ticket(s, ticket);
	scene_reply_fini(&reply);
}

static void
fill(struct sim *s, struct sim_sitting *t)
{
	struct buf b = { 0 };
	struct scene_reply reply;
	uint32_t i;

	buf_put_text(&b, "number,name,route,factor,extra_minutes\n");
	for (i = t->first; i < t->first + t->n; i++) {
		invite(s, t, i);
		put_person(&b, &s->people[i]);
	}
	must(s, "anna", ROUTE_CANDIDATES, t->ident, buf_slice(&b), &reply);
	scene_reply_fini(&reply);
	buf_fini(&b);
	take_tickets(s, t);
}

void
centre_make(struct sim *s)
{
	int i;

	s->first_attempt = 1;
	s->sittings =
	    alloc_zero((size_t)s->mix->sittings, sizeof(*s->sittings));
	for (i = 0; i < s->mix->sittings; i++) {
		plan_sitting(s, &s->sittings[i], i + 1);
		s->sittings[i].first = s->n_people;
		s->n_people += s->sittings[i].n;
	}
	s->people = alloc_zero(s->n_people, sizeof(*s->people));
	s->machine.scene.plain = false;
	load_calendar(s);
	for (i = 0; i < s->mix->sittings; i++)
		fill(s, &s->sittings[i]);
	s->machine.scene.plain = true;
	watch_journal(s);
}

void
centre_free(struct sim *s)
{
	uint32_t i;

	for (i = 0; i < s->n_people; i++)
		attempt_fini(&s->people[i].fold);
	free(s->people);
	free(s->sittings);
}

/* ---- results ---- */

void
centre_publish(struct sim *s, const struct sim_sitting *t)
{
	struct scene_reply reply;
	char body[128], number[24];

	s->machine.scene.plain = false;
	snprintf(body, sizeof(body),
	    "{\"act\":\"confirm-results\",\"object\":\"%s\",\"reason\":"
	    "\"organisation\",\"words\":\"read\"}",
	    t->ident);
	must(s, "anna", ROUTE_PROPOSE, NULL, slice_of(body), &reply);
	snprintf(number, sizeof(number), "%lld",
	    (long long)json_integer_value(
		json_object_get(reply.body, "proposal")));
	scene_reply_fini(&reply);
	must(s, "ben", ROUTE_CONFIRM, number, SLICE_NONE, &reply);
	scene_reply_fini(&reply);
	must(s, "anna", ROUTE_RELEASE, t->ident, SLICE_NONE, &reply);
	scene_reply_fini(&reply);
	s->machine.scene.plain = true;
	watch_journal(s);
}
