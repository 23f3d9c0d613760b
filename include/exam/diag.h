/*
 * diag: what is wrong with a file, said to the person who wrote it.
 *
 * A checker adds one line per mistake and goes on, so that all are told at
 * once:	path:line: where: what is wrong and what is allowed
 * At most DIAGS_MAX are kept; count says how many there were.
 */
#ifndef EXAM_DIAG_H
#define EXAM_DIAG_H

#include "exam/buf.h"
#include "exam/limits.h"

struct diag {
	const char *path;  /* borrowed: the file as the user named it */
	struct buf text;   /* lines, each ended by \n */
	size_t count;
};

/* line 0: the mistake has no line.  where may be "". */
__attribute__((format(printf, 4, 5))) static inline void
diag_add(struct diag *d, int line, const char *where, const char *fmt, ...)
{
	va_list ap;

	if (d->count++ >= DIAGS_MAX)
		return;
	buf_put_text(&d->text, d->path);
	if (line > 0)
		buf_printf(&d->text, ":%d", line);
	buf_put_text(&d->text, ": ");
	if (*where != '\0')
		buf_printf(&d->text, "%s: ", where);
	va_start(ap, fmt);
	buf_vprintf(&d->text, fmt, ap);
	va_end(ap);
	buf_put_u8(&d->text, '\n');
}

static inline void
diag_fini(struct diag *d)
{
	buf_fini(&d->text);
}

#endif
