#include "core/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/text.h"
#include "exam/limits.h"

#define WHOLE_MAX 9007199254740992.0 /* 2^53: every whole number is a double */

/* digits x 10^exponent.  Without a point, strtod knows no locale. */
static double
scaled(bool negative, const char *digits, int n, int exponent)
{
	char text[NUMBER_TEXT_MAX + 32];

	(void)snprintf(text, sizeof(text), "%s%.*se%d", negative ? "-" : "", n,
	    digits, exponent);
	return strtod(text, NULL);
}

/* ---- what people type ---- */

/* The parts of a typed number; digits holds those before and after the point. */
struct typed {
	bool negative;
	char digits[NUMBER_TEXT_MAX];
	int n, n_before;
	char point; /* '.', ',' or 0 */
	int exponent;
};

static void
skip_blanks(struct slice *s)
{
	struct slice rest = *s;
	uint32_t c;

	while (text_next(&c, &rest) &&
	    text_is_blank((struct slice){ s->at, s->len - rest.len }))
		*s = rest;
}

/* '+', '-' or U+2212; returns '-' for both of the latter, 0 for none. */
static char
take_sign(struct slice *s)
{
	struct slice rest = *s;
	uint32_t c;

	if (!text_next(&c, &rest) || (c != '+' && c != '-' && c != 0x2212))
		return 0;
	*s = rest;
	return c == '+' ? '+' : '-';
}

static char
take_byte(struct slice *s)
{
	s->len--;
	return *s->at++;
}

static bool
at_digit(struct slice s)
{
	return s.len > 0 && s.at[0] >= '0' && s.at[0] <= '9';
}

static void
take_digits(struct typed *t, struct slice *s)
{
	while (at_digit(*s))
		t->digits[t->n++] = take_byte(s);
}

static bool
take_exponent(struct typed *t, struct slice *s)
{
	bool negative;

	if (s->len == 0 || (s->at[0] != 'e' && s->at[0] != 'E'))
		return true;
	(void)take_byte(s);
	negative = take_sign(s) == '-';
	if (!at_digit(*s))
		return false;
	while (at_digit(*s)) {
		int digit = take_byte(s) - '0';

		if (t->exponent < 10000)
			t->exponent = t->exponent * 10 + digit;
	}
	if (negative)
		t->exponent = -t->exponent;
	return true;
}

/* Might the comma group thousands? */
static bool
is_ambiguous(const struct typed *t)
{
	return t->point == ',' && t->n - t->n_before == 3 &&
	    t->n_before >= 1 && t->n_before <= 3 &&
	    !(t->n_before == 1 && t->digits[0] == '0');
}

static bool
typed_parse(struct typed *t, struct slice s)
{
	*t = (struct typed){ 0 };
	if (s.len > NUMBER_TEXT_MAX)
		return false;
	skip_blanks(&s);
	t->negative = take_sign(&s) == '-';
	take_digits(t, &s);
	t->n_before = t->n;
	if (s.len > 0 && (s.at[0] == '.' || s.at[0] == ',')) {
		t->point = take_byte(&s);
		if (t->point == ',' && !at_digit(s))
			return false;
		take_digits(t, &s);
	}
	if (t->n == 0 || is_ambiguous(t) || !take_exponent(t, &s))
		return false;
	skip_blanks(&s);
	return s.len == 0;
}

bool
number_parse(double *out, struct slice s)
{
	struct typed t;
	double x;

	if (!typed_parse(&t, s))
		return false;
	x = scaled(t.negative, t.digits, t.n,
	    t.exponent - (t.n - t.n_before));
	if (!isfinite(x))
		return false;
	*out = x;
	return true;
}

bool
number_parse_integer(int64_t *out, struct slice s)
{
	double x;

	if (!number_parse(&x, s) || x != floor(x) || fabs(x) > WHOLE_MAX)
		return false;
	*out = (int64_t)x;
	return true;
}

/* ---- decimals ---- */

static void
drop_zeros(struct decimal *d)
{
	while (d->n > 0 && d->digits[d->n - 1] == 0)
		d->n--;
	if (d->n == 0)
		*d = (struct decimal){ 0 };
}

/* Reads what printf's %e wrote, whatever its decimal point is. */
static struct decimal
decimal_read(const char *text)
{
	struct decimal d = { .negative = *text == '-' };

	for (; *text != 'e'; text++)
		if (*text >= '0' && *text <= '9')
			d.digits[d.n++] = (char)(*text - '0');
	d.exponent = (int)strtol(text + 1, NULL, 10) + 1;
	drop_zeros(&d);
	return d;
}

/* A double has at least 15 and at most 17 significant digits. */
struct decimal
number_decimal(double x)
{
	struct decimal d;
	char text[64];
	int digits = 15;

	do {
		(void)snprintf(text, sizeof(text), "%.*e", digits - 1, x);
		d = decimal_read(text);
	} while (digits++ < NUMBER_DIGITS_MAX && decimal_double(d) != x);
	return d;
}

double
decimal_double(struct decimal d)
{
	char text[NUMBER_DIGITS_MAX];
	int i;

	if (d.n == 0)
		return 0;
	for (i = 0; i < d.n; i++)
		text[i] = (char)('0' + d.digits[i]);
	return scaled(d.negative, text, d.n, d.exponent - d.n);
}

static bool
rounds_outward(const struct decimal *d, int kept, enum number_half half)
{
	if (half == NUMBER_HALF_UP && d->negative && d->digits[kept] == 5)
		return kept + 1 < d->n;
	return d->digits[kept] >= 5;
}

struct decimal
decimal_round(struct decimal d, int places, enum number_half half)
{
	int kept = d.exponent + places;
	bool outward;

	if (kept >= d.n)
		return d;
	if (kept < 0)
		return (struct decimal){ 0 };
	outward = rounds_outward(&d, kept, half);
	d.n = kept;
	while (outward && d.n > 0 && d.digits[d.n - 1] == 9)
		d.n--;
	if (outward && d.n > 0) {
		d.digits[d.n - 1]++;
	} else if (outward) {
		d.digits[d.n++] = 1;
		d.exponent++;
	}
	drop_zeros(&d);
	return d;
}

static struct decimal
clean(double x)
{
	struct decimal d = number_decimal(x);

	return decimal_round(d, 15 - d.exponent, NUMBER_HALF_AWAY);
}

double
number_clean(double x)
{
	return decimal_double(clean(x));
}

bool
number_thousandths(int32_t *out, double x)
{
	struct decimal d;
	int64_t v = 0;
	int i;

	if (x * 1000 == floor(x * 1000) && fabs(x) <= INT32_MAX / 1000) {
		*out = (int32_t)(x * 1000);
		return true;
	}
	if (!isfinite(x) || fabs(x) > INT32_MAX / 1000)
		return false;
	d = decimal_round(clean(x), 3, NUMBER_HALF_UP);
	for (i = 0; i < d.exponent + 3; i++)
		v = v * 10 + (i < d.n ? d.digits[i] : 0);
	*out = (int32_t)(d.negative ? -v : v);
	return true;
}
