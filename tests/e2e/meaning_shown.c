#include "meaning.h"

#include "test.h"

/* ---- on the screen ---- */

static bool
is_text(const json_t *part)
{
	return sample_part_is(part, "text") || sample_part_is(part, "extended");
}

/* The text of a choice, a row or a column in the bank. */
static json_t *
text_of_id(const json_t *list, const json_t *id)
{
	json_t *entry;
	size_t i;

	json_array_foreach (list, i, entry)
		if (json_equal(json_object_get(entry, "id"), id))
			return json_object_get(entry, "text");
	fail_msg("no choice \"%s\"", json_string_value(id));
	return NULL;
}

/* Its number on the screen: what "choice", "row" or "column" says. */
static json_t *
number_of(const json_t *seen, const char *name, const json_t *text)
{
	json_t *entry;
	size_t i;

	json_array_foreach (seen, i, entry)
		if (json_equal(json_object_get(entry, "text"), text))
			return json_object_get(entry, name);
	fail_msg("no %s \"%s\" is shown", name, json_string_value(text));
	return NULL;
}

static json_t *
number_of_id(const json_t *part, const json_t *seen, const char *list,
    const char *name, const json_t *id)
{
	return number_of(json_object_get(seen, list), name,
	    text_of_id(json_object_get(part, list), id));
}

static json_t *
part_on_screen(const json_t *part, const json_t *seen, const json_t *meaning)
{
	json_t *list = json_array(), *value;
	size_t i;

	assert_string_equal(
	    json_string_value(json_object_get(seen, "kind")),
	    json_string_value(json_object_get(part, "kind")));
	json_array_foreach (meaning, i, value) {
		if (is_text(part))
			json_array_append(list, value);
		else if (sample_part_is(part, "match"))
			json_array_append_new(list, json_pack("[O,O]",
				number_of_id(part, seen, "rows", "row",
				    json_array_get(value, 0)),
				number_of_id(part, seen, "columns", "column",
				    json_array_get(value, 1))));
		else
			json_array_append(list, number_of_id(part, seen,
				"choices", "choice", value));
	}
	return list;
}

json_t *
meaning_on_screen(const struct sample_item *s, const json_t *received,
    const json_t *meaning)
{
	const json_t *seen = json_object_get(received, "interactions"), *part;
	json_t *response = json_array();
	size_t i;

	assert_int_equal(json_array_size(seen), json_array_size(s->parts));
	json_array_foreach (s->parts, i, part)
		json_array_append_new(response, part_on_screen(part,
			json_array_get(seen, i), json_array_get(meaning, i)));
	return response;
}

/* ---- for the candidate's program ---- */

/* { "text of the row": ["text of the column", ...], ... } */
static json_t *
pairs_for_program(const json_t *part, const json_t *pairs)
{
	json_t *object = json_object(), *columns;
	const json_t *pair;
	const char *row;
	size_t i;

	json_array_foreach (pairs, i, pair) {
		row = json_string_value(text_of_id(
		    json_object_get(part, "rows"), json_array_get(pair, 0)));
		columns = json_object_get(object, row);
		if (columns == NULL) {
			columns = json_array();
			json_object_set_new(object, row, columns);
		}
		json_array_append(columns, text_of_id(json_object_get(part,
						   "columns"),
					       json_array_get(pair, 1)));
	}
	return object;
}

static json_t *
part_for_program(const json_t *part, const json_t *meaning)
{
	json_t *list, *id;
	size_t i;

	if (is_text(part))
		return json_incref(json_array_get(meaning, 0));
	if (sample_part_is(part, "match"))
		return pairs_for_program(part, meaning);
	list = json_array();
	json_array_foreach (meaning, i, id)
		json_array_append(list,
		    text_of_id(json_object_get(part, "choices"), id));
	return list;
}

json_t *
meaning_for_program(const struct sample_item *s, const json_t *meaning)
{
	json_t *all = json_array(), *only;
	const json_t *part;
	size_t i;

	json_array_foreach (s->parts, i, part)
		json_array_append_new(all,
		    part_for_program(part, json_array_get(meaning, i)));
	if (json_array_size(all) > 1)
		return all;
	only = json_incref(json_array_get(all, 0));
	json_decref(all);
	return only;
}
