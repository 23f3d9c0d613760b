#include "proto/out.h"

/* A comma is due unless something has just been opened. */
static void
begin(struct buf *b, const char *name)
{
	char last = b->len > 0 ? b->at[b->len - 1] : '\0';

	if (last != '\0' && last != '{' && last != '[' && last != ':' &&
	    last != ' ' && last != '\n')
		buf_put(b, ",", 1);
	if (name != NULL) {
		buf_put(b, "\"", 1);
		buf_put_text(b, name);
		buf_put(b, "\":", 2);
	}
}

void
out_open(struct buf *b, const char *name)
{
	begin(b, name);
	buf_put(b, "{", 1);
}

void
out_close(struct buf *b)
{
	buf_put(b, "}", 1);
}

void
out_open_array(struct buf *b, const char *name)
{
	begin(b, name);
	buf_put(b, "[", 1);
}

void
out_close_array(struct buf *b)
{
	buf_put(b, "]", 1);
}

static void
escape(struct buf *b, unsigned char c)
{
	switch (c) {
	case '"':
		buf_put(b, "\\\"", 2);
		break;
	case '\\':
		buf_put(b, "\\\\", 2);
		break;
	case '\n':
		buf_put(b, "\\n", 2);
		break;
	case '\t':
		buf_put(b, "\\t", 2);
		break;
	default:
		buf_printf(b, "\\u%04x", c);
	}
}

void
out_quote(struct buf *b, struct slice s)
{
	size_t from = 0, i;

	buf_put(b, "\"", 1);
	for (i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c >= ' ' && c != '"' && c != '\\' && c != 0x7f)
			continue;
		buf_put(b, s.at + from, i - from);
		escape(b, c);
		from = i + 1;
	}
	if (s.len > from)
		buf_put(b, s.at + from, s.len - from);
	buf_put(b, "\"", 1);
}

void
out_text(struct buf *b, const char *name, struct slice s)
{
	begin(b, name);
	out_quote(b, s);
}

void
out_word(struct buf *b, const char *name, const char *word)
{
	if (word == NULL)
		out_null(b, name);
	else
		out_text(b, name, slice_of(word));
}

void
out_int(struct buf *b, const char *name, int64_t v)
{
	char digits[24], *p = digits + sizeof(digits);
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	begin(b, name);
	do
		*--p = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (v < 0)
		*--p = '-';
	buf_put(b, p, (size_t)(digits + sizeof(digits) - p));
}

void
out_bool(struct buf *b, const char *name, bool v)
{
	out_raw(b, name, v ? SLICE("true") : SLICE("false"));
}

void
out_null(struct buf *b, const char *name)
{
	out_raw(b, name, SLICE("null"));
}

void
out_time(struct buf *b, const char *name, struct wall w)
{
	char text[WALL_TEXT_MAX];

	begin(b, name);
	buf_put(b, "\"", 1);
	buf_put_text(b, wall_format(text, w));
	buf_put(b, "\"", 1);
}

void
out_thousandths(struct buf *b, const char *name, int64_t v)
{
	char text[32];
	size_t n;

	begin(b, name);
	n = (size_t)snprintf(text, sizeof(text), "%s%lld.%03lld",
	    v < 0 ? "-" : "", (long long)((v < 0 ? -v : v) / 1000),
	    (long long)((v < 0 ? -v : v) % 1000));
	while (text[n - 1] == '0')
		n--;
	if (text[n - 1] == '.')
		n--;
	buf_put(b, text, n);
}

void
out_raw(struct buf *b, const char *name, struct slice s)
{
	begin(b, name);
	buf_put_slice(b, s);
}
