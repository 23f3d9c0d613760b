#include "terminal/screen/bidi.h"

#include <fribidi.h>
#include <wchar.h>

#define ZERO_WIDTH_NO_BREAK 0xFEFF /* what FriBidi leaves of a ligature */

/* A line in FriBidi's characters. */
struct line {
	FriBidiChar *logical, *visual;
	FriBidiStrIndex *places; /* of each character, in the visible line */
	FriBidiStrIndex n;
};

static void
line_init(struct line *l, struct slice text)
{
	l->logical = alloc_zero(text.len + 1, sizeof(*l->logical));
	l->n = fribidi_charset_to_unicode(FRIBIDI_CHAR_SET_UTF8, text.at,
	    (FriBidiStrIndex)text.len, l->logical);
	l->visual = alloc_zero((size_t)l->n + 1, sizeof(*l->visual));
	l->places = alloc_zero((size_t)l->n + 1, sizeof(*l->places));
}

static void
line_fini(struct line *l)
{
	free(l->logical);
	free(l->visual);
	free(l->places);
}

bool
bidi_is_rtl(struct slice paragraph)
{
	FriBidiCharType *types;
	struct line l;
	bool rtl;

	line_init(&l, paragraph);
	types = alloc_zero((size_t)l.n + 1, sizeof(*types));
	fribidi_get_bidi_types(l.logical, l.n, types);
	rtl = FRIBIDI_IS_RTL(fribidi_get_par_direction(types, l.n));
	free(types);
	line_fini(&l);
	return rtl;
}

/* false: it has no line, or there is no memory for it. */
static bool
order(struct line *l, bool rtl)
{
	FriBidiParType base = rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;

	return l->n > 0 && fribidi_log2vis(l->logical, l->n, &base, l->visual,
			       l->places, NULL, NULL) != 0;
}

/* What steers the order (UAX #9, 2) has done so, and is not for a terminal. */
static bool
is_shown(FriBidiChar c)
{
	return c != ZERO_WIDTH_NO_BREAK && c != 0 && c != 0x200E &&
	       c != 0x200F && !(c >= 0x202A && c <= 0x202E) &&
	       !(c >= 0x2066 && c <= 0x2069);
}

static void
put_character(struct buf *b, FriBidiChar c)
{
	char bytes[8];
	FriBidiStrIndex n;

	if (!is_shown(c))
		return;
	n = fribidi_unicode_to_charset(FRIBIDI_CHAR_SET_UTF8, &c, 1, bytes);
	buf_put(b, bytes, (size_t)n);
}

void
bidi_put(struct buf *b, struct slice text, bool rtl)
{
	FriBidiStrIndex i;
	struct line l;

	line_init(&l, text);
	if (order(&l, rtl))
		for (i = 0; i < l.n; i++)
			put_character(b, l.visual[i]);
	line_fini(&l);
}

static int
columns(FriBidiChar c)
{
	int n = wcwidth((wchar_t)c);

	return is_shown(c) && n > 0 ? n : 0;
}

int
bidi_column(struct slice text, bool rtl, size_t at)
{
	FriBidiStrIndex i, place;
	struct line l;
	int n = 0;

	line_init(&l, text);
	if (order(&l, rtl)) {
		place = at < (size_t)l.n ? l.places[at] : rtl ? 0 : l.n;
		for (i = 0; i < place; i++)
			n += columns(l.visual[i]);
	}
	line_fini(&l);
	return n;
}
