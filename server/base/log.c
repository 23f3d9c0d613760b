#include "base/log.h"

#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "exam/limits.h"

#define TOLD_MAX 1100 /* 1023 bytes of text, priority, part */

/* What may still be said: lines in this second, bytes in the long run. */
struct quota {
	int64_t second, filled; /* CLOCK_BOOTTIME, s and ms */
	unsigned lines;
	int64_t bytes;
};

static const char *part = "examd";
static enum log_level most = LOG_INFO;
static int where = STDERR_FILENO;
static bool terminal, sheds;
/* Errors have one of their own: no flood of less may drown them. */
static struct quota of_errors, of_others;
static unsigned dropped;
static int64_t told; /* the second in which the count was told last */

/*
 * Whoever reads a pipe or looks at a terminal may stop doing so, and must not
 * stop us.  O_NONBLOCK on the description that we share with others would be
 * theirs, too.
 */
static int
open_own(void)
{
	struct stat st;

	if (fstat(STDERR_FILENO, &st) != 0 ||
	    !(S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode)))
		return -1;
	return open(
	    "/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

void
log_open(const char *name, enum log_level level)
{
	int own = open_own();

	part = name;
	most = level;
	terminal = isatty(STDERR_FILENO) == 1;
	if (where != STDERR_FILENO)
		close(where);
	where = own >= 0 ? own : STDERR_FILENO;
	of_errors = of_others = (struct quota){ .bytes = LOG_BURST };
	of_errors.filled = of_others.filled = clock_boottime();
	dropped = 0;
	told = 0;
	sheds = false;
}

void
log_limit(enum log_level level)
{
	most = level;
}

void
log_shed(bool shed)
{
	sheds = shed;
}

static size_t
format_line(char line[TOLD_MAX], enum log_level level, const char *text)
{
	int n;

	if (terminal)
		n = snprintf(line, TOLD_MAX, "%s: %s\n", part, text);
	else
		n = snprintf(
		    line, TOLD_MAX, "<%d>%s: %s\n", (int)level, part, text);
	return n < TOLD_MAX ? (size_t)n : TOLD_MAX - 1;
}

/* Now or never: nothing waits for a log, and a full disk keeps none. */
static bool
put(const char *line, size_t len)
{
	struct pollfd out = { where, POLLOUT, 0 };

	return poll(&out, 1, 0) == 1 && (out.revents & POLLOUT) != 0 &&
	       write(where, line, len) == (ssize_t)len;
}

static void
refill(struct quota *q, int64_t now)
{
	int64_t more = (now - q->filled) * LOG_BYTES_AN_HOUR / HOURS(1);

	if (q->second != now / 1000)
		q->lines = 0;
	q->second = now / 1000;
	if (more <= 0)
		return;
	q->filled = now;
	q->bytes += more;
	if (q->bytes > LOG_BURST)
		q->bytes = LOG_BURST;
}

static bool
may_speak(struct quota *q, size_t len, int64_t now)
{
	refill(q, now);
	if (q->lines >= LOG_LINES_A_SECOND || q->bytes < (int64_t)len)
		return false;
	q->lines++;
	q->bytes -= (int64_t)len;
	return true;
}

/* In front of a line that is told, and not more often than each second. */
static void
tell_dropped(int64_t now)
{
	char text[48], line[TOLD_MAX];

	if (dropped == 0 || told == now / 1000)
		return;
	snprintf(text, sizeof(text), "%u lines dropped", dropped);
	if (!put(line, format_line(line, LOG_WARNING, text)))
		return;
	told = now / 1000;
	dropped = 0;
}

static void
tell(enum log_level level, const char *text)
{
	struct quota *q = level <= LOG_ERROR ? &of_errors : &of_others;
	int64_t now = clock_boottime();
	char line[TOLD_MAX];
	size_t len = format_line(line, level, text);

	if ((sheds && level > LOG_WARNING) || !may_speak(q, len, now)) {
		dropped++;
		return;
	}
	tell_dropped(now);
	if (!put(line, len))
		dropped++;
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	char *p;

	if (level > most)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	for (p = text; *p != '\0'; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	tell(level, text);
}
