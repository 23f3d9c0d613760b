#include "load/sitting.h"

#include "load/members.h"
#include "load/rooms.h"
#include "load/when.h"
#include "load/zone.h"

static const struct member versioned_members[] = MEMBERS(VERSIONED_MEMBERS);
static const struct member sitting_members[] = MEMBERS(SITTING_MEMBERS);
static const struct member routes_members[] = MEMBERS(ROUTES_MEMBERS);
static const struct member route_members[] = MEMBERS(SITTING_ROUTE_MEMBERS);
static const struct member section_members[] =
    MEMBERS(SITTING_SECTION_MEMBERS);
static const struct member late_members[] = MEMBERS(LATE_MEMBERS);

static const char *const navigations[] = { "free", "linear", NULL };
static const char *const takeovers[] = { "free", "proctor", NULL };
static const char *const releases[] = { "held", "at-once", NULL };
static const char *const lates[] = { "refuse", NULL };

static void
put(char **to, struct slice s)
{
	free(*to);
	*to = scope_keep(s);
}

/* Minutes, of at most three decimals, in milliseconds: exact. */
static void
read_minutes(int64_t *ms, const struct scope *s, const char *name,
    int64_t least)
{
	int64_t thousandths;

	if (scope_decimal(&thousandths, s, name, least,
		SITTING_MINUTES_MAX * INT64_C(1000)))
		*ms = thousandths * 60;
}

static void
read_versioned(char **ident, char **version, const struct scope *outer,
    const char *name)
{
	const struct json *v = scope_member(outer, name);
	struct slice text;
	struct scope s;

	if (v == NULL ||
	    !scope_open(&s, outer->diag, v, versioned_members, "%s, %s",
		outer->words, name))
		return;
	if (scope_ident(&text, &s, "id"))
		put(ident, text);
	if (scope_ident(&text, &s, "version"))
		put(version, text);
}

/* As the zone's clocks show it, for people. */
static char *
civil_text(struct wall w, const char *zone)
{
	char text[CIVIL_TEXT_MAX];

	zone_format_offset(text, w, zone);
	text[sizeof("2026-12-01T09:00") - 1] = '\0';
	return alloc_text(text);
}

static void
read_window(struct sitting *sitting, const struct scope *s)
{
	const struct json *v = scope_member(s, "closes");
	size_t before = s->diag->count;
	struct slice zone;

	if (!scope_text(&zone, s, "zone", ZONE_NAME_MAX))
		return;
	if (!zone_exists(zone.at)) {
		scope_mistake(s, scope_member(s, "zone"),
		    "\"%s\" is no time zone; write its IANA name, such as "
		    "Europe/Madrid",
		    zone.at);
		return;
	}
	put(&sitting->zone, zone);
	scope_when(&sitting->opens, s, "opens", zone.at);
	scope_when(&sitting->closes, s, "closes", zone.at);
	if (s->diag->count != before || v == NULL)
		return;
	if (sitting->closes.ms <= sitting->opens.ms)
		scope_mistake(s, v, "is not after opens");
	else if (sitting->closes.ms - sitting->opens.ms > SITTING_WINDOW_MAX)
		scope_mistake(s, v, "is more than %d days after opens",
		    (int)(SITTING_WINDOW_MAX / DAYS(1)));
}

static void
read_section(struct sitting_section *section, const struct json *v,
    const struct scope *outer, int number, bool whole)
{
	unsigned navigation = NAVIGATION_FREE;
	const struct json *minutes;
	struct scope s;

	if (!scope_open(&s, outer->diag, v, section_members, "%s, section %d",
		outer->words, number))
		return;
	minutes = scope_member(&s, "minutes");
	if (whole && minutes != NULL)
		scope_mistake(&s, minutes,
		    "the route has its minutes for the whole; give either");
	else if (!whole && minutes == NULL)
		scope_mistake(&s, v,
		    "\"minutes\" is missing, here or on the route for the "
		    "whole");
	else
		read_minutes(&section->time_ms, &s, "minutes", 1);
	scope_choose(&navigation, &s, "navigation", navigations);
	section->navigation = (enum navigation)navigation;
	read_minutes(&section->break_ms, &s, "break_minutes", 0);
	if (v->next == NULL && section->break_ms > 0)
		scope_mistake(&s, scope_member(&s, "break_minutes"),
		    "no break follows the last section");
}

static void
read_route(struct sitting_route *route, const struct scope *outer,
    const char *name)
{
	const struct json *v = scope_member(outer, name), *list, *section;
	struct scope s;
	bool whole;

	if (v == NULL ||
	    !scope_open(&s, outer->diag, v, route_members, "%s, route %s",
		outer->words, name))
		return;
	route->offered = true;
	whole = scope_member(&s, "minutes") != NULL;
	read_minutes(&route->whole_ms, &s, "minutes", 1);
	if (!scope_list(&list, &s, "sections", 1, SECTIONS_MAX))
		return;
	for (section = list->first; section != NULL; section = section->next) {
		read_section(&route->sections[route->n_sections], section, &s,
		    route->n_sections + 1, whole);
		route->n_sections++;
	}
}

static void
read_routes(struct sitting *sitting, const struct scope *outer)
{
	const struct json *v = scope_member(outer, "routes");
	struct scope s;
	int r;

	if (v == NULL ||
	    !scope_open(&s, outer->diag, v, routes_members, "%s",
		outer->words))
		return;
	if (v->n == 0)
		scope_mistake(outer, v, "at least one route must be offered");
	for (r = 0; r < N_ROUTE_NAMES; r++)
		read_route(&sitting->routes[r], &s,
		    route_name_text((enum route_name)r));
}

static void
read_late_answers(struct sitting *sitting, const struct scope *outer)
{
	const struct json *v = scope_member(outer, "late_answers");
	unsigned refuse;
	struct scope s;

	if (v == NULL)
		return;
	if (v->kind == JSON_STRING) {
		scope_choose_of(&refuse, outer, v, lates);
		return;
	}
	if (!scope_open(&s, outer->diag, v, late_members, "%s, late_answers",
		outer->words))
		return;
	sitting->late = LATE_ACCEPT;
	scope_decimal(&sitting->late_ms, &s, "accept_within_seconds", 1,
	    LATE_ACCEPT_MAX);
}

static void
read_late_entry(struct sitting *sitting, const struct scope *s)
{
	const struct json *v = scope_member(s, "late_entry_minutes");
	int64_t thousandths;

	if (v == NULL || v->kind == JSON_NULL)
		return;
	if (scope_decimal_of(&thousandths, s, v, 1, SITTING_WINDOW_MAX / 60))
		sitting->late_entry_ms = thousandths * 60;
}

/* One text, or a list of lines. */
static void
read_rules(struct sitting *sitting, const struct scope *s)
{
	const struct json *v = scope_member(s, "rules"), *line;
	struct buf rules = { 0 };
	struct slice text;

	if (v != NULL && v->kind == JSON_ARRAY) {
		for (line = v->first; line != NULL; line = line->next)
			if (scope_text_of(&text, s, line, WORDS_MAX, false)) {
				buf_put_text(&rules, rules.len > 0 ? "\n" : "");
				buf_put_slice(&rules, text);
			}
	} else if (v != NULL &&
	    scope_text_of(&text, s, v, RULES_TEXT_MAX, true))
		buf_put_slice(&rules, text);
	if (rules.len > RULES_TEXT_MAX)
		scope_mistake(s, v, "has %zu bytes; at most %d are allowed",
		    rules.len, RULES_TEXT_MAX);
	put(&sitting->rules, buf_slice(&rules));
	buf_fini(&rules);
}

static void
read_conduct(struct sitting *sitting, const struct scope *s)
{
	unsigned takeover = TAKEOVER_PROCTOR, release = RELEASE_HELD;

	read_late_entry(sitting, s);
	scope_decimal(&sitting->grace_ms, s, "grace_seconds", 0, GRACE_MAX);
	read_late_answers(sitting, s);
	scope_choose(&takeover, s, "takeover", takeovers);
	sitting->takeover = (enum takeover)takeover;
	scope_choose(&release, s, "release", releases);
	sitting->release = (enum release)release;
	scope_flag(&sitting->check_in, s, "check_in");
	scope_flag(&sitting->admission, s, "admission");
	scope_flag(&sitting->practice, s, "practice");
	if (sitting->release == RELEASE_AT_ONCE && !sitting->practice)
		scope_mistake(s, scope_member(s, "release"),
		    "\"at-once\" is for practice sittings; results that count "
		    "are held until they are confirmed");
	read_rules(sitting, s);
}

/* Would somebody who enters at the last permitted moment lose time? */
static void
check_length(const struct sitting *sitting, const struct scope *s,
    enum route_name r)
{
	int64_t need = sitting_base_ms(sitting, r) +
	    sitting_breaks_ms(sitting, r);
	struct wall last = sitting_last_entry(sitting);
	int64_t missing = need - (sitting->closes.ms - last.ms);

	if (missing > 0)
		scope_mistake(s, scope_member(s, "closes"),
		    "route %s needs %.10g minutes with its breaks; whoever "
		    "enters %.10g minutes after opens would lose %.10g",
		    route_name_text(r), (double)need / 60000,
		    (double)sitting->late_entry_ms / 60000,
		    (double)missing / 60000);
	else if (last.ms <= sitting->opens.ms)
		scope_mistake(s, scope_member(s, "closes"),
		    "the window is %.10g minutes and route %s needs %.10g with "
		    "its breaks: no moment is left to enter",
		    (double)(sitting->closes.ms - sitting->opens.ms) / 60000,
		    route_name_text(r), (double)need / 60000);
}

static void
check_lengths(const struct sitting *sitting, const struct scope *s)
{
	int r;

	for (r = 0; r < N_ROUTE_NAMES; r++)
		if (sitting->routes[r].offered)
			check_length(sitting, s, (enum route_name)r);
}

static void
read_sitting(struct sitting *sitting, const struct scope *s)
{
	struct slice text;

	if (scope_ident(&text, s, "id"))
		put(&sitting->ident, text);
	if (scope_text(&text, s, "title", NAME_MAX_LEN))
		put(&sitting->title, text);
	read_versioned(&sitting->programme, &sitting->programme_version, s,
	    "programme");
	read_versioned(&sitting->bank, &sitting->bank_version, s, "bank");
	read_window(sitting, s);
	read_routes(sitting, s);
	read_conduct(sitting, s);
	load_rooms_read(sitting, s);
}

enum err
load_sitting_value(struct sitting **out, const struct json *v,
    const char *words, struct diag *diag)
{
	size_t before = diag->count;
	struct sitting *sitting;
	struct scope s;

	if (!scope_open(&s, diag, v, sitting_members, "%s", words))
		return ERR_INVALID;
	sitting = (struct sitting *)alloc_zero(1, sizeof(*sitting));
	sitting->late_entry_ms = -1;
	sitting->grace_ms = GRACE_MS;
	sitting->check_in = sitting->admission = true;
	read_sitting(sitting, &s);
	if (diag->count == before)
		check_lengths(sitting, &s);
	if (diag->count != before) {
		sitting_free(sitting);
		return ERR_INVALID;
	}
	sitting->opens_civil = civil_text(sitting->opens, sitting->zone);
	sitting->closes_civil = civil_text(sitting->closes, sitting->zone);
	*out = sitting;
	return ERR_OK;
}

enum err
load_sitting_read(struct sitting **out, struct slice line, struct diag *diag)
{
	struct json_document *document;
	size_t before = diag->count;
	struct sitting *sitting;
	enum err err = json_read(&document, line, diag);

	if (err != ERR_OK)
		return err;
	err = load_sitting_value(&sitting, json_root(document), "", diag);
	json_free(document);
	if (err != ERR_OK)
		return err;
	if (diag->count != before) { /* a member twice */
		sitting_free(sitting);
		return ERR_INVALID;
	}
	*out = sitting;
	return ERR_OK;
}
