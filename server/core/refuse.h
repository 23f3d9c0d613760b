/* refuse: ERR_INVALID, with the reason added to *why. */
#ifndef CORE_REFUSE_H
#define CORE_REFUSE_H

#include <stdarg.h>

#include "exam/buf.h"
#include "exam/err.h"

__attribute__((format(printf, 2, 3))) static inline enum err
refuse(struct buf *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(why, fmt, ap);
	va_end(ap);
	return ERR_INVALID;
}

#endif
