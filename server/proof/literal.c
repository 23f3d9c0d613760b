#include "proof/literal.h"

#include "core/number.h"
#include "proto/out.h"

static void
put_digits(struct buf *b, const struct decimal *d, int from, int to)
{
	int i;

	for (i = from; i < to; i++)
		buf_put_u8(b, (uint8_t)('0' + (i < d->n ? d->digits[i] : 0)));
}

/* Exponents that leave a number readable as plain digits. */
#define PLAIN_LEAST (-5)
#define PLAIN_MOST 17

static void
put_plain(struct buf *b, const struct decimal *d)
{
	int whole = d->exponent > 0 ? d->exponent : 0, i;

	if (whole == 0)
		buf_put_text(b, "0");
	put_digits(b, d, 0, whole);
	if (d->n <= d->exponent)
		return;
	buf_put_text(b, ".");
	for (i = d->exponent; i < 0; i++)
		buf_put_text(b, "0");
	put_digits(b, d, whole, d->n);
}

void
literal_put_number(struct buf *b, double x)
{
	struct decimal d = number_decimal(x);

	if (d.negative)
		buf_put_text(b, "-");
	if (d.n == 0) {
		buf_put_text(b, "0");
	} else if (d.exponent > PLAIN_LEAST && d.exponent <= PLAIN_MOST) {
		put_plain(b, &d);
	} else {
		put_digits(b, &d, 0, 1);
		if (d.n > 1)
			buf_put_text(b, ".");
		put_digits(b, &d, 1, d.n);
		buf_printf(b, "e%+d", d.exponent - 1);
	}
}

static void
put_pair(struct buf *b, struct pair p)
{
	struct buf words = { 0 };

	buf_put_slice(&words, p.first);
	buf_put_text(&words, " ");
	buf_put_slice(&words, p.second);
	out_quote(b, buf_slice(&words));
	buf_fini(&words);
}

void
literal_put_atom(struct buf *b, enum value_type type, struct atom a)
{
	switch (type) {
	case VALUE_BOOLEAN:
		buf_put_text(b, a.truth ? "true" : "false");
		break;
	case VALUE_INTEGER:
		buf_printf(b, "%lld", (long long)a.integer);
		break;
	case VALUE_FLOAT:
	case VALUE_DURATION:
		literal_put_number(b, a.real);
		break;
	case VALUE_STRING:
	case VALUE_IDENTIFIER:
		out_quote(b, a.text);
		break;
	case VALUE_PAIR:
	case VALUE_DIRECTED_PAIR:
		put_pair(b, a.pair);
		break;
	case VALUE_POINT:
		buf_printf(b, "\"%d %d\"", a.point.x, a.point.y);
		break;
	case N_VALUE_TYPES:
		break;
	}
}

void
literal_put_value(struct buf *b, struct value v)
{
	uint32_t i;

	buf_put_text(b, "[");
	for (i = 0; i < v.n; i++) {
		if (i > 0)
			buf_put_text(b, ",");
		literal_put_atom(b, v.type, v.atoms[i]);
	}
	buf_put_text(b, "]");
}
