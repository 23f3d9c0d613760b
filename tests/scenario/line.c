#include "line.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "load/zone.h"

void
line_fail(const struct line *l, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: ", l->path, l->number);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

/* ---- reading ---- */

static void
read_ahead(struct script *s)
{
	s->number++;
	if (getline(&s->ahead, &s->room, s->file) < 0) {
		free(s->ahead);
		s->ahead = NULL;
	}
}

void
script_open(struct script *s, const char *path)
{
	*s = (struct script){ .path = path, .file = fopen(path, "r") };
	if (s->file == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(2);
	}
	read_ahead(s);
}

void
script_close(struct script *s)
{
	free(s->ahead);
	fclose(s->file);
}

static void
add_word(struct line *l, const char *from, size_t len)
{
	if (l->n == LINE_WORDS_MAX || l->used + len + 1 > LINE_ROOM)
		line_fail(l, "the line is too long");
	l->words[l->n++] = l->room + l->used;
	memcpy(l->room + l->used, from, len);
	l->room[l->used + len] = '\0';
	l->used += len + 1;
}

static void
split(struct line *l, const char *p)
{
	size_t len;

	for (p += strspn(p, " \t\n"); *p != '\0' && *p != '#';
	     p += strspn(p, " \t\n")) {
		if (*p == '"') {
			len = strcspn(++p, "\"\n");
			if (p[len] != '"')
				line_fail(l, "a quote is not closed");
			add_word(l, p, len);
			p += len + 1;
			p += *p == ',';
			continue;
		}
		len = strcspn(p, " \t\n");
		add_word(l, p, len - (p[len - 1] == ','));
		p += len;
	}
}

bool
script_next(struct script *s, struct line *l)
{
	*l = (struct line){ .path = s->path, .zone = l->zone };
	while (s->ahead != NULL && l->n == 0) {
		l->number = s->number;
		split(l, s->ahead);
		read_ahead(s);
	}
	while (s->ahead != NULL && (*s->ahead == ' ' || *s->ahead == '\t')) {
		split(l, s->ahead);
		read_ahead(s);
	}
	return l->n > 0;
}

/* ---- words ---- */

bool
line_more(const struct line *l)
{
	return l->at < l->n;
}

const char *
line_word(struct line *l)
{
	if (l->at == l->n)
		line_fail(l, "something is missing after \"%s\"",
		    l->words[l->n - 1]);
	return l->words[l->at++];
}

bool
line_if(struct line *l, const char *word)
{
	if (l->at == l->n || strcmp(l->words[l->at], word) != 0)
		return false;
	l->at++;
	return true;
}

bool
line_if_two(struct line *l, const char *first, const char *second)
{
	if (l->at + 1 >= l->n || strcmp(l->words[l->at], first) != 0 ||
	    strcmp(l->words[l->at + 1], second) != 0)
		return false;
	l->at += 2;
	return true;
}

int64_t
line_number(struct line *l, int64_t min, int64_t max)
{
	const char *text = line_word(l);
	char *end;
	long long n = strtoll(text, &end, 10);

	if (*end != '\0' || end == text || n < min || n > max)
		line_fail(l, "\"%s\" is not a number from %lld to %lld", text,
		    (long long)min, (long long)max);
	return n;
}

/* ---- times ---- */

static int64_t
unit_ms(const char *text, size_t len)
{
	static const struct {
		const char *name;
		int64_t ms;
	} units[] = { { "ms", 1 }, { "s", 1000 }, { "m", MINUTES(1) },
		{ "h", HOURS(1) }, { "d", DAYS(1) } };
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (strlen(units[i].name) == len &&
		    memcmp(units[i].name, text, len) == 0)
			return units[i].ms;
	return 0;
}

bool
duration_parse(int64_t *ms, const char *text)
{
	int64_t sum = 0, unit;
	bool minus = *text == '-';
	double n;
	size_t len;
	char *end;

	text += *text == '-' || *text == '+';
	do {
		n = strtod(text, &end);
		len = strcspn(end, "0123456789");
		unit = unit_ms(end, len);
		if (end == text || *text < '0' || *text > '9' || unit == 0)
			return false;
		sum += (int64_t)(n * (double)unit + 0.5);
		text = end + len;
	} while (*text != '\0');
	*ms = minus ? -sum : sum;
	return true;
}

int64_t
line_duration(struct line *l)
{
	const char *text = line_word(l);
	int64_t ms;

	if (!duration_parse(&ms, text))
		line_fail(l, "\"%s\" is not a duration like 19m59.999s", text);
	return ms;
}

bool
line_time_parse(struct wall *w, const struct line *l, const char *text)
{
	struct wall instants[2];
	struct civil civil;

	if (wall_parse(w, text))
		return true;
	if (l->zone == NULL || !civil_parse(&civil, text))
		return false;
	if (zone_resolve(instants, &civil, l->zone) != 1)
		line_fail(l, "%s is not one instant in %s", text, l->zone);
	*w = instants[0];
	return true;
}

struct wall
line_time(struct line *l)
{
	const char *text = line_word(l);
	struct wall w;
	int64_t ms;

	if (!line_time_parse(&w, l, text))
		line_fail(l, "\"%s\" is not a time like 2026-03-29T01:30",
		    text);
	if (line_more(l) && strchr("+-", *l->words[l->at]) != NULL &&
	    duration_parse(&ms, l->words[l->at])) {
		l->at++;
		w = wall_add(w, ms);
	}
	return w;
}
