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

int32_t
item_hand_marks(const struct item *item)
{
	int32_t marks = 0;
	uint16_t i;

	for (i = 0; i < item->n_criteria; i++)
		marks += item->criteria[i].max_marks;
	return marks;
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

bool
interaction_takes_text(const struct interaction *in)
{
	return in->type == INTERACTION_TEXT_ENTRY ||
	       in->type == INTERACTION_EXTENDED_TEXT;
}

/* ---- how many values ---- */

static uint16_t
n_columns(const struct interaction *in)
{
	return (uint16_t)(in->n_choices - in->n_rows);
}

uint16_t
interaction_row_max(const struct interaction *in)
{
	return in->row_max > 0 ? in->row_max : n_columns(in);
}

uint16_t
interaction_column_max(const struct interaction *in)
{
	return in->column_max > 0 ? in->column_max : in->n_rows;
}

static uint16_t
pairs_max(const struct interaction *in)
{
	uint16_t by_row = (uint16_t)(in->n_rows * interaction_row_max(in));
	uint16_t by_column =
	    (uint16_t)(n_columns(in) * interaction_column_max(in));

	return by_row < by_column ? by_row : by_column;
}

uint16_t
interaction_max(const struct interaction *in)
{
	uint16_t all = 1;

	if (in->type == INTERACTION_CHOICE || in->type == INTERACTION_ORDER)
		all = in->n_choices;
	else if (in->type == INTERACTION_MATCH)
		all = pairs_max(in);
	return in->max_choices > 0 && in->max_choices < all ? in->max_choices
							    : all;
}
