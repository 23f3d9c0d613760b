#include "examctl/plan_day.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exam/limits.h"
#include "examctl/local.h"
#include "examctl/say.h"
#include "load/candidates.h"
#include "load/schedule.h"

#define EXPECTED_MAX CROWD_MAX
#define DAY_SITTINGS_MAX 64 /* of a day; peaks are looked for in pairs */

/* ---- who is expected ---- */

/* The part of the list for this sitting, copied; NULL: none. */
static char *
part_for(const char *list, const char *sitting)
{
	size_t name = strlen(sitting), len;

	for (; *list != '\0'; list += len + (list[len] == ',' ? 1 : 0)) {
		len = strcspn(list, ",");
		if (len > name && list[name] == '=' &&
		    strncmp(list, sitting, name) == 0)
			return alloc_checked(
			    strndup(list + name + 1, len - name - 1));
	}
	return NULL;
}

static bool
number_of(double *n, const char *text)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (!isdigit((unsigned char)*text) || *end != '\0' || value < 1 ||
	    value > EXPECTED_MAX)
		return false;
	*n = (double)value;
	return true;
}

static double
seats_of(const struct sitting *s)
{
	double n = 0;
	size_t i;

	for (i = 0; i < s->n_rooms; i++)
		n += s->rooms[i].n_seats;
	return n;
}

/* ---- parties ---- */

/* Into the party of the same window and time, or a new one. */
static void
add_party(struct plan_day *day, const struct plan_party *p)
{
	size_t i;

	for (i = 0; i < day->n; i++)
		if (day->parties[i].opens.ms == p->opens.ms &&
		    day->parties[i].closes.ms == p->closes.ms &&
		    day->parties[i].time_ms == p->time_ms) {
			day->parties[i].n += p->n;
			return;
		}
	day->parties =
	    alloc_resize(day->parties, day->n + 1, sizeof(*day->parties));
	day->parties[day->n++] = *p;
}

static void
add_people(struct plan_day *day, const struct sitting *s, enum route_name route,
    struct entitlement e, double n)
{
	struct plan_party p = { .opens = s->opens,
		.closes = entitlement_window_closes(e, s, route),
		.time_ms = entitlement_total_ms(e, &s->routes[route]) +
			   sitting_breaks_ms(s, route),
		.n = n };

	add_party(day, &p);
}

/* Of a number it is not known which route they take: the longest. */
static enum route_name
longest_route(const struct sitting *s)
{
	enum route_name longest = N_ROUTE_NAMES, r;

	for (r = 0; r < N_ROUTE_NAMES; r++)
		if (s->routes[r].offered &&
		    (longest == N_ROUTE_NAMES ||
			sitting_base_ms(s, r) > sitting_base_ms(s, longest)))
			longest = r;
	return longest;
}

static enum outcome
add_list(
    struct plan_day *day, double *n, const struct sitting *s, const char *path)
{
	struct candidates list;
	enum outcome outcome = local_read_candidates(&list, path);
	size_t i;

	if (outcome != DONE)
		return outcome;
	for (i = 0; i < list.n && outcome == DONE; i++) {
		const struct candidate *c = &list.rows[i];

		if (!s->routes[c->route].offered) {
			complain("%s: %s takes the route %s, which %s does not "
				 "offer",
			    path, c->number, route_name_text(c->route),
			    s->ident);
			outcome = REFUSED;
		} else {
			add_people(day, s, c->route, c->entitlement, 1);
		}
	}
	*n = (double)list.n;
	candidates_fini(&list);
	return outcome;
}

static enum outcome
add_sitting(struct plan_day *day, const struct sitting *s, const char *expected)
{
	char *part = expected != NULL ? part_for(expected, s->ident) : NULL;
	enum outcome outcome = DONE;
	double n = 0;

	if (part != NULL && !number_of(&n, part))
		outcome = add_list(day, &n, s, part);
	else if (part != NULL || (expected != NULL && number_of(&n, expected)))
		add_people(day, s, longest_route(s), ENTITLEMENT_NONE, n);
	else if ((n = seats_of(s)) > 0)
		add_people(day, s, longest_route(s), ENTITLEMENT_NONE, n);
	else
		outcome = MISUSED;
	if (outcome == MISUSED && part == NULL)
		complain("%s has no rooms: say how many are expected, "
			 "--expected N or --expected %s=N",
		    s->ident, s->ident);
	free(part);
	if (outcome == DONE)
		buf_printf(&day->sittings, "%s%s (%.0f)",
		    day->sittings.len > 0 ? ", " : "", s->ident, n);
	return outcome;
}

static enum outcome
add_schedule(struct plan_day *day, const char *path, const char *expected)
{
	struct schedule schedule;
	enum outcome outcome = local_read_schedule(&schedule, path);
	size_t i;

	if (outcome != DONE)
		return outcome;
	if (schedule.n > DAY_SITTINGS_MAX) {
		complain("%s: %zu sittings; at most %d are one day's", path,
		    schedule.n, DAY_SITTINGS_MAX);
		outcome = REFUSED;
	}
	for (i = 0; i < schedule.n && outcome == DONE; i++)
		outcome = add_sitting(day, schedule.sittings[i], expected);
	schedule_fini(&schedule);
	return outcome;
}

enum outcome
plan_day_read(struct plan_day *day, const char *const *schedules, size_t n,
    const char *expected)
{
	enum outcome outcome = DONE;
	size_t i;

	*day = (struct plan_day){ 0 };
	for (i = 0; i < n && outcome == DONE; i++)
		outcome = add_schedule(day, schedules[i], expected);
	return outcome;
}

void
plan_day_fini(struct plan_day *day)
{
	free(day->parties);
	buf_fini(&day->sittings);
}
