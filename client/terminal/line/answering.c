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
	session_be_at(c->session, item->number);
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

/* "type", alone or with a paragraph, as the answer of a part of texts. */
static bool
is_typing(struct typed *t, const struct interaction *in, struct slice text)
{
	*t = command_read(text, true);
	return interaction_is_text(in) && t->command == COMMAND_TYPE &&
	       (t->rest.len == 0 || t->number > 0);
}

static void
say_how_to_type(struct conversation *c, const struct item *item, size_t part)
{
	struct buf text = { 0 };

	buf_put_text(&text, "To write this text, type: ");
	show_example(&text, item, part);
	speak_lines(c, &text);
}

static void
enter_part(
    struct conversation *c, struct item *item, size_t part, struct slice text)
{
	const struct interaction *in = &item->interactions[part];
	struct buf why = { 0 };
	struct typed typed;
	json_t *made;

	if (is_typing(&typed, in, text)) {
		type_begin(c, part, typed.number);
	} else if (in->kind == KIND_EXTENDED) {
		say_how_to_type(c, item, part);
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

static void
say_parts(struct conversation *c, const struct item *item)
{
	struct buf text = { 0 };

	buf_printf(&text,
	    "This item has %zu parts. Name one and its answer, for example: ",
	    item->n_interactions);
	show_example(&text, item, 0);
	speak_lines(c, &text);
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
		say_parts(c, item);
}

void
answer_part(struct conversation *c, struct slice rest)
{
	struct item *item = current_item(c);
	size_t part;

	if (item == NULL || !read_part(&part, &rest, item) || rest.len == 0)
		speak(c, "Say which part and its answer, as in: part 1 a");
	else if (slice_is(rest, "clear"))
		answer_clear(c, part);
	else
		enter_part(c, item, part, rest);
}

static bool
is_text_written(const struct item *item, size_t part)
{
	size_t i;

	for (i = 0; i < item->n_interactions; i++)
		if ((part == ALL_PARTS || part == i) &&
		    *item_text(item, i) != '\0')
			return true;
	return false;
}

void
answer_clear(struct conversation *c, size_t part)
{
	struct item *item = current_item(c);

	c->part = part;
	if (part == ALL_PARTS ? !item_is_answered(item)
			      : !item_part_is_answered(item, part)) {
		speak(c, "Item %d: nothing is entered.", item->number);
	} else if (is_text_written(item, part)) {
		speak(c, "What you wrote is taken out. Clear it? yes or no");
		c->question = QUESTION_CLEAR;
	} else {
		answer_clear_now(c);
	}
}

void
answer_clear_now(struct conversation *c)
{
	struct item *item = current_item(c);
	json_t *empty;
	size_t i;

	if (item == NULL)
		return;
	if (c->part != ALL_PARTS) {
		empty = item_response_with(
		    item, c->part, alloc_checked(json_array()));
	} else {
		empty = alloc_checked(json_array());
		for (i = 0; i < item->n_interactions; i++)
			json_array_append_new(empty, json_array());
	}
	answer_enter(c, item, empty);
}
