#include "terminal/session/paper.h"

#include <ctype.h>

#include "exam/limits.h"
#include "terminal/session/json.h"

static enum err
read_choices(struct interaction *in, const json_t *list)
{
	size_t i;

	in->n_choices = json_array_size(list);
	in->choices = alloc_zero(in->n_choices, sizeof(*in->choices));
	for (i = 0; i < in->n_choices; i++) {
		const json_t *json = json_array_get(list, i);

		in->choices[i].number = json_small(json, "choice");
		in->choices[i].text = json_text(json, "text");
	}
	return in->n_choices > 0 && in->n_choices <= CHOICES_MAX ? ERR_OK :
								   ERR_SYNTAX;
}

static enum err
read_interaction(struct interaction *in, const json_t *json)
{
	in->is_text = strcmp(json_text(json, "kind"), "text") == 0;
	in->numeric = strcmp(json_text(json, "format"), "number") == 0;
	in->max_length = json_small(json, "max_length");
	in->min = json_small(json, "min");
	in->max = json_small(json, "max");
	return in->is_text ? ERR_OK :
			     read_choices(in, json_object_get(json, "choices"));
}

static enum err
read_interactions(struct item *item, const json_t *list)
{
	size_t i;
	enum err e = ERR_OK;

	if (json_array_size(list) == 0 ||
	    json_array_size(list) > INTERACTIONS_MAX)
		return ERR_SYNTAX;
	item->n_interactions = json_array_size(list);
	item->interactions = alloc_zero(item->n_interactions,
	    sizeof(*item->interactions));
	for (i = 0; i < item->n_interactions && e == ERR_OK; i++)
		e = read_interaction(&item->interactions[i],
		    json_array_get(list, i));
	return e;
}

static enum err
read_item(struct item *item, const json_t *json)
{
	item->number = json_small(json, "item");
	item->section = json_small(json, "section");
	item->stem = json_text(json, "stem");
	item->unit = json_text(json, "unit");
	item->marks = json_number_value(json_object_get(json, "marks"));
	item->response = json_incref(json_object_get(json, "response"));
	item->seq = json_number(json, "seq");
	item->saved_at = json_time(json, "saved_at");
	item->flagged = json_truth(json, "flagged");
	if (item->number == 0)
		return ERR_SYNTAX;
	return read_interactions(item, json_object_get(json, "interactions"));
}

enum err
paper_read(struct paper **paper, json_t *json)
{
	struct paper *p = alloc_zero(1, sizeof(*p));
	const json_t *list = json_object_get(json, "items");
	enum err e = ERR_OK;
	size_t i, n = json_array_size(list);

	p->source = json_incref(json);
	p->section = json_small(json, "section");
	p->linear = strcmp(json_text(json, "navigation"), "linear") == 0;
	if (n == 0 || n > PAPER_ITEMS_MAX)
		e = ERR_SYNTAX;
	p->n_items = e == ERR_OK ? n : 0;
	p->items = alloc_zero(p->n_items, sizeof(*p->items));
	for (i = 0; i < p->n_items && e == ERR_OK; i++)
		e = read_item(&p->items[i], json_array_get(list, i));
	if (e == ERR_OK)
		*paper = p;
	else
		paper_free(p);
	return e;
}

void
paper_free(struct paper *p)
{
	size_t i, j;

	if (p == NULL)
		return;
	for (i = 0; i < p->n_items; i++) {
		struct item *item = &p->items[i];

		for (j = 0; j < item->n_interactions; j++)
			free(item->interactions[j].choices);
		free(item->interactions);
		json_decref(item->response);
	}
	free(p->items);
	json_decref(p->source);
	free(p);
}

struct item *
paper_find(const struct paper *p, int number)
{
	size_t i;

	for (i = 0; i < p->n_items; i++)
		if (p->items[i].number == number)
			return &p->items[i];
	return NULL;
}

void
item_set_response(struct item *item, json_t *response)
{
	json_decref(item->response);
	item->response = response;
}

json_t *
item_response_with(const struct item *item, size_t part, json_t *entered)
{
	json_t *all = alloc_checked(json_array());
	size_t i;

	for (i = 0; i < item->n_interactions; i++) {
		json_t *old = json_array_get(item->response, i);

		if (i == part)
			json_array_append_new(all, entered);
		else if (json_is_array(old))
			json_array_append(all, old);
		else
			json_array_append_new(all, json_array());
	}
	return all;
}

bool
item_is_answered(const struct item *item)
{
	size_t i;

	for (i = 0; i < json_array_size(item->response); i++)
		if (json_array_size(json_array_get(item->response, i)) > 0)
			return true;
	return false;
}

const char *
item_text(const struct item *item, size_t part)
{
	const char *text = json_string_value(
	    json_array_get(json_array_get(item->response, part), 0));

	return text == NULL ? "" : text;
}

bool
item_has_choice(const struct item *item, size_t part, int choice)
{
	const json_t *made = json_array_get(item->response, part);
	size_t i;

	for (i = 0; i < json_array_size(made); i++)
		if (json_integer_value(json_array_get(made, i)) == choice)
			return true;
	return false;
}

void
choice_label(char text[3], size_t position)
{
	size_t n = 0;

	if (position >= 26)
		text[n++] = (char)('a' + (position / 26 - 1) % 26);
	text[n++] = (char)('a' + position % 26);
	text[n] = '\0';
}

bool
choice_position(size_t *position, struct slice label)
{
	size_t i, value = 0;

	if (label.len < 1 || label.len > 2)
		return false;
	for (i = 0; i < label.len; i++) {
		int c = tolower((unsigned char)label.at[i]);

		if (c < 'a' || c > 'z')
			return false;
		value = value * 26 + (size_t)(c - 'a' + 1);
	}
	*position = value - 1;
	return true;
}
