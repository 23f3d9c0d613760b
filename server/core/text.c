#include "core/text.h"

#include <string.h>

#include "exam/limits.h"

/*
 * Simple case folding, ranges in order: first to last, every step-th, plus
 * delta.  Made from Unicode 14 CaseFolding.txt, statuses C and S, below
 * U+0530.  U+0130 has only a full folding and stays as it is.
 */
static const struct {
	uint16_t first, last;
	uint8_t step;
	int16_t delta;
} foldings[] = {
	{ 0x00b5, 0x00b5, 1, 775 }, { 0x00c0, 0x00d6, 1, 32 },
	{ 0x00d8, 0x00de, 1, 32 }, { 0x0100, 0x012e, 2, 1 },
	{ 0x0132, 0x0136, 2, 1 }, { 0x0139, 0x0147, 2, 1 },
	{ 0x014a, 0x0176, 2, 1 }, { 0x0178, 0x0178, 1, -121 },
	{ 0x0179, 0x017d, 2, 1 }, { 0x017f, 0x017f, 1, -268 },
	{ 0x0181, 0x0181, 1, 210 }, { 0x0182, 0x0184, 2, 1 },
	{ 0x0186, 0x0186, 1, 206 }, { 0x0187, 0x0187, 1, 1 },
	{ 0x0189, 0x018a, 1, 205 }, { 0x018b, 0x018b, 1, 1 },
	{ 0x018e, 0x018e, 1, 79 }, { 0x018f, 0x018f, 1, 202 },
	{ 0x0190, 0x0190, 1, 203 }, { 0x0191, 0x0191, 1, 1 },
	{ 0x0193, 0x0193, 1, 205 }, { 0x0194, 0x0194, 1, 207 },
	{ 0x0196, 0x0196, 1, 211 }, { 0x0197, 0x0197, 1, 209 },
	{ 0x0198, 0x0198, 1, 1 }, { 0x019c, 0x019c, 1, 211 },
	{ 0x019d, 0x019d, 1, 213 }, { 0x019f, 0x019f, 1, 214 },
	{ 0x01a0, 0x01a4, 2, 1 }, { 0x01a6, 0x01a6, 1, 218 },
	{ 0x01a7, 0x01a7, 1, 1 }, { 0x01a9, 0x01a9, 1, 218 },
	{ 0x01ac, 0x01ac, 1, 1 }, { 0x01ae, 0x01ae, 1, 218 },
	{ 0x01af, 0x01af, 1, 1 }, { 0x01b1, 0x01b2, 1, 217 },
	{ 0x01b3, 0x01b5, 2, 1 }, { 0x01b7, 0x01b7, 1, 219 },
	{ 0x01b8, 0x01b8, 1, 1 }, { 0x01bc, 0x01bc, 1, 1 },
	{ 0x01c4, 0x01c4, 1, 2 }, { 0x01c5, 0x01c5, 1, 1 },
	{ 0x01c7, 0x01c7, 1, 2 }, { 0x01c8, 0x01c8, 1, 1 },
	{ 0x01ca, 0x01ca, 1, 2 }, { 0x01cb, 0x01db, 2, 1 },
	{ 0x01de, 0x01ee, 2, 1 }, { 0x01f1, 0x01f1, 1, 2 },
	{ 0x01f2, 0x01f4, 2, 1 }, { 0x01f6, 0x01f6, 1, -97 },
	{ 0x01f7, 0x01f7, 1, -56 }, { 0x01f8, 0x021e, 2, 1 },
	{ 0x0220, 0x0220, 1, -130 }, { 0x0222, 0x0232, 2, 1 },
	{ 0x023a, 0x023a, 1, 10795 }, { 0x023b, 0x023b, 1, 1 },
	{ 0x023d, 0x023d, 1, -163 }, { 0x023e, 0x023e, 1, 10792 },
	{ 0x0241, 0x0241, 1, 1 }, { 0x0243, 0x0243, 1, -195 },
	{ 0x0244, 0x0244, 1, 69 }, { 0x0245, 0x0245, 1, 71 },
	{ 0x0246, 0x024e, 2, 1 }, { 0x0345, 0x0345, 1, 116 },
	{ 0x0370, 0x0372, 2, 1 }, { 0x0376, 0x0376, 1, 1 },
	{ 0x037f, 0x037f, 1, 116 }, { 0x0386, 0x0386, 1, 38 },
	{ 0x0388, 0x038a, 1, 37 }, { 0x038c, 0x038c, 1, 64 },
	{ 0x038e, 0x038f, 1, 63 }, { 0x0391, 0x03a1, 1, 32 },
	{ 0x03a3, 0x03ab, 1, 32 }, { 0x03c2, 0x03c2, 1, 1 },
	{ 0x03cf, 0x03cf, 1, 8 }, { 0x03d0, 0x03d0, 1, -30 },
	{ 0x03d1, 0x03d1, 1, -25 }, { 0x03d5, 0x03d5, 1, -15 },
	{ 0x03d6, 0x03d6, 1, -22 }, { 0x03d8, 0x03ee, 2, 1 },
	{ 0x03f0, 0x03f0, 1, -54 }, { 0x03f1, 0x03f1, 1, -48 },
	{ 0x03f4, 0x03f4, 1, -60 }, { 0x03f5, 0x03f5, 1, -64 },
	{ 0x03f7, 0x03f7, 1, 1 }, { 0x03f9, 0x03f9, 1, -7 },
	{ 0x03fa, 0x03fa, 1, 1 }, { 0x03fd, 0x03ff, 1, -130 },
	{ 0x0400, 0x040f, 1, 80 }, { 0x0410, 0x042f, 1, 32 },
	{ 0x0460, 0x0480, 2, 1 }, { 0x048a, 0x04be, 2, 1 },
	{ 0x04c0, 0x04c0, 1, 15 }, { 0x04c1, 0x04cd, 2, 1 },
	{ 0x04d0, 0x052e, 2, 1 },
};

uint32_t
text_fold(uint32_t c)
{
	size_t low = 0, high = sizeof(foldings) / sizeof(foldings[0]);

	if (c < 0x80)
		return c - 'A' < 26 ? c + 32 : c;
	while (low < high) {
		size_t i = (low + high) / 2;

		if (c < foldings[i].first)
			high = i;
		else if (c > foldings[i].last)
			low = i + 1;
		else if ((c - foldings[i].first) % foldings[i].step != 0)
			break;
		else
			return (uint32_t)((int32_t)c + foldings[i].delta);
	}
	return c;
}

/* How many bytes follow this first byte, and which bits of it count; SIZE_MAX:
 * no character begins so. */
static size_t
following(uint32_t *bits, uint8_t first)
{
	if (first < 0x80) {
		*bits = first;
		return 0;
	}
	if (first >= 0xc2 && first < 0xe0) {
		*bits = first & 0x1f;
		return 1;
	}
	if (first >= 0xe0 && first < 0xf0) {
		*bits = first & 0x0f;
		return 2;
	}
	if (first >= 0xf0 && first < 0xf5) {
		*bits = first & 0x07;
		return 3;
	}
	return SIZE_MAX;
}

bool
text_next(uint32_t *character, struct slice *text)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	uint32_t c;
	size_t n, i;

	if (text->len == 0)
		return false;
	n = following(&c, (uint8_t)text->at[0]);
	if (n >= text->len)
		return false;
	for (i = 1; i <= n; i++) {
		uint8_t byte = (uint8_t)text->at[i];

		if ((byte & 0xc0) != 0x80)
			return false;
		c = c << 6 | (byte & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return false;
	*character = c;
	text->at += n + 1;
	text->len -= n + 1;
	return true;
}

static bool
is_control(uint32_t c)
{
	return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
}

size_t
text_length(struct slice text)
{
	size_t n = 0;
	uint32_t c;

	while (text.len > 0) {
		if (!text_next(&c, &text) || is_control(c))
			return SIZE_MAX;
		n++;
	}
	return n;
}

static bool
is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == 0xa0 || c == 0x202f;
}

static bool
is_white_space(uint32_t c)
{
	return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 ||
	       c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
	       c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
	       c == 0x3000;
}

size_t
text_words(struct slice text)
{
	bool inside = false;
	size_t n = 0;
	uint32_t c;

	while (text_next(&c, &text)) {
		bool was_inside = inside;

		inside = !is_white_space(c);
		n += inside && !was_inside;
	}
	return n;
}

struct slice
text_squeeze(struct arena *arena, struct slice text)
{
	struct slice rest = text, out = SLICE_NONE;
	bool blank = false;
	char *at;
	uint32_t c;

	if (text.len == 0)
		return text;
	at = arena_take(arena, text.len, 1);
	out.at = at;
	while (rest.len > 0) {
		struct slice one = rest;

		if (!text_next(&c, &rest))
			break;
		if (is_blank(c)) {
			blank = out.len > 0;
			continue;
		}
		if (blank)
			at[out.len++] = ' ';
		blank = false;
		memcpy(at + out.len, one.at, one.len - rest.len);
		out.len += one.len - rest.len;
	}
	return out;
}

bool
text_is_blank(struct slice text)
{
	uint32_t c;

	while (text_next(&c, &text))
		if (!is_blank(c))
			return false;
	return text.len == 0;
}

/* Does the whole begin with the part?  Both valid UTF-8. */
static bool
begins_with(struct slice *whole, struct slice part)
{
	uint32_t a, b;

	while (part.len > 0)
		if (!text_next(&a, &part) || !text_next(&b, whole) ||
		    text_fold(a) != text_fold(b))
			return false;
	return true;
}

bool
text_equal(struct slice a, struct slice b, bool case_sensitive)
{
	if (slice_equal(a, b))
		return true;
	return !case_sensitive && begins_with(&a, b) && a.len == 0;
}

bool
text_within(struct slice part, struct slice whole, bool case_sensitive)
{
	struct slice rest;
	uint32_t c;

	if (part.len == 0)
		return true;
	if (case_sensitive)
		return whole.len >= part.len &&
		    memmem(whole.at, whole.len, part.at, part.len) != NULL;
	do {
		rest = whole;
		if (begins_with(&rest, part))
			return true;
	} while (text_next(&c, &whole));
	return false;
}

bool
ident_is_valid(struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '.' || c == '_' ||
			c == '-'))
			return false;
	}
	return s.len > 0 && s.len <= IDENT_MAX;
}

/* ---- what may have been meant ---- */

#define FAR 3 /* so many changes make another word */

/* Levenshtein's distance, one row at a time. */
static size_t
distance(struct slice a, struct slice b)
{
	size_t row[IDENT_MAX + 1], i, j, corner, up, least;

	for (j = 0; j <= b.len; j++)
		row[j] = j;
	for (i = 1; i <= a.len; i++) {
		corner = row[0];
		row[0] = i;
		for (j = 1; j <= b.len; j++) {
			up = row[j];
			least = corner + (a.at[i - 1] != b.at[j - 1]);
			if (up + 1 < least)
				least = up + 1;
			if (row[j - 1] + 1 < least)
				least = row[j - 1] + 1;
			row[j] = least;
			corner = up;
		}
	}
	return row[b.len];
}

bool
text_may_mean(size_t *best, struct slice word, struct slice other)
{
	size_t most = word.len / 2 < FAR ? word.len / 2 : FAR, d;

	if (word.len > IDENT_MAX || other.len > IDENT_MAX)
		return false;
	d = distance(word, other);
	if (d > most || d >= *best)
		return false;
	*best = d;
	return true;
}

void
text_put_html(struct buf *b, struct slice text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		switch (text.at[i]) {
		case '<':
			buf_put_text(b, "&lt;");
			break;
		case '>':
			buf_put_text(b, "&gt;");
			break;
		case '&':
			buf_put_text(b, "&amp;");
			break;
		case '"':
			buf_put_text(b, "&quot;");
			break;
		default:
			buf_put(b, text.at + i, 1);
		}
}
