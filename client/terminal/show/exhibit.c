#include "terminal/session/words.h"
#include "terminal/show/show.h"

#define CELL_MIN 5 /* narrower columns nobody can read */
#define RULE " | "

/* A table while it is drawn. */
struct table {
	const struct exhibit *exhibit; /* lent */
	size_t n_columns;
	int *widths;
};

static struct slice
cell(const json_t *row, size_t column)
{
	const char *text = json_string_value(json_array_get(row, column));

	return slice_of(text == NULL ? "" : text);
}

/* Row 0 is the head. */
static const json_t *
row_at(const struct exhibit *x, size_t row)
{
	return row == 0 ? x->head : json_array_get(x->rows, row - 1);
}

static void
table_init(struct table *t, const struct exhibit *x)
{
	size_t r, c, n = json_array_size(x->rows) + 1;

	*t = (struct table){ .exhibit = x };
	for (r = 0; r < n; r++)
		if (json_array_size(row_at(x, r)) > t->n_columns)
			t->n_columns = json_array_size(row_at(x, r));
	t->widths = alloc_zero(t->n_columns, sizeof(*t->widths));
	for (r = 0; r < n; r++)
		for (c = 0; c < t->n_columns; c++) {
			int columns = words_columns(cell(row_at(x, r), c));

			if (columns > t->widths[c])
				t->widths[c] = columns;
		}
}

static int
whole_width(const struct table *t)
{
	int all = 0;
	size_t c;

	for (c = 0; c < t->n_columns; c++)
		all += t->widths[c] + (c > 0 ? (int)strlen(RULE) : 0);
	return all;
}

static size_t
widest(const struct table *t)
{
	size_t c, best = 0;

	for (c = 1; c < t->n_columns; c++)
		if (t->widths[c] > t->widths[best])
			best = c;
	return best;
}

/* The widest columns become narrower until it fits; false: it cannot. */
static bool
fit(struct table *t, int width)
{
	while (whole_width(t) > width) {
		size_t c = widest(t);

		if (t->widths[c] <= CELL_MIN)
			return false;
		t->widths[c]--;
	}
	return true;
}

static void
put_spaces(struct buf *b, int n)
{
	for (; n > 0; n--)
		buf_put_u8(b, ' ');
}

/* The next line of a wrapped cell. */
static struct slice
take_line(struct slice *rest)
{
	const char *end =
	    rest->len == 0 ? NULL : memchr(rest->at, '\n', rest->len);
	struct slice line = { rest->at,
		end == NULL ? rest->len : (size_t)(end - rest->at) };
	size_t taken = line.len + (end != NULL);

	if (rest->len > 0)
		*rest = (struct slice){ rest->at + taken, rest->len - taken };
	return line;
}

static bool
is_left(const struct slice *rests, size_t n)
{
	size_t c;

	for (c = 0; c < n; c++)
		if (rests[c].len > 0)
			return true;
	return false;
}

static void
put_row(struct buf *b, const struct table *t, const json_t *row)
{
	struct buf *cells = alloc_zero(t->n_columns, sizeof(*cells));
	struct slice *rests = alloc_zero(t->n_columns, sizeof(*rests));
	size_t c;

	for (c = 0; c < t->n_columns; c++) {
		words_wrap(&cells[c], cell(row, c), t->widths[c], 0);
		rests[c] = buf_slice(&cells[c]);
	}
	while (is_left(rests, t->n_columns)) {
		for (c = 0; c < t->n_columns; c++) {
			struct slice line = take_line(&rests[c]);

			buf_put_text(b, c > 0 ? RULE : "");
			buf_put_slice(b, line);
			if (c + 1 < t->n_columns)
				put_spaces(
				    b, t->widths[c] - words_columns(line));
		}
		buf_put_u8(b, '\n');
	}
	for (c = 0; c < t->n_columns; c++)
		buf_fini(&cells[c]);
	free(cells);
	free(rests);
}

static void
put_rule(struct buf *b, const struct table *t)
{
	size_t c;
	int i;

	for (c = 0; c < t->n_columns; c++) {
		buf_put_text(b, c > 0 ? "-+-" : "");
		for (i = 0; i < t->widths[c]; i++)
			buf_put_u8(b, '-');
	}
	buf_put_u8(b, '\n');
}

static void
put_drawn(struct buf *b, const struct table *t)
{
	const struct exhibit *x = t->exhibit;
	size_t r;

	put_row(b, t, x->head);
	put_rule(b, t);
	for (r = 0; r < json_array_size(x->rows); r++)
		put_row(b, t, json_array_get(x->rows, r));
}

/* Where columns cannot stand side by side: each cell with what it is. */
static void
put_told(struct buf *b, const struct table *t)
{
	const struct exhibit *x = t->exhibit;
	size_t r, c;

	for (r = 0; r < json_array_size(x->rows); r++) {
		buf_printf(b, "Row %zu\n", r + 1);
		for (c = 0; c < t->n_columns; c++)
			buf_printf(b, "  %.*s: %.*s\n",
			    SLICE_FMT(cell(x->head, c)),
			    SLICE_FMT(cell(json_array_get(x->rows, r), c)));
	}
}

static void
put_table(struct buf *b, const struct exhibit *x, int width)
{
	struct table t;

	table_init(&t, x);
	if (*x->caption != '\0')
		buf_printf(b, "Table: %s\n", x->caption);
	if (fit(&t, width))
		put_drawn(b, &t);
	else
		put_told(b, &t);
	buf_put_u8(b, '\n');
	free(t.widths);
}

void
show_exhibits(struct buf *b, const struct exhibits *x, int width)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (x->at[i].is_image)
			buf_printf(b, "[image %d: %s]\n\n", x->at[i].image,
			    x->at[i].alt);
		else
			put_table(b, &x->at[i], width);
}

void
show_stimulus(struct buf *b, const struct stimulus *s, int width)
{
	if (*s->title != '\0')
		buf_printf(b, "%s\n\n", s->title);
	buf_printf(b, "%s\n\n", s->text);
	show_exhibits(b, &s->exhibits, width);
}

void
show_description(struct buf *b, const struct exhibit *x)
{
	buf_printf(b, "Image %d: %s\n", x->image, x->alt);
	if (*x->long_text != '\0')
		buf_printf(b, "%s\n", x->long_text);
	else
		buf_put_text(b, "There is no longer description of it.\n");
	buf_printf(
	    b, "The picture has %d by %d points.\n", x->width, x->height);
}
