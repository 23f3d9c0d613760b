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

bool
text_is_asked(const struct conversation *c)
{
	const struct item *item = current_item(c);

	return c->question == QUESTION_NONE && item != NULL &&
	       item->n_interactions == 1 &&
	       item->interactions[0].kind == KIND_TEXT;
}

static bool
is_essay(const struct item *item, size_t part)
{
	return item->interactions[part].kind == KIND_EXTENDED;
}

/* The paragraph with this number, from 0; NULL: the text has fewer. */
static const char *
find_paragraph(const char *text, size_t paragraph)
{
	if (*text == '\0')
		return NULL;
	for (; paragraph > 0 && text != NULL; paragraph--) {
		text = strchr(text, '\n');
		text += text != NULL;
	}
	return text;
}

static size_t
count_paragraphs(const char *text)
{
	size_t n = 0;

	while (find_paragraph(text, n) != NULL)
		n++;
	return n;
}

/* The whole text, with this line in place of the paragraph being typed; an
 * empty line leaves it out. */
static void
put_whole(struct buf *b, const char *text, size_t paragraph, struct slice line)
{
	size_t i, n = count_paragraphs(text);

	for (i = 0; i < n || i == paragraph; i++) {
		const char *old = find_paragraph(text, i);
		struct slice s = line;

		if (i != paragraph)
			s = (struct slice){ old, strcspn(old, "\n") };
		else if (line.len == 0)
			continue;
		if (b->len > 0)
			buf_put_u8(b, '\n');
		buf_put_slice(b, s);
	}
}

/* The text of the part as it is with this line. */
static enum err
make_entry(json_t **made, struct buf *why, struct conversation *c,
    const struct item *item, struct slice line)
{
	struct buf text = { 0 };
	const json_t *before = c->before != NULL ? c->before : item->response;
	const char *old = json_string_value(
	    json_array_get(json_array_get(before, c->part), 0));
	enum err e;

	if (!is_essay(item, c->part))
		return entry_text(made, why, item, c->part, line);
	put_whole(&text, old == NULL ? "" : old, c->paragraph, line);
	e = entry_text(made, why, item, c->part, buf_slice(&text));
	buf_fini(&text);
	return e;
}

static void
ask_paragraph(struct conversation *c, const struct item *item, int paragraph)
{
	const char *text = item_text(item, c->part);
	size_t n = count_paragraphs(text);
	struct buf old = { 0 };
	const char *p;

	c->one_paragraph = paragraph > 0;
	c->paragraph = paragraph > 0 ? (size_t)paragraph - 1 : n;
	if (c->paragraph > n)
		c->paragraph = n;
	p = find_paragraph(text, c->paragraph);
	speak(c, c->one_paragraph ? "Change the paragraph and press Enter. An "
				    "empty line takes it "
				    "out."
				  : "Each line is a paragraph. A line with "
				    "nothing but a full stop "
				    "ends the text for now.");
	if (p != NULL)
		buf_put(&old, p, strcspn(p, "\n"));
	buf_put_u8(&old, '\0');
	if (editor_is_terminal(c->editor))
		editor_fill(c->editor, old.at);
	buf_fini(&old);
}

void
type_begin(struct conversation *c, size_t part, int paragraph)
{
	const struct item *item = current_item(c);

	c->part = part;
	c->question = QUESTION_TEXT;
	if (is_essay(item, part)) {
		ask_paragraph(c, item, paragraph);
		return;
	}
	speak(c, "Change the text and press Enter. An empty line takes the "
		 "answer back.");
	if (editor_is_terminal(c->editor))
		editor_fill(c->editor, item_text(item, part));
}

/* The parts that are texts: how many, and the last of them. */
static size_t
count_texts(size_t *last, const struct item *item)
{
	size_t i, n = 0;

	for (i = 0; i < item->n_interactions; i++)
		if (interaction_is_text(&item->interactions[i])) {
			*last = i;
			n++;
		}
	return n;
}

static void
say_texts(struct conversation *c, const struct item *item)
{
	struct buf text = { 0 };
	const char *comma = "Say which part, as in: ";
	size_t i;

	for (i = 0; i < item->n_interactions; i++) {
		if (!interaction_is_text(&item->interactions[i]))
			continue;
		buf_printf(&text, "%stype %zu", comma, i + 1);
		comma = ", or: ";
	}
	speak_lines(c, &text);
}

/* A number that begins the rest; 0: none does. */
static int
take_number(struct slice *rest)
{
	int n = 0;

	while (rest->len > 0 && rest->at[0] >= '0' && rest->at[0] <= '9' &&
	       n < 1000) {
		n = n * 10 + rest->at[0] - '0';
		*rest = (struct slice){ rest->at + 1, rest->len - 1 };
	}
	while (rest->len > 0 && rest->at[0] == ' ')
		*rest = (struct slice){ rest->at + 1, rest->len - 1 };
	return n;
}

void
type_command(struct conversation *c, struct slice rest)
{
	const struct item *item = current_item(c);
	size_t part = 0, texts = count_texts(&part, item);
	size_t number = 0;

	if (item->n_interactions > 1)
		number = (size_t)take_number(&rest);
	if (texts == 0)
		speak(c, "This item asks for choices, not for a text.");
	else if (number > item->n_interactions || (number == 0 && texts > 1))
		say_texts(c, item);
	else if (number > 0 &&
		 !interaction_is_text(&item->interactions[number - 1]))
		speak(c, "Part %zu asks for choices, not for a text.", number);
	else
		type_begin(
		    c, number > 0 ? number - 1 : part, take_number(&rest));
}

/* The draft is over; what was saved of it stays. */
static void
draft_drop(struct conversation *c)
{
	json_decref(c->before);
	c->before = NULL;
	c->drafting = false;
	c->draft.dirty = false;
}

/* What could not be taken is there again, to be changed or entered later. */
static void
put_back(struct conversation *c, struct slice text)
{
	char *copy = alloc_zero(text.len + 1, 1);

	if (text.len > 0)
		memcpy(copy, text.at, text.len);
	if (editor_is_terminal(c->editor))
		editor_fill(c->editor, copy);
	c->question = QUESTION_TEXT;
	free(copy);
}

static void
tell_size(struct conversation *c, const struct item *item)
{
	struct buf text = { 0 };

	buf_printf(&text, "Item %d: ", item->number);
	show_size(&text, &item->interactions[c->part],
	    slice_of(item_text(item, c->part)));
	buf_put_u8(&text, '.');
	speak_lines(c, &text);
}

/* A paragraph is whole; the next one, or the end. */
static void
end_paragraph(struct conversation *c, struct item *item, struct slice line)
{
	bool last = c->one_paragraph || slice_is(line, ".");
	struct buf why = { 0 };
	json_t *made;

	if (!c->one_paragraph && slice_is(line, "."))
		line = SLICE_NONE;
	if (make_entry(&made, &why, c, item, line) != ERR_OK) {
		speak_lines(c, &why);
		draft_revert(c);
		put_back(c, line);
		return;
	}
	buf_fini(&why);
	draft_drop(c);
	answer_enter(c, item, item_response_with(item, c->part, made));
	tell_size(c, item);
	c->paragraph = count_paragraphs(item_text(item, c->part));
	if (!last)
		c->question = QUESTION_TEXT;
}

/* What was refused is the next line already, to be changed. */
static void
offer_again(struct conversation *c, const struct item *item, struct slice line)
{
	struct buf text = { 0 };

	if (item->n_interactions > 1)
		buf_printf(&text, "%zu ", c->part + 1);
	buf_put_slice(&text, line);
	buf_put_u8(&text, '\0');
	if (editor_is_terminal(c->editor))
		editor_fill(c->editor, text.at);
	buf_fini(&text);
}

static void
end_text(struct conversation *c, struct item *item, struct slice line)
{
	struct buf why = { 0 };
	json_t *made;

	if (entry_text(&made, &why, item, c->part, line) != ERR_OK) {
		speak_lines(c, &why);
		draft_revert(c);
		offer_again(c, item, line);
		return;
	}
	draft_drop(c);
	answer_enter_aloud(c, item, item_response_with(item, c->part, made));
	buf_fini(&why);
}

void
type_end(struct conversation *c, struct slice line)
{
	struct item *item = current_item(c);

	if (item == NULL && conversation_place(c) == PLACE_PAUSED) {
		speak(c, "Your text stays here. Press Enter again when the "
			 "exam goes on.");
		put_back(c, line);
	} else if (item == NULL) {
		draft_drop(c);
		speak(c, "The item is not open any more.");
	} else if (is_essay(item, c->part)) {
		end_paragraph(c, item, line);
	} else {
		end_text(c, item, line);
	}
}

void
draft_key(struct conversation *c, struct slice text)
{
	struct item *item = current_item(c);

	if (item == NULL ||
	    (c->question != QUESTION_TEXT &&
		(!text_is_asked(c) || command_may_become(text))))
		return;
	if (!c->drafting) {
		c->before = json_incref(item->response);
		c->drafting = true;
		if (c->question != QUESTION_TEXT)
			c->part = 0;
	}
	draft_touch(&c->draft, now());
}

void
draft_save(struct conversation *c)
{
	struct item *item = current_item(c);
	struct buf why = { 0 };
	json_t *made;

	c->draft.dirty = false;
	if (item != NULL &&
	    make_entry(&made, &why, c, item, editor_text(c->editor)) == ERR_OK)
		answer_enter(c, item, item_response_with(item, c->part, made));
	buf_fini(&why);
}

void
draft_keep(struct conversation *c)
{
	if (c->drafting)
		draft_save(c);
	draft_drop(c);
	editor_fill(c->editor, "");
}

void
draft_revert(struct conversation *c)
{
	struct item *item = current_item(c);

	if (c->drafting && item != NULL)
		answer_enter(c, item,
		    json_is_array(c->before)
			? json_incref(c->before)
			: item_response_with(item, c->part, json_array()));
	draft_drop(c);
}
