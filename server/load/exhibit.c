#include "load/exhibit.h"

static const struct member exhibit_members[] = MEMBERS(EXHIBIT_MEMBERS);
static const struct member table_members[] = MEMBERS(TABLE_EXHIBIT_MEMBERS);
static const struct member image_members[] = MEMBERS(IMAGE_EXHIBIT_MEMBERS);

/* Append "name":"text" where the scope has that member. */
static void
put_words(struct buf *view, const struct scope *s, const char *name, size_t max)
{
	struct slice text;

	if (!scope_words(&text, s, name, max))
		return;
	buf_printf(view, ",\"%s\":", name);
	json_put_string(view, text);
}

static void
put_cell(struct buf *view, const struct scope *s, const struct json *v,
    bool may_be_empty)
{
	struct slice text = SLICE_NONE;

	if (v->kind != JSON_STRING || v->text.len > 0 || !may_be_empty)
		scope_text_of(&text, s, v, WORDS_MAX, true);
	json_put_string(view, text);
}

static void
put_head(struct buf *view, const struct scope *s, const struct json *head)
{
	const struct json *v;

	buf_put_text(view, ",\"head\":[");
	for (v = head->first; v != NULL; v = v->next) {
		if (v != head->first)
			buf_put_u8(view, ',');
		put_cell(view, s, v, v == head->first);
	}
	buf_put_u8(view, ']');
}

static void
put_row(struct buf *view, const struct scope *s, const struct json *row,
    size_t n_columns, size_t number)
{
	const struct json *v;

	buf_put_text(view, number > 1 ? ",[" : "[");
	if (row->kind != JSON_ARRAY)
		scope_mistake(s, row, "row %zu is %s; it must be a list",
		    number, json_kind_text(row->kind));
	else if (row->n != n_columns)
		scope_mistake(s, row, "row %zu has %zu cells; the head has %zu",
		    number, row->n, n_columns);
	else
		for (v = row->first; v != NULL; v = v->next) {
			if (v != row->first)
				buf_put_u8(view, ',');
			put_cell(view, s, v, true);
		}
	buf_put_u8(view, ']');
}

static void
put_table(struct buf *view, const struct scope *outer, const struct json *v)
{
	const struct json *head, *rows, *row;
	bool row_heads = false;
	size_t number = 0;
	struct scope s;

	if (!scope_open(
		&s, outer->diag, v, table_members, "%s, table", outer->words))
		return;
	buf_put_text(view, "{\"kind\":\"table\"");
	put_words(view, &s, "caption", WORDS_MAX);
	if (scope_list(&head, &s, "head", 1, TABLE_COLUMNS_MAX) &&
	    scope_list(&rows, &s, "rows", 1, TABLE_ROWS_MAX)) {
		put_head(view, &s, head);
		buf_put_text(view, ",\"rows\":[");
		for (row = rows->first; row != NULL; row = row->next)
			put_row(view, &s, row, head->n, ++number);
		buf_put_u8(view, ']');
	}
	scope_flag(&row_heads, &s, "row_heads");
	buf_printf(view, ",\"row_heads\":%s}", row_heads ? "true" : "false");
}

/* The bank's image that "image" names, or NULL. */
static const struct image *
find_image(const struct exhibits *e, const struct scope *s)
{
	struct slice ident;
	size_t i;

	if (!scope_ident(&ident, s, "image"))
		return NULL;
	for (i = 0; i < e->bank->n_images; i++)
		if (slice_equal(e->bank->images[i].ident, ident))
			return &e->bank->images[i];
	scope_mistake(s, scope_member(s, "image"),
	    "\"%.*s\" is not among the images of the bank", SLICE_FMT(ident));
	return NULL;
}

static void
put_image(struct exhibits *e, const struct scope *outer, const struct json *v)
{
	const struct image *image;
	struct scope s;

	if (!scope_open(
		&s, outer->diag, v, image_members, "%s, image", outer->words))
		return;
	image = find_image(e, &s);
	if (image != NULL)
		e->images[e->n_images++] = (uint16_t)(image - e->bank->images);
	buf_printf(&e->view, "{\"kind\":\"image\",\"image\":%u", e->n_images);
	put_words(&e->view, &s, "alt", WORDS_MAX);
	put_words(&e->view, &s, "long", ITEM_TEXT_MAX);
	if (image != NULL)
		buf_printf(&e->view, ",\"width\":%u,\"height\":%u",
		    image->width, image->height);
	buf_put_u8(&e->view, '}');
}

static void
put_exhibit(struct exhibits *e, const struct scope *outer, const struct json *v,
    size_t number)
{
	const struct json *one;
	struct scope s;

	if (!scope_open(&s, outer->diag, v, exhibit_members, "%s, exhibit %zu",
		outer->words, number))
		return;
	if (v->n != 1)
		scope_mistake(
		    &s, v, "must have one of \"table\" and \"image\"");
	else if ((one = scope_member(&s, "table")) != NULL)
		put_table(&e->view, &s, one);
	else if ((one = scope_member(&s, "image")) != NULL)
		put_image(e, &s, one);
}

void
exhibits_read(struct exhibits *e, const struct scope *s)
{
	const struct json *list, *v;
	size_t number = 0;

	if (!scope_list(&list, s, "exhibits", 1, EXHIBITS_MAX))
		return;
	buf_put_text(&e->view, ",\"exhibits\":[");
	for (v = list->first; v != NULL; v = v->next) {
		if (v != list->first)
			buf_put_u8(&e->view, ',');
		put_exhibit(e, s, v, ++number);
	}
	buf_put_u8(&e->view, ']');
}
