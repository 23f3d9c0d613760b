#include "terminal/answers.h"

#include <limits.h>

#include "terminal/session/json.h"

static const char *const defaults[] = { "first", "skip", "random" };

/* Members with other names are mistakes: a misspelt one must not be silent. */
static void
check_members(struct diag *d, const char *where, json_t *object,
    const char *const names[])
{
	const char *name;
	json_t *value;
	size_t i;

	json_object_foreach(object, name, value) {
		for (i = 0; names[i] != NULL && strcmp(name, names[i]) != 0;)
			i++;
		if (names[i] == NULL)
			diag_add(d, 0, where, "there is no member \"%s\"",
			    name);
	}
}

static bool
is_think(const json_t *json)
{
	const json_t *least = json_array_get(json, 0);
	const json_t *most = json_array_get(json, 1);

	return json_array_size(json) == 2 && json_is_integer(least) &&
	    json_is_integer(most) && json_integer_value(least) >= 0 &&
	    json_integer_value(most) >= json_integer_value(least) &&
	    json_integer_value(most) <= HOURS(1);
}

static void
read_think(struct answers *a, struct diag *d, const json_t *json)
{
	if (json == NULL)
		return;
	if (!is_think(json)) {
		diag_add(d, 0, "think_ms", "write [least, most] in "
		    "milliseconds, at most an hour");
		return;
	}
	a->think_min_ms = json_integer_value(json_array_get(json, 0));
	a->think_max_ms = json_integer_value(json_array_get(json, 1));
}

/* Texts, lists of them, and objects for rows and their columns. */
static bool
is_entry(const json_t *json, int depth)
{
	const json_t *value;
	const char *name;
	size_t i;

	for (i = 0; i < json_array_size(json); i++)
		if (depth == 0 || !is_entry(json_array_get(json, i), depth - 1))
			return false;
	json_object_foreach((json_t *)(uintptr_t)json, name,
	    value) if (depth == 0 || !is_entry(value, depth - 1)) return false;
	return json_is_array(json) || json_is_string(json) ||
	       json_is_object(json);
}

static void
read_by_stem(struct answers *a, struct diag *d, json_t *json)
{
	const char *stem;
	json_t *value;

	if (json == NULL)
		return;
	if (!json_is_object(json)) {
		diag_add(d, 0, "answers.by_stem", "write an object");
		return;
	}
	json_object_foreach(json, stem, value) if (!is_entry(value, 3))
	    diag_add(d, 0, "answers.by_stem",
		"\"%.60s\": write a text, a list of the texts of "
		"choices, or an object of rows and their columns",
		stem);
	a->by_stem = json;
}

static void
read_default(struct answers *a, struct diag *d, const json_t *json)
{
	const char *word = json_string_value(json);
	size_t i;

	if (json == NULL)
		return;
	for (i = 0; i < 3; i++)
		if (word != NULL && strcmp(word, defaults[i]) == 0) {
			a->otherwise = (enum answers_default)i;
			return;
		}
	diag_add(d, 0, "answers.default",
	    "write \"first\", \"skip\" or \"random\"");
}

static void
read_sections(struct answers *a, struct diag *d, const json_t *json)
{
	int64_t n = json_integer_value(json);
	const char *word = json_string_value(json);

	if (json == NULL || (word != NULL && strcmp(word, "all") == 0))
		return;
	if (json_is_integer(json) && n >= 0 && n <= SECTIONS_MAX)
		a->sections = (int)n;
	else
		diag_add(d, 0, "route.sections",
		    "write \"all\" or a number up to %d", SECTIONS_MAX);
}

static void
read_truth(bool *value, struct diag *d, const char *where, const json_t *json)
{
	if (json_is_boolean(json))
		*value = json_is_true(json);
	else if (json != NULL)
		diag_add(d, 0, where, "write true or false");
}

enum err
answers_read(struct answers *answers, struct diag *d, json_t *json)
{
	static const char *const top[] = { "accept_rules", "think_ms",
		"answers", "route", NULL };
	static const char *const inner[] = { "by_stem", "default", NULL };
	static const char *const route_names[] = { "sections", "submit", NULL };
	json_t *given = json_object_get(json, "answers");
	json_t *route = json_object_get(json, "route");
	struct answers a = { .sections = INT_MAX };

	if (!json_is_object(json))
		diag_add(d, 0, "", "write a JSON object");
	check_members(d, "", json, top);
	check_members(d, "answers", given, inner);
	check_members(d, "route", route, route_names);
	read_truth(&a.accept_rules, d, "accept_rules",
	    json_object_get(json, "accept_rules"));
	read_think(&a, d, json_object_get(json, "think_ms"));
	read_by_stem(&a, d, json_object_get(given, "by_stem"));
	read_default(&a, d, json_object_get(given, "default"));
	read_sections(&a, d, json_object_get(route, "sections"));
	read_truth(&a.submit, d, "route.submit",
	    json_object_get(route, "submit"));
	if (d->count > 0)
		return ERR_INVALID;
	a.source = json_incref(json);
	*answers = a;
	return ERR_OK;
}

enum err
answers_load(struct answers *a, struct diag *d, const char *path)
{
	json_error_t error;
	json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	enum err e;

	if (json == NULL) {
		diag_add(d, error.line > 0 ? error.line : 0, "", "%s",
		    error.text);
		return ERR_INVALID;
	}
	e = answers_read(a, d, json);
	json_decref(json);
	return e;
}

void
answers_fini(struct answers *a)
{
	json_decref(a->source);
}

/* Is this text among the given ones (one, or a list)? */
static bool
is_given(const json_t *given, const char *text)
{
	size_t i;

	if (json_is_string(given))
		return strcmp(json_string_value(given), text) == 0;
	for (i = 0; i < json_array_size(given); i++)
		if (strcmp(json_string_value(json_array_get(given, i)), text) ==
		    0)
			return true;
	return false;
}

/* What is given for one part; NULL: nothing. */
static const json_t *
part_given(const json_t *given, const struct item *item, size_t part)
{
	const json_t *own = json_array_get(given, part);

	if (item->n_interactions == 1 || !json_is_array(given))
		return given;
	if (item->interactions[part].kind == KIND_CHOICE && !json_is_array(own))
		return given;
	return own;
}

static void
add_text(json_t *list, const json_t *given)
{
	const json_t *text =
	    json_is_array(given) ? json_array_get(given, 0) : given;

	if (json_is_string(text))
		json_array_append_new(list, json_deep_copy(text));
}

/* In the order they are given. */
static void
add_order(json_t *list, const struct interaction *in, const json_t *given)
{
	size_t i, j;

	for (i = 0; i < json_array_size(given); i++)
		for (j = 0; j < in->n_choices; j++)
			if (is_given(
				json_array_get(given, i), in->choices[j].text))
				json_array_append_new(
				    list, json_integer(in->choices[j].number));
}

static void
add_pair(json_t *list, const struct interaction *in, size_t row, size_t column)
{
	json_array_append_new(
	    list, alloc_checked(json_pack("[ii]", in->rows[row].number,
		      in->choices[column].number)));
}

static void
add_pairs(json_t *list, const struct interaction *in, const json_t *given)
{
	size_t r, c;

	for (r = 0; r < in->n_rows; r++) {
		const json_t *columns =
		    json_object_get(given, in->rows[r].text);

		for (c = 0; columns != NULL && c < in->n_choices; c++)
			if (is_given(columns, in->choices[c].text))
				add_pair(list, in, r, c);
	}
}

static json_t *
given_part(const json_t *given, const struct interaction *in)
{
	json_t *list = alloc_checked(json_array());
	size_t i;

	if (interaction_is_text(in))
		add_text(list, given);
	else if (in->kind == KIND_ORDER)
		add_order(list, in, given);
	else if (in->kind == KIND_MATCH)
		add_pairs(list, in, given);
	else
		for (i = 0; i < in->n_choices; i++)
			if (is_given(given, in->choices[i].text))
				json_array_append_new(
				    list, json_integer(in->choices[i].number));
	return list;
}

/* A column for each row, each column as rarely as can be. */
static void
invent_pairs(json_t *list, const struct interaction *in, uint32_t from)
{
	size_t n = in->n_rows, r;

	if (in->column_max == 1 && n > in->n_choices)
		n = in->n_choices;
	if (in->max > 0 && n > (size_t)in->max)
		n = (size_t)in->max;
	for (r = 0; r < n; r++)
		add_pair(list, in, r, (from + r) % in->n_choices);
}

/* The first choices, or random ones: as few as the item allows. */
static json_t *
invented_part(const struct interaction *in, uint32_t from)
{
	size_t n = in->min > 1 ? (size_t)in->min : 1, i;
	json_t *list = alloc_checked(json_array());

	if (in->kind == KIND_ORDER)
		n = in->n_choices;
	if (interaction_is_text(in))
		json_array_append_new(list,
		    json_string(in->numeric ? "1" : "an answer"));
	else if (in->kind == KIND_MATCH)
		invent_pairs(list, in, from);
	else
		for (i = 0; i < n && i < in->n_choices; i++)
			json_array_append_new(list,
			    json_integer(in->choices[(from + i) % in->n_choices]
					     .number));
	return list;
}

json_t *
answers_response(const struct answers *a, const struct item *item,
    uint32_t random)
{
	const json_t *given = json_object_get(a->by_stem, item->stem);
	json_t *all;
	size_t i;

	if (given == NULL && a->otherwise == ANSWERS_SKIP)
		return NULL;
	if (a->otherwise == ANSWERS_FIRST)
		random = 0;
	all = alloc_checked(json_array());
	for (i = 0; i < item->n_interactions; i++)
		json_array_append_new(
		    all, given != NULL
			     ? given_part(part_given(given, item, i),
				   &item->interactions[i])
			     : invented_part(&item->interactions[i], random));
	return all;
}
