#include "examctl/text.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#define ELLIPSIS "\xe2\x80\xa6" /* one column */

/* One character at s: its bytes, and its columns once it is cleaned. */
struct glyph {
	size_t len, columns;
	bool clean;
};

/* Marks that turn the direction of writing could hide what a line says. */
static bool
turns_direction(wchar_t c)
{
	return c == 0x061c || c == 0x200e || c == 0x200f ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static struct glyph
glyph_at(const char *s)
{
	struct glyph g = { 1, 1, false };
	mbstate_t state;
	wchar_t wide;
	size_t len;
	int columns;

	memset(&state, 0, sizeof(state));
	len = mbrtowc(&wide, s, strlen(s), &state);
	if (len == 0 || len == (size_t)-1 || len == (size_t)-2)
		return g;
	g.len = len;
	columns = wcwidth(wide);
	if (columns >= 0 && !turns_direction(wide)) {
		g.columns = (size_t)columns;
		g.clean = true;
	}
	return g;
}

static void
put_glyph(struct buf *out, const char *s, struct glyph g)
{
	if (g.clean)
		buf_put(out, s, g.len);
	else
		buf_put_u8(out, *s == '\n' ? ' ' : '?');
}

size_t
text_width(const char *s)
{
	size_t columns = 0;

	while (*s != '\0') {
		struct glyph g = glyph_at(s);

		columns += g.columns;
		s += g.len;
	}
	return columns;
}

void
text_put(struct buf *out, const char *s)
{
	while (*s != '\0') {
		struct glyph g = glyph_at(s);

		put_glyph(out, s, g);
		s += g.len;
	}
}

static void
put_blanks(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_put_u8(out, ' ');
}

/* As much as fits into so many columns and a mark that there was more. */
static size_t
put_cut(struct buf *out, const char *s, size_t columns)
{
	size_t used = 0;

	if (columns == 0)
		return 0;
	for (;;) {
		struct glyph g = glyph_at(s);

		if (used + g.columns > columns - 1)
			break;
		put_glyph(out, s, g);
		used += g.columns;
		s += g.len;
	}
	buf_put_text(out, ELLIPSIS);
	return used + 1;
}

void
text_pad(struct buf *out, const char *s, size_t columns, bool to_the_right)
{
	size_t width = text_width(s);

	if (width > columns) {
		put_blanks(out, columns - put_cut(out, s, columns));
		return;
	}
	if (to_the_right)
		put_blanks(out, columns - width);
	text_put(out, s);
	if (!to_the_right)
		put_blanks(out, columns - width);
}

/* The word at s, to the next blank or the end. */
static size_t
word_len(const char *s, size_t *columns)
{
	size_t len = 0;

	*columns = 0;
	while (s[len] != '\0' && s[len] != ' ' && s[len] != '\n') {
		struct glyph g = glyph_at(s + len);

		*columns += g.columns;
		len += g.len;
	}
	return len;
}

static void
put_word(struct buf *out, const char *s, size_t len)
{
	const char *end = s + len;

	while (s < end) {
		struct glyph g = glyph_at(s);

		put_glyph(out, s, g);
		s += g.len;
	}
}

void
text_wrap(struct buf *out, const char *s, size_t indent, size_t width)
{
	size_t at = indent, columns, len;

	while (*s != '\0') {
		if (*s == '\n') {
			buf_put_u8(out, '\n');
			if (s[1] != '\n' && s[1] != '\0')
				put_blanks(out, indent);
			at = indent;
			s++;
			continue;
		}
		if (*s == ' ') {
			s++;
			continue;
		}
		len = word_len(s, &columns);
		if (at > indent && at + 1 + columns > width) {
			buf_put_u8(out, '\n');
			put_blanks(out, indent);
			at = indent;
		}
		if (at > indent) {
			buf_put_u8(out, ' ');
			at++;
		}
		put_word(out, s, len);
		at += columns;
		s += len;
	}
	buf_put_u8(out, '\n');
}

const char *
text_plural(double n, const char *one, const char *many)
{
	return n < 1 || n > 1 ? many : one;
}

static bool
is_unreserved(char c)
{
	return isalnum((unsigned char)c) || strchr("-._~", c) != NULL;
}

void
text_encode(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (is_unreserved(*s))
			buf_put(out, s, 1);
		else
			buf_printf(out, "%%%02X", (unsigned char)*s);
	}
}
