#include "core/response.h"

#include "core/number.h"
#include "exam/limits.h"

#define PAIR_LEN 2

/* Bytes of one value; a text says its own. */
static size_t
value_len(const struct interaction *in)
{
	return in->type == INTERACTION_MATCH ? PAIR_LEN : 1;
}

struct slice
response_next(struct cursor *c, const struct interaction *in)
{
	size_t n = c->left > 0 ? cursor_u8(c) : 0;

	if (!interaction_takes_text(in))
		return cursor_take(c, n * value_len(in));
	return n > 0 ? cursor_take(c, cursor_u16(c)) : SLICE_NONE;
}

/* ---- checking ---- */

/* X(name, what is wrong, to follow "in interaction 2 ") */
#define FAULTS(X)                                                              \
	X(NONE, "nothing is wrong")                                            \
	X(BYTES, "something is missing or left over")                          \
	X(ABSENT, "a choice is named that is not there")                       \
	X(TWICE, "a choice is named twice")                                    \
	X(TOO_MANY, "too much is chosen")                                      \
	X(ROW_FULL, "a row has more pairs than it can have")                   \
	X(COLUMN_FULL, "a column has more pairs than it can have")             \
	X(NOT_TEXT, "the text has characters that are not allowed")            \
	X(TOO_LONG, "the text is too long")

enum fault {
#define X(name, words) FAULT_##name,
	FAULTS(X)
#undef X
};

static enum fault
check_places(const struct interaction *in, struct slice places)
{
	uint32_t seen = 0;
	size_t i;

	for (i = 0; i < places.len; i++) {
		uint8_t place = (uint8_t)places.at[i];

		if (place >= in->n_choices)
			return FAULT_ABSENT;
		if ((seen & 1u << place) != 0)
			return FAULT_TWICE;
		seen |= 1u << place;
	}
	return FAULT_NONE;
}

static enum fault
check_pairs(const struct interaction *in, struct slice pairs)
{
	uint8_t rows[CHOICES_MAX] = { 0 }, columns[CHOICES_MAX] = { 0 };
	uint32_t seen[CHOICES_MAX] = { 0 };
	size_t i;

	for (i = 0; i < pairs.len; i += PAIR_LEN) {
		uint8_t row = (uint8_t)pairs.at[i];
		uint8_t column = (uint8_t)pairs.at[i + 1];

		if (row >= in->n_rows || column >= in->n_choices - in->n_rows)
			return FAULT_ABSENT;
		if ((seen[row] & 1u << column) != 0)
			return FAULT_TWICE;
		seen[row] |= 1u << column;
		if (++rows[row] > interaction_row_max(in))
			return FAULT_ROW_FULL;
		if (++columns[column] > interaction_column_max(in))
			return FAULT_COLUMN_FULL;
	}
	return FAULT_NONE;
}

static enum fault
check_text(const struct interaction *in, struct slice text)
{
	size_t most =
	    in->type == INTERACTION_TEXT_ENTRY ? RESPONSE_MAX : EXTENDED_MAX;
	size_t length = text_length(text);

	if (length == SIZE_MAX)
		return FAULT_NOT_TEXT;
	return text.len > most || length > in->max_length ? FAULT_TOO_LONG
							  : FAULT_NONE;
}

static enum fault
check_part(struct cursor *c, const struct interaction *in)
{
	uint8_t n = c->left > 0 ? (uint8_t)c->at[0] : 0;
	struct slice part;
	enum fault fault;

	if (c->left == 0)
		return FAULT_BYTES;
	part = response_next(c, in);
	if (c->bad)
		return FAULT_BYTES;
	if (interaction_takes_text(in))
		fault = check_text(in, part);
	else if (in->type == INTERACTION_MATCH)
		fault = check_pairs(in, part);
	else
		fault = check_places(in, part);
	return fault == FAULT_NONE && n > interaction_max(in) ? FAULT_TOO_MANY
							      : fault;
}

/* The first fault and where it is, from 0. */
static enum fault
find_fault(uint16_t *at, const struct item *item, struct slice response)
{
	struct cursor c = cursor_on(response);
	enum fault fault = FAULT_NONE;
	uint16_t i;

	*at = 0;
	if (response.len == 0)
		return FAULT_NONE;
	for (i = 0; fault == FAULT_NONE && i < item->n_interactions; i++) {
		*at = i;
		fault = check_part(&c, &item->interactions[i]);
	}
	return fault == FAULT_NONE && !cursor_done(&c) ? FAULT_BYTES : fault;
}

enum err
response_check(const struct item *item, struct slice response)
{
	uint16_t at;

	return find_fault(&at, item, response) == FAULT_NONE ? ERR_OK
							     : ERR_INVALID;
}

void
response_explain(struct buf *b, const struct item *item, struct slice response)
{
	static const char *const words[] = {
#define X(name, words) [FAULT_##name] = words,
		FAULTS(X)
#undef X
	};
	uint16_t at;
	enum fault fault = find_fault(&at, item, response);

	buf_printf(
	    b, "In interaction %u of \"response\" %s", at + 1u, words[fault]);
	if (fault == FAULT_TOO_LONG)
		buf_printf(b, "; %u characters is the most",
		    item->interactions[at].max_length);
	if (fault == FAULT_TOO_MANY)
		buf_printf(b, "; %u is the most",
		    interaction_max(&item->interactions[at]));
	buf_put_u8(b, '.');
}

bool
response_is_empty(const struct item *item, struct slice response)
{
	struct cursor c = cursor_on(response);
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];
		struct slice part = response_next(&c, in);

		if (interaction_takes_text(in) ? !text_is_blank(part)
					       : part.len > 0)
			return false;
	}
	return true;
}

/* ---- binding ---- */

static struct slice
choice_at(const struct interaction *in, const uint8_t *order, size_t place)
{
	return in->choices[order == NULL ? place : order[place]].ident;
}

static struct value
bind_choices(struct arena *arena, const struct interaction *in,
    const struct variable *v, const uint8_t *order, struct slice places)
{
	struct atom *atoms;
	size_t i;

	if (places.len == 0)
		return VALUE_NULL;
	atoms = arena_take(arena, places.len, sizeof(*atoms));
	for (i = 0; i < places.len; i++)
		atoms[i].text = choice_at(in, order, (uint8_t)places.at[i]);
	return (struct value){ v->cardinality, VALUE_IDENTIFIER,
		(uint32_t)places.len, atoms };
}

static struct value
bind_pairs(struct arena *arena, const struct interaction *in,
    const struct variable *v, const uint8_t *order, struct slice pairs)
{
	size_t n = pairs.len / PAIR_LEN, i;
	struct atom *atoms;

	if (n == 0)
		return VALUE_NULL;
	atoms = arena_take(arena, n, sizeof(*atoms));
	for (i = 0; i < n; i++) {
		const char *pair = pairs.at + PAIR_LEN * i;

		atoms[i].pair.first = choice_at(in, order, (uint8_t)pair[0]);
		atoms[i].pair.second =
		    choice_at(in, order, in->n_rows + (size_t)(uint8_t)pair[1]);
	}
	return (struct value){ v->cardinality, VALUE_DIRECTED_PAIR, (uint32_t)n,
		atoms };
}

static struct value
bind_text(struct arena *arena, const struct interaction *in,
    const struct variable *v, struct slice text)
{
	int64_t integer;
	double real;

	if (text_is_blank(text))
		return VALUE_NULL;
	if (in->type == INTERACTION_EXTENDED_TEXT)
		return value_text(arena, VALUE_STRING, text);
	if (v->type == VALUE_STRING)
		return value_text(arena, VALUE_STRING,
		    text_squeeze(arena, text));
	if (v->type == VALUE_INTEGER)
		return number_parse_integer(&integer, text) ?
		    value_integer(arena, integer) : VALUE_NULL;
	return number_parse(&real, text) ? value_float(arena, real) :
					   VALUE_NULL;
}

static struct value
bind_part(struct arena *arena, const struct interaction *in,
    const struct variable *v, const uint8_t *order, struct slice part)
{
	if (interaction_takes_text(in))
		return bind_text(arena, in, v, part);
	return in->type == INTERACTION_MATCH
		   ? bind_pairs(arena, in, v, order, part)
		   : bind_choices(arena, in, v, order, part);
}

void
response_bind(struct value *values, struct arena *arena,
    const struct item *item, const uint8_t *orders, struct slice response)
{
	struct cursor c = cursor_on(response);
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];

		values[in->variable] =
		    bind_part(arena, in, &item->variables[in->variable], orders,
			response_next(&c, in));
		if (orders != NULL)
			orders += in->n_choices;
	}
}
