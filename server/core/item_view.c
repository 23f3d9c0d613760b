/* item_view(): the candidate's JSON of an item.  The hot part of a paper. */
#include "core/bank.h"

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

/* "name": with the comma that is due. */
static void
put_name(struct buf *b, const char *name)
{
	char last = b->at[b->len - 1];

	buf_put_text(b, last == '{' || last == ',' ? "\"" : ",\"");
	buf_put_text(b, name);
	buf_put_text(b, "\":");
}

static void
put_number(struct buf *b, const char *name, unsigned n)
{
	put_name(b, name);
	put_unsigned(b, n);
}

/* "choices":[{"choice":1,"text":"…"},…] of the places from first to end. */
static void
put_places(struct buf *b, const char *list, const char *number,
    const struct interaction *in, const uint8_t *order, uint16_t first,
    uint16_t end)
{
	uint16_t i;

	put_name(b, list);
	buf_put_u8(b, '[');
	for (i = first; i < end; i++) {
		uint16_t at = order == NULL ? i : order[i];

		buf_put_text(b, i > first ? ",{" : "{");
		put_number(b, number, i - first + 1u);
		buf_put_u8(b, ',');
		buf_put_slice(b, in->choices[at].view);
		buf_put_u8(b, '}');
	}
	buf_put_u8(b, ']');
}

static void
put_choices(struct buf *b, const struct interaction *in, const uint8_t *order)
{
	put_places(b, "choices", "choice", in, order, 0, in->n_choices);
}

static void
put_limits(struct buf *b, const struct interaction *in)
{
	put_number(b, "min", in->min_choices);
	put_number(b, "max", interaction_max(in));
}

static void
put_match(struct buf *b, const struct interaction *in, const uint8_t *order)
{
	put_limits(b, in);
	put_number(b, "row_max", interaction_row_max(in));
	put_number(b, "column_max", interaction_column_max(in));
	put_places(b, "rows", "row", in, order, 0, in->n_rows);
	put_places(
	    b, "columns", "column", in, order, in->n_rows, in->n_choices);
}

static void
put_text_entry(
    struct buf *b, const struct interaction *in, const struct variable *v)
{
	put_name(b, "format");
	buf_put_text(b, v->type == VALUE_STRING ? "\"text\"" : "\"number\"");
	put_number(b, "max_length", in->max_length);
}

static void
put_words(struct buf *b, const char *name, uint16_t words)
{
	put_name(b, name);
	if (words > 0)
		put_unsigned(b, words);
	else
		buf_put_text(b, "null");
}

static void
put_extended_text(struct buf *b, const struct interaction *in)
{
	put_number(b, "max_length", in->max_length);
	put_words(b, "min_words", in->min_words);
	put_words(b, "max_words", in->max_words);
}

static void
put_head(struct buf *b, const struct interaction *in)
{
	static const char *const kinds[N_INTERACTION_TYPES] = {
		[INTERACTION_CHOICE] = "choice",
		[INTERACTION_TEXT_ENTRY] = "text",
		[INTERACTION_INLINE_CHOICE] = "inline",
		[INTERACTION_ORDER] = "order",
		[INTERACTION_MATCH] = "match",
		[INTERACTION_EXTENDED_TEXT] = "extended",
	};

	buf_put_text(b, "{\"kind\":\"");
	buf_put_text(b, kinds[in->type]);
	buf_put_text(b, "\",");
	buf_put_slice(b, in->prompt);
}

static void
put_interaction(struct buf *b, const struct item *item,
    const struct interaction *in, const uint8_t *order)
{
	put_head(b, in);
	switch (in->type) {
	case INTERACTION_CHOICE:
		put_limits(b, in);
		put_choices(b, in, order);
		break;
	case INTERACTION_TEXT_ENTRY:
		put_text_entry(b, in, &item->variables[in->variable]);
		break;
	case INTERACTION_INLINE_CHOICE:
	case INTERACTION_ORDER:
		put_choices(b, in, order);
		break;
	case INTERACTION_MATCH:
		put_match(b, in, order);
		break;
	case INTERACTION_EXTENDED_TEXT:
		put_extended_text(b, in);
		break;
	case N_INTERACTION_TYPES:
		break;
	}
	buf_put_u8(b, '}');
}

void
item_view(struct buf *b, const struct bank *bank, const struct item *item,
    unsigned number, unsigned section, const uint8_t *orders)
{
	uint16_t i;

	buf_put_u8(b, '{');
	put_number(b, "item", number);
	put_number(b, "section", section);
	buf_put_u8(b, ',');
	buf_put_slice(b, item->view);
	if (item->stimulus != STIMULUS_NONE) {
		put_name(b, "stimulus");
		buf_put_u8(b, '{');
		buf_put_slice(b, bank_stimulus(bank, item->stimulus)->view);
		buf_put_u8(b, '}');
	}
	put_name(b, "interactions");
	buf_put_u8(b, '[');
	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];

		if (i > 0)
			buf_put_u8(b, ',');
		put_interaction(b, item, in, orders);
		if (orders != NULL)
			orders += in->n_choices;
	}
	buf_put_u8(b, ']');
}
