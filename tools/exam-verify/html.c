#include "exam-verify/html.h"

#include "core/text.h"

void
html_element(struct buf *b, const char *tag, struct slice text)
{
	buf_printf(b, "<%s>", tag);
	text_put_html(b, text);
	buf_printf(b, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

void
html_printf(struct buf *b, const char *tag, const char *fmt, ...)
{
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	html_element(b, tag, buf_slice(&text));
	buf_fini(&text);
}

void
html_open(struct buf *b, const char *title, const char *style)
{
	buf_put_text(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
			"<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
			"content=\"width=device-width, initial-scale=1\">\n");
	html_element(b, "title", slice_of(title));
	buf_printf(b, "<style>\n%s</style>\n</head>\n<body>\n", style);
}

void
html_close(struct buf *b)
{
	buf_put_text(b, "</body>\n</html>\n");
}
