/* html: a little of it; what is text is escaped. */
#ifndef VERIFY_HTML_H
#define VERIFY_HTML_H

#include "exam/buf.h"

void html_open(struct buf *, const char *title, const char *style);
void html_close(struct buf *);
/* <tag>text</tag>; tag may have attributes: "td class=\"x\"". */
void html_element(struct buf *, const char *tag, struct slice);
__attribute__((format(printf, 3, 4))) void html_printf(
    struct buf *, const char *tag, const char *fmt, ...);

#endif
