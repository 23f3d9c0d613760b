#include "terminal/show/show.h"

/* Letters that stand apart, n of them from the first, in a circle. */
static void
put_circle(struct buf *b, const struct interaction *in, size_t first, size_t n)
{
	char label[3];
	size_t i;

	for (i = 0; i < n && i < in->n_choices; i++) {
		choice_label(label, (first + i) % in->n_choices);
		buf_printf(b, "%s%s", i > 0 ? " " : "", label);
	}
}

/* "1 b, 2 a" */
static void
put_pairs_example(struct buf *b, const struct interaction *in)
{
	bool second = in->n_rows > 1 && in->max != 1 &&
		      (in->n_choices > 1 || in->column_max != 1);

	buf_printf(b, "1 %s", in->n_choices > 1 ? "b" : "a");
	if (second)
		buf_put_text(b, ", 2 a");
}

void
show_example(struct buf *b, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	bool alone = item->n_interactions == 1;
	size_t last = in->n_choices > 0 ? in->n_choices - 1 : 0;

	if (!alone && in->kind != KIND_EXTENDED)
		buf_printf(b, "%zu ", part + 1);
	switch (in->kind) {
	case KIND_CHOICE:
	case KIND_INLINE:
		if (interaction_most(in) == 1)
			put_circle(b, in, last > 0, 1);
		else
			put_circle(b, in, 0, in->min > 2 ? (size_t)in->min : 2);
		break;
	case KIND_ORDER:
		put_circle(b, in, last, in->n_choices);
		break;
	case KIND_MATCH:
		put_pairs_example(b, in);
		break;
	case KIND_TEXT:
		buf_put_text(b, in->numeric ? "12.5" : "your text");
		break;
	case KIND_EXTENDED:
		buf_put_text(b, "type");
		if (!alone)
			buf_printf(b, " %zu", part + 1);
		break;
	case N_KINDS:
		break;
	}
}
