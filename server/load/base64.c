#include "load/base64.h"

#define GROUP 4 /* characters for three bytes */
#define NO_DIGIT 64

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The value of every byte, or NO_DIGIT. */
static void
make_table(uint8_t table[256])
{
	uint8_t i;

	memset(table, NO_DIGIT, 256);
	for (i = 0; i < NO_DIGIT; i++)
		table[(uint8_t)alphabet[i]] = i;
}

static size_t
padding(struct slice text)
{
	size_t n = 0;

	while (n < 2 && text.at[text.len - 1 - n] == '=')
		n++;
	return n;
}

static enum err
refuse_character(struct buf *why, struct slice text, size_t at)
{
	unsigned char c = (unsigned char)text.at[at];

	if (c == '=')
		buf_printf(
		    why, "has \"=\" before its end (character %zu)", at + 1);
	else if (c > ' ' && c < 0x7f)
		buf_printf(why,
		    "has \"%c\", which is no base64 "
		    "(character %zu)",
		    c, at + 1);
	else
		buf_printf(why,
		    "has a %s, which is no base64 "
		    "(character %zu)",
		    c == ' '	? "blank"
		    : c == '\n' ? "line break"
				: "character beyond ASCII",
		    at + 1);
	return ERR_INVALID;
}

enum err
base64_read(struct slice *bytes, struct arena *arena, struct slice text,
    struct buf *why)
{
	size_t i, n, digits, len = 0;
	uint8_t table[256], *out;
	uint32_t bits = 0;

	if (text.len == 0 || text.len % GROUP != 0) {
		buf_printf(why,
		    "has %zu characters; base64 comes in fours, "
		    "filled up with \"=\"",
		    text.len);
		return ERR_INVALID;
	}
	make_table(table);
	digits = text.len - padding(text);
	n = text.len / GROUP * 3 - (text.len - digits);
	out = arena_take(arena, n, 1);
	for (i = 0; i < digits; i++) {
		if (table[(uint8_t)text.at[i]] == NO_DIGIT)
			return refuse_character(why, text, i);
		bits = bits << 6 | table[(uint8_t)text.at[i]];
		if (i % GROUP > 0)
			out[len++] = (uint8_t)(bits >> (6 - 2 * (i % GROUP)));
	}
	if ((digits % GROUP == 2 && (bits & 0xf) != 0) ||
	    (digits % GROUP == 3 && (bits & 0x3) != 0)) {
		buf_put_text(why, "is cut short: its last character has bits "
				  "that belong to no byte");
		return ERR_INVALID;
	}
	*bytes = (struct slice){ (const char *)out, n };
	return ERR_OK;
}
