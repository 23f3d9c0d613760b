/* Sittings and the candidates in them, loaded as files are. */
#include <string.h>

#include "proto/out.h"
#include "story.h"

#define ROOMS_MAX 8 /* more makes no story */

struct terms {
	const char *ident, *opens, *closes, *upgrade, *full;
	const char *rooms[ROOMS_MAX], *chiefs;
	size_t n_rooms;
	int64_t late_entry_ms, break_ms, grace_ms, late_ms;
	bool linear, free_takeover, check_in, admission, at_once;
};

static bool
read_time_terms(struct line *l, struct terms *t)
{
	if (line_if(l, "opens"))
		t->opens = line_word(l);
	else if (line_if(l, "closes"))
		t->closes = line_word(l);
	else if (line_if(l, "late-entry"))
		t->late_entry_ms = line_duration(l);
	else if (line_if(l, "upgrade"))
		t->upgrade = line_word(l);
	else if (line_if(l, "full"))
		t->full = line_word(l);
	else if (line_if(l, "break"))
		t->break_ms = line_duration(l);
	else if (line_if(l, "grace"))
		t->grace_ms = line_duration(l);
	else if (line_if_two(l, "late", "refuse"))
		t->late_ms = 0;
	else if (line_if_two(l, "late", "accept"))
		t->late_ms = line_duration(l);
	else
		return false;
	return true;
}

/* rooms aula:8x4:carl+dora lab:3 chiefs eva */
static bool
read_rooms(struct line *l, struct terms *t)
{
	if (line_if(l, "chiefs")) {
		t->chiefs = line_word(l);
		return true;
	}
	if (!line_if(l, "rooms"))
		return false;
	while (line_more(l) && strchr(l->words[l->at], ':') != NULL &&
	       t->n_rooms < ROOMS_MAX)
		t->rooms[t->n_rooms++] = line_word(l);
	return true;
}

static bool
read_room_terms(struct line *l, struct terms *t)
{
	if (read_rooms(l, t))
		return true;
	if (line_if(l, "linear"))
		t->linear = true;
	else if (line_if_two(l, "takeover", "free"))
		t->free_takeover = true;
	else if (line_if_two(l, "takeover", "proctor"))
		t->free_takeover = false;
	else if (line_if(l, "check-in"))
		t->check_in = true;
	else if (line_if(l, "admission"))
		t->admission = true;
	else if (line_if_two(l, "release", "at-once"))
		t->at_once = true;
	else
		return false;
	return true;
}

static void
write_version(struct buf *b, const char *name)
{
	out_open(b, name);
	out_word(b, "id", "small");
	out_word(b, "version", "1");
	out_close(b);
}

/* 20m,20m: a time for each section; 40m: one for the whole. */
static void
write_route(struct line *l, struct buf *b, const char *name, const char *times,
    int sections, const struct terms *t)
{
	bool whole = strchr(times, ',') == NULL;
	char part[IDENT_MAX];
	int64_t ms = 0;
	int i;

	out_open(b, name);
	for (i = 0; i < sections; i++) {
		snprintf(part, sizeof(part), "%.*s", (int)strcspn(times, ","),
		    times);
		if ((!whole || i == 0) && !duration_parse(&ms, part))
			line_fail(l, "\"%s\" is not a time for each section",
			    times);
		if (whole && i == 0)
			out_int(b, "minutes", ms / MINUTES(1));
		if (i == 0)
			out_open_array(b, "sections");
		out_open(b, NULL);
		if (!whole)
			out_int(b, "minutes", ms / MINUTES(1));
		out_word(b, "navigation", t->linear ? "linear" : "free");
		if (t->break_ms > 0 && i + 1 < sections)
			out_int(b, "break_minutes", t->break_ms / MINUTES(1));
		out_close(b);
		if (!whole)
			times += strcspn(times, ",") + (i + 1 < sections);
	}
	out_close_array(b);
	out_close(b);
}

static void
write_rules(struct buf *b, const struct terms *t)
{
	if (t->late_entry_ms >= 0)
		out_int(b, "late_entry_minutes", t->late_entry_ms / MINUTES(1));
	out_int(b, "grace_seconds", t->grace_ms / SECONDS(1));
	if (t->late_ms > 0) {
		out_open(b, "late_answers");
		out_int(b, "accept_within_seconds", t->late_ms / SECONDS(1));
		out_close(b);
	}
	out_word(b, "takeover", t->free_takeover ? "free" : "proctor");
	out_word(b, "release", t->at_once ? "at-once" : "held");
	out_bool(b, "practice", t->at_once);
	out_bool(b, "check_in", t->check_in);
	out_bool(b, "admission", t->admission);
}

void
write_people(struct buf *b, const char *name, const char *people)
{
	struct slice one;

	out_open_array(b, name);
	while (*people != '\0') {
		one = (struct slice){ people, strcspn(people, "+") };
		out_text(b, NULL, one);
		people += one.len + (people[one.len] == '+');
	}
	out_close_array(b);
}

/* aula:8x4:carl+dora is the room aula of eight seats, four in a row. */
static void
write_room(struct line *l, struct buf *b, const char *words)
{
	struct slice ident = { words, strcspn(words, ":") };
	char *rest = NULL;

	out_open(b, NULL);
	out_text(b, "id", ident);
	out_text(b, "title", ident);
	out_int(b, "seats", strtol(words + ident.len + 1, &rest, 10));
	if (*rest == 'x')
		out_int(b, "row_length", strtol(rest + 1, &rest, 10));
	if (*rest == ':')
		write_people(b, "proctors", rest + 1);
	else if (*rest != '\0')
		line_fail(l, "a room is aula:8x4:carl+dora, not %s", words);
	out_close(b);
}

static void
write_rooms(struct line *l, struct buf *b, const struct terms *t)
{
	size_t i;

	if (t->n_rooms > 0) {
		out_open_array(b, "rooms");
		for (i = 0; i < t->n_rooms; i++)
			write_room(l, b, t->rooms[i]);
		out_close_array(b);
	}
	if (t->chiefs != NULL)
		write_people(b, "chiefs", t->chiefs);
}

static void
write_schedule(struct story *s, struct line *l, struct buf *b,
    const struct terms *t)
{
	out_open(b, NULL);
	out_word(b, "format", "exam-schedule-1");
	out_open_array(b, "sittings");
	out_open(b, NULL);
	out_word(b, "id", t->ident);
	out_word(b, "title", "A small exam");
	write_version(b, "programme");
	write_version(b, "bank");
	out_word(b, "zone", s->zone);
	out_word(b, "opens", t->opens);
	out_word(b, "closes", t->closes);
	write_rules(b, t);
	out_open(b, "routes");
	if (t->upgrade != NULL)
		write_route(l, b, "upgrade", t->upgrade, 2, t);
	if (t->full != NULL)
		write_route(l, b, "full", t->full, 4, t);
	out_close(b);
	write_rooms(l, b, t);
	out_close(b);
	out_close_array(b);
	out_close(b);
}

void
sitting_line(struct story *s, struct line *l)
{
	struct terms t = { .ident = line_word(l), .late_entry_ms = -1,
		.grace_ms = GRACE_MS };
	struct scene_request r = { .route = ROUTE_SCHEDULE_LOAD,
		.query = "file=story" };
	struct scene_reply reply;
	struct buf body = { 0 };

	while (read_time_terms(l, &t) || read_room_terms(l, &t))
		;
	if (t.opens == NULL || t.closes == NULL)
		line_fail(l, "a sitting opens and closes");
	write_schedule(s, l, &body, &t);
	r.body = buf_slice(&body);
	cast_ask(&s->cast, cast_staff(&s->cast, "anna"), &r, &reply);
	if (reply.status < 300)
		snprintf(s->sitting, sizeof(s->sitting), "%s", t.ident);
	outcome(s, l, &reply);
	buf_fini(&body);
}

/* candidate C-1 [sitting s] [route full] [factor 1.25] [extra 5m] [room aula]
 * [seat 3] */
void
candidate_line(struct story *s, struct line *l)
{
	const char *number = line_word(l), *route = "upgrade", *factor = "1";
	const char *room = "", *seat = "";
	struct scene_request r = { .route = ROUTE_CANDIDATES,
		.params = { s->sitting } };
	struct scene_reply reply;
	struct buf body = { 0 };
	int64_t extra_ms = 0;

	for (;;) {
		if (line_if(l, "sitting"))
			r.params[0] = line_word(l);
		else if (line_if(l, "route"))
			route = line_word(l);
		else if (line_if(l, "factor"))
			factor = line_word(l);
		else if (line_if(l, "extra"))
			extra_ms = line_duration(l);
		else if (line_if(l, "room"))
			room = line_word(l);
		else if (line_if(l, "seat"))
			seat = line_word(l);
		else
			break;
	}
	buf_printf(&body,
	    "number,name,route,factor,extra_minutes,room,seat\n"
	    "%s,Person %s,%s,%s,%lld,%s,%s\n",
	    number, number, route, factor, (long long)(extra_ms / MINUTES(1)),
	    room, seat);
	r.body = buf_slice(&body);
	cast_ask(&s->cast, cast_staff(&s->cast, "anna"), &r, &reply);
	if (reply.status < 300)
		cast_take_tickets(&s->cast, r.params[0]);
	outcome(s, l, &reply);
	buf_fini(&body);
}
