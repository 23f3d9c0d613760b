#include "core/response.h"

#include "core/number.h"
#include "exam/limits.h"

struct slice
response_next(struct cursor *c, const struct interaction *in)
{
	size_t n = c->left > 0 ? cursor_u8(c) : 0;

	if (in->type == INTERACTION_CHOICE)
		return cursor_take(c, n);
	return n > 0 ? cursor_take(c, cursor_u16(c)) : SLICE_NONE;
}

/* ---- checking ---- */

static bool
places_fit(const struct interaction *in, struct slice places)
{
	uint32_t seen = 0;
	size_t i;

	for (i = 0; i < places.len; i++) {
		uint8_t place = (uint8_t)places.at[i];

		if (place >= in->n_choices || (seen & 1u << place) != 0)
			return false;
		seen |= 1u << place;
	}
	return in->max_choices == 0 || places.len <= in->max_choices;
}

static bool
text_fits(const struct interaction *in, struct slice text)
{
	return text.len <= RESPONSE_MAX && text_length(text) <= in->max_length;
}

/* A text entry has no value or one. */
static bool
count_fits(const struct interaction *in, const struct cursor *c)
{
	return in->type == INTERACTION_CHOICE || c->left == 0 ||
	    (uint8_t)c->at[0] <= 1;
}

enum err
response_check(const struct item *item, struct slice response)
{
	struct cursor c = cursor_on(response);
	uint16_t i;

	if (response.len == 0)
		return ERR_OK;
	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];
		struct slice part;

		if (c.left == 0 || !count_fits(in, &c))
			return ERR_INVALID;
		part = response_next(&c, in);
		if (c.bad)
			return ERR_INVALID;
		if (in->type == INTERACTION_CHOICE ? !places_fit(in, part) :
						     !text_fits(in, part))
			return ERR_INVALID;
	}
	return cursor_done(&c) ? ERR_OK : ERR_INVALID;
}

bool
response_is_empty(const struct item *item, struct slice response)
{
	struct cursor c = cursor_on(response);
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];
		struct slice part = response_next(&c, in);

		if (in->type == INTERACTION_CHOICE ? part.len > 0 :
						     !text_is_blank(part))
			return false;
	}
	return true;
}

/* ---- binding ---- */

static struct value
bind_choices(struct arena *arena, const struct interaction *in,
    const struct variable *v, const uint8_t *order, struct slice places)
{
	struct atom *atoms;
	size_t i;

	if (places.len == 0)
		return VALUE_NULL;
	atoms = arena_take(arena, places.len, sizeof(*atoms));
	for (i = 0; i < places.len; i++) {
		uint8_t place = (uint8_t)places.at[i];

		atoms[i].text =
		    in->choices[order == NULL ? place : order[place]].ident;
	}
	return (struct value){ v->cardinality, VALUE_IDENTIFIER,
		(uint32_t)places.len, atoms };
}

static struct value
bind_text(struct arena *arena, const struct variable *v, struct slice text)
{
	int64_t integer;
	double real;

	if (text_is_blank(text))
		return VALUE_NULL;
	if (v->type == VALUE_STRING)
		return value_text(arena, VALUE_STRING,
		    text_squeeze(arena, text));
	if (v->type == VALUE_INTEGER)
		return number_parse_integer(&integer, text) ?
		    value_integer(arena, integer) : VALUE_NULL;
	return number_parse(&real, text) ? value_float(arena, real) :
					   VALUE_NULL;
}

void
response_bind(struct value *values, struct arena *arena,
    const struct item *item, const uint8_t *orders, struct slice response)
{
	struct cursor c = cursor_on(response);
	uint16_t i;

	for (i = 0; i < item->n_interactions; i++) {
		const struct interaction *in = &item->interactions[i];
		const struct variable *v = &item->variables[in->variable];
		struct slice part = response_next(&c, in);

		values[in->variable] = in->type == INTERACTION_CHOICE ?
		    bind_choices(arena, in, v, orders, part) :
		    bind_text(arena, v, part);
		if (orders != NULL)
			orders += in->n_choices;
	}
}
