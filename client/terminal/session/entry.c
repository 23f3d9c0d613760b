#include "terminal/session/entry_parts.h"
#include "terminal/session/typed_number.h"
#include "terminal/session/words.h"

bool
entry_is_gap(char c)
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

bool
entry_word(struct slice *word, struct slice *rest)
{
	size_t n = 0;

	while (rest->len > 0 && entry_is_gap(*rest->at))
		*rest = (struct slice){ rest->at + 1, rest->len - 1 };
	while (n < rest->len && !entry_is_gap(rest->at[n]))
		n++;
	*word = (struct slice){ rest->at, n };
	*rest = (struct slice){ rest->at + n, rest->len - n };
	return n > 0;
}

bool
entry_letters(
    size_t at[CHOICES_MAX], size_t *n, size_t n_choices, struct slice text)
{
	struct slice word;
	size_t found = 0, position;

	while (entry_word(&word, &text)) {
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
		json_array_append_new(
		    list, json_integer(in->choices[at[i]].number));
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
	bool several =
	    in->n_choices > 1 && (in->kind == KIND_ORDER || in->max != 1);
	char last[3];

	choice_label(last, in->n_choices - 1);
	buf_printf(why,
	    "That is no command and no choice here. The choices are a to %s%s. "
	    "For help: ?",
	    last, several ? "; several stand apart, as in: a b" : "");
	return ERR_INVALID;
}

enum err
entry_too_many(struct buf *why, int most)
{
	buf_printf(why,
	    "Too many: at most %d of them may be chosen. Nothing "
	    "was changed.",
	    most);
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
		return entry_too_many(why, in->max);
	*made = in->kind == KIND_ORDER ? numbers_json(in, at, n)
				       : chosen_json(in, at, n);
	return ERR_OK;
}

enum err
entry_read(json_t **made, struct buf *why, const struct item *item, size_t part,
    struct slice line)
{
	const struct interaction *in = &item->interactions[part];

	switch (in->kind) {
	case KIND_CHOICE:
	case KIND_INLINE:
	case KIND_ORDER:
		return read_letters(made, why, in, line);
	case KIND_MATCH:
		return entry_read_pairs(made, why, item, part, line);
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

	for (n = 0;
	     n < in->n_choices && (c = item_choice_at(item, part, n)) != NULL;
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
		return entry_too_many(why, in->max);
	*made = in->kind == KIND_ORDER ? numbers_json(in, at, n)
				       : chosen_json(in, at, n);
	return ERR_OK;
}

enum err
entry_move(json_t **made, struct buf *why, const struct item *item, size_t part,
    size_t place, int by)
{
	size_t at[CHOICES_MAX], n = order_now(at, item, part), moved;
	size_t to = (size_t)((int64_t)place + by);

	if (place >= n || to >= n) {
		buf_put_text(why, place >= n ? "It has no place yet."
					     : "It cannot go further.");
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

/* Says what is wrong with what should be a number. */
static void
explain_number(struct buf *why, enum typed_number is, const char *unit)
{
	static const char *const words[] = {
		[TYPED_NUMBER] = "",
		[TYPED_NO_NUMBER] = "That is not a number. Write digits, with "
				    "one decimal point or comma at most, as in "
				    "12.5",
		[TYPED_AMBIGUOUS] =
		    "A comma before three digits may mean two numbers. Write "
		    "thousands without it, or a decimal point",
		[TYPED_GROUPED] = "That is not one number. Write its digits "
				  "together, without anything between them",
		[TYPED_MORE] = "That is more than a number. Write the number "
			       "alone",
	};

	buf_put_text(why, words[is]);
	if (*unit != '\0')
		buf_printf(why, "; its unit (%s) is understood", unit);
	buf_put_text(why, ". Nothing was changed.");
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
entry_text(json_t **made, struct buf *why, const struct item *item, size_t part,
    struct slice text)
{
	const struct interaction *in = &item->interactions[part];
	json_t *string = NULL;

	if (in->numeric && text.len > 0 && typed_number(text) != TYPED_NUMBER) {
		explain_number(why, typed_number(text), item->unit);
		return ERR_INVALID;
	}
	if (!fits(in, text)) {
		buf_printf(why,
		    "That text is too long: at most %d characters. "
		    "It is not saved.",
		    in->max_length > 0 ? in->max_length : RESPONSE_MAX);
		return ERR_INVALID;
	}
	if (text.len > 0 &&
	    (string = json_stringn(text.at, text.len)) == NULL) {
		buf_put_text(why, "That text has characters that cannot be "
				  "saved. Nothing was changed.");
		return ERR_INVALID;
	}
	*made = alloc_checked(json_array());
	if (string != NULL)
		json_array_append_new(*made, string);
	return ERR_OK;
}
