/*
 * log: one line per fact, to standard error, for journald.
 *
 *	<6>hall: sitting practice opened attempts=12
 *
 * The number is the syslog priority (sd-daemon(3)), left out on a terminal.
 * Lines never hold a code, a token, a password, an answer or an item.  When
 * lines come faster than LOG_PER_SECOND they are counted and dropped, and the
 * count is told: answers beat logs.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_ERROR = 3, LOG_WARNING = 4, LOG_NOTICE = 5, LOG_INFO = 6,
	LOG_DEBUG = 7 };

/* Which process speaks ("hall"), and how much: levels above are not told.
 * part must outlive the process. */
void log_open(const char *part, enum log_level most);
/* From now on levels above most are not told. */
void log_limit(enum log_level most);
__attribute__((format(printf, 2, 3))) void log_line(enum log_level,
    const char *fmt, ...);

#endif
