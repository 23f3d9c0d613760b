#include "terminal/session/entry.h"

#include "terminal/session/words.h"

static bool
is_gap(char c)
{
	return c == ' ' || c == '\t' || c == ',';
}

static bool
is_among(const size_t at[], size_t n, size_t position)
{
	size_t i;

	for (i = 0; i < n && at[i] != position; i++)
		;
	return i < n;
}

/* The next word of those that stand apart; false: there is none. */
static bool
next_word(struct slice *word, struct slice *rest)
{
	size_t n = 0;

	while (rest->len > 0 && is_gap(*rest->at))
		*rest = (struct slice){ rest->at + 1, rest->len - 1 };
	while (n < rest->len && !is_gap(rest->at[n]))
		n++;
	*word = (struct slice){ rest->at, n };
	*rest = (struct slice){ rest->at + n, rest->len - n };
	return n > 0;
}

bool
entry_letters(size_t at[CHOICES_MAX], size_t *n, size_t n_choices,
    struct slice text)
{
	struct slice word;
	size_t found = 0, position;

	while (next_word(&word, &text)) {
		if (!choice_position(&position, word) || position >= n_choices)
			return false;
		if (!is_among(at, found, position))
			at[found++] = position;
	}
	*n = found;
	return found > 0;
}

static json_t *
numbers_json(const struct interaction *in, const size_t at[], size_t n)
{
	json_t *list = alloc_checked(json_array());
	size_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(list,
		    json_integer(in->choices[at[i]].number));
	return list;
}

/* Choices in the order they are shown, however they were typed. */
static json_t *
chosen_json(const struct interaction *in, const size_t at[], size_t n)
{
	size_t sorted[CHOICES_MAX], i, m = 0;

	for (i = 0; i < in->n_choices; i++)
		if (is_among(at, n, i))
			sorted[m++] = i;
	return numbers_json(in, sorted, m);
}

static enum err
explain_letters(struct buf *why, const struct interaction *in)
{
	char last[3];

	choice_label(last, in->n_choices - 1);
	buf_printf(why, "That is no command and no choice of this item. Its "
			"choices are a to %s; several stand apart, as in: a b. "
			"For help: ?", last);
	return ERR_INVALID;
}

static enum err
too_many(struct buf *why, int most)
{
	buf_printf(why, "Too many: at most %d of them may be chosen. Nothing "
			"was changed.", most);
	return ERR_INVALID;
}

static enum err
read_letters(json_t **made, struct buf *why, const struct interaction *in,
    struct slice line)
{
	size_t at[CHOICES_MAX], n;

	if (!entry_letters(at, &n, in->n_choices, line))
		return explain_letters(why, in);
	if (in->max > 0 && n > (size_t)in->max && in->kind != KIND_ORDER)
		return too_many(why, in->max);
	*made = in->kind == KIND_ORDER ? numbers_json(in, at, n) :
					 chosen_json(in, at, n);
	return ERR_OK;
}

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
		buf_printf(why, "Row %zu takes at most %d. Nothing was "
				"changed.", i + 1, in->row_max);
		return ERR_INVALID;
	}
	for (i = 0; i < in->n_choices; i++) {
		if (!is_over(column_count(p, i), in->column_max))
			continue;
		choice_label(label, i);
		buf_printf(why, "%s can be used only %s (at most %d). Nothing "
				"was changed.", label, times(in->column_max),
		    in->column_max);
		return ERR_INVALID;
	}
	return is_over(all, in->max) ? too_many(why, in->max) : ERR_OK;
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
				    alloc_checked(json_pack("[ii]",
					p->in->rows[r].number,
					p->in->choices[c].number)));
	return list;
}

static enum err
explain_pairs(struct buf *why, const struct interaction *in)
{
	char last[3];

	choice_label(last, in->n_choices - 1);
	buf_printf(why, "Name a row and its letter, for example: 1 b. Several "
			"stand between commas; 1 - empties row 1. The rows are "
			"1 to %zu, the letters a to %s.", in->n_rows, last);
	return ERR_INVALID;
}

/* Letters may touch each other, unless there are more of them than letters. */
static bool
next_label(struct slice *label, struct slice *rest, size_t n_choices)
{
	if (!next_word(label, rest))
		return false;
	if (n_choices <= 26 && label->len > 1) {
		*rest = (struct slice){ label->at + 1,
			rest->len + label->len - 1 };
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
	while (i < text.len && is_gap(text.at[i]))
		i++;
	if (slice_is((struct slice){ text.at + i, text.len - i }, "-"))
		return true;
	if (i == text.len)
		return false;
	text = (struct slice){ text.at + i, text.len - i };
	while (next_label(&label, &text, in->n_choices)) {
		if (!choice_position(&column, label) ||
		    column >= in->n_choices)
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
	for (end = n; end > 0 && is_gap(rest->at[end - 1]);)
		end--;
	s = (struct slice){ rest->at, end };
	while (n < rest->len && (is_gap(rest->at[n]) || rest->at[n] == ';'))
		n++;
	*rest = (struct slice){ rest->at + n, rest->len - n };
	return s;
}

static enum err
read_pairs(json_t **made, struct buf *why, const struct item *item,
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
entry_read(json_t **made, struct buf *why, const struct item *item,
    size_t part, struct slice line)
{
	const struct interaction *in = &item->interactions[part];

	switch (in->kind) {
	case KIND_CHOICE:
	case KIND_INLINE:
	case KIND_ORDER:
		return read_letters(made, why, in, line);
	case KIND_MATCH:
		return read_pairs(made, why, item, part, line);
	case KIND_TEXT:
	case KIND_EXTENDED:
	case N_KINDS:
		break;
	}
	return entry_text(made, why, item, part, line);
}

/* The places that are taken, in their order; returns how many. */
static size_t
order_now(size_t at[], const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	const struct choice *c;
	size_t n;

	for (n = 0; n < in->n_choices &&
	     (c = item_choice_at(item, part, n)) != NULL;
	     n++)
		at[n] = (size_t)(c - in->choices);
	return n;
}

static size_t
without(size_t at[], size_t n, size_t position)
{
	size_t i, m = 0;

	for (i = 0; i < n; i++)
		if (at[i] != position)
			at[m++] = at[i];
	return m;
}

enum err
entry_choose(json_t **made, struct buf *why, const struct item *item,
    size_t part, size_t choice)
{
	const struct interaction *in = &item->interactions[part];
	size_t at[CHOICES_MAX], before = order_now(at, item, part), n;

	n = without(at, before, choice);
	if (n == before) {
		if (in->kind != KIND_ORDER && in->max == 1)
			n = 0;
		at[n++] = choice;
	}
	if (in->kind != KIND_ORDER && in->max > 0 && n > (size_t)in->max)
		return too_many(why, in->max);
	*made = in->kind == KIND_ORDER ? numbers_json(in, at, n) :
					 chosen_json(in, at, n);
	return ERR_OK;
}

enum err
entry_move(json_t **made, struct buf *why, const struct item *item,
    size_t part, size_t place, int by)
{
	size_t at[CHOICES_MAX], n = order_now(at, item, part), moved;
	size_t to = (size_t)((int64_t)place + by);

	if (place >= n || to >= n) {
		buf_put_text(why, place >= n ? "It has no place yet." :
					       "It cannot go further.");
		return ERR_INVALID;
	}
	moved = at[place];
	for (; place < to; place++)
		at[place] = at[place + 1];
	for (; place > to; place--)
		at[place] = at[place - 1];
	at[to] = moved;
	*made = numbers_json(&item->interactions[part], at, n);
	return ERR_OK;
}

enum err
entry_pair(json_t **made, struct buf *why, const struct item *item,
    size_t part, size_t row, size_t column)
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

static bool
has_digit(struct slice text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (is_digit(text.at[i]))
			return true;
	return false;
}

/* Is it short enough?  In characters, as the candidate counts. */
static bool
fits(const struct interaction *in, struct slice text)
{
	size_t bytes = in->kind == KIND_EXTENDED ? EXTENDED_MAX : RESPONSE_MAX;

	return text.len <= bytes &&
	    (in->max_length == 0 ||
		words_count(text).characters <= (size_t)in->max_length);
}

enum err
entry_text(json_t **made, struct buf *why, const struct item *item,
    size_t part, struct slice text)
{
	const struct interaction *in = &item->interactions[part];
	json_t *string = NULL;

	if (in->numeric && text.len > 0 && !has_digit(text)) {
		buf_put_text(why, "That is not a number. Nothing was changed.");
		return ERR_INVALID;
	}
	if (!fits(in, text)) {
		buf_printf(why, "That text is too long: at most %d characters. "
				"It is not saved.",
		    in->max_length > 0 ? in->max_length : RESPONSE_MAX);
		return ERR_INVALID;
	}
	if (text.len > 0 && (string = json_stringn(text.at, text.len)) == NULL) {
		buf_put_text(why, "That text has characters that cannot be "
				  "saved. Nothing was changed.");
		return ERR_INVALID;
	}
	*made = alloc_checked(json_array());
	if (string != NULL)
		json_array_append_new(*made, string);
	return ERR_OK;
}
