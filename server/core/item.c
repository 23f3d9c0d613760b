#include "core/item.h"

uint16_t
item_find_variable(const struct item *item, struct slice ident)
{
	uint16_t i;

	for (i = 0; i < item->n_variables; i++)
		if (slice_equal(item->variables[i].ident, ident))
			return i;
	return UINT16_MAX;
}

size_t
item_orders_len(const struct item *item)
{
	size_t len = 0;
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++)
		len += item->interactions[i].n_choices;
	return len;
}

/* ---- the candidate's view ---- */

/* Small numbers without the cost of printf: a paper has hundreds. */
static void
put_unsigned(struct buf *b, unsigned n)
{
	char digits[10];
	size_t i = sizeof(digits);

	do
		digits[--i] = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	buf_put(b, digits + i, sizeof(digits) - i);
}

static void
put_choices(struct buf *b, const struct interaction *in, const uint8_t *order)
{
	uint16_t i;

	buf_put_text(b, "{\"kind\":\"choice\",\"min\":");
	put_unsigned(b, in->min_choices);
	buf_put_text(b, ",\"max\":");
	put_unsigned(b, in->max_choices > 0 ? in->max_choices : in->n_choices);
	buf_put_text(b, ",\"choices\":[");
	for (i = 0; i < in->n_choices; i++) {
		uint16_t at = order == NULL ? i : order[i];

		buf_put_text(b, i > 0 ? ",{\"choice\":" : "{\"choice\":");
		put_unsigned(b, i + 1u);
		buf_put_u8(b, ',');
		buf_put_slice(b, in->choices[at].view);
		buf_put_u8(b, '}');
	}
	buf_put_text(b, "]}");
}

static void
put_text_entry(struct buf *b, const struct item *item,
    const struct interaction *in)
{
	bool text = item->variables[in->variable].type == VALUE_STRING;

	buf_put_text(b, "{\"kind\":\"text\",\"format\":");
	buf_put_text(b, text ? "\"text\"" : "\"number\"");
	buf_put_text(b, ",\"max_length\":");
	put_unsigned(b, in->max_length);
	buf_put_u8(b, '}');
}

void
item_view(struct buf *b, const struct item *item, unsigned number,
    unsigned section, const uint8_t *orders)
{
	uint16_t i;

	buf_put_text(b, "{\"item\":");
	put_unsigned(b, number);
	buf_put_text(b, ",\"section\":");
	put_unsigned(b, section);
	buf_put_u8(b, ',');
	buf_put_slice(b, item->view);
	buf_put_text(b, ",\"interactions\":[");
	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];

		if (i > 0)
			buf_put_u8(b, ',');
		if (in->type == INTERACTION_CHOICE)
			put_choices(b, in, orders);
		else
			put_text_entry(b, item, in);
		if (orders != NULL)
			orders += in->n_choices;
	}
	buf_put_u8(b, ']');
}
