#include "load/json_scan.h"

#include <math.h>
#include <stdlib.h>

#include "core/text.h"

void
scan_mistake(struct scan *s, const char *fmt, ...)
{
	struct buf what = { 0 };
	va_list ap;

	if (s->broken)
		return;
	s->broken = true;
	va_start(ap, fmt);
	buf_vprintf(&what, fmt, ap);
	va_end(ap);
	diag_add(s->diag, s->line, "", "%.*s", SLICE_FMT(buf_slice(&what)));
	buf_fini(&what);
}

void
scan_step(struct scan *s, size_t n)
{
	s->left.at += n;
	s->left.len -= n;
}

int
scan_peek(const struct scan *s)
{
	return s->left.len > 0 ? (unsigned char)s->left.at[0] : -1;
}

void
scan_space(struct scan *s)
{
	for (;; scan_step(s, 1))
		switch (scan_peek(s)) {
		case '\n':
			s->line++;
			break;
		case ' ':
		case '\t':
		case '\r':
			break;
		default:
			return;
		}
}

/* "found …" in a message. */
static const char *
found(const struct scan *s, char text[16])
{
	int c = scan_peek(s);

	if (c < 0)
		return "the end of the file";
	if (c > ' ' && c < 0x7f)
		snprintf(text, 16, "\"%c\"", c);
	else
		snprintf(text, 16, "byte 0x%02x", (unsigned)c);
	return text;
}

static bool
begins_comment(const struct scan *s)
{
	return scan_peek(s) == '#' ||
	       (s->left.len >= 2 && (memcmp(s->left.at, "//", 2) == 0 ||
					memcmp(s->left.at, "/*", 2) == 0));
}

void
scan_unexpected(struct scan *s, const char *what)
{
	char text[16];

	if (begins_comment(s))
		scan_mistake(s, "JSON has no comments; take this one out");
	scan_mistake(s, "expected %s, found %s", what, found(s, text));
}

bool
scan_expect(struct scan *s, char c, const char *what)
{
	if (scan_peek(s) == c) {
		scan_step(s, 1);
		return true;
	}
	scan_unexpected(s, what);
	return false;
}

bool
scan_word(struct scan *s, struct slice word)
{
	if (s->left.len < word.len ||
	    memcmp(s->left.at, word.at, word.len) != 0)
		return false;
	scan_step(s, word.len);
	return true;
}

/* Four hexadecimal digits. */
static bool
read_hex(struct scan *s, uint32_t *value)
{
	char digits[5] = { 0 };
	size_t i;

	for (i = 0; i < 4 && i < s->left.len; i++)
		digits[i] = s->left.at[i];
	if (strlen(digits) != 4 ||
	    strspn(digits, "0123456789abcdefABCDEF") != 4) {
		scan_mistake(s, "\\u needs four hexadecimal digits");
		return false;
	}
	*value = (uint32_t)strtoul(digits, NULL, 16);
	scan_step(s, 4);
	return true;
}

/* After \u: a character, or the two halves of one beyond U+FFFF. */
static uint32_t
read_unicode(struct scan *s)
{
	uint32_t c, low = 0;

	if (!read_hex(s, &c))
		return 0;
	if (c >= 0xd800 && c < 0xdc00 && s->left.len > 2 &&
	    memcmp(s->left.at, "\\u", 2) == 0) {
		scan_step(s, 2);
		if (!read_hex(s, &low))
			return 0;
		if (low >= 0xdc00 && low < 0xe000)
			return 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	if (c >= 0xd800 && c < 0xe000)
		scan_mistake(s, "half a surrogate pair is no character");
	else if (c == 0)
		scan_mistake(s, "U+0000 is not allowed in a string");
	return c;
}

static uint32_t
read_escape(struct scan *s)
{
	static const char names[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	int c = scan_peek(s);
	const char *p;

	if (c == 'u') {
		scan_step(s, 1);
		return read_unicode(s);
	}
	p = c > 0 ? strchr(names, c) : NULL;
	if (p == NULL) {
		scan_mistake(s, "a string has an unknown \\ sequence");
		return 0;
	}
	scan_step(s, 1);
	return (unsigned char)means[p - names];
}

static uint32_t
read_character(struct scan *s)
{
	struct slice rest = s->left;
	uint32_t c = 0;

	if (scan_peek(s) == '\\') {
		scan_step(s, 1);
		return read_escape(s);
	}
	if (!text_next(&c, &rest))
		scan_mistake(
		    s, "a string is not UTF-8; save the file as UTF-8");
	else if (c < 0x20)
		scan_mistake(s, "a string is not closed on its line");
	if (s->broken)
		return 0;
	s->left = rest;
	return c;
}

/* UTF-8; returns how many bytes. */
static size_t
put_character(char *at, uint32_t c)
{
	static const unsigned char marks[] = { 0x00, 0xc0, 0xe0, 0xf0 };
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	size_t i;

	for (i = n - 1; i > 0; i--, c >>= 6)
		at[i] = (char)(0x80 | (c & 0x3f));
	at[0] = (char)(marks[n - 1] | c);
	return n;
}

struct slice
scan_string(struct scan *s)
{
	char *at = s->texts + s->used;
	struct slice text = { at, 0 };
	uint32_t c;

	if (!scan_expect(s, '"', "a string in double quotes"))
		return SLICE_NONE;
	while (!s->broken && scan_peek(s) != '"') {
		if (s->left.len == 0) {
			scan_mistake(s, "a string is not closed");
			break;
		}
		c = read_character(s);
		if (!s->broken)
			text.len += put_character(at + text.len, c);
	}
	if (!s->broken)
		scan_step(s, 1);
	at[text.len] = '\0';
	s->used += text.len + 1;
	return text;
}

static size_t
skip_digits(struct scan *s)
{
	size_t n = 0;

	for (; scan_peek(s) >= '0' && scan_peek(s) <= '9'; n++)
		scan_step(s, 1);
	return n;
}

/* RFC 8259 § 6, to the letter. */
static bool
skip_number(struct scan *s)
{
	if (scan_peek(s) == '-')
		scan_step(s, 1);
	if (scan_peek(s) == '0')
		scan_step(s, 1);
	else if (skip_digits(s) == 0)
		return false;
	if (scan_peek(s) == '.') {
		scan_step(s, 1);
		if (skip_digits(s) == 0)
			return false;
	}
	if (scan_peek(s) != 'e' && scan_peek(s) != 'E')
		return true;
	scan_step(s, 1);
	if (scan_peek(s) == '+' || scan_peek(s) == '-')
		scan_step(s, 1);
	return skip_digits(s) > 0;
}

struct slice
scan_number(struct scan *s)
{
	const char *from = s->left.at;
	char *at = s->texts + s->used;
	size_t len;

	if (!skip_number(s)) {
		scan_mistake(s, "a number is malformed");
		return SLICE_NONE;
	}
	len = (size_t)(s->left.at - from);
	memcpy(at, from, len);
	at[len] = '\0';
	s->used += len + 1;
	if (!isfinite(strtod(at, NULL)))
		scan_mistake(s, "the number %.40s is too large", at);
	return (struct slice){ at, len };
}
