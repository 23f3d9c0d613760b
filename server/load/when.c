#include "load/when.h"

#include "load/zone.h"

/* A civil time that the zone does not have once: both ways to write it. */
static void
tell_two(const struct scope *s, const struct json *v, int n,
    const struct wall both[2], const char *zone)
{
	char one[CIVIL_TEXT_MAX], two[CIVIL_TEXT_MAX];

	zone_format_offset(one, both[0], zone);
	zone_format_offset(two, both[1], zone);
	scope_mistake(s, v,
	    n == 0 ? "%s does not exist in %s, where clocks are put forward; "
		     "write %s or %s"
		   : "%s exists twice in %s, where clocks are put back; "
		     "write %s or %s",
	    v->text.at, zone, one, two);
}

static bool
resolve(struct wall *w, const struct scope *s, const struct json *v,
    const struct civil *c, const char *zone)
{
	struct wall both[2];
	int n = zone_resolve(both, c, zone);

	if (n != 1) {
		tell_two(s, v, n, both, zone);
		return false;
	}
	*w = both[0];
	return true;
}

/* With an offset it must be one that the zone's clocks show. */
static bool
resolve_offset(struct wall *w, const struct scope *s, const struct json *v,
    const char *text, const char *zone)
{
	char shown[CIVIL_TEXT_MAX];
	struct wall at;

	if (!wall_parse(&at, text))
		return false;
	zone_format_offset(shown, at, zone);
	if (strcmp(shown, text) != 0)
		scope_mistake(s, v, "%s is %s in %s; write that", text, shown,
		    zone);
	else
		*w = at;
	return true;
}

/* 2026-12-01T09:00+01:00 with the seconds that RFC 3339 wants. */
static void
with_seconds(char text[CIVIL_TEXT_MAX], const char *written)
{
	if (strlen(written) == sizeof("2026-12-01T09:00+01:00") - 1)
		snprintf(text, CIVIL_TEXT_MAX, "%.16s:00%s", written,
		    written + 16);
	else
		snprintf(text, CIVIL_TEXT_MAX, "%s", written);
}

void
scope_when(struct wall *w, const struct scope *s, const char *name,
    const char *zone)
{
	const struct json *v = scope_member(s, name);
	char text[CIVIL_TEXT_MAX];
	struct slice written;
	struct civil c;

	if (v == NULL || !scope_text_of(&written, s, v, 30, false))
		return;
	if (written.at[written.len - 1] == 'Z' && wall_parse(w, written.at))
		return;
	with_seconds(text, written.at);
	if (civil_parse(&c, written.at))
		resolve(w, s, v, &c, zone);
	else if (!resolve_offset(w, s, v, text, zone))
		scope_mistake(s, v,
		    "\"%s\" is no time; write 2026-12-01T09:00, in the "
		    "sitting's zone, or 2026-12-01T09:00+01:00",
		    written.at);
}
