#include "terminal/session/paper.h"

#include <ctype.h>

#include "exam/limits.h"
#include "terminal/session/json.h"

static const char *const kinds[N_KINDS] = {
	[KIND_CHOICE] = "choice",
	[KIND_TEXT] = "text",
	[KIND_INLINE] = "inline",
	[KIND_ORDER] = "order",
	[KIND_MATCH] = "match",
	[KIND_EXTENDED] = "extended",
};

static enum err
read_choices(
    struct choice **choices, size_t *n, const json_t *list, const char *number)
{
	size_t i;

	if (json_array_size(list) < 1 || json_array_size(list) > CHOICES_MAX)
		return ERR_SYNTAX;
	*n = json_array_size(list);
	*choices = alloc_zero(*n, sizeof(**choices));
	for (i = 0; i < *n; i++) {
		const json_t *json = json_array_get(list, i);

		(*choices)[i].number = json_small(json, number);
		(*choices)[i].text = json_text(json, "text");
	}
	return ERR_OK;
}

static enum err
read_sides(struct interaction *in, const json_t *json)
{
	enum err e = read_choices(
	    &in->rows, &in->n_rows, json_object_get(json, "rows"), "row");

	if (e == ERR_OK)
		e = read_choices(&in->choices, &in->n_choices,
		    json_object_get(json, "columns"), "column");
	return e;
}

static enum err
read_interaction(struct interaction *in, const json_t *json)
{
	const char *kind = json_text(json, "kind");
	size_t i;

	for (i = 0; i < N_KINDS && strcmp(kind, kinds[i]) != 0; i++)
		;
	if (i == N_KINDS)
		return ERR_SYNTAX;
	in->kind = (enum interaction_kind)i;
	in->prompt = json_text(json, "prompt");
	in->numeric = strcmp(json_text(json, "format"), "number") == 0;
	in->max_length = json_small(json, "max_length");
	in->min = json_small(json, "min");
	in->max = in->kind == KIND_INLINE ? 1 : json_small(json, "max");
	in->min_words = json_small(json, "min_words");
	in->max_words = json_small(json, "max_words");
	in->row_max = json_small(json, "row_max");
	in->column_max = json_small(json, "column_max");
	if (in->kind == KIND_MATCH)
		return read_sides(in, json);
	if (interaction_is_text(in))
		return ERR_OK;
	return read_choices(&in->choices, &in->n_choices,
	    json_object_get(json, "choices"), "choice");
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
	item->interactions =
	    alloc_zero(item->n_interactions, sizeof(*item->interactions));
	for (i = 0; i < item->n_interactions && e == ERR_OK; i++)
		e = read_interaction(
		    &item->interactions[i], json_array_get(list, i));
	return e;
}

static enum err
read_exhibit(struct exhibit *x, const json_t *json)
{
	const char *kind = json_text(json, "kind");

	x->is_image = strcmp(kind, "image") == 0;
	x->caption = json_text(json, "caption");
	x->head = json_object_get(json, "head");
	x->rows = json_object_get(json, "rows");
	x->row_heads = json_truth(json, "row_heads");
	x->image = json_small(json, "image");
	x->width = json_small(json, "width");
	x->height = json_small(json, "height");
	x->alt = json_text(json, "alt");
	x->long_text = json_text(json, "long");
	if (x->is_image)
		return x->image > 0 ? ERR_OK : ERR_SYNTAX;
	return strcmp(kind, "table") == 0 && json_is_array(x->rows)
		   ? ERR_OK
		   : ERR_SYNTAX;
}

static enum err
read_exhibits(struct exhibits *x, const json_t *list)
{
	size_t i;
	enum err e = ERR_OK;

	x->n = json_array_size(list);
	x->at = alloc_zero(x->n, sizeof(*x->at));
	for (i = 0; i < x->n && e == ERR_OK; i++)
		e = read_exhibit(&x->at[i], json_array_get(list, i));
	return e;
}

static enum err
read_stimulus(struct item *item, const json_t *json)
{
	if (!json_is_object(json))
		return ERR_OK;
	item->stimulus = alloc_zero(1, sizeof(*item->stimulus));
	item->stimulus->title = json_text(json, "title");
	item->stimulus->text = json_text(json, "text");
	return read_exhibits(
	    &item->stimulus->exhibits, json_object_get(json, "exhibits"));
}

enum err
item_read(struct item *item, const json_t *json)
{
	enum err e;

	*item = (struct item){ .number = json_small(json, "item"),
		.section = json_small(json, "section"),
		.stem = json_text(json, "stem"),
		.unit = json_text(json, "unit"),
		.marks = json_number_value(json_object_get(json, "marks")),
		.response = json_incref(json_object_get(json, "response")),
		.seq = json_number(json, "seq"),
		.saved_at = json_time(json, "saved_at"),
		.flagged = json_truth(json, "flagged") };
	if (item->number == 0)
		return ERR_SYNTAX;
	e = read_exhibits(&item->exhibits, json_object_get(json, "exhibits"));
	if (e == ERR_OK)
		e = read_stimulus(item, json_object_get(json, "stimulus"));
	if (e == ERR_OK)
		e = read_interactions(
		    item, json_object_get(json, "interactions"));
	return e;
}

void
item_fini(struct item *item)
{
	size_t i;

	for (i = 0; i < item->n_interactions; i++) {
		free(item->interactions[i].choices);
		free(item->interactions[i].rows);
	}
	free(item->interactions);
	free(item->exhibits.at);
	if (item->stimulus != NULL)
		free(item->stimulus->exhibits.at);
	free(item->stimulus);
	json_decref(item->response);
}

enum err
paper_open(struct paper **paper, json_t *json)
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
		e = item_read(&p->items[i], json_array_get(list, i));
	if (e == ERR_OK)
		*paper = p;
	else
		paper_close(p);
	return e;
}

void
paper_close(struct paper *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < p->n_items; i++)
		item_fini(&p->items[i]);
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

bool
interaction_is_text(const struct interaction *in)
{
	return in->kind == KIND_TEXT || in->kind == KIND_EXTENDED;
}

int
interaction_most(const struct interaction *in)
{
	return in->max > 0 ? in->max : (int)in->n_choices;
}

bool
item_shares_stimulus(const struct item *a, const struct item *b)
{
	return a->stimulus != NULL && b->stimulus != NULL &&
	       strcmp(a->stimulus->title, b->stimulus->title) == 0 &&
	       strcmp(a->stimulus->text, b->stimulus->text) == 0;
}

static const struct exhibit *
find_image(const struct exhibits *x, int image)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (x->at[i].is_image && x->at[i].image == image)
			return &x->at[i];
	return NULL;
}

const struct exhibit *
item_image(const struct item *item, int image)
{
	const struct exhibit *x = find_image(&item->exhibits, image);

	return x == NULL && item->stimulus != NULL
		   ? find_image(&item->stimulus->exhibits, image)
		   : x;
}

size_t
item_n_images(const struct item *item)
{
	const struct exhibits *of[] = { &item->exhibits,
		item->stimulus == NULL ? NULL : &item->stimulus->exhibits };
	size_t i, j, n = 0;

	for (i = 0; i < 2; i++)
		for (j = 0; of[i] != NULL && j < of[i]->n; j++)
			n += of[i]->at[j].is_image;
	return n;
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

	for (i = 0; i < item->n_interactions; i++)
		if (item_part_is_answered(item, i))
			return true;
	return false;
}

bool
item_part_is_answered(const struct item *item, size_t part)
{
	return json_array_size(json_array_get(item->response, part)) > 0;
}

size_t
item_part_lacks(const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	size_t n = json_array_size(json_array_get(item->response, part));
	size_t least = in->kind == KIND_ORDER ? in->n_choices
		       : in->min > 0	      ? (size_t)in->min
					      : 0;

	return n < least ? least - n : 0;
}

bool
item_is_whole(const struct item *item)
{
	size_t i;

	for (i = 0; i < item->n_interactions; i++)
		if (!item_part_is_answered(item, i) ||
		    item_part_lacks(item, i) > 0)
			return false;
	return true;
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

bool
item_has_pair(const struct item *item, size_t part, int row, int column)
{
	const json_t *made = json_array_get(item->response, part);
	size_t i;

	for (i = 0; i < json_array_size(made); i++) {
		const json_t *pair = json_array_get(made, i);

		if (json_integer_value(json_array_get(pair, 0)) == row &&
		    json_integer_value(json_array_get(pair, 1)) == column)
			return true;
	}
	return false;
}

const struct choice *
item_choice_at(const struct item *item, size_t part, size_t place)
{
	const struct interaction *in = &item->interactions[part];
	const json_t *made = json_array_get(item->response, part);
	size_t i;

	for (i = 0; place < json_array_size(made) && i < in->n_choices; i++)
		if (in->choices[i].number ==
		    json_integer_value(json_array_get(made, place)))
			return &in->choices[i];
	return NULL;
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
