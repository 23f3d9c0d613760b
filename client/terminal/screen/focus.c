#include "terminal/screen/focus.h"

size_t
focus_lines(const struct interaction *in)
{
	if (in->kind == KIND_MATCH)
		return in->n_rows;
	return interaction_is_text(in) ? 1 : in->n_choices;
}

bool
focus_step(struct focus *f, const struct item *item, bool forward)
{
	if (forward &&
	    f->line + 1 < focus_lines(&item->interactions[f->part])) {
		f->line++;
	} else if (forward && f->part + 1 < item->n_interactions) {
		*f = (struct focus){ .part = f->part + 1 };
	} else if (!forward && f->line > 0) {
		f->line--;
	} else if (!forward && f->part > 0) {
		*f = (struct focus){ .part = f->part - 1 };
		f->line = focus_lines(&item->interactions[f->part]) - 1;
	} else {
		return false;
	}
	return true;
}

bool
focus_turn(struct focus *f, const struct item *item, bool forward)
{
	const struct interaction *in = &item->interactions[f->part];

	if (in->kind != KIND_MATCH ||
	    (forward ? f->column + 1 >= in->n_choices : f->column == 0))
		return false;
	f->column += forward ? 1 : (size_t)-1;
	return true;
}

size_t
focus_order(size_t at[CHOICES_MAX], const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	const struct choice *c;
	size_t placed = 0, n, i;

	while (placed < in->n_choices &&
	       (c = item_choice_at(item, part, placed)) != NULL)
		at[placed++] = (size_t)(c - in->choices);
	for (n = placed, i = 0; i < in->n_choices; i++)
		if (!item_has_choice(item, part, in->choices[i].number) &&
		    n < in->n_choices)
			at[n++] = i;
	return placed;
}

size_t
focus_order_line(const struct item *item, size_t part, size_t choice)
{
	size_t at[CHOICES_MAX], i = 0;

	focus_order(at, item, part);
	while (i + 1 < item->interactions[part].n_choices && at[i] != choice)
		i++;
	return i;
}

size_t
focus_choice(const struct focus *f, const struct item *item)
{
	size_t at[CHOICES_MAX];

	if (item->interactions[f->part].kind != KIND_ORDER)
		return f->line;
	focus_order(at, item, f->part);
	return at[f->line];
}
