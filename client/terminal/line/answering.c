#include "base/clock.h"
#include "terminal/line/conversation_state.h"
#include "terminal/session/entry.h"
#include "terminal/session/words.h"
#include "terminal/show/show.h"

static struct mono
now(void)
{
	return (struct mono){ clock_boottime() };
}

struct item *
current_item(const struct conversation *c)
{
	const struct paper *p = session_paper(c->session);

	if (conversation_place(c) != PLACE_SECTION ||
	    !session_paper_fits(c->session))
		return NULL;
	return &p->items[c->position < p->n_items ? c->position : 0];
}

void
show_about(struct conversation *c)
{
	const struct item *item = current_item(c);
	struct buf text = { 0 };

	if (item->stimulus == NULL) {
		speak(c, "This item stands by itself.");
		return;
	}
	show_stimulus(&text, item->stimulus, editor_width(c->editor));
	speak_lines(c, &text);
	free(c->about);
	c->about = alloc_text(item->stimulus->text);
}

/* A text that several items are about is shown before the first of them. */
static void
show_about_once(struct conversation *c, const struct item *item)
{
	if (item->stimulus == NULL)
		return;
	if (c->about == NULL || strcmp(c->about, item->stimulus->text) != 0) {
		speak(c, "\n");
		show_about(c);
	} else {
		speak(c, "\nAbout the same as the item before. To read it "
			 "again, type: text");
	}
}

void
show_current(struct conversation *c)
{
	struct item *item = current_item(c);
	struct buf text = { 0 };

	if (item == NULL)
		return;
	item->seen = true;
	show_about_once(c, item);
	buf_put_u8(&text, '\n');
	show_item(
	    &text, item, session_attempt(c->session), editor_width(c->editor));
	if (item_n_images(item) > 0)
		buf_put_text(&text, "What an image shows: describe 1. To keep "
				    "it as a file: picture 1.\n");
	speak_lines(c, &text);
}

void
answer_enter(struct conversation *c, struct item *item, json_t *response)
{
	session_answer(c->session, item, response);
	c->mention_at = now();
	if (session_offline_ms(c->session) == 0)
		c->mention_at.ms += SESSION_UNSAVED_MS;
}

void
answer_enter_aloud(struct conversation *c, struct item *item, json_t *response)
{
	struct buf text = { 0 };
	bool same = json_equal(item->response, response);

	answer_enter(c, item, response);
	if (!same)
		return;
	buf_printf(&text, "Item %d: ", item->number);
	show_response(&text, item);
	if (session_is_unsaved(c->session, item)) {
		buf_put_text(&text, ", not yet saved");
	} else if (item->saved_at.ms > 0) {
		buf_put_text(&text, ", saved ");
		words_put_clock(&text, item->saved_at);
	}
	buf_put_u8(&text, '.');
	speak_lines(c, &text);
}

static void
enter_part(
    struct conversation *c, struct item *item, size_t part, struct slice text)
{
	struct buf why = { 0 };
	json_t *made;

	if (item->interactions[part].kind == KIND_EXTENDED) {
		speak(c, "To write the text of this answer, type: type");
	} else if (entry_read(&made, &why, item, part, text) == ERR_OK) {
		answer_enter_aloud(
		    c, item, item_response_with(item, part, made));
		buf_fini(&why);
	} else {
		speak_lines(c, &why);
	}
}

/* "2 b": the part and its answer. */
static bool
read_part(size_t *part, struct slice *rest, const struct item *item)
{
	size_t n = 0, number = 0;

	while (
	    n < rest->len && n < 3 && rest->at[n] >= '0' && rest->at[n] <= '9')
		number = number * 10 + (size_t)(rest->at[n++] - '0');
	if (number < 1 || number > item->n_interactions)
		return false;
	*part = number - 1;
	*rest = (struct slice){ rest->at + n, rest->len - n };
	while (rest->len > 0 && rest->at[0] == ' ')
		*rest = (struct slice){ rest->at + 1, rest->len - 1 };
	return true;
}

void
answer_line(struct conversation *c, struct slice text)
{
	struct item *item = current_item(c);
	size_t part;

	if (item == NULL)
		speak(c, "That is not understood here. For help: ?");
	else if (item->n_interactions == 1)
		enter_part(c, item, 0, text);
	else if (read_part(&part, &text, item) && text.len > 0)
		enter_part(c, item, part, text);
	else
		speak(c,
		    "This item has %zu parts. Name one and its answer, "
		    "for example: 1 a",
		    item->n_interactions);
}

void
answer_part(struct conversation *c, struct slice rest)
{
	struct item *item = current_item(c);
	size_t part;

	if (item == NULL || !read_part(&part, &rest, item))
		speak(c, "Say which part and its answer, as in: part 1 a");
	else if (slice_is(rest, "clear"))
		answer_enter_aloud(c, item,
		    item_response_with(
			item, part, alloc_checked(json_array())));
	else if (rest.len > 0)
		enter_part(c, item, part, rest);
}

void
answer_clear(struct conversation *c)
{
	struct item *item = current_item(c);
	json_t *empty = alloc_checked(json_array());
	size_t i;

	for (i = 0; i < item->n_interactions; i++)
		json_array_append_new(empty, json_array());
	if (item_is_answered(item)) {
		answer_enter(c, item, empty);
		return;
	}
	json_decref(empty);
	speak(c, "Item %d: nothing is entered.", item->number);
}
