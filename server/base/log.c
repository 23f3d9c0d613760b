#include "base/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

#define LOG_PER_SECOND 200 /* a person cannot read more; a disk can choke */

static const char *part = "examd";
static enum log_level most = LOG_INFO;
static bool terminal;
static int64_t second;
static unsigned said, dropped;

void
log_open(const char *name, enum log_level level)
{
	part = name;
	most = level;
	terminal = isatty(STDERR_FILENO) == 1;
}

void
log_limit(enum log_level level)
{
	most = level;
}

static void
put(enum log_level level, const char *text)
{
	if (terminal)
		dprintf(STDERR_FILENO, "%s: %s\n", part, text);
	else
		dprintf(STDERR_FILENO, "<%d>%s: %s\n", (int)level, part, text);
}

/* Is there room for another line in this second?  Errors always have it. */
static bool
may_speak(enum log_level level)
{
	int64_t now = clock_boottime() / 1000;
	unsigned lost = dropped;
	char text[64];

	if (now != second) {
		second = now;
		said = dropped = 0;
		if (lost > 0) {
			snprintf(text, sizeof(text), "%u lines dropped", lost);
			put(LOG_WARNING, text);
		}
	}
	if (said >= LOG_PER_SECOND && level > LOG_ERROR) {
		dropped++;
		return false;
	}
	said++;
	return true;
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	char *p;

	if (level > most || !may_speak(level))
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	for (p = text; *p != '\0'; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	put(level, text);
}
