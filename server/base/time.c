#include "exam/time.h"

#include <string.h>
#include <time.h>

/* Days since 1970 of a civil date, proleptic Gregorian; after Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms". */
static int64_t
days_from_civil(int64_t y, int m, int d)
{
	int64_t era, year_of_era, day_of_year;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	year_of_era = y - era * 400;
	day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + year_of_era * 365 + year_of_era / 4 -
	    year_of_era / 100 + day_of_year - 719468;
}

/* n decimal digits, then a mark; returns where to go on. */
static char *
put(char *at, int value, int n, char mark)
{
	int i;

	for (i = n - 1; i >= 0; i--, value /= 10)
		at[i] = (char)('0' + value % 10);
	at[n] = mark;
	return at + n + 1;
}

char *
wall_format(char text[WALL_TEXT_MAX], struct wall w)
{
	int64_t ms = w.ms % 1000;
	struct tm tm;
	char *at = text;
	time_t t;

	if (ms < 0)
		ms += 1000;
	t = (time_t)((w.ms - ms) / 1000);
	if (gmtime_r(&t, &tm) == NULL || tm.tm_year < -1900 ||
	    tm.tm_year > 8099)
		return strcpy(text, "0000-00-00T00:00:00.000Z");
	at = put(at, tm.tm_year + 1900, 4, '-');
	at = put(at, tm.tm_mon + 1, 2, '-');
	at = put(at, tm.tm_mday, 2, 'T');
	at = put(at, tm.tm_hour, 2, ':');
	at = put(at, tm.tm_min, 2, ':');
	at = put(at, tm.tm_sec, 2, '.');
	at = put(at, (int)ms, 3, 'Z');
	*at = '\0';
	return text;
}

/* Exactly n digits; moves on. */
static bool
digits(const char **p, int n, int *value)
{
	*value = 0;
	while (n-- > 0) {
		if (**p < '0' || **p > '9')
			return false;
		*value = *value * 10 + *(*p)++ - '0';
	}
	return true;
}

static bool
expect(const char **p, char c)
{
	return *(*p)++ == c;
}

/* .1 to .999999999: milliseconds, the rest cut off. */
static bool
fraction(const char **p, int *ms)
{
	int scale = 100;

	*ms = 0;
	if (**p != '.')
		return true;
	(*p)++;
	if (**p < '0' || **p > '9')
		return false;
	for (; **p >= '0' && **p <= '9'; (*p)++, scale /= 10)
		*ms += (**p - '0') * scale;
	return true;
}

/* Z, or +hh:mm: minutes east. */
static bool
offset(const char **p, int *minutes)
{
	int h, m, sign;

	*minutes = 0;
	if (**p == 'Z' || **p == 'z') {
		(*p)++;
		return true;
	}
	if (**p != '+' && **p != '-')
		return false;
	sign = *(*p)++ == '-' ? -1 : 1;
	if (!digits(p, 2, &h) || !expect(p, ':') || !digits(p, 2, &m) ||
	    h > 23 || m > 59)
		return false;
	*minutes = sign * (h * 60 + m);
	return true;
}

static bool
date_exists(int y, int m, int d)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

	return m >= 1 && m <= 12 && d >= 1 &&
	    d <= days[m - 1] + (m == 2 && leap ? 1 : 0);
}

bool
wall_parse(struct wall *w, const char *p)
{
	int y, mo, d, h, mi, s, ms, east;

	if (!digits(&p, 4, &y) || !expect(&p, '-') || !digits(&p, 2, &mo) ||
	    !expect(&p, '-') || !digits(&p, 2, &d) ||
	    (*p != 'T' && *p != 't' && *p != ' '))
		return false;
	p++;
	if (!digits(&p, 2, &h) || !expect(&p, ':') || !digits(&p, 2, &mi) ||
	    !expect(&p, ':') || !digits(&p, 2, &s) || !fraction(&p, &ms) ||
	    !offset(&p, &east) || *p != '\0')
		return false;
	if (!date_exists(y, mo, d) || h > 23 || mi > 59 || s > 59)
		return false;
	w->ms = ((days_from_civil(y, mo, d) * 24 + h) * 60 + mi - east) *
		60000 + s * 1000 + ms;
	return true;
}
