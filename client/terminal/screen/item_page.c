#include "terminal/screen/item_page.h"

#include <stdio.h>

#include "terminal/screen/item_parts.h"
#include "terminal/show/show.h"

#define ESSAY_LINES 6 /* an empty one shows that there is room */

static void
put_text(struct page *p, enum style style, struct buf *text)
{
	page_put_lines(p, style, buf_slice(text));
	buf_fini(text);
}

static const char *
choice_sign(const struct view *v, const struct interaction *in, bool chosen)
{
	if (in->kind == KIND_CHOICE && in->max != 1)
		return chosen ? v->signs->checked : v->signs->unchecked;
	return chosen ? v->signs->chosen : v->signs->free;
}

static void
put_choices(
    struct page *p, const struct view *v, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	char label[3], text[64];
	size_t i;

	for (i = 0; i < in->n_choices; i++) {
		bool chosen =
		    item_has_choice(item, part, in->choices[i].number);

		choice_label(label, i);
		snprintf(text, sizeof(text), "%s %s %s  ",
		    spot_marker(v, part, i), choice_sign(v, in, chosen), label);
		spot_begin(p, v, part, i);
		page_put(p, spot_style(v, part, i), text,
		    slice_of(in->choices[i].text));
		spot_end(p, v, part, i);
	}
}

static void
put_order(
    struct page *p, const struct view *v, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	size_t at[CHOICES_MAX], placed = focus_order(at, item, part), i;
	char label[3], text[64], place[24];

	for (i = 0; i < in->n_choices; i++) {
		if (i == placed && placed > 0)
			page_put_blank(p);
		if (i == placed)
			page_put(p, STYLE_PLAIN, "  ",
			    SLICE("Without a place yet:"));
		choice_label(label, at[i]);
		snprintf(place, sizeof(place), "%2zu.", i + 1);
		snprintf(text, sizeof(text), "%s %s %s  ",
		    spot_marker(v, part, i), i < placed ? place : "   ", label);
		spot_begin(p, v, part, i);
		page_put(p, spot_style(v, part, i), text,
		    slice_of(in->choices[at[i]].text));
		spot_end(p, v, part, i);
	}
}

static void
put_room(struct page *p, const char *edge, size_t lines)
{
	while (lines-- > 0)
		page_put_row(p, STYLE_PLAIN, slice_of(edge), 0, 0);
}

static void
put_answer(
    struct page *p, const struct view *v, const struct item *item, size_t part)
{
	const struct interaction *in = &item->interactions[part];
	bool here = spot_is_here(v, part, 0),
	     typing = here && v->typing != NULL;
	struct textbox standing = { 0 };
	struct buf size = { 0 };
	size_t before = p->n;

	spot_begin(p, v, part, 0);
	if (!typing)
		textbox_set(&standing, item_text(item, part), true);
	page_put_textbox(p, here ? STYLE_STRONG : STYLE_PLAIN,
	    here ? v->signs->edge : v->signs->column,
	    typing ? v->typing : &standing, typing);
	if (in->kind == KIND_EXTENDED && p->n - before < ESSAY_LINES)
		put_room(p, here ? v->signs->edge : v->signs->column,
		    ESSAY_LINES - (p->n - before));
	spot_end(p, v, part, 0);
	if (in->kind == KIND_EXTENDED) {
		show_size(&size, in,
		    buf_slice(typing ? &v->typing->text : &standing.text));
		buf_put_u8(&size, '.');
		put_text(p, STYLE_PLAIN, &size);
	}
	textbox_fini(&standing);
}

static void
put_task(struct page *p, const struct item *item, size_t part)
{
	struct buf text = { 0 };

	if (*item->interactions[part].prompt != '\0' &&
	    item->n_interactions > 1) {
		buf_printf(&text, "%zu. ", part + 1);
	} else if (item->n_interactions > 1) {
		show_part_name(&text, item, part);
		text.at[0] = (char)(text.at[0] - 'a' + 'A');
		buf_put_text(&text, ": ");
	}
	if (*item->interactions[part].prompt != '\0')
		buf_printf(&text, "%s\n", item->interactions[part].prompt);
	show_task(&text, item, part);
	buf_put_text(&text, ".");
	put_text(p, STYLE_PLAIN, &text);
}

/* How it is done with keys; for the part the candidate is at. */
static const char *
hint(const struct view *v, const struct interaction *in)
{
	if (in->kind == KIND_ORDER)
		return "Space: give it the next place, or take it away. + and "
		       "-: move it.";
	if (in->kind == KIND_MATCH)
		return "Its letter, or Left, Right and Space: pair them, or "
		       "part them.";
	if (interaction_is_text(in) && v->typing == NULL)
		return "Enter: write.";
	return "";
}

static void
put_hint(struct page *p, const struct view *v, const struct interaction *in)
{
	const char *text = hint(v, in);

	if (*text != '\0')
		page_put(p, STYLE_PLAIN, "", slice_of(text));
}

static void
put_part(
    struct page *p, const struct view *v, const struct item *item, size_t part)
{
	put_task(p, item, part);
	if (v->focus.part == part)
		put_hint(p, v, &item->interactions[part]);
	switch (item->interactions[part].kind) {
	case KIND_CHOICE:
	case KIND_INLINE:
		put_choices(p, v, item, part);
		break;
	case KIND_ORDER:
		put_order(p, v, item, part);
		break;
	case KIND_MATCH:
		match_page(p, v, item, part);
		break;
	case KIND_TEXT:
	case KIND_EXTENDED:
		put_answer(p, v, item, part);
		break;
	case N_KINDS:
		break;
	}
}

static void
put_about(struct page *p, const struct view *v, const struct item *item)
{
	struct buf text = { 0 };

	if (item->stimulus == NULL)
		return;
	if (v->folded) {
		buf_printf(&text, "About the text%s%s. S: read it again.",
		    *item->stimulus->title != '\0' ? ": " : " before",
		    item->stimulus->title);
		put_text(p, STYLE_PLAIN, &text);
	} else {
		show_stimulus(&text, item->stimulus, p->width);
		put_text(p, STYLE_PLAIN, &text);
	}
	page_put_blank(p);
}

void
item_page(struct page *p, const struct view *v)
{
	const struct item *item = &v->paper->items[v->position];
	struct buf text = { 0 };
	size_t i;

	show_heading(&text, item, v->attempt);
	put_text(p, STYLE_STRONG, &text);
	page_put_blank(p);
	put_about(p, v, item);
	show_exhibits(&text, &item->exhibits, p->width);
	if (text.len > 0)
		put_text(p, STYLE_PLAIN, &text);
	show_stem(&text, item);
	put_text(p, STYLE_PLAIN, &text);
	for (i = 0; i < item->n_interactions; i++) {
		page_put_blank(p);
		put_part(p, v, item, i);
	}
}
