#include "terminal/session/entry_parts.h"

/* Pairs while they change: which column of which row. */
struct pairs {
	const struct interaction *in;
	bool made[CHOICES_MAX][CHOICES_MAX];
};

static void
pairs_init(struct pairs *p, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	size_t r, c;

	*p = (struct pairs){ .in = in };
	for (r = 0; r < in->n_rows; r++)
		for (c = 0; c < in->n_choices; c++)
			p->made[r][c] = item_has_pair(item, part,
			    in->rows[r].number, in->choices[c].number);
}

static size_t
row_count(const struct pairs *p, size_t row)
{
	size_t c, n = 0;

	for (c = 0; c < p->in->n_choices; c++)
		n += p->made[row][c];
	return n;
}

static size_t
column_count(const struct pairs *p, size_t column)
{
	size_t r, n = 0;

	for (r = 0; r < p->in->n_rows; r++)
		n += p->made[r][column];
	return n;
}

static bool
is_over(size_t n, int most)
{
	return most > 0 && n > (size_t)most;
}

static const char *
times(int most)
{
	return most == 1 ? "once" : most == 2 ? "twice" : "so often";
}

/* Do they keep the item's limits? */
static enum err
check_pairs(struct buf *why, const struct pairs *p)
{
	const struct interaction *in = p->in;
	size_t i, all = 0;
	char label[3];

	for (i = 0; i < in->n_rows; i++) {
		all += row_count(p, i);
		if (!is_over(row_count(p, i), in->row_max))
			continue;
		buf_printf(why,
		    "Row %zu takes at most %d. Nothing was "
		    "changed.",
		    i + 1, in->row_max);
		return ERR_INVALID;
	}
	for (i = 0; i < in->n_choices; i++) {
		if (!is_over(column_count(p, i), in->column_max))
			continue;
		choice_label(label, i);
		buf_printf(why,
		    "%s can be used only %s (at most %d). Nothing "
		    "was changed.",
		    label, times(in->column_max), in->column_max);
		return ERR_INVALID;
	}
	return is_over(all, in->max) ? entry_too_many(why, in->max) : ERR_OK;
}

static json_t *
pairs_json(const struct pairs *p)
{
	json_t *list = alloc_checked(json_array());
	size_t r, c;

	for (r = 0; r < p->in->n_rows; r++)
		for (c = 0; c < p->in->n_choices; c++)
			if (p->made[r][c])
				json_array_append_new(list,
				    alloc_checked(
					json_pack("[ii]", p->in->rows[r].number,
					    p->in->choices[c].number)));
	return list;
}

static enum err
explain_pairs(struct buf *why, const struct interaction *in)
{
	char last[3];

	choice_label(last, in->n_choices - 1);
	buf_printf(why,
	    "Name a row and its letter, for example: 1 b. Several "
	    "stand between commas; 1 - empties row 1. The rows are "
	    "1 to %zu, the letters a to %s.",
	    in->n_rows, last);
	return ERR_INVALID;
}

/* Letters may touch each other, unless there are more of them than letters. */
static bool
next_label(struct slice *label, struct slice *rest, size_t n_choices)
{
	if (!entry_word(label, rest))
		return false;
	if (n_choices <= 26 && label->len > 1) {
		*rest =
		    (struct slice){ label->at + 1, rest->len + label->len - 1 };
		label->len = 1;
	}
	return true;
}

/* "1", then letters, together or apart: the row is what they say. */
static bool
read_row(struct pairs *p, struct slice text)
{
	const struct interaction *in = p->in;
	size_t row = 0, i = 0, column;
	struct slice label;

	while (i < text.len && text.at[i] >= '0' && text.at[i] <= '9' && i < 3)
		row = row * 10 + (size_t)(text.at[i++] - '0');
	if (row < 1 || row > in->n_rows)
		return false;
	memset(p->made[row - 1], 0, sizeof(p->made[row - 1]));
	while (i < text.len && entry_is_gap(text.at[i]))
		i++;
	if (slice_is((struct slice){ text.at + i, text.len - i }, "-"))
		return true;
	if (i == text.len)
		return false;
	text = (struct slice){ text.at + i, text.len - i };
	while (next_label(&label, &text, in->n_choices)) {
		if (!choice_position(&column, label) || column >= in->n_choices)
			return false;
		p->made[row - 1][column] = true;
	}
	return true;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Up to where the next row begins: a comma, a semicolon or a number. */
static struct slice
take_row(struct slice *rest)
{
	struct slice s;
	size_t n = 0, end;

	while (n < rest->len && is_digit(rest->at[n]))
		n++;
	while (n < rest->len && !is_digit(rest->at[n]) && rest->at[n] != ';')
		n++;
	for (end = n; end > 0 && entry_is_gap(rest->at[end - 1]);)
		end--;
	s = (struct slice){ rest->at, end };
	while (
	    n < rest->len && (entry_is_gap(rest->at[n]) || rest->at[n] == ';'))
		n++;
	*rest = (struct slice){ rest->at + n, rest->len - n };
	return s;
}

enum err
entry_read_pairs(json_t **made, struct buf *why, const struct item *item,
    size_t part, struct slice line)
{
	const struct interaction *in = &item->interactions[part];
	struct pairs p;
	enum err e;

	pairs_init(&p, item, part);
	while (line.len > 0)
		if (!read_row(&p, take_row(&line)))
			return explain_pairs(why, in);
	e = check_pairs(why, &p);
	if (e == ERR_OK)
		*made = pairs_json(&p);
	return e;
}

enum err
entry_pair(json_t **made, struct buf *why, const struct item *item, size_t part,
    size_t row, size_t column)
{
	const struct interaction *in = &item->interactions[part];
	struct pairs p;
	bool was;
	enum err e;

	pairs_init(&p, item, part);
	was = p.made[row][column];
	if (!was && in->row_max == 1)
		memset(p.made[row], 0, sizeof(p.made[row]));
	p.made[row][column] = !was;
	e = check_pairs(why, &p);
	if (e == ERR_OK)
		*made = pairs_json(&p);
	return e;
}
