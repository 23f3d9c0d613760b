#include "terminal/session/typed_number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "exam/limits.h"

/* Those that core/text.h knows, as UTF-8. */
static const char *const blanks[] = { " ", "\t", "\n", "\u00a0", "\u202f" };

struct parts {
	char digits[NUMBER_TEXT_MAX + 1];
	int n, n_before; /* all of them, and those before the point */
	char point;	 /* '.', ',' or 0 */
	int exponent;
};

static bool
take(struct slice *s, const char *text)
{
	size_t n = strlen(text);

	if (s->len < n || memcmp(s->at, text, n) != 0)
		return false;
	*s = (struct slice){ s->at + n, s->len - n };
	return true;
}

static bool
take_blank(struct slice *s)
{
	size_t i;

	for (i = 0; i < sizeof(blanks) / sizeof(*blanks); i++)
		if (take(s, blanks[i]))
			return true;
	return false;
}

/* Takes a sign, if there is one; is it one of minus? */
static bool
take_sign(struct slice *s)
{
	if (take(s, "-") || take(s, "\u2212"))
		return true;
	(void)take(s, "+");
	return false;
}

static bool
at_digit(struct slice s)
{
	return s.len > 0 && s.at[0] >= '0' && s.at[0] <= '9';
}

static void
take_digits(struct parts *p, struct slice *s)
{
	for (; at_digit(*s); *s = (struct slice){ s->at + 1, s->len - 1 })
		p->digits[p->n++] = *s->at;
}

static bool
take_exponent(struct parts *p, struct slice *s)
{
	bool negative;

	if (!take(s, "e") && !take(s, "E"))
		return true;
	negative = take_sign(s);
	if (!at_digit(*s))
		return false;
	for (; at_digit(*s); *s = (struct slice){ s->at + 1, s->len - 1 })
		if (p->exponent < 10000)
			p->exponent = p->exponent * 10 + *s->at - '0';
	p->exponent = negative ? -p->exponent : p->exponent;
	return true;
}

/* Might the comma group thousands? */
static bool
is_ambiguous(const struct parts *p)
{
	return p->point == ',' && p->n - p->n_before == 3 && p->n_before >= 1 &&
	       p->n_before <= 3 && !(p->n_before == 1 && p->digits[0] == '0');
}

static bool
is_finite(const struct parts *p)
{
	char text[NUMBER_TEXT_MAX + 32];

	snprintf(text, sizeof(text), "%se%d", p->digits,
	    p->exponent - (p->n - p->n_before));
	return isfinite(strtod(text, NULL));
}

/* What stands behind a number. */
static enum typed_number
look_behind(struct slice rest)
{
	while (take_blank(&rest))
		;
	if (rest.len == 0)
		return TYPED_NUMBER;
	if (take(&rest, ".") || take(&rest, ","))
		return TYPED_NO_NUMBER;
	(void)take(&rest, "'");
	return at_digit(rest) ? TYPED_GROUPED : TYPED_MORE;
}

enum typed_number
typed_number(struct slice s)
{
	struct parts p = { 0 };

	if (s.len > NUMBER_TEXT_MAX)
		return TYPED_NO_NUMBER;
	while (take_blank(&s))
		;
	(void)take_sign(&s);
	take_digits(&p, &s);
	p.n_before = p.n;
	if (take(&s, "."))
		p.point = '.';
	else if (take(&s, ","))
		p.point = ',';
	if (p.point == ',' && !at_digit(s))
		return TYPED_NO_NUMBER;
	if (p.point != 0)
		take_digits(&p, &s);
	if (p.n == 0)
		return TYPED_NO_NUMBER;
	if (is_ambiguous(&p))
		return TYPED_AMBIGUOUS;
	if (!take_exponent(&p, &s))
		return TYPED_MORE;
	return is_finite(&p) ? look_behind(s) : TYPED_NO_NUMBER;
}
