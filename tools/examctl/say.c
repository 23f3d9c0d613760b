#include "examctl/say.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "examctl/text.h"

bool
say_is_terminal(void)
{
	return isatty(STDOUT_FILENO) == 1;
}

bool
say_has_colour(void)
{
	const char *no = getenv("NO_COLOR");

	return say_is_terminal() && (no == NULL || *no == '\0');
}

/* Of the terminal, or of an ordinary one if it does not say. */
static struct winsize
terminal_size(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
	    size.ws_col == 0 || size.ws_row == 0)
		size = (struct winsize){ .ws_col = 80, .ws_row = 24 };
	return size;
}

size_t
say_width(void)
{
	return say_is_terminal() ? terminal_size().ws_col : 0;
}

size_t
say_height(void)
{
	return say_is_terminal() ? terminal_size().ws_row : 0;
}

void
say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
}

/* Cleaned: what is complained about may come from anywhere. */
void
complain(const char *fmt, ...)
{
	struct buf raw = { 0 }, clean = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&raw, fmt, ap);
	va_end(ap);
	buf_put_u8(&raw, '\0');
	text_put(&clean, raw.at);
	fflush(stdout);
	fprintf(stderr, "examctl: %.*s\n", SLICE_FMT(buf_slice(&clean)));
	buf_fini(&raw);
	buf_fini(&clean);
}

void
say_buf(struct buf *b)
{
	if (b->len > 0)
		fwrite(b->at, 1, b->len, stdout);
	buf_fini(b);
}

void
say_table(struct table *t, const char *if_empty)
{
	struct buf out = { 0 };

	if (table_n_rows(t) == 0)
		buf_printf(&out, "%s\n", if_empty);
	else
		table_put(&out, t, say_width(), say_has_colour());
	say_buf(&out);
	table_free(t);
}

static bool
local_time(struct tm *tm, const char *rfc3339)
{
	struct wall wall;
	time_t seconds;

	if (!wall_parse(&wall, rfc3339))
		return false;
	seconds = (time_t)(wall.ms / 1000);
	return localtime_r(&seconds, tm) != NULL;
}

void
time_words(char text[SAY_TIME_MAX], const char *rfc3339)
{
	struct tm tm;

	if (!local_time(&tm, rfc3339) ||
	    strftime(text, SAY_TIME_MAX, "%Y-%m-%d %H:%M %Z", &tm) == 0)
		snprintf(text, SAY_TIME_MAX, "-");
}

void
time_exact(char text[SAY_TIME_MAX], const char *rfc3339)
{
	struct tm tm;

	if (!local_time(&tm, rfc3339) ||
	    strftime(text, SAY_TIME_MAX, "%Y-%m-%d %H:%M:%S %Z", &tm) == 0)
		snprintf(text, SAY_TIME_MAX, "-");
}

void
time_of_day(char text[SAY_TIME_MAX], const char *rfc3339)
{
	struct tm tm;

	if (!local_time(&tm, rfc3339) ||
	    strftime(text, SAY_TIME_MAX, "%H:%M:%S", &tm) == 0)
		snprintf(text, SAY_TIME_MAX, "-");
}

void
duration_words(char text[SAY_TIME_MAX], int64_t ms)
{
	int64_t seconds = ms > 0 ? ms / 1000 : 0;
	int64_t hours = seconds / 3600, minutes = seconds / 60 % 60;

	if (hours > 0)
		snprintf(text, SAY_TIME_MAX,
		    "%" PRId64 ":%02" PRId64 ":%02" PRId64, hours, minutes,
		    seconds % 60);
	else
		snprintf(text, SAY_TIME_MAX, "%" PRId64 ":%02" PRId64, minutes,
		    seconds % 60);
}
