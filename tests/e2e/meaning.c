#include "meaning.h"

#include "test.h"

#define ESSAY                                                                  \
	"First I would find out what has happened, and whom it concerns. "     \
	"Then I would say so, repair it, and see to it that it stays so."

static json_t *
string_of(struct slice text)
{
	return json_stringn(text.at, text.len);
}

/* ---- by the key ---- */

static json_t *
pair_of(struct slice text)
{
	struct slice row;

	assert_true(key_cut(&row, &text, "="));
	return json_pack("[o,o]", string_of(row), string_of(text));
}

static json_t *
part_by_key(const json_t *part, struct slice response)
{
	bool pairs = sample_part_is(part, "match");
	json_t *list = json_array();
	struct slice value;

	if (sample_part_is(part, "extended"))
		json_array_append_new(list, json_string(ESSAY));
	else if (sample_part_is(part, "text"))
		json_array_append_new(list, string_of(response));
	else
		while (key_cut(&value, &response, ","))
			json_array_append_new(list, pairs ? pair_of(value) :
							    string_of(value));
	return list;
}

static json_t *
by_key(const struct sample_item *s)
{
	const json_t *part = json_array_get(s->parts, 0);
	const char *between = sample_part_is(part, "inline") ? "|" : " ; ";
	struct slice left = s->response, response;
	json_t *all = json_array();
	size_t i;

	json_array_foreach (s->parts, i, part) {
		assert_true(key_cut(&response, &left, between));
		json_array_append_new(all, part_by_key(part, response));
	}
	return all;
}

bool
meaning_is_right(const struct sample_item *s, const json_t *meaning,
    size_t part)
{
	json_t *right = by_key(s);
	bool is = json_equal(json_array_get(meaning, part),
		      json_array_get(right, part)) != 0;

	json_decref(right);
	return is;
}

/* ---- otherwise; each makes a part of what was right ---- */

static bool
is_chosen(const json_t *chosen, const json_t *id)
{
	const json_t *v;
	size_t i;

	json_array_foreach (chosen, i, v)
		if (json_equal(v, id))
			return true;
	return false;
}

/* As many others as were right, as far as there are others. */
static json_t *
other_choices(const json_t *part, const json_t *right)
{
	json_t *list = json_array(), *choice, *id;
	size_t i;

	json_array_foreach (json_object_get(part, "choices"), i, choice) {
		id = json_object_get(choice, "id");
		if (!is_chosen(right, id) &&
		    json_array_size(list) < json_array_size(right))
			json_array_append(list, id);
	}
	return list;
}

/* Each choice where its neighbour belongs. */
static json_t *
rotated(const json_t *right)
{
	json_t *list = json_array();
	size_t n = json_array_size(right), i;

	for (i = 0; i < n; i++)
		json_array_append(list, json_array_get(right, (i + 1) % n));
	return list;
}

/* Each row with its neighbour's column. */
static json_t *
other_pairs(const json_t *right)
{
	json_t *list = json_array();
	size_t n = json_array_size(right), i;

	for (i = 0; i < n; i++)
		json_array_append_new(list, json_pack("[O,O]",
			json_array_get(json_array_get(right, i), 0),
			json_array_get(json_array_get(right, (i + 1) % n),
			    1)));
	return list;
}

static json_t *
wrong_part(const json_t *part, const json_t *right)
{
	if (sample_part_is(part, "extended"))
		return json_array();
	if (sample_part_is(part, "text")) /* "86.00" becomes "986.00" */
		return json_pack("[s+]", "9",
		    json_string_value(json_array_get(right, 0)));
	if (sample_part_is(part, "order"))
		return rotated(right);
	if (sample_part_is(part, "match"))
		return other_pairs(right);
	return other_choices(part, right);
}

static json_t *
partly_part(const json_t *part, const json_t *right)
{
	size_t n = json_array_size(right);
	json_t *list;

	if (sample_part_is(part, "extended"))
		return json_deep_copy(right);
	if (n < 2)
		return wrong_part(part, right);
	list = json_copy((json_t *)(uintptr_t)right);
	if (sample_part_is(part, "order"))
		json_array_insert(list, n - 2, json_array_get(list, n - 1));
	json_array_remove(list, json_array_size(list) - 1);
	return list;
}

static json_t *
part_in(enum manner manner, const json_t *part, const json_t *right)
{
	switch (manner) {
	case RIGHT:
		return json_deep_copy(right);
	case PARTLY:
		return partly_part(part, right);
	case WRONG:
		return wrong_part(part, right);
	case BLANK:
		break;
	}
	return json_array();
}

json_t *
meaning_of(const struct sample_item *s, enum manner manner)
{
	bool several = json_array_size(s->parts) > 1;
	json_t *right = by_key(s), *all = json_array();
	const json_t *part;
	size_t i;

	json_array_foreach (s->parts, i, part) {
		enum manner of_part = manner;

		if (manner == PARTLY && several)
			of_part = i == 0 ? RIGHT : WRONG;
		json_array_append_new(all, part_in(of_part, part,
			json_array_get(right, i)));
	}
	json_decref(right);
	return all;
}
