/*
 * log: one line per fact, to standard error, for journald.
 *
 *	<6>hall: sitting practice opened attempts=12
 *
 * The number is the syslog priority (sd-daemon(3)), left out on a terminal.
 * Lines never hold a code, a token, a password, an answer or an item.
 *
 * Answers beat logs: a line is never waited for, and there is a quota (limits.h)
 * for errors and one for all others.  What nobody reads, what the quota does not
 * allow and what is shed is counted, and the count told when there is room.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

enum log_level { LOG_ERROR = 3, LOG_WARNING = 4, LOG_NOTICE = 5, LOG_INFO = 6,
	LOG_DEBUG = 7 };

/* Which process speaks ("hall"), and how much: levels above are not told.
 * part must outlive the process.  Before a sandbox is entered. */
void log_open(const char *part, enum log_level most);
/* From now on levels above most are not told. */
void log_limit(enum log_level most);
/* The disk is full, or it is not any more: errors and warnings alone. */
void log_shed(bool);
__attribute__((format(printf, 2, 3))) void log_line(enum log_level,
    const char *fmt, ...);

#endif
