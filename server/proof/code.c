#include "proof/code.h"

static const char base64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base32[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void
code_put_base64(struct buf *b, struct slice s)
{
	const uint8_t *p = (const uint8_t *)s.at;
	size_t left = s.len;
	uint32_t bits;

	for (; left > 0; p += 3, left -= left < 3 ? left : 3) {
		bits = (uint32_t)p[0] << 16;
		if (left > 1)
			bits |= (uint32_t)p[1] << 8;
		if (left > 2)
			bits |= p[2];
		buf_put(b, &base64[bits >> 18], 1);
		buf_put(b, &base64[bits >> 12 & 63], 1);
		buf_put(b, left > 1 ? &base64[bits >> 6 & 63] : "=", 1);
		buf_put(b, left > 2 ? &base64[bits & 63] : "=", 1);
	}
}

static int
base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Four characters, of which so many are digits. */
static enum err
get_group(struct buf *b, const char *text, size_t digits)
{
	uint32_t bits = 0;
	size_t i;

	for (i = 0; i < 4; i++) {
		int digit = i < digits ? base64_digit(text[i]) : 0;

		if (digit < 0)
			return ERR_SYNTAX;
		bits = bits << 6 | (uint32_t)digit;
	}
	if ((bits & ((1u << (8 * (4 - digits))) - 1)) != 0)
		return ERR_SYNTAX;
	for (i = 0; i < digits - 1; i++)
		buf_put_u8(b, (uint8_t)(bits >> (16 - 8 * i)));
	return ERR_OK;
}

enum err
code_get_base64(struct buf *b, struct slice text)
{
	size_t before = b->len, digits = text.len, at;
	enum err e = text.len % 4 == 0 ? ERR_OK : ERR_SYNTAX;

	while (
	    digits > 0 && digits + 2 > text.len && text.at[digits - 1] == '=')
		digits--;
	for (at = 0; at < text.len && e == ERR_OK; at += 4)
		e = get_group(
		    b, text.at + at, digits - at < 4 ? digits - at : 4);
	if (e != ERR_OK)
		b->len = before;
	return e;
}

enum err
code_get_base64_of(uint8_t *out, size_t len, struct slice text)
{
	struct buf b = { 0 };
	enum err e = text.len == (len + 2) / 3 * 4 ? ERR_OK : ERR_SYNTAX;

	if (e == ERR_OK)
		e = code_get_base64(&b, text);
	if (e == ERR_OK && b.len != len)
		e = ERR_SYNTAX;
	if (e == ERR_OK)
		memcpy(out, b.at, len);
	buf_fini(&b);
	return e;
}

void
code_put_base32(struct buf *b, const uint8_t *p, size_t digits)
{
	uint32_t bits = 0;
	unsigned held = 0;
	size_t i;

	for (i = 0; i < digits; i++) {
		if (held < 5) {
			bits = bits << 8 | *p++;
			held += 8;
		}
		held -= 5;
		if (i > 0 && i % 4 == 0)
			buf_put_text(b, "-");
		buf_put(b, &base32[bits >> held & 31], 1);
	}
}

int
code_base32_digit(char c)
{
	const char *found;

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	found = c != '\0' ? strchr(base32, c) : NULL;
	return found != NULL ? (int)(found - base32) : -1;
}
