#include "load/zone.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "exam/alloc.h"

static void
set_zone(const char *value)
{
	if (value == NULL)
		unsetenv("TZ");
	else if (setenv("TZ", value, 1) != 0)
		alloc_stop();
	tzset();
}

/*
 * A zone that there is no memory to read is to the C library UTC under the
 * letters that the name begins with: every time in it would be wrong.  (Of
 * UTC and GMT themselves it would be right.)
 */
static bool
is_unread(const char *name)
{
	return timezone == 0 && daylight == 0 &&
	       strncmp(name, tzname[0], strlen(tzname[0])) == 0 &&
	       strncmp(name, "UTC", 3) != 0 && strncmp(name, "GMT", 3) != 0;
}

/* TZ as it was, or NULL if it was not set. */
static char *
enter(const char *name)
{
	const char *before = getenv("TZ");
	char *saved = before != NULL ? alloc_text(before) : NULL;
	char value[ZONE_NAME_MAX + 2];

	snprintf(value, sizeof(value), ":%s", name);
	set_zone(value);
	if (is_unread(name))
		alloc_stop();
	return saved;
}

static void
leave(char *saved)
{
	set_zone(saved);
	free(saved);
}

static bool
digits(const char **p, int n, int *value)
{
	*value = 0;
	for (; n > 0; n--, (*p)++) {
		if (**p < '0' || **p > '9')
			return false;
		*value = *value * 10 + **p - '0';
	}
	return true;
}

static bool
mark(const char **p, char c)
{
	return *(*p)++ == c;
}

/* As if its clocks showed UTC. */
static time_t
as_utc(const struct civil *c)
{
	struct tm tm = { .tm_year = c->year - 1900, .tm_mon = c->month - 1,
		.tm_mday = c->day, .tm_hour = c->hour, .tm_min = c->minute,
		.tm_sec = c->second };

	return timegm(&tm);
}

static bool
is_same(const struct civil *c, const struct tm *tm)
{
	return tm->tm_year == c->year - 1900 && tm->tm_mon == c->month - 1 &&
	    tm->tm_mday == c->day && tm->tm_hour == c->hour &&
	    tm->tm_min == c->minute && tm->tm_sec == c->second;
}

static bool
is_real(const struct civil *c)
{
	time_t t = as_utc(c);
	struct tm tm;

	return gmtime_r(&t, &tm) != NULL && is_same(c, &tm);
}

bool
civil_parse(struct civil *out, const char *p)
{
	struct civil c = { 0 };

	if (!digits(&p, 4, &c.year) || !mark(&p, '-') ||
	    !digits(&p, 2, &c.month) || !mark(&p, '-') ||
	    !digits(&p, 2, &c.day) || !mark(&p, 'T') ||
	    !digits(&p, 2, &c.hour) || !mark(&p, ':') ||
	    !digits(&p, 2, &c.minute))
		return false;
	if (*p == ':' && (p++, !digits(&p, 2, &c.second)))
		return false;
	if (*p != '\0' || !is_real(&c))
		return false;
	*out = c;
	return true;
}

char *
civil_format(char text[CIVIL_TEXT_MAX], const struct civil *c)
{
	snprintf(text, CIVIL_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d",
	    c->year, c->month, c->day, c->hour, c->minute, c->second);
	return text;
}

static bool
is_zone_name(const char *name)
{
	return *name != '\0' && *name != '/' && strlen(name) <= ZONE_NAME_MAX &&
	    strstr(name, "..") == NULL &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz"
			 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-_/") ==
	    strlen(name) &&
	    strncmp(name, "right/", 6) != 0; /* its clocks count leap seconds */
}

bool
zone_exists(const char *name)
{
	const char *folder = getenv("TZDIR");
	char path[512], magic[4];
	bool found;
	FILE *f;

	if (!is_zone_name(name))
		return false;
	snprintf(path, sizeof(path), "%s/%s",
	    folder != NULL ? folder : "/usr/share/zoneinfo", name);
	if ((f = fopen(path, "rb")) == NULL) {
		if (errno == ENOMEM)
			alloc_stop();
		return false;
	}
	found = fread(magic, 1, 4, f) == 4 && memcmp(magic, "TZif", 4) == 0;
	fclose(f);
	return found;
}

/* Seconds east of Greenwich at that instant, in the zone entered. */
static long
offset_at(time_t t)
{
	struct tm tm;

	return localtime_r(&t, &tm) != NULL ? tm.tm_gmtoff : 0;
}

/* Some hour near it has the offset that holds at it, on either side of a
 * change: a day away is before or after any one change. */
int
zone_resolve(struct wall instants[2], const struct civil *c, const char *name)
{
	char *saved = enter(name);
	time_t utc = as_utc(c), t;
	long offsets[2] = { offset_at(utc - 86400), offset_at(utc + 86400) };
	struct tm tm;
	int i, n = 0;

	for (i = 0; i < 2; i++) {
		t = utc - offsets[i];
		if (localtime_r(&t, &tm) == NULL || !is_same(c, &tm) ||
		    (n == 1 && offsets[0] == offsets[1]))
			continue;
		instants[n++].ms = (int64_t)t * 1000;
	}
	if (n == 0)
		for (i = 0; i < 2; i++)
			instants[i].ms = ((int64_t)utc - offsets[i]) * 1000;
	leave(saved);
	return n;
}

static bool
break_down(struct tm *tm, struct wall w, const char *name)
{
	time_t t = (time_t)(w.ms / 1000);
	char *saved = enter(name);
	bool ok = localtime_r(&t, tm) != NULL;

	leave(saved);
	return ok;
}

char *
zone_format_offset(char text[CIVIL_TEXT_MAX], struct wall w, const char *name)
{
	struct tm tm = { 0 };
	long minutes;
	size_t n;

	if (!break_down(&tm, w, name))
		return strcpy(text, "?");
	minutes = labs(tm.tm_gmtoff) / 60;
	n = strftime(text, CIVIL_TEXT_MAX, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + n, CIVIL_TEXT_MAX - n, "%c%02ld:%02ld",
	    tm.tm_gmtoff < 0 ? '-' : '+', minutes / 60 % 24, minutes % 60);
	return text;
}

char *
zone_format(char text[ZONE_TEXT_MAX], struct wall w, const char *name)
{
	char day[8], rest[ZONE_TEXT_MAX - 16] = "";
	char *saved = enter(name);
	time_t t = (time_t)(w.ms / 1000);
	struct tm tm = { 0 };

	/* %Z is read from the zone that is set. */
	if (localtime_r(&t, &tm) == NULL ||
	    strftime(day, sizeof(day), "%a", &tm) == 0 ||
	    strftime(rest, sizeof(rest), "%b %Y %H:%M %Z", &tm) == 0)
		strcpy(text, "?");
	else
		snprintf(text, ZONE_TEXT_MAX, "%s %d %s", day, tm.tm_mday,
		    rest);
	leave(saved);
	return text;
}
